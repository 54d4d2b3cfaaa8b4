"""Measures deduplication on a labelled set: the very functions the pipeline calls, in memory."""

from __future__ import annotations

import time
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import combinations
from pathlib import Path

import msgspec

from indexer.dedupe import scoring
from indexer.dedupe.clustering import Edge
from indexer.dedupe.grouping import clustered
from indexer.dedupe.scoring import REVIEW_THRESHOLD, Comparison
from indexer.evaluate.dedupe_errors import error_classes
from indexer.evaluate.metrics import Scores, b_cubed, from_counts, members, pairwise
from indexer.evaluate.sets import SetError, SetRecord, read_records, read_table
from indexer.keys.blocking import record_keys
from indexer.keys.shared_by_records import sharing
from indexer.keys.strength import hashed
from indexer.profiles.of_record import record_profile
from indexer.profiles.profile import Profile

_WORST = 20
_TOGETHER = 1000  # pairs compared at once

Pair = tuple[int, int]


class DedupeSet(msgspec.Struct, frozen=True):
    """A labelled set: records, and either the true cluster of each or the labelled pairs (positions in ``records``)."""

    records: list[SetRecord]
    clusters: dict[str, str]
    pairs: dict[Pair, bool]

    def profiles(self) -> list[Profile]:
        """The profiles of the records, in order."""
        return [record_profile(record.harvested(), record.source) for record in self.records]

    def wanted(self) -> set[Pair]:
        """The pairs that are the same work, smaller position first."""
        if self.pairs:
            return {pair for pair, same in self.pairs.items() if same}
        positions = {record.id: position for position, record in enumerate(self.records)}
        groups = members(self.clusters).values()
        return {
            pair
            for group in groups
            for pair in combinations(sorted(positions[key] for key in group), 2)
        }


def read_dedupe_set(folder: Path) -> DedupeSet:
    """Reads ``records.jsonl`` with ``clusters.csv`` or ``pairs.csv``; :class:`SetError` if they do not fit."""
    records = list(read_records(folder / "records.jsonl"))
    positions = {record.id: position for position, record in enumerate(records)}
    if (folder / "pairs.csv").is_file():
        return DedupeSet(records, {}, _read_pairs(folder / "pairs.csv", positions))
    clusters = dict(_two(row) for row in read_table(folder / "clusters.csv", "id", "cluster"))
    if clusters.keys() != positions.keys():
        odd = sorted(clusters.keys() ^ positions.keys())[0]
        raise SetError(f"{folder / 'clusters.csv'}: the id {odd!r} is in one of the two files only")
    return DedupeSet(records, clusters, {})


def candidates(profiles: Sequence[Profile]) -> set[Pair]:
    """The pairs that share enough blocking keys."""
    keys, blocks = keys_and_blocks(profiles)
    years = {position: profile.year for position, profile in enumerate(profiles)}
    shared = sharing(dict(enumerate(keys)), blocks)
    return {(one, other) for one, other in shared.compared(years) if one < other}


def keys_and_blocks(profiles: Sequence[Profile]) -> tuple[list[set[int]], dict[int, list[int]]]:
    """The hashed blocking keys of each profile, and the positions of those that have a key, ascending."""
    keys = [hashed(record_keys(profile)) for profile in profiles]
    blocks: dict[int, list[int]] = defaultdict(list)
    for position, own in enumerate(keys):
        for key in own:
            blocks[key].append(position)
    return keys, blocks


def evaluate_dedupe(folder: Path) -> dict[str, object]:
    """Deduplicates the set in ``folder`` and scores the outcome against its labels.

    Gives ``records``, ``pairwise``, ``b_cubed`` (sets with clusters only), ``candidate_recall``,
    ``records_per_second`` (normalising, blocking, scoring and clustering together), ``error_classes`` (how many errors
    of which kind, see :mod:`indexer.evaluate.dedupe_errors`) and ``worst``, up to 20 errors. Raises :class:`SetError`.
    """
    labelled = read_dedupe_set(folder)
    started = time.perf_counter()
    profiles = labelled.profiles()
    pairs = candidates(profiles)
    compared = compare_all(profiles, pairs)
    edges = [Edge(left, right, c.score, c.veto) for (left, right), c in compared.items()]
    found = clustered(profiles, edges)
    seconds = time.perf_counter() - started
    wanted = labelled.wanted()
    result: dict[str, object] = {
        "records": len(profiles),
        "pairwise": score_clusters(labelled, found).as_dict(),
        "candidate_recall": round(len(wanted & pairs) / len(wanted), 4) if wanted else 1.0,
        "records_per_second": round(len(profiles) / seconds),
        "error_classes": error_classes(_errors(labelled, found), pairs, profiles),
        "worst": _worst(labelled, found, compared),
    }
    if labelled.clusters:
        result["b_cubed"] = b_cubed(_by_id(labelled, found), labelled.clusters).as_dict()
    return result


def compare_all(profiles: Sequence[Profile], pairs: Iterable[Pair]) -> dict[Pair, Comparison]:
    """The comparisons that are worth keeping: a score from ``REVIEW_THRESHOLD`` on, as the pipeline keeps them."""
    ordered = sorted(pairs)
    found: dict[Pair, Comparison] = {}
    for start in range(0, len(ordered), _TOGETHER):
        some = ordered[start : start + _TOGETHER]
        both = [(profiles[left], profiles[right]) for left, right in some]
        compared = scoring.compare_all(both, least=REVIEW_THRESHOLD)
        found |= {pair: c for pair, c in zip(some, compared, strict=True) if c is not None}
    return found


def score_clusters(labelled: DedupeSet, found: Sequence[int]) -> Scores:
    """Pairwise scores of the cluster numbers of all records; of labelled pairs only these count."""
    if not labelled.pairs:
        return pairwise(_by_id(labelled, found), labelled.clusters)
    given = {pair for pair in labelled.pairs if found[pair[0]] == found[pair[1]]}
    wanted = labelled.wanted()
    return from_counts(len(given & wanted), len(given), len(wanted))


def _by_id(labelled: DedupeSet, found: Sequence[int]) -> dict[str, int]:
    return {record.id: found[position] for position, record in enumerate(labelled.records)}


def _errors(labelled: DedupeSet, found: Sequence[int]) -> Iterator[tuple[Pair, bool]]:
    """Each wrong pair with what it should be."""
    wanted = labelled.wanted()
    if labelled.pairs:
        given = {pair for pair in labelled.pairs if found[pair[0]] == found[pair[1]]}
    else:
        groups = members({str(position): number for position, number in enumerate(found)})
        given = {p for group in groups.values() for p in combinations(sorted(map(int, group)), 2)}
    yield from ((pair, pair in wanted) for pair in sorted(given ^ wanted))


def _worst(
    labelled: DedupeSet, found: Sequence[int], compared: Mapping[Pair, Comparison]
) -> list[dict[str, object]]:
    """The errors that the scores were surest about."""

    def sureness(error: tuple[Pair, bool]) -> tuple[float, Pair]:
        pair, same = error
        score = compared[pair].score if pair in compared else 0.0
        return (score if same else -score), pair

    chosen = sorted(_errors(labelled, found), key=sureness)[:_WORST]
    return [_shown(labelled, pair, same, compared.get(pair)) for pair, same in chosen]


def _shown(
    labelled: DedupeSet, pair: Pair, same: bool, comparison: Comparison | None
) -> dict[str, object]:
    left, right = (labelled.records[position] for position in pair)
    return {
        "left": left.id,
        "right": right.id,
        "titles": [left.title, right.title],
        "should_be": "same" if same else "different",
        "score": round(comparison.score, 3) if comparison else None,
        "rule": comparison.rule if comparison else "not compared",
        "veto": comparison.veto if comparison else None,
    }


def _read_pairs(path: Path, positions: Mapping[str, int]) -> dict[Pair, bool]:
    pairs: dict[Pair, bool] = {}
    for left, right, match in read_table(path, "left", "right", "match"):
        if left not in positions or right not in positions:
            raise SetError(f"{path}: the pair {left!r}, {right!r} names an id without a record")
        one, other = sorted((positions[left], positions[right]))
        pairs[one, other] = match == "1"
    return pairs


def _two(row: tuple[str, ...]) -> tuple[str, str]:
    return row[0], row[1]

"""Fits the model of :mod:`indexer.dedupe.scoring` on labelled sets, and says how it does on what it never saw.

Usage: ``python -m indexer.training FOLDER… [--cross-validate] > model.json``. Deterministic. What a set counts does
not depend on its size, so that no source's habits rule (:data:`SET_WEIGHTS`); of sets of whole records the model also
sees copies damaged by rule (:mod:`indexer.training.damage`). What ships are numbers; the sets themselves stay where
they are. ``--cross-validate`` adds to the model's card, for each set: figures over held-out works and with the set left
out of the fit (:mod:`indexer.training.folds`).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence
from itertools import combinations, compress
from pathlib import Path
from random import Random

import msgspec
import numpy as np
from numpy.typing import NDArray

from indexer.dedupe.clustering import Edge
from indexer.dedupe.features import DIRECTIONS, evidence, features
from indexer.dedupe.grouping import source_counts
from indexer.dedupe.mended import mended
from indexer.dedupe.model import Model, probability
from indexer.dedupe.prefilter import which_are_worth
from indexer.dedupe.scoring import veto_of
from indexer.dedupe.sources import curated_sources
from indexer.evaluate.dedupe import DedupeSet, Pair, candidates, keys_and_blocks, read_dedupe_set
from indexer.keys.shared_by_records import MAX_BLOCK
from indexer.profiles.profile import Profile
from indexer.training.boosting import Settings, fit_trees
from indexer.training.damage import damaged
from schemas.ids import hash63

Array = NDArray[np.float64]
Chosen = NDArray[np.bool_]

SET_WEIGHTS = {"dblp-scholar": 3.0, "cross-script": 3.0}
"""What a set counts if not 1: more for the two that are most like what national bases hold, namely damaged records of
many hands, and several scripts with near twins. Chosen by figures over held-out works."""
_DAMAGED = frozenset({"dblp-acm", "cross-script"})
"""The sets whose records are whole enough to be damaged; copies of Cora's and Scholar's add noise to noise."""
SAME_WEIGH = {"dblp-scholar": 1.7}
"""What a set's pairs of one work count there if not 1, relative to the others: records that say so little need less to
be taken for one. Chosen by figures over held-out works (1.7 and 2.5 tried)."""
CROWD = 0.5
"""Works of many records have a square of that in pairs: these count less by this power of the records (.3 to 1
tried), so that Cora's ten largest, 61 % of its pairs, do not rule."""
_COPIES_WEIGH = 0.5  # damaged pairs, relative to the set's own
_MOST = {True: 5000, False: 10_000}  # pairs of a set that are fitted; the chosen ones stand for all
NAMES = list(DIRECTIONS)


class Sample(msgspec.Struct, frozen=True, kw_only=True):
    """Pairs of one set to learn from. ``usable``: labelled, and not vetoed (vetoed pairs teach nothing).

    They share any key, which is more than are compared (``compared``): the model learns from near misses too.
    ``crowd``: how many records the works of the two have (their geometric mean), where all are labelled; else 1.
    ``copies``: the same pairs with one side damaged, to fit on and never to score; ``copied`` says which of them exist.
    """

    name: str
    labelled: DedupeSet
    profiles: list[Profile]
    pairs: list[Pair]
    rows: Array
    same: Chosen
    compared: Chosen
    usable: Chosen
    crowd: Array
    copies: Array
    copied: Chosen


def sample(folder: Path) -> Sample:
    """The pairs of a set that share a key or are labelled, and are worth comparing, with their features."""
    labelled = read_dedupe_set(folder)
    profiles = labelled.profiles()
    sharing = sorted(_sharing_any_key(profiles) | labelled.pairs.keys())
    worth = which_are_worth([mended(profiles[a], profiles[b]) for a, b in sharing])
    pairs = list(compress(sharing, worth))
    wanted, compared = labelled.wanted(), candidates(profiles)
    rows, mergeable = _rows([(profiles[a], profiles[b]) for a, b in pairs])
    known = np.array([not labelled.pairs or pair in labelled.pairs for pair in pairs])
    copies, copied = np.zeros((0, 0)), np.zeros(len(pairs), dtype=np.bool_)
    if folder.name in _DAMAGED:
        copies, copied = _rows(list(_one_side_damaged(profiles, pairs)))
    return Sample(
        name=folder.name,
        labelled=labelled,
        profiles=profiles,
        pairs=pairs,
        rows=rows,
        same=np.array([pair in wanted for pair in pairs]),
        compared=np.array([pair in compared for pair in pairs]),
        usable=mergeable & known,
        crowd=_crowd(labelled, pairs),
        copies=copies,
        copied=copied,
    )


def _crowd(labelled: DedupeSet, pairs: Sequence[Pair]) -> Array:
    if labelled.pairs:
        return np.ones(len(pairs))
    works = works_of(labelled)
    records = Counter(works)
    return np.sqrt([float(records[works[a]] * records[works[b]]) for a, b in pairs])


def _sharing_any_key(profiles: Sequence[Profile]) -> set[Pair]:
    _, blocks = keys_and_blocks(profiles)
    usable = (block for block in blocks.values() if len(block) <= MAX_BLOCK)
    return {pair for block in usable for pair in combinations(block, 2)}


def _rows(both: Sequence[tuple[Profile, Profile]]) -> tuple[Array, Chosen]:
    """The features of pairs, mended as they are compared, and which are worth comparing and not vetoed."""
    both = [mended(left, right) for left, right in both]
    rows, mergeable = np.zeros((len(both), len(NAMES))), np.zeros(len(both), dtype=np.bool_)
    for position, (left, right) in enumerate(both):
        seen = evidence(left, right)
        values = features(left, right, seen)
        rows[position] = [values.get(name, 0.0) for name in NAMES]
        mergeable[position] = veto_of(left, right, seen) is None
    return rows, mergeable & which_are_worth(both)


def _one_side_damaged(
    profiles: Sequence[Profile], pairs: Iterable[Pair]
) -> Iterator[tuple[Profile, Profile]]:
    copies = [damaged(profile, Random(number)) for number, profile in enumerate(profiles)]  # noqa: S311  # no secret
    for left, right in pairs:
        if hash63("side", f"{left}:{right}") % 2:
            yield copies[left], profiles[right]
        else:
            yield profiles[left], copies[right]


def fit(
    parts: Sequence[tuple[Sample, Chosen]],
    settings: Settings = Settings(),  # noqa: B008  # frozen
) -> Model:
    """A model fitted on the chosen pairs of each sample and on their damaged copies, as :data:`SET_WEIGHTS` says."""
    total = sum(SET_WEIGHTS.get(one.name, 1.0) for one, _ in parts)
    blocks = [
        block
        for one, chosen in parts
        for block in _blocks(one, chosen & one.usable, SET_WEIGHTS.get(one.name, 1.0) / total)
    ]
    x, y, weight = (np.concatenate(column) for column in zip(*blocks, strict=True))
    return fit_trees(x, y, weight, NAMES, list(DIRECTIONS.values()), settings)


def _blocks(one: Sample, chosen: Chosen, whole: float) -> Iterator[tuple[Array, Array, Array]]:
    """Features, labels and weights of a sample's chosen pairs, then of their copies; they weigh ``whole`` together."""
    copied = chosen & one.copied
    share = _COPIES_WEIGH / (1 + _COPIES_WEIGH) if copied.any() else 0.0
    for values, which, part in ((one.rows, chosen, 1 - share), (one.copies, copied, share)):
        if part:
            rows, weights = _thinned(one, np.flatnonzero(which))
            weights = _evened(one, rows, weights)
            labels = one.same[rows].astype(np.float64)
            yield values[rows], labels, weights / weights.sum() * whole * part


def _evened(one: Sample, rows: NDArray[np.int64], weights: Array) -> Array:
    """The weights of pairs as :data:`CROWD` and :data:`SAME_WEIGH` want them; what a label has together stays."""
    evened = weights / one.crowd[rows] ** CROWD
    for label, counts in ((True, SAME_WEIGH.get(one.name, 1.0)), (False, 1.0)):
        having = one.same[rows] == label
        if having.any():
            evened[having] *= counts * weights[having].sum() / evened[having].sum()
    return evened


def without_curated(one: Sample, model: Model) -> Sample:
    """The sample without the pairs inside curated sources: clustering decides these, whatever their score.

    Fitted on them, the model would learn that a paper and its twin of another year are two works everywhere.
    """
    scores = scores_of(model, one).tolist()
    edges = [
        Edge(a, b, score, None if usable else "vetoed")
        for (a, b), score, usable in zip(one.pairs, scores, one.usable.tolist(), strict=True)
    ]
    curated = curated_sources(*source_counts(one.profiles, edges))
    sources = [profile.source for profile in one.profiles]
    inside = [sources[a] == sources[b] and sources[a] in curated for a, b in one.pairs]
    return msgspec.structs.replace(one, usable=one.usable & ~np.array(inside))


def scores_of(model: Model, one: Sample, chosen: Chosen | None = None) -> Array:
    """The probabilities of (chosen) pairs of a sample."""
    rows = one.rows if chosen is None else one.rows[chosen]
    return np.array(
        [probability(model.log_odds(dict(zip(NAMES, row, strict=True)))) for row in rows.tolist()]
    )


def _thinned(one: Sample, rows: NDArray[np.int64]) -> tuple[NDArray[np.int64], Array]:
    """At most so many pairs of each label, and how many pairs each of them stands for."""
    kept, weights = [], []
    for label, most in _MOST.items():
        having = rows[one.same[rows] == label]
        chosen = having
        if len(having) > most:
            chosen = np.sort(np.random.default_rng(0).choice(having, most, replace=False))
        kept.append(chosen)
        weights.append(np.full(len(chosen), len(having) / max(len(chosen), 1)))
    return np.concatenate(kept), np.concatenate(weights)


def works_of(labelled: DedupeSet) -> list[str]:
    """The work of each record: its cluster, or what the labelled matches connect."""
    if labelled.clusters:
        return [labelled.clusters[record.id] for record in labelled.records]
    root = list(range(len(labelled.records)))

    def find(x: int) -> int:
        while root[x] != x:
            x = root[x]
        return x

    for a, b in sorted(labelled.wanted()):
        root[max(find(a), find(b))] = min(find(a), find(b))
    return [labelled.records[find(x)].id for x in range(len(root))]


def folds_of(one: Sample, count: int) -> NDArray[np.int64]:
    """For each pair the folds of its two works, the smaller number first."""
    folds = [hash63("fold", work) % count for work in works_of(one.labelled)]
    return np.array([sorted((folds[a], folds[b])) for a, b in one.pairs])


def everything(one: Sample, but: Collection[str] = ()) -> Chosen:
    """All pairs of a sample, or none if its name is among ``but``."""
    return np.full(len(one.pairs), one.name not in but)

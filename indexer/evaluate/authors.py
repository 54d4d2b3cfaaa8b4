"""How well authors are told apart, on a labelled set: the very functions that the pipeline calls, in memory."""

from __future__ import annotations

import time
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from indexer.evaluate.metrics import Scores, b_cubed, pairwise
from indexer.evaluate.sets import SetError, SetRecord, read_records, read_table
from indexer.people import Mention, Person, blocks, mentions_of, persons
from indexer.works import SourcedRecord, describe_held
from schemas.ids import record_number

_MOST_ERRORS = 40
Clusters = Mapping[str, int | str]


def evaluate_authors(folder: Path) -> dict[str, Any]:
    """Tell the authors of ``records.jsonl`` apart and compare with ``clusters.csv`` of the folder.

    The table has ``record_id,author_position,person_id``, positions from 1; only the mentions in it count. Returns
    ``mentions persons``, ``pairwise`` and ``b_cubed`` scores, both beside them for the ``baseline`` that takes surname
    and first initial for a person, ``mentions_per_second``, and the ``worst`` errors. Raises
    :class:`indexer.evaluate.sets.SetError` if the files are missing or do not fit each other.
    """
    records = list(read_records(folder / "records.jsonl"))
    labels = _labels(folder / "clusters.csv", records)
    started = time.perf_counter()
    mentions = [mention for record in records for mention in _mentions(record)]
    people = [person for part in components(mentions) for person in persons(part)]
    seconds = time.perf_counter() - started
    names = {record_number(record.source, record.id): record.id for record in records}
    found = _labelled(_numbered(people, names), labels)
    first = _labelled({_key(m, names): _baseline(m) for m in mentions}, labels)
    return {
        "mentions": len(labels),
        "persons": len(set(labels.values())),
        "found": len(set(found.values())),
        **_scores(found, labels),
        "baseline": _scores(first, labels),
        "mentions_per_second": round(len(mentions) / seconds),
        "worst": list(_errors(found, labels))[:_MOST_ERRORS],
    }


def components(mentions: Sequence[Mention]) -> list[list[Mention]]:
    """The mentions that blocks connect, directly or through others."""
    lead = list(range(len(mentions)))

    def of(number: int) -> int:
        while lead[number] != number:
            lead[number] = lead[lead[number]]
            number = lead[number]
        return number

    holders: dict[int, int] = {}
    for number, mention in enumerate(mentions):
        for block in sorted(blocks(mention)):
            lead[of(number)] = of(holders.setdefault(block, number))
    found: defaultdict[int, list[Mention]] = defaultdict(list)
    for number, mention in enumerate(mentions):
        found[of(number)].append(mention)
    return list(found.values())


def _labels(path: Path, records: Iterable[SetRecord]) -> dict[str, str]:
    authors = {record.id: len(record.authors) for record in records}
    found: dict[str, str] = {}
    for record, position, person in read_table(path, "record_id", "author_position", "person_id"):
        if not position.isdecimal() or not 1 <= int(position) <= authors.get(record, 0):
            raise SetError(f"{path}: no record has the author {record!r}, {position!r}")
        found[f"{record} {position}"] = person
    return found


def _mentions(record: SetRecord) -> list[Mention]:
    number = record_number(record.source, record.id)
    part = SourcedRecord(source=record.source, record=record.harvested())
    return mentions_of(number, describe_held(number, [part]).work)


def _key(mention: Mention, names: Mapping[int, str]) -> str:
    return f"{names[mention.work]} {mention.position}"


def _numbered(people: Iterable[Person], names: Mapping[int, str]) -> dict[str, int]:
    return {
        f"{names[work]} {position}": number
        for number, person in enumerate(people)
        for work, position in person.mentions
    }


def _baseline(mention: Mention) -> str:
    first = mention.names[:1]
    return next((f"{key.family} {key.initials[:1]}" for key in first), "")


def _labelled(clusters: Clusters, labels: Mapping[str, str]) -> dict[str, int | str]:
    return {key: clusters[key] for key in labels}


def _scores(found: Clusters, labels: Mapping[str, str]) -> dict[str, dict[str, float]]:
    scores: dict[str, Scores] = {
        "pairwise": pairwise(found, labels),
        "b_cubed": b_cubed(found, labels),
    }
    return {name: each.as_dict() for name, each in scores.items()}


def _errors(found: Clusters, labels: Mapping[str, str]) -> Iterator[str]:
    """People whom one cluster mixes, then those who are in several; the most mentions first."""
    mixed = Counter((found[key], person) for key, person in labels.items())
    by_cluster: defaultdict[int | str, set[str]] = defaultdict(set)
    by_person: defaultdict[str, set[int | str]] = defaultdict(set)
    for cluster, person in mixed:
        by_cluster[cluster].add(person)
        by_person[person].add(cluster)
    for cluster in sorted(by_cluster, key=lambda each: (-len(by_cluster[each]), str(each))):
        if len(by_cluster[cluster]) > 1:
            yield f"mixed | {' '.join(sorted(by_cluster[cluster]))}"
    for person in sorted(by_person, key=lambda each: (-len(by_person[each]), each)):
        if len(by_person[person]) > 1:
            yield f"parted | {person} | {len(by_person[person])} clusters"

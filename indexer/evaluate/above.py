"""How well back references find the entry above that they stand for, and papers are told from works."""

from __future__ import annotations

import csv
from collections import defaultdict
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from indexer.evaluate.metrics import from_counts
from indexer.references.derive import DerivedReference, derive_references
from schemas import Reference

_COLUMNS = frozenset({"list", "position", "stands_for", "raw"})
_SAID = {"not-a-work:unpublished": "papers", "not-a-work:nothing-above": "nothing"}
_MOST_ERRORS = 20


class _Judged(NamedTuple):
    """An entry with its label and what is said of it: a position, "papers", "nothing", or "" for a work of its own."""

    list: str
    raw: str
    label: str
    said: str


def evaluate_above(folder: Path) -> dict[str, Any]:
    """Measure on ``entries.csv`` (``list,position,stands_for,raw``) of the folder.

    Returns ``entries precision recall f1`` over what is no work of its own, the same ``by_list``, and the ``worst``
    errors as ``raw | label | said``. Raises :class:`FileNotFoundError` if the folder has no ``entries.csv``,
    :class:`ValueError` naming a column it lacks.
    """
    judged = [each for entries in _lists(folder / "entries.csv") for each in _judge(*entries)]
    by_list: defaultdict[str, list[_Judged]] = defaultdict(list)
    for each in judged:
        by_list[each.list].append(each)
    errors = [
        f"{each.raw} | {each.label} | {each.said}" for each in judged if each.label != each.said
    ]
    return _figures(judged) | {
        "by_list": {name: _figures(each) for name, each in sorted(by_list.items())},
        "worst": errors[:_MOST_ERRORS],
    }


def _lists(path: Path) -> Iterator[tuple[str, list[dict[str, str]]]]:
    lists: defaultdict[str, list[dict[str, str]]] = defaultdict(list)
    with path.open(encoding="utf-8", newline="") as file:
        reader = csv.DictReader(file)
        if lacking := _COLUMNS - set(reader.fieldnames or ()):
            raise ValueError(f"{path} lacks the column {', '.join(sorted(lacking))}")
        for row in reader:
            lists[row["list"]].append(row)
    yield from lists.items()


def _judge(name: str, rows: Sequence[dict[str, str]]) -> Iterator[_Judged]:
    listed = [Reference(raw=row["raw"], position=int(row["position"])) for row in rows]
    for row, derived in zip(rows, derive_references(listed), strict=True):
        yield _Judged(name, row["raw"], row["stands_for"], _said(derived))


def _said(derived: DerivedReference) -> str:
    if derived.status == "back-reference":
        return str(derived.paired_with)
    return _SAID.get(derived.reason or "", "")


def _figures(judged: Sequence[_Judged]) -> dict[str, Any]:
    right = sum(bool(each.label) and each.label == each.said for each in judged)
    scores = from_counts(
        right, sum(bool(each.said) for each in judged), sum(bool(each.label) for each in judged)
    )
    return {"entries": len(judged), **scores.as_dict()}

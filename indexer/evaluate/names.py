"""How well the written forms of one surname are held together and different surnames are kept apart."""

from __future__ import annotations

import csv
from collections import defaultdict
from collections.abc import Iterable
from pathlib import Path
from typing import Any, NamedTuple

from indexer.evaluate.metrics import from_counts
from indexer.text.same_surname import same_surname

_MOST_ERRORS = 20


class Judged(NamedTuple):
    """A labelled pair with what the keys say of it."""

    left: str
    right: str
    language: str
    same: bool
    found: bool


def evaluate_names(folder: Path) -> dict[str, Any]:
    """Measure on ``pairs.csv`` (``left,right,match,language``) of the folder.

    Returns ``pairs precision recall f1``, the same ``by_language`` and the ``worst`` errors as
    ``left | right | missed/false``. Raises :class:`FileNotFoundError` if the folder has no
    ``pairs.csv``, :class:`ValueError` naming a column it lacks.
    """
    judged = list(_judge(folder / "pairs.csv"))
    by_language: defaultdict[str, list[Judged]] = defaultdict(list)
    for pair in judged:
        by_language[pair.language or "none"].append(pair)
    errors = [pair for pair in judged if pair.same != pair.found]
    return _figures(judged) | {
        "by_language": {code: _figures(pairs) for code, pairs in sorted(by_language.items())},
        "worst": [_describe(pair) for pair in errors[:_MOST_ERRORS]],
    }


def _judge(path: Path) -> Iterable[Judged]:
    with path.open(encoding="utf-8", newline="") as file:
        reader = csv.DictReader(file)
        lacking = {"left", "right", "match", "language"} - set(reader.fieldnames or ())
        if lacking:
            raise ValueError(f"{path} lacks the column {', '.join(sorted(lacking))}")
        for row in reader:
            found = same_surname(row["left"], row["right"])
            yield Judged(row["left"], row["right"], row["language"], row["match"] == "1", found)


def _figures(pairs: list[Judged]) -> dict[str, Any]:
    right = sum(pair.same and pair.found for pair in pairs)
    found = sum(pair.found for pair in pairs)
    same = sum(pair.same for pair in pairs)
    return {"pairs": len(pairs), **from_counts(right, found, same).as_dict()}


def _describe(pair: Judged) -> str:
    return f"{pair.left} | {pair.right} | {'missed' if pair.same else 'false'}"

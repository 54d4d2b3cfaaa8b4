"""How well a search by the dictionary form of a word finds its inflected forms, and keeps similar words apart.

The dictionary form is asked as in a query, which says no language; the other form stands in a text of known language.
"""

from __future__ import annotations

import csv
from collections import defaultdict
from collections.abc import Iterable
from pathlib import Path
from typing import Any, NamedTuple

from indexer.search.stems import query_stems, text_stems

_MOST_ERRORS = 40
_COLUMNS = {"language", "lemma", "form", "same"}


class Judged(NamedTuple):
    """A labelled pair with what the stems say of it."""

    language: str
    lemma: str
    form: str
    same: bool
    found: bool


def evaluate_stems(folder: Path) -> dict[str, Any]:
    """Measure on ``pairs.csv`` (``language,lemma,form,pos,same``) of the folder.

    Returns ``pairs``, for each of ``languages`` its ``recall``, ``kept_apart`` and ``pairs`` (None where nothing was
    to be found, or kept apart), and the ``worst`` errors. Raises :class:`FileNotFoundError` if the folder
    has no ``pairs.csv``, :class:`ValueError` naming a column it lacks.
    """
    judged = list(_judge(folder / "pairs.csv"))
    by_language: defaultdict[str, list[Judged]] = defaultdict(list)
    for pair in judged:
        by_language[pair.language].append(pair)
    errors = [pair for pair in judged if pair.same != pair.found]
    return {
        "pairs": len(judged),
        "languages": {code: _figures(pairs) for code, pairs in sorted(by_language.items())},
        "worst": [_describe(pair) for pair in errors[:_MOST_ERRORS]],
    }


def meet(lemma: str, form: str, language: str) -> bool:
    """Whether a query of one word finds a text of one word in a language; ``ru+en``: the text is in the last one."""
    held = frozenset(text_stems(form, [language.rpartition("+")[2]]))
    asked = query_stems(lemma)
    return bool(asked) and all(not held.isdisjoint(terms) for terms in asked)


def _judge(path: Path) -> Iterable[Judged]:
    with path.open(encoding="utf-8", newline="") as file:
        reader = csv.DictReader(file)
        lacking = _COLUMNS - set(reader.fieldnames or ())
        if lacking:
            raise ValueError(f"{path} lacks the column {', '.join(sorted(lacking))}")
        for row in reader:
            found = meet(row["lemma"], row["form"], row["language"])
            yield Judged(row["language"], row["lemma"], row["form"], row["same"] == "1", found)


def _figures(pairs: list[Judged]) -> dict[str, Any]:
    return {
        "recall": _share(pair.found for pair in pairs if pair.same),
        "kept_apart": _share(not pair.found for pair in pairs if not pair.same),
        "pairs": len(pairs),
    }


def _share(right: Iterable[bool]) -> float | None:
    each = list(right)
    return sum(each) / len(each) if each else None


def _describe(pair: Judged) -> str:
    return f"{pair.language} | {pair.lemma} | {pair.form} | {'missed' if pair.same else 'false'}"

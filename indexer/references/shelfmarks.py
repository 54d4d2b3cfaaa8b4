"""Entries that name papers which nobody published: "РГАЛИ. Ф. 613. Оп. 1. Д. 4325. Л. 12", "Полевые материалы автора".

A shelfmark is a row of labels with their numbers, from the wide to the narrow: holding, inventory, file, sheet (GOST R
7.0.5-2008, references to archives). What has an imprint, or a host behind the shelfmark, was published: a guide to an
archive, an edition of documents, an interview in a journal.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from indexer.references.back_words import OPENERS, Phrases
from indexer.references.publications import describes_book, shows_publication
from indexer.text.folding import fold_word
from indexer.text.printed import folded_text, squeeze, unnumbered

_LISTS = tomllib.loads((Path(__file__).parent / "shelfmarks.toml").read_text(encoding="utf-8"))
_LONGEST = 1_000  # letters of an entry with the description of its papers
_NEAR = 2  # words from a number to the next one: "Оп. 1 доп. Д. 5", "125-іс"
_BEGINNING = 160  # letters in which private papers are named
_LATEST = 6  # words in front of private papers: the name of whose they are
_OPENING = 12  # words among which these begin, "See also" included
_FEW_LETTERS = 3  # of a word that belongs to a number: "Р-1206", "1 доп."
_WORD = re.compile(r"[^\W_]+(?:['’ʼ`][^\W_]+)*")
# a place in a journal, which interviews in print have
_IN_JOURNAL = re.compile(
    r"№|\b(?:no|vol)\b|\d\s?\(\d|\d[:;]\s?\d|\d[–-]\d|(?<!\w)[СсCcPpSsБб]{1,2}\.\s?\d",
    re.IGNORECASE,
)
_HOST = re.compile(r"(?<!:)//")

Levels = tuple[frozenset[str], ...]


class _Words(NamedTuple):
    folded: list[str]
    ends: list[int]


def is_unpublished(raw: str) -> bool:
    """Whether the entry names papers in an archive, or papers and talks that only the citing author has."""
    folded = folded_text(raw).split()
    opening = folded[:_OPENING]
    unmarked = _HOLDINGS.isdisjoint(folded) and not any(map(_ARCHIVES.may_begin, folded))
    if unmarked and not any(map(_MAY_BE_PRIVATE.may_begin, opening)):
        return False  # most entries
    text = unnumbered(squeeze(raw[:_LONGEST]))
    return _is_private(text) or _has_shelfmark(text)


def _words(text: str) -> _Words:
    found = list(_WORD.finditer(text))
    return _Words([fold_word(each.group()) for each in found], [each.end() for each in found])


def _has_shelfmark(text: str) -> bool:
    words = _words(text)
    ends = [end for levels in _LABELS for end in _ends(levels, words.folded)]
    if not ends and any(map(_ARCHIVES.may_begin, words.folded)):
        ends = [end for levels in _LABELS for end in _ends_of_files(levels, words.folded)]
    if not ends:
        return False
    behind, front = text[words.ends[max(ends)] :], text[: words.ends[min(ends)]]
    return not (describes_book(front) or describes_book(behind) or _HOST.search(behind))


def _ends(levels: Levels, folded: Sequence[str]) -> Iterator[int]:
    """Where shelfmarks with the labels of one language end.

    One label behind the holding is enough if it has two letters ("Оп."); initials and sections of journals are single
    letters too ("Phys. Rev. D 89").
    """
    for at, word in enumerate(folded):
        if word in levels[0] and (number := _number_of(levels, folded, at)) is not None:
            found = list(_narrower(levels, folded, number + 1))
            if len(found) > 1 or any(len(folded[label]) > 1 for label, _ in found):
                yield found[-1][1]


def _ends_of_files(levels: Levels, folded: Sequence[str]) -> Iterator[int]:
    """Where the numbers of a file and of its sheet end."""
    for at, word in enumerate(folded):
        number = _number_of(levels, folded, at) if word in levels[2] else None
        sheet = _next_number(levels, levels[3], folded, number + 1) if number is not None else None
        if sheet is not None:
            yield sheet[1]


def _narrower(levels: Levels, folded: Sequence[str], at: int) -> Iterator[tuple[int, int]]:
    """The labels of inventory, file and sheet with their numbers, one behind the other; no sheet without a file."""
    found = 0
    for labels in levels[1:]:
        both = _next_number(levels, labels, folded, at)
        if both and (found or labels is not levels[-1]):
            yield both
            found, at = found + 1, both[1] + 1


def _next_number(
    levels: Levels, labels: frozenset[str], folded: Sequence[str], at: int
) -> tuple[int, int] | None:
    """The first of these labels that stands near behind this place, and its number."""
    near = range(at, min(len(folded), at + _NEAR))
    there = (k for k in near if folded[k] in labels and all(map(_is_brief, folded[at:k])))
    both = ((k, _number_of(levels, folded, k)) for k in there)
    return next(((label, number) for label, number in both if number is not None), None)


def _number_of(levels: Levels, folded: Sequence[str], at: int) -> int | None:
    """Where the number of a label stands: behind it, behind a letter of it as in "Ф. Р-5446", or before: "64-қор"."""
    behind = folded[at + 1 : at + 3]
    if behind and _is_number(behind[0]):
        return at + 1
    short = len(behind) == 2 and len(behind[0]) <= _FEW_LETTERS
    if short and _is_number(behind[1]) and not any(behind[0] in labels for labels in levels):
        return at + 2
    before = at > 0 and len(folded[at]) >= _FEW_LETTERS and _is_number(folded[at - 1])
    return at if before else None


def _is_brief(word: str) -> bool:
    """Whether the word may stand between a number and the next label: "Оп. 1 доп. Д. 5"."""
    return len(word) <= _FEW_LETTERS or _is_number(word)


def _is_number(word: str) -> bool:
    return any(letter.isdigit() for letter in word)


def _is_private(text: str) -> bool:
    if text.startswith(_CAPITALS):
        return not _HOST.search(text)
    words = _words(text[:_BEGINNING])
    first = OPENERS.length_at(words.folded, 0) if words.folded else 0
    for at in range(first, min(len(words.folded), first + _LATEST)):
        if length := _PRIVATE.length_at(words.folded, at):
            behind = text[words.ends[at + length - 1] :]
            published = shows_publication(behind) or _IN_JOURNAL.search(behind)
            return not published and _only_names(text, words, first, at)
    return False


def _only_names(text: str, words: _Words, first: int, at: int) -> bool:
    """Whether nothing but names in capital letters stands between these words."""
    start = words.ends[first - 1] if first else 0
    front = text[start : words.ends[at - 1]] if at > first else ""
    return all(word[:1].isupper() for word in _WORD.findall(front))


def _levels(text: str) -> Levels:
    return tuple(frozenset(map(fold_word, line.split())) for line in text.strip().splitlines())


_LABELS = tuple(map(_levels, _LISTS["labels"].values()))
_HOLDINGS = frozenset().union(*(levels[0] for levels in _LABELS))
_ARCHIVES = Phrases(_LISTS["archives"]["all"].split())
_PRINTED = [line for text in _LISTS["private"].values() for line in text.strip().splitlines()]
_IN_CAPITALS = _LISTS["capitals"]["all"].split()
_PRIVATE = Phrases(_PRINTED)
_MAY_BE_PRIVATE = Phrases([*_PRINTED, *_IN_CAPITALS])
_CAPITALS = tuple(f"{word}{mark}" for word in _IN_CAPITALS for mark in " .,:-–—(")

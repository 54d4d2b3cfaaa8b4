"""What is compared of two items of reference lists, and how much speaks for their citing one work.

Items are compared by what survives translation and romanisation: folded words (surnames, transliterated titles),
numbers (years, pages, volumes) and addresses.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from math import log
from typing import NamedTuple

import msgspec

from indexer.references.dates import dates
from indexer.text.folding import skeleton
from indexer.text.pages import pages_total
from indexer.text.printed import DASH, folded_text, native_and_latin, squeeze
from schemas.identifiers import find_dois

Table = list[list[float]]

_RANGE = re.compile(rf"(?<![\w{DASH}/.])(\d{{1,5}})\s?[{DASH}]{{1,2}}\s?(\d{{1,5}})(?![\w{DASH}])")
_ADDRESS = re.compile(r"(?:https?:|www\.|doi\b|DOI\b|\b10\.\d{4})\S*|ISSN\s*[\dXХ-]+")
_SOME_YEAR = re.compile(r"1[5-9]\d\d|20[0-3]\d")
_NOT_COUNTED = 4  # pages by which two counts of one book may differ
_OTHER_DOI, _OTHER_YEAR, _OTHER_PAGES = -0.7, -0.9, -0.8


class Item(msgspec.Struct, frozen=True):
    """What is compared of one reference: its words as consonant skeletons, its numbers, its years and its DOIs.

    ``pages`` are the first pages of its ranges, ``total`` the number of a book's. ``native``: not in Latin letters.
    """

    words: frozenset[str]
    numbers: frozenset[str]
    years: frozenset[str]
    dois: frozenset[str]
    pages: frozenset[str]
    total: int
    first: str
    native: bool


def item(raw: str) -> Item:
    """The comparable side of a reference."""
    words = folded_text(raw).split()
    letters = [skeleton(word) for word in words if not word[0].isdigit() and len(word) > 2]
    text = squeeze(raw)
    native, latin = native_and_latin(_ADDRESS.sub(" ", text))
    return Item(
        words=frozenset(word for word in letters if len(word) > 2),
        numbers=frozenset(word for word in words if word[0].isdigit()),
        years=frozenset(match.group(1) for match in dates(text)),
        dois=frozenset(find_dois(raw)),
        pages=_first_pages(text),
        total=int(pages_total(text) or 0),
        first=next(iter(letters), ""),
        native=native > latin,
    )


def _first_pages(text: str) -> frozenset[str]:
    ranges = _RANGE.findall(_ADDRESS.sub(" ", text))
    return frozenset(
        first
        for first, last in ranges
        if not (_SOME_YEAR.fullmatch(first) and _SOME_YEAR.fullmatch(last))
    )


def contradict(one: Item, other: Item) -> bool:
    """Whether years, pages or DOIs say that the two cite two works."""
    return (
        _disjoint(one.years, other.years)
        or _disjoint(one.pages, other.pages)
        or _disjoint(one.dois, other.dois)
        or _other_total(one, other)
        or _part_and_whole(one, other)
        or _part_and_whole(other, one)
    )


def same_place(one: Item, other: Item) -> bool:
    """Whether a page, the number of pages or a DOI is the same, and nothing speaks against it."""
    return not contradict(one, other) and bool(
        one.pages & other.pages or one.dois & other.dois or 0 < one.total == other.total
    )


def _disjoint(one: frozenset[str], other: frozenset[str]) -> bool:
    return bool(one and other) and one.isdisjoint(other)


def _part_and_whole(one: Item, other: Item) -> bool:
    """Whether the one has pages of something, the other the number of its own."""
    return bool(one.pages and other.total) and not (one.total or other.pages)


def _other_total(one: Item, other: Item) -> bool:
    return bool(one.total and other.total) and abs(one.total - other.total) > _NOT_COUNTED


def weights_of(items: Sequence[Item]) -> dict[str, float]:
    """Rare words say more: the inverse frequency over all items, a word of one pair weighing 1."""
    counts = Counter(word for entry in items for word in entry.words | entry.numbers)
    scale = log(1 + len(items) / 2)
    return {word: log(1 + len(items) / max(count, 2)) / scale for word, count in counts.items()}


def likenesses(lefts: Sequence[Item], rights: Sequence[Item], weights: dict[str, float]) -> Table:
    """How alike each of the one is to each of the other: from 0 (nothing) to 3; below 0 something speaks against it."""
    columns = [_weighed(item, weights) for item in rights]
    rows = (_weighed(item, weights) for item in lefts)
    return [[_likeness(row, column, weights) for column in columns] for row in rows]


class _Weighed(NamedTuple):
    """An item, and what its words and its numbers weigh together."""

    item: Item
    words: float
    numbers: float


def _weighed(item: Item, weights: dict[str, float]) -> _Weighed:
    words, numbers = (sum(map(weights.__getitem__, part)) for part in (item.words, item.numbers))
    return _Weighed(item, words, numbers)


def _likeness(left: _Weighed, right: _Weighed, weights: dict[str, float]) -> float:
    one, other = left.item, right.item
    score = 0.0
    if one.dois and other.dois:
        if one.dois & other.dois:
            return 3.0
        score = _OTHER_DOI  # they may be a slip of one of the two lists
    if words := one.words & other.words:
        score += 2 * _share(words, min(left.words, right.words), weights)
    if numbers := one.numbers & other.numbers:
        score += 0.8 * _share(numbers, min(left.numbers, right.numbers), weights)
    if one.first and one.first == other.first:
        score += 0.3
    if one.years and other.years:
        score += _OTHER_YEAR if one.years.isdisjoint(other.years) else 0.2
    if one.pages and other.pages:
        return score + (_OTHER_PAGES if one.pages.isdisjoint(other.pages) else 0.3)
    return score + (_OTHER_PAGES if _other_total(one, other) else 0.0)


def _share(shared: frozenset[str], smaller: float, weights: dict[str, float]) -> float:
    """Weighted share of the smaller side that both have; few words count less."""
    return sum(map(weights.__getitem__, shared)) / (smaller + 1.0)

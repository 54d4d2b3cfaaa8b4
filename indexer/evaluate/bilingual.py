"""Measures the pairing of bilingual lists: ``references.jsonl`` holds the items, ``pairs.csv`` the right pairs.

A pair has no order: which list stands first is the journal's choice. What is paired with the same item is one work, so
both sides are completed: a work that stands in three lists makes three pairs, however two of them were written down.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from itertools import combinations
from pathlib import Path
from time import perf_counter
from typing import Any

import msgspec

from indexer.evaluate.metrics import from_counts
from indexer.evaluate.sets import read_lines, read_table
from indexer.references.bilingual import pair_lists
from schemas import Reference

_SHOWN = 20
Pairs = frozenset[frozenset[str]]


class ListItem(msgspec.Struct, frozen=True, kw_only=True):
    """A line of ``references.jsonl``: item ``n`` of a list ("ru", "en") of an article."""

    id: str
    article: str
    list: str
    n: int
    text: str


def evaluate_bilingual(folder: Path) -> dict[str, Any]:
    """The figures of the set in the folder, over all its articles.

    An article without a labelled pair holds none: what is found there lowers precision.
    Beside them those of the same lists made harder: ``without_list_ids``, all lists run into one; ``sorted``, the
    lists after the first in the order of their letters. ``error_classes``: see :func:`error_classes`.
    """
    items = list(read_lines(folder / "references.jsonl", ListItem))
    wanted = completed(
        (left, right)
        for left, right, same in read_table(folder / "pairs.csv", "left", "right", "same")
        if same == "1"
    )
    articles = list(_by_article(items).values())
    started = perf_counter()
    found = _all_pairs(articles)
    seconds = perf_counter() - started
    return {
        "pairs": len(wanted),
        **_scores(found, wanted),
        "without_list_ids": _scores(_all_pairs(articles, list_ids=False), wanted),
        "sorted": _scores(_all_pairs([_sorted(entries) for entries in articles]), wanted),
        "references_per_second": round(len(items) / seconds) if seconds else 0,
        "error_classes": error_classes(found, wanted),
        "worst": _worst(items, found, wanted),
    }


def completed(pairs: Iterable[tuple[str, str]]) -> Pairs:
    """The pairs without their order, and those that follow: if a is b and b is c, then a is c.

    >>> sorted(map(sorted, completed([("a", "b"), ("c", "b")])))
    [['a', 'b'], ['a', 'c'], ['b', 'c']]
    """
    groups: dict[str, set[str]] = {}
    for left, right in pairs:
        joined = groups.get(left, {left}) | groups.get(right, {right})
        groups.update(dict.fromkeys(joined, joined))
    return frozenset(
        frozenset(pair) for group in groups.values() for pair in combinations(group, 2)
    )


def found_pairs(entries: list[ListItem], *, list_ids: bool = True) -> Pairs:
    """The pairs of ids that the pairing finds in one article. ``list_ids``: whether it gets the ids of the lists."""
    references = [
        Reference(raw=entry.text, position=position, list_id=entry.list if list_ids else "")
        for position, entry in enumerate(entries, 1)
    ]
    return completed(
        (entries[left].id, entries[right].id) for left, right in pair_lists(references)
    )


def _all_pairs(articles: Iterable[list[ListItem]], *, list_ids: bool = True) -> Pairs:
    return frozenset().union(*(found_pairs(entries, list_ids=list_ids) for entries in articles))


def _sorted(entries: list[ListItem]) -> list[ListItem]:
    """The first list as it is, the others by their letters, as a list sorted by another alphabet would be."""
    first = entries[0].list
    return sorted(entries, key=lambda item: (item.list != first, item.list != first and _key(item)))


def _key(entry: ListItem) -> str:
    return "".join(filter(str.isalpha, entry.text)).lower()


def _scores(found: Pairs, wanted: Pairs) -> dict[str, float]:
    return from_counts(len(found & wanted), len(found), len(wanted)).as_dict()


def error_classes(found: Pairs, wanted: Pairs) -> dict[str, dict[str, int]]:
    """How many pairs are false, and how many missed, by whether an item has its twin elsewhere."""
    false = Counter(
        "the twin is another item" if _touches(pair, wanted) else "neither has a twin"
        for pair in found - wanted
    )
    missed = Counter(
        "paired with another item" if _touches(pair, found) else "left alone"
        for pair in wanted - found
    )
    return {"false": dict(false.most_common()), "missed": dict(missed.most_common())}


def _touches(pair: frozenset[str], pairs: Pairs) -> bool:
    """Whether an item of the pair stands in another of these pairs."""
    return any(pair != other and not pair.isdisjoint(other) for other in pairs)


def _by_article(items: list[ListItem]) -> dict[str, list[ListItem]]:
    articles: dict[str, list[ListItem]] = defaultdict(list)
    for item in items:
        articles[item.article].append(item)
    return articles


def _worst(items: list[ListItem], found: Pairs, wanted: Pairs) -> list[dict[str, str]]:
    """False pairs, then missed ones, each in the order of the file."""
    texts = {item.id: item.text for item in items}
    places = {key: place for place, key in enumerate(texts)}
    errors = [("false", *sorted(pair, key=places.__getitem__)) for pair in found - wanted] + [
        ("missed", *sorted(pair, key=places.__getitem__)) for pair in wanted - found
    ]
    errors.sort(key=lambda error: (error[0], places[error[1]], places[error[2]]))
    return [
        {
            "error": error,
            "left": left,
            "right": right,
            "left_text": texts[left],
            "right_text": texts[right],
        }
        for error, left, right in errors[:_SHOWN]
    ]

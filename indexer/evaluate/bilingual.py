"""Measures the pairing of bilingual lists: ``references.jsonl`` holds the items, ``pairs.csv`` the right pairs."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from pathlib import Path
from time import perf_counter
from typing import Any

import msgspec

from indexer.evaluate.metrics import from_counts
from indexer.evaluate.sets import read_lines, read_table
from indexer.references.bilingual import pair_lists
from schemas import Reference

_SHOWN = 20


class ListItem(msgspec.Struct, frozen=True, kw_only=True):
    """A line of ``references.jsonl``: item ``n`` of a list ("ru", "en") of an article."""

    id: str
    article: str
    list: str
    n: int
    text: str


def evaluate_bilingual(folder: Path) -> dict[str, Any]:
    """The figures of the set in the folder; articles without any labelled pair are not scored.

    Beside them those of the same lists made harder: ``without_list_ids``, both blocks run into one list;
    ``sorted``, the second list in the order of its letters. ``error_classes``: see :func:`error_classes`.
    """
    items = list(read_lines(folder / "references.jsonl", ListItem))
    wanted = {
        (left, right)
        for left, right, same in read_table(folder / "pairs.csv", "left", "right", "same")
        if same == "1"
    }
    labelled = {item.article for item in items if any(item.id == left for left, _ in wanted)}
    articles = [entries for name, entries in _by_article(items).items() if name in labelled]
    started = perf_counter()
    found = _all_pairs(articles)
    seconds = perf_counter() - started
    return {
        "pairs": len(wanted),
        **_scores(found, wanted),
        "without_list_ids": _scores(_all_pairs(articles, list_ids=False), wanted),
        "sorted": _scores(_all_pairs([_sorted(entries) for entries in articles]), wanted),
        "references_per_second": round(sum(map(len, articles)) / seconds) if seconds else 0,
        "error_classes": error_classes(found, wanted),
        "worst": _worst(items, found, wanted),
    }


def found_pairs(entries: list[ListItem], *, list_ids: bool = True) -> set[tuple[str, str]]:
    """The pairs of ids that the pairing finds in one article. ``list_ids``: whether it gets the ids of the lists."""
    references = [
        Reference(raw=entry.text, position=position, list_id=entry.list if list_ids else "")
        for position, entry in enumerate(entries, 1)
    ]
    return {(entries[left].id, entries[right].id) for left, right in pair_lists(references)}


def _all_pairs(
    articles: Iterable[list[ListItem]], *, list_ids: bool = True
) -> set[tuple[str, str]]:
    return {pair for entries in articles for pair in found_pairs(entries, list_ids=list_ids)}


def _sorted(entries: list[ListItem]) -> list[ListItem]:
    """The first list as it is, the others by their letters, as a list sorted by another alphabet would be."""
    first = entries[0].list
    return sorted(entries, key=lambda item: (item.list != first, item.list != first and _key(item)))


def _key(entry: ListItem) -> str:
    return "".join(filter(str.isalpha, entry.text)).lower()


def _scores(found: set[tuple[str, str]], wanted: set[tuple[str, str]]) -> dict[str, float]:
    return from_counts(len(found & wanted), len(found), len(wanted)).as_dict()


def error_classes(
    found: set[tuple[str, str]], wanted: set[tuple[str, str]]
) -> dict[str, dict[str, int]]:
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


def _touches(pair: tuple[str, str], pairs: set[tuple[str, str]]) -> bool:
    """Whether an item of the pair stands in another of these pairs."""
    return any(pair != other and not set(pair).isdisjoint(other) for other in pairs)


def _by_article(items: list[ListItem]) -> dict[str, list[ListItem]]:
    articles: dict[str, list[ListItem]] = defaultdict(list)
    for item in items:
        articles[item.article].append(item)
    return articles


def _worst(
    items: list[ListItem], found: set[tuple[str, str]], wanted: set[tuple[str, str]]
) -> list[dict[str, str]]:
    """False pairs, then missed ones."""
    texts = {item.id: item.text for item in items}
    errors = [("false", pair) for pair in sorted(found - wanted)] + [
        ("missed", pair) for pair in sorted(wanted - found)
    ]
    return [
        {
            "error": error,
            "left": left,
            "right": right,
            "left_text": texts[left],
            "right_text": texts[right],
        }
        for error, (left, right) in errors[:_SHOWN]
    ]

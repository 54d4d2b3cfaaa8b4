"""What the peers' scripts share: labelled sets as flat rows, and the one JSON object that a script prints.

These scripts run in the peers' own environment and know nothing of the project; they print answers, and
``benchmarks.quality`` scores them with the functions that score ours.
"""

from __future__ import annotations

import csv
import json
import re
import sys
from collections.abc import Callable, Iterable
from pathlib import Path
from time import perf_counter
from typing import Any
from zlib import crc32

Row = dict[str, Any]


def rows(folder: Path) -> list[Row]:
    """The records as flat rows of lower-case text, as a careful user of a linkage library prepares them."""
    with (folder / "records.jsonl").open(encoding="utf-8") as lines:
        return [_row(json.loads(line)) for line in lines]


def _row(record: Row) -> Row:
    authors = [_plain(name) for name in record.get("authors") or ()]
    title = _plain(record.get("title"))
    pages = re.findall(r"\d+", record.get("pages") or "")
    return {
        "unique_id": record["id"],
        "source": record.get("source") or None,
        "title": title or None,
        "title_start": " ".join(title.split()[:3]) or None,
        "authors": " ".join(authors) or None,
        "surname": max(authors[0].split(), key=len) if authors and authors[0] else None,
        "year": str(record["year"]) if record.get("year") else None,
        "container": _plain(record.get("container")) or None,
        "first_page": pages[0] if pages else None,
        "doi": (record.get("doi") or "").lower() or None,
    }


def _plain(text: str | None) -> str:
    return " ".join(re.findall(r"\w+", (text or "").casefold()))


def labels(folder: Path) -> tuple[dict[str, str], dict[tuple[str, str], bool]]:
    """The true clusters, or (where there are none) the labelled pairs."""
    if (folder / "pairs.csv").is_file():
        with (folder / "pairs.csv").open(encoding="utf-8", newline="") as text:
            found = csv.DictReader(text)
            return {}, {(row["left"], row["right"]): row["match"] == "1" for row in found}
    with (folder / "clusters.csv").open(encoding="utf-8", newline="") as text:
        return {row["id"]: row["cluster"] for row in csv.DictReader(text)}, {}


TWO_SIDED = frozenset({"dblp-acm", "dblp-scholar"})
"""The sets whose two sources a careful user would link with each other and not within: peers are told, we are not."""


def sides(records: list[Row], folder: Path) -> list[list[Row]]:
    """The records by source where the set is two-sided, else all together."""
    if folder.name not in TWO_SIDED:
        return [records]
    sources = sorted({row["source"] for row in records})
    return [[row for row in records if row["source"] == source] for source in sources]


def half(key: str) -> int:
    """Which half of the labels an id belongs to."""
    return crc32(key.encode()) % 2


def components(ids: Iterable[str], links: Iterable[tuple[str, str]]) -> dict[str, str]:
    """The connected component of each id."""
    parent = {key: key for key in ids}

    def root(key: str) -> str:
        while parent[key] != key:
            parent[key] = key = parent[parent[key]]
        return key

    for left, right in links:
        parent[root(left)] = root(right)
    return {key: root(key) for key in parent}


def answer(
    work: Callable[[Path], Any], settings: str, prepare: Callable[[], None] = lambda: None
) -> None:
    """Print what ``work`` answers for the folder named on the command line, with its seconds and settings.

    ``prepare`` comes first and is not timed: fitting on other data.
    """
    prepare()
    started = perf_counter()
    found = work(Path(sys.argv[1]))
    seconds = perf_counter() - started
    json.dump({"answers": found, "seconds": seconds, "settings": settings}, sys.stdout)

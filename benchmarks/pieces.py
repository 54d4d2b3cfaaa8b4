"""The pure pieces of the indexer's work, as the pipeline calls them, timed on one core and on all of them."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import msgspec

from benchmarks.generator.citations import World, reference_list
from benchmarks.generator.corpus import described
from benchmarks.report import ROOT
from indexer.evaluate.sets import read_lines
from indexer.references.parse import parse_references
from indexer.stages.normalise import derive
from indexer.workers import cores, processes, spread

_CHUNK = 30  # items a call: a list of references, or as many records as the normalise stage hands out, about
_REAL = ("gost", "anystyle", "grobid")
_RECORD = tuple[int, str, bytes]


class Speed(NamedTuple):
    """Items a second: of one core (by processor time), and of all cores together (by the clock)."""

    what: str
    items: int
    one: float
    all: float


class _Text(msgspec.Struct):
    text: str


def speeds(world: World, texts: int, records: int) -> Iterator[Speed]:
    """The speeds of parsing by style, of normalising, and of deriving references, on so many items each."""
    gost: list[str] = []
    western: list[str] = []
    for kind, text in _printed(world):
        (gost if kind.startswith("gost") else western).append(text)
    for style, printed in (("GOST", gost), ("Western", western)):
        yield timed(f"parsing, {style}, generated", parse, printed[:texts])
    for name in _REAL:
        yield timed(f"parsing, {name}, real sample", parse, _sample(name))
    bare = list(_records(world._replace(references=0), records))
    yield timed("normalising records: profile and blocking keys", derive, bare)
    listing = list(_records(world, records))
    counts = [len(msgspec.json.decode(body).get("references", ())) for *_, body in listing]
    found = timed("", derive, [row for row, count in zip(listing, counts, strict=True) if count])
    each = sum(counts) / max(1, found.items)
    what = "references as they are indexed: parsing, profile, keys, pairing of lists"
    yield Speed(what, sum(counts), found.one * each, found.all * each)


def timed(what: str, work: Callable[[Sequence[Any]], Sequence[Any]], items: Sequence[Any]) -> Speed:
    """The speeds of pure work on these items; first on a few of them, so that tables and models are loaded."""
    work(items[:_CHUNK])
    started = time.process_time()
    for start in range(0, len(items), _CHUNK):
        work(items[start : start + _CHUNK])
    one = time.process_time() - started
    with processes(cores()):
        list(spread(work, items[: 4 * _CHUNK], chunk=1))
        began = time.perf_counter()
        list(spread(work, items, chunk=_CHUNK))
        whole = time.perf_counter() - began
    return Speed(what, len(items), len(items) / one, len(items) / whole)


def parse(texts: Sequence[str]) -> list[bytes]:
    """The fields of each reference, encoded; they are parsed a list at a time, as the index does."""
    found = parse_references([(text, None) for text in texts])
    return [msgspec.json.encode(fields) for fields in found]


def _printed(world: World) -> Iterator[tuple[str, str]]:
    """The references of the world: how each was printed, and its text."""
    for number in range(world.works):
        for item in reference_list(world, world.work(number)):
            yield item.kind, item.text


def _records(world: World, count: int) -> Iterator[_RECORD]:
    made = described(world, range(world.works))
    for number, item in zip(range(count), made, strict=False):
        yield number, item.source, msgspec.json.encode(item.record)


def _sample(name: str) -> list[str]:
    path: Path = ROOT / "tests/data/parsing" / name / "references.jsonl"
    return [item.text for item in read_lines(path, _Text)]

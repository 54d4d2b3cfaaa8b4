"""Writes a corpus: records by source, the truth beside them, and labelled sets of its first works."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import IO, Any

import msgspec

from benchmarks.generator.authors_set import authors_set
from benchmarks.generator.chance import stream
from benchmarks.generator.citations import Cited, World, reference_list
from benchmarks.generator.corpus import Described, described
from benchmarks.generator.hard_lists import hard_lists
from benchmarks.generator.moved import moved
from benchmarks.generator.near_twins import near_twins
from benchmarks.generator.records import CARELESS, TRANSLATED, as_labelled, record, sources
from benchmarks.generator.works import Work
from schemas import HarvestedRecord

_MISPLACED, _AUTHORS = "dedupe/misplaced", "authors/generated"
_AUTHOR = "record_id,author_position,person_id"


class _Files:
    """Open files, made when first asked for; closed together."""

    def __init__(self, folder: Path, stack: ExitStack) -> None:
        self._folder, self._stack = folder, stack
        self._open: dict[str, IO[Any]] = {}

    def line(self, name: str, data: bytes) -> None:
        """Append a line to a file."""
        if name not in self._open:
            self._open[name] = self._stack.enter_context(self._made(name).open("wb"))
        self._open[name].write(data + b"\n")

    def row(self, name: str, header: str, *values: object) -> None:
        """Append a row to a table."""
        if name not in self._open:
            self._open[name] = self._stack.enter_context(
                self._made(name).open("w", encoding="utf-8", newline="")
            )
            self._open[name].write(header + "\n")
        csv.writer(self._open[name]).writerow(values)

    def _made(self, name: str) -> Path:
        path = self._folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        return path


@contextmanager
def _files(folder: Path) -> Iterator[_Files]:
    with ExitStack() as stack:
        yield _Files(folder, stack)


def write_corpus(world: World, folder: Path) -> dict[str, Any]:
    """Write ``sources/<source>.jsonl`` (harvested records) and ``truth/*.csv``; gives the manifest's figures."""
    counts = {"works": world.works, "records": 0, "references": 0, "references_held": 0}
    with _files(folder) as files:
        for item in described(world, range(world.works)):
            _harvested(files, item)
            counts["records"] += 1
            counts["references"] += len(item.cited)
            counts["references_held"] += sum(cited.held for cited in item.cited)
    return counts


def _harvested(files: _Files, item: Described) -> None:
    key = (item.source, item.record.identifier)
    files.line(f"sources/{item.source}.jsonl", msgspec.json.encode(item.record))
    files.row("truth/records.csv", "source,identifier,work", *key, item.work)
    for position, cited in enumerate(item.cited, 1):
        files.row(
            "truth/references.csv", "source,identifier,position,work,held,kind",
            *key, position, cited.work, int(cited.held), cited.kind,
        )  # fmt: skip


def write_labelled(world: World, folder: Path) -> None:
    """Write ``dedupe/generated`` and ``dedupe/translated``, ``matching/generated``, ``-bilingual`` and ``near-twins``.

    Also ``bilingual/hard`` and ``authors/generated``.

    ``translated`` holds each article twice: with a Russian title alone, and with an English one alone.
    The catalogue of the matching set holds one record of each work, its national base's. The bilingual set holds the
    lists that come in two languages. All are as ``eaci evaluate`` reads them.
    """
    with _files(folder) as files:
        for number in range(world.works):
            work = world.work(number)
            home, *others = sources(work, world.seed)
            for source in (home, *others):
                _labelled(files, "dedupe/generated", record(work, world.seed, source), source)
            for source in (home, CARELESS):
                _misplaced(files, world.seed, work, source)
            for source in TRANSLATED if work.journal else ():
                _labelled(files, "dedupe/translated", record(work, world.seed, source), source)
            files.line(
                "matching/generated/works.jsonl",
                as_labelled(record(work, world.seed, home), home),
            )
            _citations(files, world, work)
        for name, lines in zip(("works", "references"), near_twins(world.seed), strict=True):
            for line in lines:
                files.line(f"matching/near-twins/{name}.jsonl", msgspec.json.encode(line))
        _authors(files, world)
        items, pairs = hard_lists(world.seed)
        for item in items:
            files.line("bilingual/hard/references.jsonl", msgspec.json.encode(item))
        for left, right in pairs:
            files.row("bilingual/hard/pairs.csv", "left,right,same", left, right, 1)


def _authors(files: _Files, world: World) -> None:
    """Papers with the people who wrote them."""
    for line, people in authors_set(world.seed, world.works):
        files.line(f"{_AUTHORS}/records.jsonl", msgspec.json.encode(line))
        for position, person in enumerate(people, 1):
            files.row(f"{_AUTHORS}/clusters.csv", _AUTHOR, line["id"], position, f"p{person}")


def _labelled(files: _Files, folder: str, found: HarvestedRecord, source: str) -> None:
    files.line(f"{folder}/records.jsonl", as_labelled(found, source))
    key = f"{source}:{found.identifier}"
    files.row(f"{folder}/clusters.csv", "id,cluster", key, found.identifier)


def _misplaced(files: _Files, seed: int, work: Work, source: str) -> None:
    """The source's record of a work, with some of its values behind the title."""
    found = record(work, seed, source)
    line = msgspec.json.decode(as_labelled(found, source))
    chance = stream(seed, f"moved {source}", work.number)
    files.line(f"{_MISPLACED}/records.jsonl", msgspec.json.encode(moved(chance, line)))
    files.row(f"{_MISPLACED}/clusters.csv", "id,cluster", line["id"], found.identifier)


def _citations(files: _Files, world: World, citing: Work) -> None:
    entries = list(reference_list(world, citing))
    for position, item in enumerate(entries, 1):
        held = item.held and sources(world.work(item.work), world.seed)[0]
        line = {
            "id": f"r{citing.number}.{position}",
            "text": item.text,
            "work": f"{held}:w{item.work}" if held else None,
            "kind": item.kind,
        }
        files.line("matching/generated/references.jsonl", msgspec.json.encode(line))
    if any(item.list_id for item in entries):
        _bilingual(files, f"w{citing.number}", entries)


def _bilingual(files: _Files, article: str, entries: list[Cited]) -> None:
    """The items of both lists of an article, and the pairs that cite the same work."""
    folder = "matching/generated-bilingual"
    first: dict[int, str] = {}
    for number, item in enumerate(entries, 1):
        key = f"{article}.{number}"
        line = {"id": key, "article": article, "list": item.list_id, "n": number, "text": item.text}
        files.line(f"{folder}/references.jsonl", msgspec.json.encode(line))
        other = first.setdefault(item.work, key)
        if other != key:
            files.row(f"{folder}/pairs.csv", "left,right,same", other, key, 1)

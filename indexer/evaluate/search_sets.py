"""Reads a labelled set of searches: records, queries with what is relevant to them, and grades of topical ones."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from pathlib import Path

import msgspec

from indexer.evaluate.sets import SetRecord, read_records, read_table
from indexer.publish import document
from indexer.search.interface import SearchDocument
from indexer.works import SourcedRecord, describe_held

TOPICAL = "topical"
"""The kind of queries that many works answer, some better than others; all other kinds ask for known items."""


class Query(msgspec.Struct, frozen=True, kw_only=True):
    """A row of ``queries.csv``. ``grades`` gives what each relevant record is worth: 1 unless it was judged."""

    id: str
    text: str
    kind: str
    language: str
    grades: Mapping[str, int]

    @property
    def topical(self) -> bool:
        """Whether it asks for a subject."""
        return self.kind == TOPICAL


class SearchSet(msgspec.Struct, frozen=True, kw_only=True):
    """A set: the works of an index by number, their ids in the set, and the queries."""

    records: tuple[SetRecord, ...]
    ids: tuple[str, ...]
    documents: tuple[SearchDocument, ...]
    queries: tuple[Query, ...]


def read_search_set(folder: Path) -> SearchSet:
    """``records.jsonl``, ``queries.csv`` and, if it is there, ``judgements.csv``. Raises :class:`SetError`."""
    records = list(read_records(folder / "records.jsonl"))
    return SearchSet(
        records=tuple(records),
        ids=tuple(record.id for record in records),
        documents=tuple(_document(number, record) for number, record in enumerate(records)),
        queries=tuple(_queries(folder)),
    )


def _document(number: int, record: SetRecord) -> SearchDocument:
    """What the index of a catalogue would hold of a work with this one record."""
    part = SourcedRecord(source=record.source or "set", record=record.harvested())
    return document(describe_held(number, [part]).work, number, 0)


def _queries(folder: Path) -> list[Query]:
    judged = _judgements(folder / "judgements.csv")
    rows = read_table(folder / "queries.csv", "id", "query", "kind", "language", "relevant")
    return [
        Query(
            id=name,
            text=text,
            kind=kind,
            language=language,
            grades=dict.fromkeys(filter(None, relevant.split("|")), 1) | judged.get(name, {}),
        )
        for name, text, kind, language, relevant in rows
    ]


def _judgements(path: Path) -> Mapping[str, dict[str, int]]:
    judged: defaultdict[str, dict[str, int]] = defaultdict(dict)
    if path.is_file():
        for name, record, grade in read_table(path, "id", "record", "grade"):
            judged[name][record] = int(grade)
    return judged

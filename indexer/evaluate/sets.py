"""Reads labelled sets: records as JSON lines, clusters and pairs as CSV.

The forms are those every kind of evaluation shares. A record of a set becomes a
:class:`HarvestedRecord`, so that what is measured is the very way a harvested record takes.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator
from itertools import zip_longest
from pathlib import Path
from typing import TypeVar

import msgspec

from schemas import (
    Affiliation,
    Container,
    Contributor,
    ContributorRole,
    HarvestedRecord,
    Identifier,
    LocalizedText,
    PersonName,
)
from schemas.errors import ExpectedError

T = TypeVar("T")


class SetError(ExpectedError):
    """A labelled set is missing or malformed; the message names the file, the line and the fault.

    Raised here; caught by the command line, which prints it.
    """


class SetRecord(msgspec.Struct, frozen=True, kw_only=True):
    """A line of ``records.jsonl`` or ``works.jsonl``. Absent means that the source does not say."""

    id: str
    source: str = ""
    title: str | None = None
    titles: tuple[LocalizedText, ...] = ()
    authors: tuple[str, ...] = ()
    affiliations: tuple[str | None, ...] = ()
    orcids: tuple[str | None, ...] = ()
    editors: tuple[str, ...] = ()
    year: int | None = None
    container: str | None = None
    volume: str | None = None
    issue: str | None = None
    pages: str | None = None
    doi: str | None = None
    issn: str | tuple[str, ...] | None = None
    isbn: str | tuple[str, ...] | None = None
    language: str | None = None
    publisher: str | None = None
    place: str | None = None
    type: str = "unknown"

    def harvested(self) -> HarvestedRecord:
        """The same as a record that a format parser would have handed over."""
        return HarvestedRecord(
            identifier=self.id,
            titles=_all_titles(self),
            contributors=(*_authors(self), *_people(self.editors, "editor")),
            container=_container(self),
            publishers=(LocalizedText(self.publisher),) if self.publisher else (),
            place=self.place,
            year=self.year,
            languages=(self.language,) if self.language else (),
            type=self.type,
            identifiers=(Identifier("doi", self.doi),) if self.doi else (),
        )


def read_lines(path: Path, kind: type[T]) -> Iterator[T]:
    """The lines of a JSON-lines file as ``kind``; :class:`SetError` at the first malformed one."""
    decoder = msgspec.json.Decoder(kind)
    _must_exist(path)
    with path.open("rb") as lines:
        for number, line in enumerate(lines, 1):
            if not line.strip():
                continue
            try:
                yield decoder.decode(line)
            except (msgspec.DecodeError, UnicodeDecodeError) as error:
                raise SetError(f"{path}, line {number}: {error}") from error


def read_records(path: Path) -> Iterator[SetRecord]:
    """The records of a set, in file order; :class:`SetError` if an id comes twice."""
    seen: set[str] = set()
    for record in read_lines(path, SetRecord):
        if record.id in seen:
            raise SetError(f"{path}: the id {record.id!r} comes twice; ids must be unique in a set")
        seen.add(record.id)
        yield record


def read_table(path: Path, *columns: str) -> Iterator[tuple[str, ...]]:
    """The named columns of a CSV file with a header; :class:`SetError` if one is missing."""
    _must_exist(path)
    with path.open(encoding="utf-8", newline="") as text:
        rows = csv.DictReader(text)
        missing = [column for column in columns if column not in (rows.fieldnames or ())]
        if missing:
            raise SetError(f"{path}: column {', '.join(missing)} is missing from the header")
        for row in rows:
            yield tuple(row[column] or "" for column in columns)


def _must_exist(path: Path) -> None:
    if not path.is_file():
        raise SetError(f"{path}: no such file; give the folder of a labelled set")


def _all_titles(record: SetRecord) -> tuple[LocalizedText, ...]:
    first = (LocalizedText(record.title, record.language),) if record.title else ()
    return first + tuple(title for title in record.titles if title.text != record.title)


def _authors(record: SetRecord) -> Iterator[Contributor]:
    """The authors, each with the affiliation and the ORCID iD at the same place of their lists."""
    count = len(record.authors)
    everyone = _people(record.authors, "author")
    given = (record.affiliations[:count], record.orcids[:count])
    for person, place, orcid in zip_longest(everyone, *given):
        names = (LocalizedText(place),) if place else ()
        yield msgspec.structs.replace(
            person,
            affiliations=(Affiliation(names=names),) if names else (),
            identifiers=(Identifier("orcid", orcid),) if orcid else (),
        )


def _people(literals: tuple[str, ...], role: ContributorRole) -> Iterator[Contributor]:
    for literal in literals:
        yield Contributor(names=(PersonName(literal=literal),), role=role)


def _container(record: SetRecord) -> Container:
    return Container(
        titles=(LocalizedText(record.container),) if record.container else (),
        issn=_several(record.issn),
        isbn=_several(record.isbn),
        volume=record.volume,
        issue=record.issue,
        pages=record.pages,
    )


def _several(value: str | tuple[str, ...] | None) -> tuple[str, ...]:
    if isinstance(value, str):
        return (value,)
    return value or ()

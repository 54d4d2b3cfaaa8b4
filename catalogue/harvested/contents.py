"""Whether what was harvested still says what it said: bytes against checksums, records against their hashes.

A damaged page or record is not derived from anything in the catalogue, so no finding here names a stage that mends it.
"""

from __future__ import annotations

import zlib
from collections.abc import Callable, Iterator
from typing import Any

import msgspec
from sqlalchemy import Column, Connection, Row, Table, select

from catalogue.database import dialect
from catalogue.findings import Finding
from catalogue.harvested.reparse import damage
from catalogue.harvested.told import content_hash
from catalogue.harvested.unjoined import unjoined
from catalogue.sampling import ALL, Scope, numbers
from catalogue.tables import description, page, quarantine, record, run, source
from schemas import HarvestedRecord
from schemas.ids import record_number

Done = Callable[[int], None]
"""Hears that so many more rows are compared."""

RECORD_BODY = "record-body"
"""The check of what a record says: where it finds something, nothing may be derived from the record."""


def pages(connection: Connection, scope: Scope, done: Done) -> Iterator[Finding]:
    """Kept bytes that are not those that were received."""
    for row in _rows(connection, page, page.c.id, scope, done):
        if problem := damage(row):
            yield Finding(
                "page-bytes",
                f"page {row.id} of {row.source}: {problem}; what was read of it stays. "
                f"`eaci crawl {row.source} --full` fetches its records again",
            )


def records(connection: Connection, scope: Scope, done: Done) -> Iterator[Finding]:
    """Records that do not say what they said, or own another number than their key gives."""
    for row in _rows(connection, record, record.c.id, scope, done):
        where = f"record {row.identifier} of {row.source}"
        if problem := _body_problem(row):
            yield Finding(
                RECORD_BODY,
                f"{where}: {problem}. `eaci check --repair` marks it, then `eaci reparse {row.source}` reads it "
                "from its page again",
            )
        if row.number != record_number(row.source, row.identifier):
            yield Finding(
                "record-number", f"{where} owns the number {row.number}, which is not its own"
            )


def descriptions(connection: Connection, scope: Scope, done: Done) -> Iterator[Finding]:
    """Records of sources with two formats that are not what both make together."""
    twice = record.c.number.in_(select(description.c.number))
    for found in numbers(connection, record.c.id, scope, twice, batch=200):
        query = select(record.c.source, record.c.identifier)
        by_source: dict[str, list[str]] = {}
        for row in dialect.rows_in(connection, query, record.c.id, found):
            by_source.setdefault(row.source, []).append(row.identifier)
        for source_name, names in by_source.items():
            for name in sorted(unjoined(connection, source_name, names)):
                yield Finding(
                    "description",
                    f"record {name} of {source_name} is not what its descriptions in two formats make: "
                    f"`eaci reparse {source_name}` joins them again",
                )
        done(len(found))


def damaged_records(connection: Connection) -> set[int]:
    """The row numbers of all records whose body is not what its hash says."""
    rows = _rows(connection, record, record.c.id, ALL, lambda _count: None)
    return {row.id for row in rows if _body_problem(row)}


def _body_problem(row: Row[Any]) -> str | None:
    try:
        item = msgspec.json.decode(row.body, type=HarvestedRecord)
        hashed = content_hash(item)
    except (msgspec.DecodeError, UnicodeError) as error:
        return f"it cannot be read ({error})"
    if hashed != row.content_hash:
        return "it does not say what its hash says"
    if item.identifier != row.identifier:
        return f"it says of itself that it is {item.identifier}"
    return None if item.deleted == row.deleted else "its mark of deletion is not what it says"


def quarantined(connection: Connection, scope: Scope, done: Done) -> Iterator[Finding]:
    """Bytes in quarantine that cannot be unpacked."""
    for row in _rows(connection, quarantine, quarantine.c.id, scope, done):
        try:
            zlib.decompress(row.body)
        except zlib.error as error:
            problem = (
                f"item {row.id} in quarantine: its bytes cannot be unpacked ({error}); dismiss it"
            )
            yield Finding("quarantine-bytes", problem)


def documents(connection: Connection) -> Iterator[Finding]:
    """Definitions of sources, parameters and checkpoints that cannot be read, or copies that differ from them."""
    for row in connection.execute(select(source)):
        definition = _decoded(row.definition)
        if not isinstance(definition, dict):
            yield Finding(
                "source", f"source {row.name}: its definition cannot be read: run `eaci init`"
            )
        elif definition and not _as_defined(row, definition):
            yield Finding(
                "source", f"source {row.name} is not as its definition says: run `eaci init`"
            )
    for row in connection.execute(select(run.c.id, run.c.parameters, run.c.checkpoint)):
        for name, body in (("parameters", row.parameters), ("checkpoint", row.checkpoint)):
            if body is not None and not isinstance(_decoded(body), dict):
                yield Finding("run", f"run {row.id}: its {name} cannot be read")


def _as_defined(row: Row[Any], definition: dict[str, Any]) -> bool:
    given = {"country": row.country, "generated": row.generated}
    return all(definition.get(name, value) == value for name, value in given.items())


def _decoded(body: bytes) -> object:
    try:
        return msgspec.json.decode(body)
    except (msgspec.DecodeError, UnicodeError):
        return None


def _rows(
    connection: Connection, table: Table, key: Column[int], scope: Scope, done: Done
) -> Iterator[Row[Any]]:
    for found in numbers(connection, key, scope, batch=200):
        yield from dialect.rows_in(connection, select(table), key, found)
        done(len(found))

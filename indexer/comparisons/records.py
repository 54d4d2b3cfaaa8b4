"""Records against what is derived from each alone: its profile, its keys, its references with their keys."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import Any

import msgspec
from sqlalchemy import Connection, Row, select

from catalogue.database import dialect
from catalogue.findings import Finding
from catalogue.stage_names import FIRST_STAGE
from catalogue.tables import profile, record, reference
from indexer import workers
from indexer.keys import lists as key_lists
from indexer.keys import tables
from indexer.keys.lists import NO_KEYS, KeyList
from indexer.stages.normalise import Derived, derive, derived_alike

_CHUNK = 16
_Raw = tuple[int, str, bytes]


def compare(connection: Connection, items: Sequence[int]) -> Iterator[Finding]:
    """What of these records' derived rows is not what the stage "normalise" derives."""
    query = select(record.c.id, record.c.source, record.c.body).where(record.c.deleted.is_(False))
    rows = [
        (row[0], row[1], row[2]) for row in dialect.rows_in(connection, query, record.c.id, items)
    ]
    derived = _derived(rows)
    profiles = _by_key(connection, profile, profile.c.record_id, items)
    lists = key_lists.lists_of(connection, tables.RECORD_KEYS.of, items)
    listed: defaultdict[int, dict[int, Row[Any]]] = defaultdict(dict)
    for row in dialect.rows_in(connection, select(reference), reference.c.record_id, items):
        listed[row.record_id][row.id] = row
    of_references = key_lists.lists_of(
        connection, tables.REFERENCE_KEYS.of, [key for each in derived for key in each.references]
    )
    for each in derived:
        yield from _own(each, profiles.get(each.record_id), lists.get(each.record_id, KeyList()))
        yield from _references(each, listed[each.record_id], of_references)


def _derived(rows: Sequence[_Raw]) -> list[Derived]:
    """What the records give; those that cannot be read are left out, which the comparison of bodies tells."""
    try:
        return list(workers.spread(derive, rows, chunk=_CHUNK))
    except (msgspec.DecodeError, UnicodeError):
        return [each for row in rows for each in _derived_alone(row)]


def _derived_alone(row: _Raw) -> list[Derived]:
    try:
        return derive([row])
    except (msgspec.DecodeError, UnicodeError):
        return []


def _by_key(
    connection: Connection, table: Any, key: Any, items: Sequence[int]
) -> dict[int, Row[Any]]:
    rows = dialect.rows_in(connection, select(table), key, items)
    return {getattr(row, key.name): row for row in rows}


def _own(derived: Derived, written: Row[Any] | None, listed: KeyList) -> Iterator[Finding]:
    again = ((FIRST_STAGE, derived.record_id),)
    if written is None or (written.body, written.year) != (derived.profile, derived.year):
        problem = f"the profile of record {derived.record_id} is not what the record gives"
        yield Finding("profile", problem, again)
    if listed.own != derived.keys:
        problem = f"the keys of record {derived.record_id} are not those that the record gives"
        yield Finding("record-key-list", problem, again)


def _references(
    derived: Derived, written: dict[int, Row[Any]], lists: dict[int, KeyList]
) -> Iterator[Finding]:
    again = ((FIRST_STAGE, derived.record_id),)
    for key in sorted(derived.references.keys() | written.keys()):
        after = derived.references.get(key)
        if after is None or not derived_alike(written.get(key), after):
            problem = f"reference {key} is not what record {derived.record_id} says"
            yield Finding("reference-text", problem, again)
    for key, own in derived.reference_keys.items():
        found = tables.without_search(tables.unpacked(lists.get(key, KeyList()).own))
        if tables.packed(found) != (own or NO_KEYS):
            problem = f"the keys of reference {key} are not those that its text gives"
            yield Finding("reference-key-list", problem, again)

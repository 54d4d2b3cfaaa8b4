"""Works against their records or references: every column, authors, countries, institutions, keys, citations."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import msgspec
from sqlalchemy import Connection, Row

from catalogue.findings import Finding
from catalogue.stage_names import StageName
from indexer.keys import lists as key_lists
from indexer.keys import tables
from indexer.keys.lists import KeyList
from indexer.people.packed import NOBODY
from indexer.stages import cite, mentions, merge
from indexer.stages.written import Parts, Written
from schemas.ids import public_id

_UNREADABLE = (msgspec.DecodeError, UnicodeError)
_COLUMNS = ("kind", "title", "year", "type", "body", "profile")


def compare(connection: Connection, items: Sequence[int]) -> Iterator[Finding]:
    """What of these works is not what the stages "merge", "describe" and "cite" derive."""
    rows, parts = merge.rows_of(connection, items), merge.parts_of(connection, items)
    lists = key_lists.lists_of(connection, tables.WORK_KEYS.of, items)
    of_authors = key_lists.lists_of(connection, tables.PERSON_KEYS.of, items)
    bodies = mentions.bodies_of(connection, items)
    for each in _derived(connection, items):
        if (before := rows.get(each.number)) is not None:
            yield from _described(before, parts.get(each.number, merge.NO_PARTS), each)
            yield from _keys(each, lists.get(each.number, KeyList()))
            own = of_authors.get(each.number, KeyList()).own
            yield from _authors(each, bodies.get(each.number, NOBODY), own)
    yield from _citations(connection, items)


def _derived(connection: Connection, items: Sequence[int]) -> Iterator[Written]:
    """The works as they are derived; those that cannot be are left out, which the comparison of records tells."""
    for derive in (merge.derived_held, merge.derived_cited_only):
        try:
            yield from derive(connection, items)
        except _UNREADABLE:
            for item in items:
                try:
                    yield from derive(connection, [item])
                except _UNREADABLE:
                    continue


def _described(before: Row[Any], parts: Parts, after: Written) -> Iterator[Finding]:
    stage: StageName = "merge" if after.row["kind"] == "held" else "describe"
    wrong = [name for name in _COLUMNS if getattr(before, name) != after.row[name]]
    derived = after.parts
    wrong += [name for name in Parts._fields if getattr(parts, name) != getattr(derived, name)]
    for name in wrong:
        told = f"work {public_id(after.number)}: its {name} and what its records or references give differ"
        yield Finding(f"work-{name}", told, ((stage, after.number),))


def _keys(after: Written, listed: KeyList) -> Iterator[Finding]:
    if listed.own != after.keys:
        problem = f"the keys of work {public_id(after.number)} are not those that it gives"
        yield Finding("work-key-list", problem, (("merge", after.number),))


def _authors(after: Written, body: bytes, own: bytes) -> Iterator[Finding]:
    again: tuple[tuple[StageName, int], ...] = (("merge", after.number),)
    if body != after.mentions:
        problem = f"what tells the authors of work {public_id(after.number)} from others is not what its records give"
        yield Finding("work-mentions", problem, again)
    if own != after.person_keys:
        problem = f"the blocks of the authors of work {public_id(after.number)} are not those that it gives"
        yield Finding("person-key-list", problem, again)


def _citations(connection: Connection, items: Sequence[int]) -> Iterator[Finding]:
    written, derived = cite.derived(connection, items)
    for both in sorted(written.keys() | derived.keys()):
        if written.get(both) != derived.get(both):
            citing, cited = map(public_id, both)
            problem = (
                f"the citation of work {cited} by work {citing} is not what its references say"
            )
            yield Finding("citation", problem, (("cite", both[0]),))

"""Stages "merge" and "describe": write held works from their records, and cited-only works from their references."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from itertools import chain
from typing import Any

import msgspec
from sqlalchemy import Connection, Row, insert, select

from catalogue.database import dialect
from catalogue.database.transactions import start_writing
from catalogue.derived import flow_sums, tasks
from catalogue.tables import (
    citation,
    outbox,
    profile,
    record,
    reference,
    source,
    work,
    work_author,
    work_country,
    work_institution,
    work_journal,
    work_region,
)
from indexer import workers
from indexer.citations.own import Author
from indexer.keys import lists as key_lists
from indexer.keys import tables
from indexer.keys.lists import NO_KEYS
from indexer.stages import mentions
from indexer.stages.cite import authors_of
from indexer.stages.written import (
    Part,
    Parts,
    Written,
    write_cited_only,
    write_cited_only_bare,
    write_held,
    write_held_bare,
)
from indexer.works import SourcedReference
from schemas import ReferenceFields, WorkRecord

_CHUNK = 32  # works; some hundredths of a second of work
_PARTS = (work_author, work_country, work_institution, work_region, work_journal)
_DESCRIBED = ("kind", "title", "year", "type", "body", "profile")
NO_PARTS = Parts([], [], [], [], [])


def run_held(connection: Connection, items: Sequence[int]) -> None:
    """Describe these held works again from their records; those without records go."""
    members = members_of(connection, items)
    items = _without(items, _with_references(connection, set(items) - members.keys()))
    written = list(workers.spread(write_held, list(members.items()), chunk=_CHUNK))
    start_writing(connection)
    _write_held(connection, items, written)


def _write_held(connection: Connection, items: Sequence[int], written: Sequence[Written]) -> None:
    compared_anew = _write(connection, items, written)
    own = dict.fromkeys(items, NO_KEYS) | {each.number: each.keys for each in written}
    changed = key_lists.put(connection, tables.WORK_KEYS.of, own)
    # There the references are found that these works concern, with their old keys and the new ones.
    tasks.put(connection, tables.WORK_KEYS.stage, changed | compared_anew)
    mentions.put(connection, items, written)
    # Who is held and by whom decides which references are the work's own.
    tasks.put(connection, "cite", items)


def run_cited_only(connection: Connection, items: Sequence[int]) -> None:
    """Describe these cited-only works again from their references; those without references go."""
    references = _references(connection, items)
    items = _without(items, _with_records(connection, set(items) - references.keys()))
    written = [write_cited_only(*each) for each in references.items()]
    start_writing(connection)
    _write(connection, items, written)


def held_without(connection: Connection, items: Sequence[int]) -> None:
    """Held works that are set aside are described by those of their records by which they can be.

    If there are none, they are nothing but the names of their records.
    """
    members = members_of(connection, items)
    written = [
        _salvaged(number, parts, _named(connection, [number])[number])
        for number, parts in members.items()
    ]
    _write_held(connection, items, written)


def _salvaged(number: int, parts: Sequence[Part], named: Sequence[WorkRecord]) -> Written:
    bad = workers.failing(write_held, [(number, [part]) for part in parts])
    sound = [part for part in parts if (number, [part]) not in bad]
    together = [(number, sound)]
    if not sound or workers.failing(write_held, together):
        return write_held_bare(number, named)
    return write_held(together)[0]


def cited_only_without(connection: Connection, items: Sequence[int]) -> None:
    """Cited-only works that are set aside are nothing but the text of their oldest reference."""
    query = (
        select(reference.c.target, reference.c.raw)
        .where(reference.c.status == "cited-only")
        .order_by(reference.c.id.desc())
    )
    texts = {
        row[0]: row[1] for row in dialect.rows_in(connection, query, reference.c.target, items)
    }
    _write(connection, items, [write_cited_only_bare(*each) for each in texts.items()])


def _named(connection: Connection, items: Sequence[int]) -> dict[int, list[WorkRecord]]:
    query = (
        select(profile.c.work, record.c.source, record.c.identifier)
        .join(record, record.c.id == profile.c.record_id)
        .order_by(record.c.id)
    )
    found: dict[int, list[WorkRecord]] = defaultdict(list)
    for number, source_name, identifier in dialect.rows_in(
        connection, query, profile.c.work, items
    ):
        found[number].append(WorkRecord(source=source_name, identifier=identifier))
    return found


def _without(items: Sequence[int], others: set[int]) -> Sequence[int]:
    """What is no work of the stage's kind is the other stage's to describe or to remove."""
    return [item for item in items if item not in others] if others else items


def _with_records(connection: Connection, numbers: Collection[int]) -> set[int]:
    found = dialect.rows_in(connection, select(profile.c.work), profile.c.work, numbers)
    return {row.work for row in found}


def _with_references(connection: Connection, numbers: Collection[int]) -> set[int]:
    query = select(reference.c.target).where(reference.c.status == "cited-only")
    found = dialect.rows_in(connection, query, reference.c.target, numbers)
    return {row.target for row in found}


def members_of(connection: Connection, items: Sequence[int]) -> dict[int, list[Part]]:
    """The records of each of these works with their profiles, oldest first."""
    query = (
        select(
            profile.c.work,
            record.c.source,
            source.c.country,
            source.c.generated,
            record.c.body,
            profile.c.body,
        )
        .join(record, record.c.id == profile.c.record_id)
        .join(source, source.c.name == record.c.source)
        .order_by(record.c.id)
    )
    members: dict[int, list[Part]] = defaultdict(list)
    for number, *part in dialect.rows_in(connection, query, profile.c.work, items):
        members[number].append(Part(*part))
    return members


def _references(connection: Connection, items: Sequence[int]) -> dict[int, list[SourcedReference]]:
    query = (
        select(
            reference.c.target,
            reference.c.raw,
            reference.c.lang,
            reference.c.fields,
            record.c.source,
            source.c.generated,
        )
        .join(record, record.c.id == reference.c.record_id)
        .join(source, source.c.name == record.c.source)
        .where(reference.c.status == "cited-only")
        .order_by(reference.c.id)
    )
    found: dict[int, list[SourcedReference]] = defaultdict(list)
    for row in dialect.rows_in(connection, query, reference.c.target, items):
        part = SourcedReference(
            source=row.source,
            raw=row.raw,
            lang=row.lang,
            fields=msgspec.json.decode(row.fields, type=ReferenceFields),
            generated=row.generated,
        )
        found[row.target].append(part)
    return found


def _write(connection: Connection, items: Sequence[int], written: Sequence[Written]) -> set[int]:
    """Write what changed; return the works that compare otherwise than before."""
    rows, parts = rows_of(connection, items), parts_of(connection, items)
    changed = [each for each in written if not alike(rows, parts, each)]
    changed.sort(key=lambda each: each.number)
    numbers = {each.number for each in changed}
    gone = (rows.keys() | parts.keys()) - {each.number for each in written}
    _remove(connection, gone)
    dialect.upsert(connection, work, [each.row for each in changed], update=_DESCRIBED)
    _write_parts(connection, (rows.keys() | parts.keys()) & numbers, changed)
    dialect.bump(connection, outbox, [{"work": key} for key in sorted(numbers | gone)])
    tasks.put(connection, "count", numbers | gone)
    return gone | {
        each.number
        for each in changed
        if each.number not in rows or rows[each.number].profile != each.row["profile"]
    }


def rows_of(connection: Connection, items: Collection[int]) -> dict[int, Row[Any]]:
    """Those of the works that there are, as they are described now."""
    query = select(work.c.number, *(work.c[name] for name in _DESCRIBED))
    return {row.number: row for row in dialect.rows_in(connection, query, work.c.number, items)}


def parts_of(connection: Connection, items: Collection[int]) -> dict[int, Parts]:
    """The authors and places of the works that have any, as rows in the order of their keys."""
    found: dict[int, Parts] = {}
    for at, table in enumerate(_PARTS):
        for row in dialect.rows_in(connection, select(table), table.c.work, items):
            found.setdefault(row.work, Parts([], [], [], [], []))[at].append(tuple(row))
    for lists in found.values():
        for each in lists:
            each.sort(key=lambda row: row[:2])
    return found


def alike(rows: Mapping[int, Row[Any]], parts: Mapping[int, Parts], after: Written) -> bool:
    """Whether a work is written down as it is derived."""
    before = rows.get(after.number)
    return (
        before is not None
        and all(getattr(before, name) == after.row[name] for name in _DESCRIBED)
        and parts.get(after.number, NO_PARTS) == after.parts
    )


def _remove(connection: Connection, gone: Collection[int]) -> None:
    rows = dialect.rows_in(connection, flow_sums.CITATIONS, citation.c.citing, gone)
    given = [(*row,) for row in rows]
    tasks.put(connection, "count", {row[1] for row in given})
    flow_sums.citations_changed(connection, given, ())
    dialect.delete_in(connection, citation.c.citing, gone)
    sets = flow_sums.sets_of(connection, gone)
    for table in _PARTS:
        dialect.delete_in(connection, table.c.work, gone)
    flow_sums.countries_changed(connection, sets, set(gone))
    dialect.delete_in(connection, work.c.number, gone)


def _write_parts(
    connection: Connection, known: Collection[int], written: Sequence[Written]
) -> None:
    """Write the authors and places of the changed works in place of those of the known ones."""
    before = authors_of(connection, known)
    sets = flow_sums.sets_of(connection, known)
    for table in _PARTS:
        dialect.delete_in(connection, table.c.work, known)
    for table, rows in (
        (work_author, (each.authors for each in written)),
        (work_country, (each.countries for each in written)),
        (work_institution, (each.institutions for each in written)),
        (work_region, (each.regions for each in written)),
        (work_journal, (each.journals for each in written)),
    ):
        dialect.execute_many(connection, insert(table), list(chain.from_iterable(rows)))
    flow_sums.countries_changed(connection, sets, {each.number for each in written})
    # Other authors may turn a citation into a self-citation or back.
    renamed = {each.number for each in written if _names(before[each.number]) != _told(each)}
    citing = select(citation.c.citing)
    touched = {row[0] for row in dialect.rows_in(connection, citing, citation.c.cited, renamed)}
    tasks.put(connection, "cite", touched)
    mentions.described_anew(connection, renamed)


def _names(authors: Sequence[Author]) -> list[tuple[object, ...]]:
    return [(each.key, each.name, each.orcid) for each in authors]


def _told(written: Written) -> list[tuple[object, ...]]:
    return [(row["key"], row["name"], row["orcid"]) for row in written.authors]


def derived_held(connection: Connection, items: Sequence[int]) -> list[Written]:
    """What the stage would write of these held works; those without records are absent."""
    members = list(members_of(connection, items).items())
    return list(workers.spread(write_held, members, chunk=_CHUNK))


def derived_cited_only(connection: Connection, items: Sequence[int]) -> list[Written]:
    """What the stage would write of these cited-only works; those without references are absent."""
    return [write_cited_only(*each) for each in _references(connection, items).items()]

"""Stage "normalise": of each changed record its profile, its blocking keys, and its references parsed and paired."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Any, NamedTuple

import msgspec
from sqlalchemy import Connection, Row, select

from catalogue.database import dialect
from catalogue.database.transactions import start_writing
from catalogue.derived import set_aside, tasks
from catalogue.tables import outbox, pair, profile, record, reference
from indexer import workers
from indexer.keys import lists as key_lists
from indexer.keys import tables as keys
from indexer.keys.blocking import record_keys
from indexer.keys.lists import NO_KEYS
from indexer.profiles.of_record import record_profile
from indexer.profiles.profile import Profile
from indexer.references.derive import DerivedReference, derive_lists
from indexer.stages.asked_again import put_citing, put_same_texts
from schemas.within import read_record
from schemas.work import BY_LIST, NO_WORK

_CHUNK = 16  # records; with their references about a tenth of a second of work

REFERENCES_A_RECORD = 65_536
"""Reference ids are record id × this + position: the same on every machine, in the order of the record's list."""


class Derived(NamedTuple):
    """What one record gives: its profile, its packed keys, and its references as rows with their packed keys."""

    record_id: int
    profile: bytes
    year: int | None
    keys: bytes
    references: dict[int, dict[str, Any]]
    reference_keys: dict[int, bytes]


def run(connection: Connection, items: Sequence[int]) -> None:
    """Normalise these records again; records deleted at their source lose everything derived from them."""
    query = select(record.c.id, record.c.source, record.c.body).where(record.c.deleted.is_(False))
    rows = [
        (row.id, row.source, row.body)
        for row in dialect.rows_in(connection, query, record.c.id, items)
    ]
    found = list(workers.spread(derive, rows, chunk=_CHUNK))
    start_writing(connection)
    # what was set aside of these records may work now
    set_aside.put_back_of_records(connection, items, REFERENCES_A_RECORD)
    _write(connection, items, found)


def without(connection: Connection, items: Sequence[int]) -> None:
    """Records that are set aside give nothing, as if they were deleted."""
    _write(connection, items, ())


def _write(connection: Connection, items: Sequence[int], found: Sequence[Derived]) -> None:
    profiles = {each.record_id: (each.profile, each.year) for each in found}
    _replace_profiles(connection, items, profiles)
    keys.put(
        connection,
        keys.RECORD_KEYS,
        dict.fromkeys(items, NO_KEYS) | {each.record_id: each.keys for each in found},
    )
    _replace_references(connection, items, found)


def derive(rows: Sequence[tuple[int, str, bytes]]) -> list[Derived]:
    """Derive what the records alone decide, from rows of (id, source, body as stored); pure."""
    items = [read_record(body) for _, _, body in rows]
    lists = derive_lists([item.references for item in items])
    return [
        _derived(record_id, record_profile(item, source), references)
        for (record_id, source, _), item, references in zip(rows, items, lists, strict=True)
    ]


def _derived(record_id: int, found: Profile, listed: Sequence[DerivedReference]) -> Derived:
    references = {
        record_id * REFERENCES_A_RECORD + derived.given.position: derived for derived in listed
    }
    return Derived(
        record_id,
        msgspec.json.encode(found),
        found.year,
        keys.packed(keys.hashed(record_keys(found))),
        {key: _row(key, record_id, derived) for key, derived in references.items()},
        {key: keys.packed(keys.hashed(derived.keys)) for key, derived in references.items()},
    )


def _replace_profiles(
    connection: Connection, items: Sequence[int], found: dict[int, tuple[bytes, int | None]]
) -> None:
    query = select(profile.c.record_id, profile.c.body, profile.c.year, profile.c.work)
    before = {
        row.record_id: row for row in dialect.rows_in(connection, query, profile.c.record_id, items)
    }
    changed = [
        key
        for key, (body, year) in found.items()
        if key not in before or (before[key].body, before[key].year) != (body, year)
    ]
    rows = [{"record_id": key, "body": found[key][0], "year": found[key][1]} for key in changed]
    dialect.upsert(connection, profile, rows, update=("body", "year"))
    gone = before.keys() - found.keys()
    _forget(connection, gone)
    # A changed record may show differently even if it compares as before, so its work is described again.
    tasks.put(connection, "merge", {row.work for row in before.values() if row.work is not None})
    tasks.put(connection, "pair", changed)


def _forget(connection: Connection, gone: Collection[int]) -> None:
    """Remove the profiles of deleted records; whoever was paired with them is clustered anew."""
    for mine, other in ((pair.c.left_id, pair.c.right_id), (pair.c.right_id, pair.c.left_id)):
        partners = {row[0] for row in dialect.rows_in(connection, select(other), mine, gone)}
        tasks.put(connection, "cluster", partners)
        dialect.delete_in(connection, mine, gone)
    dialect.delete_in(connection, profile.c.record_id, gone)


def _replace_references(
    connection: Connection, items: Sequence[int], derived: Sequence[Derived]
) -> None:
    found = dialect.rows_in(connection, select(reference), reference.c.record_id, items)
    before = {row.id: row for row in found}
    after = {key: row for each in derived for key, row in each.references.items()}
    after_keys = {key: own for each in derived for key, own in each.reference_keys.items()}
    changed = {key for key, row in after.items() if not derived_alike(before.get(key), row)}
    gone = before.keys() - after.keys()
    released = [before[key] for key in before if key in gone or key in changed]
    _release(connection, released)
    _publish_lists(connection, {key // REFERENCES_A_RECORD for key in gone | changed})
    dialect.delete_in(connection, reference.c.id, gone)
    dialect.upsert(connection, reference, [after[key] for key in sorted(changed)])
    tasks.put(
        connection, "match", changed | _replace_reference_keys(connection, before, after_keys)
    )
    put_same_texts(connection, released)


def _publish_lists(connection: Connection, records: Collection[int]) -> None:
    """Works whose reference lists changed go out again, even if nothing else of them does."""
    query = select(profile.c.work).where(profile.c.work.is_not(None))
    works = {row.work for row in dialect.rows_in(connection, query, profile.c.record_id, records)}
    dialect.bump(connection, outbox, [{"work": number} for number in sorted(works)])


def _replace_reference_keys(
    connection: Connection, before: Collection[int], after: Mapping[int, bytes]
) -> set[int]:
    """Put the references' keys; return whose changed. Those that stay keep their search keys until they are matched."""
    lists = key_lists.lists_of(connection, keys.REFERENCE_KEYS.of, before)
    staying = {
        item: keys.packed(keys.without_search(keys.unpacked(lists[item].own)))
        for item in lists.keys() & after.keys()
    }
    changed = {item: own for item, own in after.items() if staying.get(item, NO_KEYS) != own}
    gone = dict.fromkeys(lists.keys() - after.keys(), NO_KEYS)
    keys.put(connection, keys.REFERENCE_KEYS, changed | gone)
    return set(changed)


_DERIVED = (
    "record_id",
    "position",
    "raw",
    "lang",
    "list_id",
    "fields",
    "fields_given",
    "number",
    "profile",
    "paired_with",
)


def derived_alike(before: Row[Any] | None, after: dict[str, Any]) -> bool:
    """Whether a reference is written down as it is derived; what it was linked to does not count."""
    if before is None or _settled(before.status, before.reason) != _settled(
        after["status"], after["reason"]
    ):
        return False
    return all(getattr(before, name) == after[name] for name in _DERIVED)


def _settled(status: str, reason: str | None) -> tuple[str, str | None] | None:
    """Status and reason if the list alone decides them, so that matching leaves them as they are."""
    return (status, reason) if status in BY_LIST or reason in NO_WORK else None


def _release(connection: Connection, rows: Sequence[Row[Any]]) -> None:
    """What the old links of changed or removed references stood for has to be worked out again."""
    cited_only = {row.target for row in rows if row.status == "cited-only"}
    tasks.put(connection, "describe", cited_only - {None})
    query = select(reference.c.id)
    others = {row[0] for row in dialect.rows_in(connection, query, reference.c.target, cited_only)}
    tasks.put(connection, "group", others - {row.id for row in rows})
    put_citing(connection, {row.record_id for row in rows if row.target is not None})


def _row(reference_id: int, record_id: int, derived: DerivedReference) -> dict[str, Any]:
    given = derived.given
    return {
        "id": reference_id,
        "record_id": record_id,
        "position": given.position,
        "raw": given.raw,
        "lang": given.lang,
        "list_id": given.list_id,
        "fields": msgspec.json.encode(derived.fields),
        "fields_given": given.fields is not None,
        "number": derived.number,
        "profile": msgspec.json.encode(derived.profile),
        "paired_with": derived.paired_with,
        "status": derived.status,
        "target": None,
        "rule": None,
        "score": None,
        "runner_up": None,
        "runner_up_score": None,
        "reason": derived.reason,
    }

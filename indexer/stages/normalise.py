"""Stage "normalise": of each changed record its profile, its blocking keys, and its references parsed and paired."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any

import msgspec
from sqlalchemy import Connection, Row, select

from catalogue import dialect, tasks
from catalogue.tables import pair, profile, record, reference
from indexer.dedupe.blocking import blocking_keys
from indexer.normalise import record_profile
from indexer.profiles import Profile
from indexer.references.derive import DerivedReference, derive_references
from indexer.stages import keys
from indexer.stages.match import put_citing
from schemas import HarvestedRecord

REFERENCES_A_RECORD = 65_536
"""Reference ids are record id × this + position: the same on every machine, in the order of the record's list."""


def run(connection: Connection, items: Sequence[int]) -> None:
    """Normalise these records again; records deleted at their source lose everything derived from them."""
    records = {
        row.id: (msgspec.json.decode(row.body, type=HarvestedRecord), row.source)
        for row in tasks.rows_in(
            connection,
            select(record.c.id, record.c.source, record.c.body).where(record.c.deleted.is_(False)),
            record.c.id,
            items,
        )
    }
    profiles = {key: record_profile(item, source) for key, (item, source) in records.items()}
    _replace_profiles(connection, items, profiles)
    _replace_keys(connection, items, profiles)
    _replace_references(connection, items, {key: item for key, (item, _) in records.items()})


def _replace_profiles(
    connection: Connection, items: Sequence[int], profiles: dict[int, Profile]
) -> None:
    query = select(profile.c.record_id, profile.c.body, profile.c.work)
    before = {
        row.record_id: row for row in tasks.rows_in(connection, query, profile.c.record_id, items)
    }
    encoded = {key: msgspec.json.encode(value) for key, value in profiles.items()}
    changed = [
        key for key, body in encoded.items() if key not in before or before[key].body != body
    ]
    rows = [{"record_id": key, "body": encoded[key]} for key in changed]
    dialect.upsert(connection, profile, rows, update=("body",))
    gone = before.keys() - encoded.keys()
    _forget(connection, gone)
    # A changed record may show differently even if it compares as before, so its work is described again.
    tasks.put(connection, "merge", {row.work for row in before.values() if row.work is not None})
    tasks.put(connection, "pair", changed)


def _forget(connection: Connection, gone: Collection[int]) -> None:
    """Remove the profiles of deleted records; whoever was paired with them is clustered anew."""
    for mine, other in ((pair.c.left_id, pair.c.right_id), (pair.c.right_id, pair.c.left_id)):
        partners = {row[0] for row in tasks.rows_in(connection, select(other), mine, gone)}
        tasks.put(connection, "cluster", partners)
        tasks.delete_in(connection, mine, gone)
    tasks.delete_in(connection, profile.c.record_id, gone)


def _replace_keys(
    connection: Connection, items: Sequence[int], profiles: dict[int, Profile]
) -> None:
    before = keys.keys_of(connection, keys.RECORD_KEYS, items)
    after = {key: keys.hashed(blocking_keys(value)) for key, value in profiles.items()}
    crossed = keys.replace(connection, keys.RECORD_KEYS, before, after)
    tasks.put(connection, "pair", keys.all_members(connection, keys.RECORD_KEYS, crossed))


def _replace_references(
    connection: Connection, items: Sequence[int], records: dict[int, HarvestedRecord]
) -> None:
    found = tasks.rows_in(connection, select(reference), reference.c.record_id, items)
    before = {row.id: row for row in found}
    after: dict[int, dict[str, Any]] = {}
    after_keys: keys.Keys = {}
    for record_id, item in records.items():
        for derived in derive_references(item.references):
            reference_id = record_id * REFERENCES_A_RECORD + derived.given.position
            after[reference_id] = _row(reference_id, record_id, derived)
            after_keys[reference_id] = keys.hashed(derived.keys)
    changed = {key for key, row in after.items() if not _derived_alike(before.get(key), row)}
    gone = before.keys() - after.keys()
    _release(connection, [before[key] for key in before if key in gone or key in changed])
    tasks.delete_in(connection, reference.c.id, gone)
    dialect.upsert(connection, reference, [after[key] for key in sorted(changed)])
    before_keys = keys.keys_of(connection, keys.REFERENCE_KEYS, before)
    crossed = keys.replace(connection, keys.REFERENCE_KEYS, before_keys, after_keys)
    tasks.put(connection, "group", keys.all_members(connection, keys.REFERENCE_KEYS, crossed))
    tasks.put(connection, "match", changed)


_DERIVED = ("raw", "lang", "list_id", "fields", "fields_given", "number", "profile", "paired_with")


def _derived_alike(before: Row[Any] | None, after: dict[str, Any]) -> bool:
    if before is None or (before.status == "paired") != (after["status"] == "paired"):
        return False
    return all(getattr(before, name) == after[name] for name in _DERIVED)


def _release(connection: Connection, rows: Sequence[Row[Any]]) -> None:
    """What the old links of changed or removed references stood for has to be worked out again."""
    cited_only = {row.target for row in rows if row.status == "cited-only"}
    tasks.put(connection, "describe", cited_only - {None})
    query = select(reference.c.id)
    others = {row[0] for row in tasks.rows_in(connection, query, reference.c.target, cited_only)}
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
        "status": "paired" if derived.is_twin else "pending",
        "target": None,
        "rule": None,
        "score": None,
        "runner_up": None,
        "runner_up_score": None,
        "reason": None,
    }

"""Stage "pair": compares records that share a key, and keeps the comparison as the explanation of a later merge."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence

import msgspec
from sqlalchemy import Connection, bindparam, delete, select

from catalogue import dialect, tasks
from catalogue.tables import pair, profile
from indexer.dedupe.scoring import REVIEW_THRESHOLD, Comparison, compare
from indexer.profiles import Profile
from indexer.stages import keys

Pair = tuple[int, int]


def run(connection: Connection, items: Sequence[int]) -> None:
    """Compare these records with all that share a usable key; replace what was known of their pairs."""
    mine = keys.keys_of(connection, keys.RECORD_KEYS, items)
    sharing = keys.sharing(connection, mine, keys.RECORD_KEYS)
    candidates = {
        (min(one, other), max(one, other))
        for one, others in sharing.items()
        for other in others
        if one != other
    }
    profiles = read_profiles(connection, {*items, *(key for both in candidates for key in both)})
    compared = _compare(candidates, profiles)
    before = _pairs_of(connection, items)
    _delete(connection, before - compared.keys())
    rows = [_row(both, outcome) for both, outcome in sorted(compared.items())]
    dialect.upsert(connection, pair, rows)
    touched = {key for both in (before | compared.keys()) for key in both}
    tasks.put(connection, "cluster", touched.union(items))


def read_profiles(connection: Connection, items: Collection[int]) -> dict[int, Profile]:
    """The profiles of the records that have one."""
    query = select(profile.c.record_id, profile.c.body)
    return {
        row.record_id: msgspec.json.decode(row.body, type=Profile)
        for row in tasks.rows_in(connection, query, profile.c.record_id, items)
    }


def _compare(candidates: Iterable[Pair], profiles: dict[int, Profile]) -> dict[Pair, Comparison]:
    compared = {}
    for left, right in candidates:
        if left in profiles and right in profiles:
            outcome = compare(profiles[left], profiles[right])
            if outcome.score >= REVIEW_THRESHOLD:
                compared[left, right] = outcome
    return compared


def _pairs_of(connection: Connection, items: Sequence[int]) -> set[Pair]:
    found: set[Pair] = set()
    query = select(pair.c.left_id, pair.c.right_id)
    for column in (pair.c.left_id, pair.c.right_id):
        found.update((row[0], row[1]) for row in tasks.rows_in(connection, query, column, items))
    return found


def _delete(connection: Connection, gone: Collection[Pair]) -> None:
    if gone:
        statement = delete(pair).where(
            pair.c.left_id == bindparam("gone_left"), pair.c.right_id == bindparam("gone_right")
        )
        rows = [{"gone_left": left, "gone_right": right} for left, right in gone]
        connection.execute(statement, rows)


def _row(both: Pair, outcome: Comparison) -> dict[str, object]:
    return {
        "left_id": both[0],
        "right_id": both[1],
        "score": outcome.score,
        "rule": outcome.rule,
        "veto": outcome.veto,
        "features": msgspec.json.encode(outcome.features),
    }

"""Stage "match": links references to held works, or says why not."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import msgspec
from sqlalchemy import Connection, Row, bindparam, select, update

from catalogue import tasks
from catalogue.tables import profile, reference, work
from indexer.profiles import Profile
from indexer.references.candidates import strongest
from indexer.references.matching import Decision, decide
from indexer.stages import keys

# These leave no room for a work of its own: which work is meant is open between held ones, or it is no work at all.
_WITHOUT_WORK = frozenset({"tie", "not-a-work"})


def run(connection: Connection, items: Sequence[int]) -> None:
    """Match these references again against the works that share a usable key with them."""
    query = select(reference).where(reference.c.status != "paired")
    rows = {row.id: row for row in tasks.rows_in(connection, query, reference.c.id, items)}
    mine = keys.keys_of(connection, keys.REFERENCE_KEYS, rows)
    candidates = _candidates(connection, mine)
    profiles = _work_profiles(connection, candidates)
    changes = []
    for key, row in rows.items():
        known = [(number, profiles[number]) for number in candidates[key] if number in profiles]
        own = msgspec.json.decode(row.profile, type=Profile)
        change = _outcome(row, decide(own, row.raw, known))
        if any(getattr(row, name) != value for name, value in change.items()):
            changes.append((row, change))
    _write(connection, changes)


def _candidates(connection: Connection, mine: keys.Keys) -> dict[int, list[int]]:
    """The works to validate for each reference."""
    blocks = keys.members(connection, keys.WORK_KEYS, set().union(*mine.values()))
    return {
        item: strongest(blocks[key] for key in own if key in blocks) for item, own in mine.items()
    }


def _work_profiles(connection: Connection, candidates: dict[int, list[int]]) -> dict[int, Profile]:
    wanted = set().union(*candidates.values())
    query = select(work.c.number, work.c.profile)
    return {
        row.number: msgspec.json.decode(row.profile, type=Profile)
        for row in tasks.rows_in(connection, query, work.c.number, wanted)
    }


def _outcome(row: Row[Any], decision: Decision) -> dict[str, Any]:
    if decision.work is not None:
        status, target = "matched", decision.work
    elif decision.reason in _WITHOUT_WORK:
        status, target = "unmatched", None
    else:
        status, target = "cited-only", row.target if row.status == "cited-only" else None
    return {
        "status": status,
        "target": target,
        "rule": decision.rule,
        "score": decision.score,
        "runner_up": decision.runner_up,
        "runner_up_score": decision.runner_up_score,
        "reason": decision.reason,
    }


def _write(connection: Connection, changes: Sequence[tuple[Row[Any], dict[str, Any]]]) -> None:
    if not changes:
        return
    statement = update(reference).where(reference.c.id == bindparam("changed"))
    connection.execute(statement, [{"changed": row.id} | change for row, change in changes])
    regroup = {
        row.id
        for row, change in changes
        if change["status"] == "cited-only" and row.status != "cited-only"
    }
    left = {
        row.target
        for row, change in changes
        if row.status == "cited-only" and change["status"] != "cited-only" and row.target
    }
    query = select(reference.c.id).where(reference.c.status == "cited-only")
    orphaned = {row[0] for row in tasks.rows_in(connection, query, reference.c.target, left)}
    tasks.put(connection, "group", regroup | orphaned)
    tasks.put(connection, "describe", left)
    moved = {row.record_id for row, change in changes if row.target != change["target"]}
    put_citing(connection, moved)


def put_citing(connection: Connection, records: set[int]) -> None:
    """Ask for the citations of the works that hold these records."""
    query = select(profile.c.work).where(profile.c.work.is_not(None))
    citing = {row[0] for row in tasks.rows_in(connection, query, profile.c.record_id, records)}
    tasks.put(connection, "cite", citing)

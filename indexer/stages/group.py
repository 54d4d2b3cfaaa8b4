"""Stage "group": unmatched references that mean the same publication become one cited-only work.

Two references mean the same if :func:`indexer.references.cited_only.same_cited` says so, or if their folded texts are
equal; what they share is looked up by exact keys. The work's number is owned by the oldest reference of the group.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from itertools import pairwise
from typing import Any

import msgspec
from sqlalchemy import Connection, Row, bindparam, select, update

from catalogue.database import dialect
from catalogue.database.transactions import start_writing
from catalogue.derived import set_aside, tasks
from catalogue.stage_names import StageName
from catalogue.tables import reference
from indexer.keys import tables
from indexer.profiles.profile import Profile
from indexer.references.cited_only import cited_only_keys
from indexer.references.cited_only import links as same_work
from indexer.references.derive import grouping_key
from indexer.stages.asked_again import put_citing

_STAGE: StageName = "group"
_CITED_ONLY = select(
    reference.c.id,
    reference.c.record_id,
    reference.c.number,
    reference.c.profile,
    reference.c.target,
).where(reference.c.status == "cited-only")


def run(connection: Connection, items: Sequence[int]) -> None:
    """Group these references and all that they are connected with.

    All members of a group that wait for this stage are done with it, however large it is and however many wait.
    """
    rows, links = _connected(connection, items)
    waiting = tasks.revisions(connection, "group", rows)
    groups = _groups(rows, links)
    start_writing(connection)
    _write(connection, rows, groups)
    tasks.done(connection, "group", waiting)


def derived(connection: Connection, items: Sequence[int]) -> list[tuple[Row[Any], int]]:
    """These references and all that they are connected with, each with its cited-only work; reads only."""
    rows, links = _connected(connection, items)
    return [(rows[key], rows[min(group)].number) for group in _groups(rows, links) for key in group]


def _connected(
    connection: Connection, items: Sequence[int]
) -> tuple[dict[int, Row[Any]], defaultdict[int, set[int]]]:
    """The references and all that they are connected with, and the links between them."""
    rows: dict[int, Row[Any]] = {}
    links: defaultdict[int, set[int]] = defaultdict(set)
    frontier = _rows(connection, reference.c.id, items)
    while frontier:
        rows |= frontier
        # Whoever shared a work with a member has to be looked at too: the group may have come apart.
        targets = {row.target for row in frontier.values() if row.target is not None}
        found = _rows(connection, reference.c.target, targets)
        found |= _link(connection, frontier, links)
        frontier = {key: row for key, row in found.items() if key not in rows}
    return rows, links


def without(connection: Connection, items: Sequence[int]) -> None:
    """References that are set aside mean a work of their own; those they were together with are grouped anew."""
    rows = {row.id: row for row in dialect.rows_in(connection, _CITED_ONLY, reference.c.id, items)}
    targets = {row.target for row in rows.values() if row.target is not None}
    others = _rows(connection, reference.c.target, targets)
    _write(connection, rows, [{key} for key in rows])
    tasks.put(connection, _STAGE, others.keys() - rows.keys())


def culprits(connection: Connection, item: int) -> list[int]:
    """Those of the reference and the ones it may mean the same as that cannot even be looked at alone."""
    rows = _rows(connection, reference.c.id, [item])
    if _failing(rows):
        return [item]
    near = _rows(connection, reference.c.id, _near(connection, rows))
    near |= _rows(connection, reference.c.number, {row.number for row in rows.values()})
    targets = {row.target for row in rows.values() if row.target is not None}
    return _failing(near | _rows(connection, reference.c.target, targets))


def _failing(rows: dict[int, Row[Any]]) -> list[int]:
    return [key for key, row in rows.items() if not _can_be_linked(key, row)]


def _can_be_linked(key: int, row: Row[Any]) -> bool:
    try:
        profile = _profile(row)
        list(cited_only_keys(profile))
        list(same_work({key: profile}))
    except Exception:  # noqa: BLE001 -- whatever it is
        return False
    return True


def _rows(connection: Connection, column: Any, values: Collection[int]) -> dict[int, Row[Any]]:
    aside = set_aside.of_stage(connection, _STAGE)
    found = dialect.rows_in(connection, _CITED_ONLY, column, values)
    return {row.id: row for row in found if row.id not in aside}


def _link(
    connection: Connection, frontier: dict[int, Row[Any]], links: defaultdict[int, set[int]]
) -> dict[int, Row[Any]]:
    """Add the links among the frontier and whoever shares a ground or a text with it; return those linked."""
    numbers = {row.number for row in frontier.values()}
    known = _rows(connection, reference.c.number, numbers) | frontier
    near = _near(connection, frontier) - known.keys()
    known |= _rows(connection, reference.c.id, near)
    profiles = {key: _profile(row) for key, row in known.items()}
    pairs = {*_equal(known), *same_work(profiles)}
    for one, other in pairs:
        links[one].add(other)
        links[other].add(one)
    return {key: known[key] for pair in pairs for key in pair}


def _near(connection: Connection, frontier: dict[int, Row[Any]]) -> set[int]:
    """Who shares a ground with a member. Grounds are exact, so there is no limit to how many share one."""
    grounds = {
        grouping_key(ground)
        for row in frontier.values()
        for ground in cited_only_keys(_profile(row))
    }
    return tables.all_members(connection, tables.REFERENCE_KEYS, tables.hashed(grounds))


def _equal(rows: dict[int, Row[Any]]) -> Iterator[tuple[int, int]]:
    """Pairs that connect the references whose folded texts are equal."""
    by_number: defaultdict[int, list[int]] = defaultdict(list)
    for key in sorted(rows):
        by_number[rows[key].number].append(key)
    for same in by_number.values():
        yield from pairwise(same)


def _profile(row: Row[Any]) -> Profile:
    return msgspec.json.decode(row.profile, type=Profile)


def _groups(rows: Collection[int], links: dict[int, set[int]]) -> list[set[int]]:
    groups = []
    left_over = set(rows)
    while left_over:
        group: set[int] = set()
        frontier = {min(left_over)}
        while frontier:
            group |= frontier
            frontier = {other for key in frontier for other in links.get(key, ())} - group
        left_over -= group
        groups.append(group)
    return groups


def _write(connection: Connection, rows: dict[int, Row[Any]], groups: Sequence[set[int]]) -> None:
    moves = []
    touched = {row.target for row in rows.values() if row.target is not None}
    for group in groups:
        number = rows[min(group)].number
        touched.add(number)
        moves += [{"moved": key, "to": number} for key in group if rows[key].target != number]
    if moves:
        statement = update(reference).where(reference.c.id == bindparam("moved"))
        connection.execute(statement.values(target=bindparam("to")), moves)
    tasks.put(connection, "describe", touched)
    put_citing(connection, {rows[move["moved"]].record_id for move in moves})

"""Stage "group": unmatched references that mean the same publication become one cited-only work.

Two references mean the same if :func:`indexer.references.matching.same_cited` says so for a pair that shares a key, or
if their folded texts are equal. The work's number is owned by the oldest reference of the group.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Sequence
from typing import Any

import msgspec
from sqlalchemy import Connection, Row, bindparam, select, update

from catalogue import tasks
from catalogue.tables import reference
from indexer.profiles import Profile
from indexer.references.matching import same_cited
from indexer.stages import keys
from indexer.stages.match import put_citing

_CITED_ONLY = select(
    reference.c.id,
    reference.c.record_id,
    reference.c.number,
    reference.c.profile,
    reference.c.target,
).where(reference.c.status == "cited-only")


def run(connection: Connection, items: Sequence[int]) -> None:
    """Group these references and all that they are connected with."""
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
    _write(connection, rows, _groups(rows, links))


def _rows(connection: Connection, column: Any, values: Collection[int]) -> dict[int, Row[Any]]:
    return {row.id: row for row in tasks.rows_in(connection, _CITED_ONLY, column, values)}


def _link(
    connection: Connection, frontier: dict[int, Row[Any]], links: defaultdict[int, set[int]]
) -> dict[int, Row[Any]]:
    """Add the links of the frontier's members; return whom they lead to."""
    numbers = {row.number for row in frontier.values()}
    equal = _rows(connection, reference.c.number, numbers)
    mine = keys.keys_of(connection, keys.REFERENCE_KEYS, frontier)
    sharing = keys.sharing(connection, mine, keys.REFERENCE_KEYS)
    near = _rows(connection, reference.c.id, set().union(*sharing.values()) - equal.keys())
    known = equal | near | frontier
    profiles = {key: msgspec.json.decode(row.profile, type=Profile) for key, row in known.items()}
    by_number: defaultdict[int, list[int]] = defaultdict(list)
    for key, row in equal.items():
        by_number[row.number].append(key)
    for key, row in frontier.items():
        alike = set(by_number[row.number])
        alike.update(
            other
            for other in sharing[key]
            if other in known and same_cited(profiles[key], profiles[other])
        )
        for other in alike - {key}:
            links[key].add(other)
            links[other].add(key)
    return {other: known[other] for key in frontier for other in links[key]}


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

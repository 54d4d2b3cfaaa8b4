"""Stage "cluster": says which work holds which record, by clustering whole connected components.

A component is closed under links that could merge (score over the threshold, no veto) and human "same". Average linkage
never joins what no such link connects, so clustering a component alone gives what clustering everything would.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from typing import NamedTuple

import msgspec
from sqlalchemy import Connection, Row, bindparam, func, select, union, update
from sqlalchemy.exc import SQLAlchemyError

from catalogue.database import dialect
from catalogue.database.transactions import start_writing
from catalogue.decided.judgements import Judgement, Verdict, in_force
from catalogue.derived import set_aside, slices, tasks
from catalogue.stage_names import StageName
from catalogue.tables import meta, pair, profile, record
from indexer.dedupe.clustering import Edge
from indexer.dedupe.grouping import cluster_component
from indexer.dedupe.scoring import MERGE_THRESHOLD
from indexer.dedupe.sources import curated_sources
from indexer.stages.pair import read_profiles

_STAGE: StageName = "cluster"
_CURATED = "curated_sources"
_TRIED = (
    200  # records of a component that are left out one by one to find the one that makes it fail
)

Edges = dict[tuple[int, int], Edge]


def run(connection: Connection, items: Sequence[int]) -> None:
    """Cluster the components of these records anew; ask for the works that changed to be described again.

    All members of a component that wait for this stage are done with it, however large it is and however many wait.
    """
    judgements = in_force(connection)
    curated = _curated(connection)
    nodes, edges = _closure(connection, items, judgements)
    waiting = tasks.revisions(connection, "cluster", nodes)
    components = list(_components(nodes, edges, judgements))
    clusters = _clusters(connection, components, edges, judgements, curated)
    moves = _moves(connection, nodes, clusters)
    start_writing(connection)
    _write(connection, moves)
    # A judgement that came in between is not in the clusters yet: its records stay on the list.
    if in_force(connection) == judgements:
        tasks.done(connection, "cluster", waiting)


def without(connection: Connection, items: Sequence[int]) -> None:
    """Records that are set aside are each a work of their own."""
    present = _present(connection, items)
    _write(connection, _moves(connection, present, ((key,) for key in present)))
    # those they were together with
    _, edges = _closure(connection, items, in_force(connection))
    tasks.put(connection, _STAGE, {key for both in edges for key in both} - set(items))


def culprits(connection: Connection, item: int) -> list[int]:
    """The record of its component without which the others can be clustered; none if there is no such record."""
    judgements, curated = in_force(connection), _curated(connection)
    nodes, edges = _closure(connection, [item], judgements)

    def works(members: set[int]) -> bool:
        try:
            list(_clusters(connection, [members], edges, judgements, curated))
        except Exception as error:
            if isinstance(error, SQLAlchemyError):
                raise
            return False
        return True

    if len(nodes) > _TRIED:
        return []
    return next(([key] for key in sorted(nodes) if works(nodes - {key})), [])


def _closure(
    connection: Connection, items: Sequence[int], judgements: Sequence[Judgement]
) -> tuple[set[int], Edges]:
    """All records connected with the given ones, and every kept pair that touches them."""
    same = _neighbours((j.left, j.right) for j in judgements if j.verdict == "same")
    nodes: set[int] = set()
    edges: Edges = {}
    frontier = set(items)
    while frontier:
        nodes |= frontier
        found = _edges(connection, frontier)
        edges |= found
        linked = {key for both, edge in found.items() if edge.may_merge for key in both} | {
            other for key in frontier for other in same[key]
        }
        frontier = linked - nodes
    aside = set_aside.of_stage(connection, _STAGE)
    return _present(connection, nodes - aside), edges


def _edges(connection: Connection, items: Collection[int]) -> Edges:
    query = select(pair.c.left_id, pair.c.right_id, pair.c.score, pair.c.veto)
    return {
        (row.left_id, row.right_id): Edge(row.left_id, row.right_id, row.score, row.veto)
        for column in (pair.c.left_id, pair.c.right_id)
        for row in dialect.rows_in(connection, query, column, items)
    }


def _present(connection: Connection, nodes: Collection[int]) -> set[int]:
    query = select(profile.c.record_id).join(record, record.c.id == profile.c.record_id)
    return {row[0] for row in dialect.rows_in(connection, query, profile.c.record_id, nodes)}


def _neighbours(pairs: Iterable[tuple[int, int]]) -> defaultdict[int, set[int]]:
    neighbours: defaultdict[int, set[int]] = defaultdict(set)
    for left, right in pairs:
        neighbours[left].add(right)
        neighbours[right].add(left)
    return neighbours


def _components(
    nodes: set[int], edges: Edges, judgements: Sequence[Judgement]
) -> Iterator[set[int]]:
    links = [both for both, edge in edges.items() if edge.may_merge]
    links += [(j.left, j.right) for j in judgements if j.verdict == "same"]
    neighbours = _neighbours(links)
    left_over = set(nodes)
    while left_over:
        component: set[int] = set()
        frontier = {left_over.pop()}
        while frontier:
            component |= frontier
            found = {n for key in frontier for n in neighbours[key]}
            frontier = (found & nodes) - component  # never "nodes - component", a copy of them all
        left_over -= component
        yield component


def _clusters(
    connection: Connection,
    components: Sequence[set[int]],
    edges: Edges,
    judgements: Sequence[Judgement],
    curated: frozenset[str],
) -> Iterator[tuple[int, ...]]:
    """The works of all components; profiles are read and edges dealt out once for all of them."""
    larger = [component for component in components if len(component) > 1]
    home = {key: number for number, component in enumerate(larger) for key in component}
    inside: defaultdict[int, Edges] = defaultdict(dict)
    for both, edge in edges.items():
        if home.get(both[0], -1) == home.get(both[1], -2):
            inside[home[both[0]]][both] = edge
    judged: defaultdict[int, list[tuple[int, int, Verdict]]] = defaultdict(list)
    for each in judgements:
        if home.get(each.left, -1) == home.get(each.right, -2):
            judged[home[each.left]].append((each.left, each.right, each.verdict))
    profiles = read_profiles(connection, home)
    yield from (tuple(component) for component in components if len(component) == 1)
    for number, component in enumerate(larger):
        yield from cluster_component(component, inside[number], profiles, curated, judged[number])


def refresh_curated(connection: Connection) -> None:
    """Find out anew which sources are curated; all records of one that became or ceased to be so are clustered again.

    Depends on all pairs, so it is done once in a run of the indexer, when no record waits for comparison any more.
    """
    before = _curated(connection)
    after = curated_sources(*_source_counts(connection))
    if after == before:
        return
    query = select(record.c.id).join(profile, profile.c.record_id == record.c.id)
    changed = query.where(record.c.source.in_(sorted(after ^ before)))
    start_writing(connection)
    # a kill in between finds the sources as they were, and puts all of it again
    slices.put_all(connection, "cluster", changed)
    value = msgspec.json.encode(sorted(after)).decode()
    dialect.upsert(connection, meta, [{"key": _CURATED, "value": value}])


def _curated(connection: Connection) -> frozenset[str]:
    value = connection.scalar(select(meta.c.value).where(meta.c.key == _CURATED))
    return frozenset(msgspec.json.decode(value, type=list[str]) if value else ())


def _source_counts(connection: Connection) -> tuple[dict[str, int], dict[str, int]]:
    """How many records each source has, and how many of them would merge with another of their own source."""
    left, right = record.alias("left_record"), record.alias("right_record")
    inside = (
        select(left.c.source, left.c.id.label("one"), right.c.id.label("other"))
        .select_from(pair)
        .join(left, left.c.id == pair.c.left_id)
        .join(right, right.c.id == pair.c.right_id)
        .where(
            left.c.source == right.c.source,
            pair.c.veto.is_(None),
            pair.c.score >= MERGE_THRESHOLD,
        )
        .cte("inside")
    )
    members = union(select(inside.c.source, inside.c.one), select(inside.c.source, inside.c.other))
    repeated = members.subquery()
    counted = select(repeated.c.source, func.count()).group_by(repeated.c.source)
    every = (
        select(record.c.source, func.count())
        .join(profile, profile.c.record_id == record.c.id)
        .group_by(record.c.source)
    )
    return dict(connection.execute(every).all()), dict(connection.execute(counted).all())


class _Move(NamedTuple):
    """A record that another work holds from now on."""

    record_id: int
    before: int | None
    to: int


def _moves(
    connection: Connection, nodes: Collection[int], clusters: Iterable[tuple[int, ...]]
) -> list[_Move]:
    """The work of each record that changes it: the number owned by the oldest record of its cluster."""
    query = select(profile.c.record_id, profile.c.work, record.c.number).join(
        record, record.c.id == profile.c.record_id
    )
    rows: dict[int, Row[tuple[int, int | None, int]]] = {
        row.record_id: row for row in dialect.rows_in(connection, query, profile.c.record_id, nodes)
    }
    after = ((key, rows[min(group)].number) for group in clusters for key in group)
    return [_Move(key, rows[key].work, work) for key, work in after if rows[key].work != work]


def _write(connection: Connection, moves: Sequence[_Move]) -> None:
    statement = update(profile).where(profile.c.record_id == bindparam("moved"))
    rows = [{"moved": move.record_id, "to": move.to} for move in moves]
    dialect.execute_many(connection, statement.values(work=bindparam("to")), rows)
    left = {move.before for move in moves if move.before is not None}
    tasks.put(connection, "merge", left | {move.to for move in moves})


def derived(connection: Connection, items: Sequence[int]) -> dict[int, int]:
    """The oldest record of the cluster of each of these records, and of all connected with them; reads only."""
    judgements = in_force(connection)
    nodes, edges = _closure(connection, items, judgements)
    components = list(_components(nodes, edges, judgements))
    clusters = _clusters(connection, components, edges, judgements, _curated(connection))
    return {member: min(group) for group in clusters for member in group}


def curated_is_known(connection: Connection) -> bool:
    """Whether the sources that are noted as curated are those that are."""
    return curated_sources(*_source_counts(connection)) == _curated(connection)

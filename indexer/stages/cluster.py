"""Stage "cluster": says which work holds which record, by clustering whole connected components.

A component is closed under links that could merge (score over the threshold, no veto) and human "same". Average linkage
never joins what no such link connects, so clustering a component alone gives what clustering everything would.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from itertools import combinations

from sqlalchemy import Connection, Row, bindparam, select, update

from catalogue import tasks
from catalogue.judgements import Judgement, in_force
from catalogue.tables import pair, profile, record
from indexer.dedupe.clustering import Edge, cluster
from indexer.dedupe.scoring import MERGE_THRESHOLD, compare
from indexer.stages.pair import read_profiles

COMPARE_ALL = 64
"""Up to this size every pair inside a component is looked at for vetoes, not only those that share a key."""

Edges = dict[tuple[int, int], Edge]


def run(connection: Connection, items: Sequence[int]) -> None:
    """Cluster the components of these records anew; ask for the works that changed to be described again."""
    judgements = in_force(connection)
    nodes, edges = _closure(connection, items, judgements)
    clusters = [
        group
        for component in _components(nodes, edges, judgements)
        for group in _cluster(connection, component, edges, judgements)
    ]
    _write(connection, nodes, clusters)


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
        linked = {key for both, edge in found.items() if _may_merge(edge) for key in both} | {
            other for key in frontier for other in same[key]
        }
        frontier = linked - nodes
    return _present(connection, nodes), edges


def _may_merge(edge: Edge) -> bool:
    return edge.veto is None and edge.score >= MERGE_THRESHOLD


def _edges(connection: Connection, items: Collection[int]) -> Edges:
    query = select(pair.c.left_id, pair.c.right_id, pair.c.score, pair.c.veto)
    return {
        (row.left_id, row.right_id): Edge(row.left_id, row.right_id, row.score, row.veto)
        for column in (pair.c.left_id, pair.c.right_id)
        for row in tasks.rows_in(connection, query, column, items)
    }


def _present(connection: Connection, nodes: Collection[int]) -> set[int]:
    query = select(profile.c.record_id)
    return {row[0] for row in tasks.rows_in(connection, query, profile.c.record_id, nodes)}


def _neighbours(pairs: Iterable[tuple[int, int]]) -> defaultdict[int, set[int]]:
    neighbours: defaultdict[int, set[int]] = defaultdict(set)
    for left, right in pairs:
        neighbours[left].add(right)
        neighbours[right].add(left)
    return neighbours


def _components(
    nodes: set[int], edges: Edges, judgements: Sequence[Judgement]
) -> Iterator[set[int]]:
    links = [both for both, edge in edges.items() if _may_merge(edge)]
    links += [(j.left, j.right) for j in judgements if j.verdict == "same"]
    neighbours = _neighbours(links)
    left_over = set(nodes)
    while left_over:
        component: set[int] = set()
        frontier = {left_over.pop()}
        while frontier:
            component |= frontier
            frontier = {n for key in frontier for n in neighbours[key]} & nodes - component
        left_over -= component
        yield component


def _cluster(
    connection: Connection, component: set[int], edges: Edges, judgements: Sequence[Judgement]
) -> list[tuple[int, ...]]:
    if len(component) == 1:
        return [tuple(component)]
    inside = {both: edge for both, edge in edges.items() if component.issuperset(both)}
    if 2 < len(component) <= COMPARE_ALL:
        inside |= _unseen_vetoes(connection, component, inside)
    judged = [
        (j.left, j.right, j.verdict) for j in judgements if component.issuperset((j.left, j.right))
    ]
    return cluster(component, inside.values(), judged)


def _unseen_vetoes(connection: Connection, component: set[int], known: Edges) -> Edges:
    profiles = read_profiles(connection, component)
    vetoes = {}
    for both in combinations(sorted(component), 2):
        if both not in known:
            outcome = compare(profiles[both[0]], profiles[both[1]])
            if outcome.veto is not None:
                vetoes[both] = Edge(*both, outcome.score, outcome.veto)
    return vetoes


def _write(
    connection: Connection, nodes: Collection[int], clusters: Iterable[tuple[int, ...]]
) -> None:
    """Set the work of each record: the number owned by the oldest record of its cluster."""
    query = select(profile.c.record_id, profile.c.work, record.c.number).join(
        record, record.c.id == profile.c.record_id
    )
    rows: dict[int, Row[tuple[int, int | None, int]]] = {
        row.record_id: row for row in tasks.rows_in(connection, query, profile.c.record_id, nodes)
    }
    moves = []
    touched: set[int] = set()
    for group in clusters:
        work = rows[min(group)].number
        for key in group:
            before = rows[key].work
            if before != work:
                moves.append({"moved": key, "to": work})
                touched.update({work} if before is None else {before, work})
    if moves:
        statement = update(profile).where(profile.c.record_id == bindparam("moved"))
        connection.execute(statement.values(work=bindparam("to")), moves)
    tasks.put(connection, "merge", touched)

from __future__ import annotations

import random

from hypothesis import given, settings
from hypothesis import strategies as st

from indexer.dedupe.clustering import Edge, cluster

nodes = st.integers(0, 9)
edges = st.lists(
    st.builds(
        Edge,
        left=nodes,
        right=nodes,
        score=st.sampled_from([0.3, 0.5, 0.7, 0.9, 0.99]),
        veto=st.sampled_from([None, None, None, "different-doi"]),
    ),
    max_size=25,
    unique_by=lambda edge: (min(edge.left, edge.right), max(edge.left, edge.right)),
)


weights = st.fixed_dictionaries({}, optional={n: st.sampled_from([1.0, 4, 36]) for n in range(10)})


@settings(max_examples=150, deadline=None)
@given(edges, weights, st.randoms(use_true_random=False))
def test_the_order_of_edges_and_nodes_does_not_matter(
    scored: list[Edge], weighing: dict[int, float], chance: random.Random
) -> None:
    shuffled = chance.sample(scored, len(scored))
    numbers = chance.sample(range(10), 10)
    found = cluster(numbers, shuffled, weights=weighing)
    assert found == cluster(range(10), scored, weights=weighing)


def test_a_star_around_a_record_that_says_much_holds_together() -> None:
    star = [Edge(0, damaged, 0.9) for damaged in range(1, 5)]
    assert len(cluster(range(5), star)) > 1
    assert cluster(range(5), star, weights={0: 50.0}) == [(0, 1, 2, 3, 4)]


@settings(max_examples=150, deadline=None)
@given(edges)
def test_every_node_is_in_one_cluster_and_no_veto_is_inside(scored: list[Edge]) -> None:
    found = cluster(range(10), scored)
    assert sorted(node for group in found for node in group) == list(range(10))
    for edge in scored:
        if edge.veto and edge.left != edge.right:
            assert not any({edge.left, edge.right} <= set(group) for group in found)


def test_a_veto_holds_for_whole_clusters() -> None:
    scored = [
        Edge(1, 2, 0.99),
        Edge(3, 4, 0.98),
        Edge(2, 3, 0.97),
        Edge(1, 3, 0.97),
        Edge(2, 4, 0.97),
        Edge(1, 4, 0.9, veto="different-doi"),
    ]
    assert cluster([1, 2, 3, 4], scored) == [(1, 2), (3, 4)]


def test_one_link_does_not_fuse_two_works() -> None:
    inside = [Edge(a, b, 0.99) for a, b in ((1, 2), (1, 3), (2, 3), (4, 5), (4, 6), (5, 6))]
    assert cluster(range(1, 7), [*inside, Edge(3, 4, 0.95)]) == [(1, 2, 3), (4, 5, 6)]


def test_no_weight_outweighs_a_veto() -> None:
    scored = [Edge(1, 2, 0.99), Edge(1, 3, 0.98), Edge(2, 3, 0.9, veto="different-doi")]
    assert cluster([1, 2, 3], scored, weights={1: 1000.0}) == [(1, 2), (3,)]


def test_people_decide_first() -> None:
    scored = [Edge(1, 2, 0.9, veto="different-numerals"), Edge(2, 3, 0.99)]
    assert cluster([1, 2, 3], scored, [(2, 1, "same"), (2, 3, "different")]) == [(1, 2), (3,)]


def test_different_holds_against_a_chain_of_same() -> None:
    judged = [(1, 2, "same"), (2, 3, "same"), (1, 3, "different")]
    assert cluster([1, 2, 3], [], judged) == [(1, 2), (3,)]  # type: ignore[arg-type]


def test_unknown_nodes_are_ignored() -> None:
    assert cluster([1], [Edge(1, 7, 0.99)], [(1, 8, "same")]) == [(1,)]

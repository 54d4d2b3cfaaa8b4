"""``citedby:(…)`` and ``refersto:(…)``: the query inside is asked, and works are found by the catalogue's citations.

Citations are the catalogue's alone: an index that held them would have to be written at every new one, on both sides.
The query inside stands for its most cited works, so many at most, and the answer says so where there are more.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

import msgspec

from indexer.search.interface import MAX_SIZE, SearchBackend, SearchRequest
from indexer.search.tree import (
    And,
    AtLeast,
    Boost,
    CitedBy,
    Field,
    Node,
    Not,
    Or,
    Perhaps,
    RefersTo,
    Works,
)

MOST_INSIDE = MAX_SIZE
"""Works that a query inside stands for: the most cited."""
MOST_FOUND = 50_000
"""Works that are found across their citations; a cluster takes no more than 65,536 values at once."""
Across = Callable[[bool, Sequence[int]], Sequence[int]]
"""Whether cited or citing works are looked for, and the works inside → the numbers of the works."""


class Bounded(msgspec.Struct, frozen=True):
    """A query inside that finds more works than it may stand for."""

    taken: int
    found: int


def has_citations(node: Node) -> bool:
    """Whether somewhere in the tree works are looked for by their citations."""
    return isinstance(node, CitedBy | RefersTo) or any(map(has_citations, _inside(node)))


def resolved(
    node: Node, backend: SearchBackend, across: Across
) -> tuple[Node, tuple[Bounded, ...]]:
    """The tree with works in place of what is said of citations, and what of that had to be bounded.

    Raises the errors of the backend's search.
    """
    bounded: list[Bounded] = []

    def works(inner: Node, *, cited: bool) -> Works:
        asked = SearchRequest(query=replaced(inner), sort="citations", size=MOST_INSIDE)
        found = backend.search(asked)
        numbers = [hit.number for hit in found.hits]
        if found.total > len(numbers):
            bounded.append(Bounded(len(numbers), found.total))
        return Works(tuple(across(cited, numbers)))

    def replaced(each: Node) -> Node:
        match each:
            case CitedBy(inner):
                return works(inner, cited=True)
            case RefersTo(inner):
                return works(inner, cited=False)
            case And(nodes) | Or(nodes) | AtLeast(_, nodes):
                return msgspec.structs.replace(each, nodes=tuple(map(replaced, nodes)))
            case Not(inner) | Field(_, inner) | Boost(inner, _) | Perhaps(inner):
                return msgspec.structs.replace(each, node=replaced(inner))
        return each

    return replaced(node), tuple(bounded)


def _inside(node: Node) -> Iterator[Node]:
    match node:
        case And(nodes) | Or(nodes) | AtLeast(_, nodes):
            yield from nodes
        case Not(inner) | Field(_, inner) | Boost(inner, _) | Perhaps(inner):
            yield inner

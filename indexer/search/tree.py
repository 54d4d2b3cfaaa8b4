"""The query tree: what a parsed query means, without a word of any backend.

::

    Node = Word | Phrase | Prefix | Wildcard | Range | Field | And | Or | Not | Boost | Perhaps | AtLeast
         | CitedBy | RefersTo | Works

``And(())`` matches everything. Literals hold the scholar's own text; folding is the planner's work.
"""

from __future__ import annotations

from collections.abc import Iterator

import msgspec


class Word(msgspec.Struct, frozen=True, tag=True, omit_defaults=True):
    """A word or a token such as "C++", "p53" or a DOI; ``romanised``: it may be a word of another script."""

    text: str
    romanised: bool = False


class Phrase(msgspec.Struct, frozen=True, tag=True, omit_defaults=True):
    """Words next to each other, in this order; with ``slop`` other words may stand between, so many at most."""

    text: str
    slop: int = 0
    romanised: bool = False


class Prefix(msgspec.Struct, frozen=True, tag=True, omit_defaults=True):
    """Every word that begins so; without the star."""

    text: str
    romanised: bool = False


class Wildcard(msgspec.Struct, frozen=True, tag=True):
    """Every word of this pattern, as it is spelt: ``?`` is one letter, ``*`` any letters."""

    pattern: str


class Range(msgspec.Struct, frozen=True, tag=True):
    """Whole numbers from ``low`` to ``high``, both included; None leaves an end open. Stands in a Field only."""

    low: int | None = None
    high: int | None = None


class Field(msgspec.Struct, frozen=True, tag=True):
    """``node`` is looked for in the field ``name`` (canonical, see :mod:`indexer.search.field_names`)."""

    name: str
    node: Node


class And(msgspec.Struct, frozen=True, tag=True):
    """Every one of the nodes."""

    nodes: tuple[Node, ...] = ()


class Or(msgspec.Struct, frozen=True, tag=True):
    """At least one of the nodes."""

    nodes: tuple[Node, ...]


class Not(msgspec.Struct, frozen=True, tag=True):
    """Everything but the node."""

    node: Node


class Boost(msgspec.Struct, frozen=True, tag=True):
    """The node, weighing so many times as much in the order of relevance."""

    node: Node
    factor: float


class Perhaps(msgspec.Struct, frozen=True, tag=True):
    """Weighs in the order of relevance and decides nothing. Stands in an And only."""

    node: Node


class AtLeast(msgspec.Struct, frozen=True, tag=True):
    """So many of the nodes at least; the more, the better."""

    least: int
    nodes: tuple[Node, ...]


class CitedBy(msgspec.Struct, frozen=True, tag=True):
    """Works that are cited by those that the node finds. Resolved before a backend is asked."""

    node: Node


class RefersTo(msgspec.Struct, frozen=True, tag=True):
    """Works that cite those that the node finds. Resolved before a backend is asked."""

    node: Node


class Works(msgspec.Struct, frozen=True, tag=True):
    """The works of these numbers."""

    numbers: tuple[int, ...]


Node = (
    Word
    | Phrase
    | Prefix
    | Wildcard
    | Range
    | Field
    | And
    | Or
    | Not
    | Boost
    | Perhaps
    | AtLeast
    | CitedBy
    | RefersTo
    | Works
)

EVERYTHING = And(())
Literal = Word | Phrase | Prefix


def literals(node: Node) -> Iterator[Literal]:
    """The words, phrases and beginnings of a tree, in order."""
    match node:
        case Word() | Phrase() | Prefix():
            yield node
        case And(nodes) | Or(nodes) | AtLeast(_, nodes):
            for each in nodes:
                yield from literals(each)
        case Field(_, inner) | Not(inner) | Boost(inner, _) | Perhaps(inner):
            yield from literals(inner)


def read_as_romanised(node: Node) -> Node:
    """The same tree, all its words marked as romanised."""
    match node:
        case Word() | Phrase() | Prefix():
            return msgspec.structs.replace(node, romanised=True)
        case And(nodes) | Or(nodes) | AtLeast(_, nodes):
            return msgspec.structs.replace(node, nodes=tuple(map(read_as_romanised, nodes)))
        case Field(_, inner) | Not(inner) | Boost(inner, _) | Perhaps(inner):
            return msgspec.structs.replace(node, node=read_as_romanised(inner))
    return node

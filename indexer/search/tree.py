"""The query tree: what a parsed query means, without a word of any backend.

::

    Node = Word | Phrase | Prefix | Range | Field | And | Or | Not

``And(())`` matches everything. Literals hold the scholar's own text; folding is the planner's work.
"""

from __future__ import annotations

import msgspec


class Word(msgspec.Struct, frozen=True, tag=True):
    """A word or a token such as "C++", "p53" or a DOI."""

    text: str


class Phrase(msgspec.Struct, frozen=True, tag=True):
    """Words next to each other, in this order."""

    text: str


class Prefix(msgspec.Struct, frozen=True, tag=True):
    """Every word that begins so; without the star."""

    text: str


class Range(msgspec.Struct, frozen=True, tag=True):
    """Whole numbers from ``low`` to ``high``, both included; None leaves an end open. Stands in a Field only."""

    low: int | None = None
    high: int | None = None


class Field(msgspec.Struct, frozen=True, tag=True):
    """``node`` is looked for in the field ``name`` (canonical, see :data:`indexer.search.lexer.FIELDS`)."""

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


Node = Word | Phrase | Prefix | Range | Field | And | Or | Not

EVERYTHING = And(())

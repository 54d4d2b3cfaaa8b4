"""Clauses over index fields: what a query tree becomes, and all that a backend has to spell in its own words."""

from __future__ import annotations

import msgspec


class Everything(msgspec.Struct, frozen=True):
    """Every document."""


class Nothing(msgspec.Struct, frozen=True):
    """No document."""


class Term(msgspec.Struct, frozen=True):
    """The exact term in a folded, stemmed or exact field."""

    field: str
    value: str


class OneOf(msgspec.Struct, frozen=True):
    """One of these exact terms, each as good as any other."""

    field: str
    values: tuple[str, ...]


class Numbered(msgspec.Struct, frozen=True):
    """The documents of these numbers, each as good as any other."""

    numbers: tuple[int, ...]


class Adjacent(msgspec.Struct, frozen=True):
    """Terms next to each other in a folded or stemmed field; ``slop`` others may stand between."""

    field: str
    values: tuple[str, ...]
    slop: int = 0


class StartsWith(msgspec.Struct, frozen=True):
    """Terms of a folded or exact field that begin so."""

    field: str
    value: str


class Like(msgspec.Struct, frozen=True):
    """Terms of a pattern of letters: ``?`` is any one of them, ``*`` any number."""

    field: str
    pattern: str


class Between(msgspec.Struct, frozen=True):
    """A whole number, both ends included, None for an open end."""

    field: str
    low: int | None
    high: int | None


class AllOf(msgspec.Struct, frozen=True):
    """Every clause; scores add up."""

    clauses: tuple[Clause, ...]


class AnyOf(msgspec.Struct, frozen=True):
    """At least one clause; the best score counts."""

    clauses: tuple[Clause, ...]


class AtLeast(msgspec.Struct, frozen=True):
    """So many of the clauses at least; scores add up."""

    least: int
    clauses: tuple[Clause, ...]


class Perhaps(msgspec.Struct, frozen=True):
    """Adds its score where it is found. Stands in AllOf only, beside what has to be found."""

    clause: Clause


class Without(msgspec.Struct, frozen=True):
    """Every document but these."""

    clause: Clause


class Boosted(msgspec.Struct, frozen=True):
    """The clause with its score multiplied."""

    clause: Clause
    boost: float


Clause = (
    Everything
    | Nothing
    | Term
    | OneOf
    | Numbered
    | Adjacent
    | StartsWith
    | Like
    | Between
    | AllOf
    | AnyOf
    | AtLeast
    | Perhaps
    | Without
    | Boosted
)

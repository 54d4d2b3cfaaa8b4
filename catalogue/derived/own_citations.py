"""How much a unit cites itself: an institution, a journal, a country, beside authors who cite themselves.

A citation is the unit's own if both works are of the unit, whoever wrote them. *Self-cited* is its share of what the
unit received, *self-citing* its share of what the unit gave. Received and given are counted from and to all works,
those that are known from references alone too.
"""

from __future__ import annotations

from fractions import Fraction
from typing import Literal, get_args

import msgspec
from sqlalchemy import Connection

from catalogue.derived.metrics import CitationFilter, Selves, WorkFilter, count_citations

Side = Literal["received", "given", "own"]
SIDES: tuple[Side, ...] = get_args(Side)


class OwnCitations(msgspec.Struct, frozen=True, kw_only=True):
    """Citations that the works of a unit received and gave, and those of them that run within it."""

    received: int
    given: int
    own: int

    @property
    def self_cited(self) -> Fraction | None:
        """The share of the citations received; None of nothing."""
        return Fraction(self.own, self.received) if self.received else None

    @property
    def self_citing(self) -> Fraction | None:
        """The share of the citations given; None of nothing."""
        return Fraction(self.own, self.given) if self.given else None


def citations_of(unit: WorkFilter, side: Side, selves: Selves = "all") -> CitationFilter:
    """The citations that a unit received, gave, or both: what the counts count and their lists show."""
    everybody = WorkFilter()
    return CitationFilter(
        citing=everybody if side == "received" else unit,
        cited=everybody if side == "given" else unit,
        selves=selves,
    )


def own_citations(connection: Connection, unit: WorkFilter) -> OwnCitations:
    """The three counts of a unit."""
    counts = {side: count_citations(connection, citations_of(unit, side)) for side in SIDES}
    return OwnCitations(**counts)

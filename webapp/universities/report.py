"""The numbers of one institution, read in one transaction; the page and the exports show the same."""

from __future__ import annotations

from fractions import Fraction

import msgspec
from sqlalchemy import Connection

from catalogue.derived.metrics import (
    CitationFilter,
    Coverage,
    WorkFilter,
    YearRow,
    citation_counts,
    count_citations,
    count_works,
    coverage,
    per_year,
    works_by_country,
    works_by_institution,
)
from catalogue.derived.own_citations import OwnCitations, own_citations
from indexer.citations.indicators import g_index, h_index, i10_index, mean_citations
from indexer.institutions import Institution


class Report(msgspec.Struct, frozen=True, kw_only=True):
    """What an institution's page shows. ``countries`` and ``partners``: works shared with others, not with itself."""

    institution: Institution
    works: int
    citations: int
    self_citations: int
    possible_self: int
    h: int
    g: int
    i10: int
    mean: Fraction | None
    years: list[YearRow]
    own: OwnCitations
    countries: dict[str, int]
    partners: dict[str, int]
    coverage: Coverage

    @property
    def citations_by_others(self) -> int:
        """Citations without self-citations."""
        return self.citations - self.self_citations


def read_report(connection: Connection, entry: Institution) -> Report:
    """Everything about an institution that is counted."""
    chosen = WorkFilter(institutions=(entry.id,))
    counts = citation_counts(connection, chosen)
    received = [cited for cited, works in counts.items() for _ in range(works)]
    countries = works_by_country(connection, chosen)
    partners = works_by_institution(connection, chosen)
    return Report(
        institution=entry,
        works=count_works(connection, chosen),
        citations=count_citations(connection, CitationFilter(cited=chosen)),
        self_citations=count_citations(connection, CitationFilter(cited=chosen, selves="self")),
        possible_self=count_citations(connection, CitationFilter(cited=chosen, selves="possible")),
        h=h_index(received),
        g=g_index(received),
        i10=i10_index(received),
        mean=mean_citations(received),
        years=per_year(connection, chosen),
        own=own_citations(connection, chosen),
        countries={code: works for code, works in countries.items() if code != entry.country},
        partners={name: works for name, works in partners.items() if name != entry.id},
        coverage=coverage(connection),
    )

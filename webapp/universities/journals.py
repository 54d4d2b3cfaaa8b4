"""The numbers of one journal: its works, their citations, and how much the journal cites itself.

A journal is what one ISSN or one title names (:mod:`indexer.journal_keys`).
"""

from __future__ import annotations

import msgspec
from flask import Response, abort, render_template, request
from flask.typing import ResponseReturnValue
from sqlalchemy import Connection

from catalogue.derived.metrics import (
    CitationFilter,
    WorkFilter,
    YearRow,
    count_citations,
    count_works,
    coverage,
    list_works,
    per_year,
)
from catalogue.derived.own_citations import OwnCitations, citations_of, own_citations
from indexer.journal_keys import key_of
from webapp.addresses import takes
from webapp.exports.cells import Value
from webapp.extensions import limiter
from webapp.scholars.paging import Paging
from webapp.scholars.results import plain
from webapp.services import read_catalogue
from webapp.universities.blueprint import blueprint
from webapp.universities.exports import coverage_table, decimal, work_table
from webapp.universities.institutions import (
    citation_list,
    selves_of_request,
    side_of_request,
    year_of_request,
)
from webapp.universities.tables import Table, answer

FORMULAS = {
    "works": "works whose records give the ISSN or the title",
    "citations": "pairs (citing work, cited work of the journal); a pair counts once",
    "citations_by_others": "citations without those whose works have an author in common",
    "citations_given": "pairs (citing work of the journal, cited work); a pair counts once",
    "own_citations": "citations whose citing and cited work are both of the journal, whoever wrote them",
    "self_cited": "own_citations / citations",
    "self_citing": "own_citations / citations_given",
}


class Journal(msgspec.Struct, frozen=True, kw_only=True):
    """A journal that has works: the key of its ISSN or title, and a title as records give it."""

    key: str
    title: str

    @property
    def unit(self) -> WorkFilter:
        """Its works."""
        return WorkFilter(journal=self.key)


class JournalReport(msgspec.Struct, frozen=True, kw_only=True):
    """What the page and the export show."""

    works: int
    by_others: int
    own: OwnCitations
    years: list[YearRow]


def _find(connection: Connection) -> Journal:
    """The journal that the address asks for, else 404."""
    key = key_of(request.args.get("journal", ""))
    first = list_works(connection, WorkFilter(journal=key), limit=1) if key else []
    for entry in first:
        titles = entry.body.container.titles if entry.body.container else ()
        return Journal(key=key, title=titles[0].text if titles else key)
    return abort(404)


def _report(connection: Connection, found: Journal) -> JournalReport:
    others = CitationFilter(cited=found.unit, selves="others")
    return JournalReport(
        works=count_works(connection, found.unit),
        by_others=count_citations(connection, others),
        own=own_citations(connection, found.unit),
        years=per_year(connection, found.unit),
    )


@blueprint.get("/journals/numbers")
@takes("journal")
def journal() -> ResponseReturnValue:
    """The journal of an ISSN or a title."""
    with read_catalogue() as connection:
        found = _find(connection)
        report, covered = _report(connection, found), coverage(connection)
    most = max((row.works for row in report.years), default=0)
    return render_template(
        "universities/journal.html", journal=found, report=report, coverage=covered, most=most
    )


@blueprint.get("/journals/numbers/works")
@takes("journal", "year", "page")
def journal_works() -> ResponseReturnValue:
    """The journal's works (of a year), most cited first."""
    paging = Paging.of_request()
    offset = (paging.page - 1) * paging.size
    with read_catalogue() as connection:
        found = _find(connection)
        chosen = msgspec.structs.replace(found.unit, **year_of_request())
        total = count_works(connection, chosen)
        listed = list_works(connection, chosen, limit=paging.size, offset=offset)
    return render_template(
        "universities/journal_works.html",
        journal=found,
        chosen=chosen,
        total=total,
        results=[plain(each) for each in listed],
        paging=paging.over(total),
    )


@blueprint.get("/journals/numbers/citations")
@takes("journal", "year", "selves", "side", "page")
def journal_citations() -> ResponseReturnValue:
    """The citations that the journal's works received (of a year); ``side=given``: gave; ``side=own``: both."""
    with read_catalogue() as connection:
        found = _find(connection)
    unit = msgspec.structs.replace(found.unit, **year_of_request())
    side = side_of_request()
    chosen = citations_of(unit, side, selves_of_request())
    return citation_list(chosen, entry=None, journal=found, side=side)


@blueprint.get("/journals/numbers/export.<any(csv, xlsx, json):kind>")
@limiter.limit("30 per minute")
@takes("journal", "part")
def export_journal(kind: str) -> Response:
    """The numbers with formula, date and coverage, and the works behind them. ``part=works`` asks CSV for the works."""
    with read_catalogue() as connection:
        found = _find(connection)
        report, covered = _report(connection, found), coverage(connection)
        works = work_table(connection, found.unit)
    rows: list[tuple[Value, ...]] = [
        (found.title, found.key, name, value, FORMULAS[name], covered.as_of)
        for name, value in _indicators(report).items()
    ]
    columns = ("journal", "key", "indicator", "value", "formula", "as_of")
    indicators = Table(name="indicators", columns=columns, rows=rows)
    tables = [indicators, works, coverage_table(covered)]
    return answer(tables, kind, name="journal", part=request.args.get("part"))


def _indicators(report: JournalReport) -> dict[str, Value]:
    return {
        "works": report.works,
        "citations": report.own.received,
        "citations_by_others": report.by_others,
        "citations_given": report.own.given,
        "own_citations": report.own.own,
        "self_cited": decimal(report.own.self_cited),
        "self_citing": decimal(report.own.self_citing),
    }

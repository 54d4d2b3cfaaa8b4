"""What is exported: each number with its formula and date, what it rests on, and the list behind it."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from sqlalchemy import Connection

from catalogue.derived.metrics import Coverage, WorkFilter, list_works
from catalogue.derived.works import WorkEntry
from indexer.institutions import Institution
from webapp.exports.cells import Value
from webapp.universities.report import Report, read_report
from webapp.universities.tables import Table

_BATCH = 1000

FORMULAS = {
    "works": "works with an affiliation resolved to the institution",
    "citations": "pairs (citing work, cited work of the institution); a pair counts once",
    "self_citations": "citations whose citing and cited work share an author: a person of the index, or an ORCID iD",
    "possible_self_citations": "of the others those where an author of each has a name that may be one person's",
    "citations_by_others": "citations - self_citations",
    "citations_given": "pairs (citing work of the institution, cited work); a pair counts once",
    "own_citations": "citations whose citing and cited work are both of the institution, whoever wrote them",
    "self_cited": "own_citations / citations",
    "self_citing": "own_citations / citations_given",
    "h_index": "greatest h: h works have >= h citations each (Hirsch 2005)",
    "g_index": "greatest g: the g most cited works have >= g*g citations together (Egghe 2006)",
    "i10_index": "works with >= 10 citations",
    "citations_per_work": "citations / works",
    "works_of_year": "works published in the year",
    "citations_of_year": "citations received up to now by the works published in the year",
    "citations_by_others_of_year": "the same without self-citations",
    "works_with_country": "works of the institution that also belong to the country",
    "works_with_institution": "works of the institution that also belong to the other institution",
}


def decimal(value: Fraction | None) -> float | None:
    """A fraction as it is exported."""
    return None if value is None else round(float(value), 4)


def institution_tables(connection: Connection, entry: Institution) -> list[Table]:
    """The tables of an institution: indicators, works, coverage."""
    report = read_report(connection, entry)
    columns = ("institution", "indicator", "part", "value", "formula", "as_of", "records_covered")
    as_of, records = report.coverage.as_of, report.coverage.records
    rows: list[tuple[Value, ...]] = [
        (entry.id, name, part, value, FORMULAS[name], as_of, records)
        for name, part, value in _indicators(report)
    ]
    return [
        Table(name="indicators", columns=columns, rows=rows),
        work_table(connection, WorkFilter(institutions=(entry.id,))),
        coverage_table(report.coverage),
    ]


def _indicators(report: Report) -> Iterator[tuple[str, Value, Value]]:
    """(indicator, part, value) of everything that the page shows; the part is a year, a country, an institution."""
    yield "works", None, report.works
    yield "citations", None, report.citations
    yield "self_citations", None, report.self_citations
    yield "possible_self_citations", None, report.possible_self
    yield "citations_by_others", None, report.citations_by_others
    yield "citations_given", None, report.own.given
    yield "own_citations", None, report.own.own
    yield "self_cited", None, decimal(report.own.self_cited)
    yield "self_citing", None, decimal(report.own.self_citing)
    yield "h_index", None, report.h
    yield "g_index", None, report.g
    yield "i10_index", None, report.i10
    yield "citations_per_work", None, decimal(report.mean)
    for row in report.years:
        yield "works_of_year", row.year or "none", row.works
        yield "citations_of_year", row.year or "none", row.citations
        yield "citations_by_others_of_year", row.year or "none", row.citations_by_others
    for country, works in report.countries.items():
        yield "works_with_country", country, works
    for name, works in report.partners.items():
        yield "works_with_institution", name, works


def _all_works(connection: Connection, chosen: WorkFilter) -> Iterator[WorkEntry]:
    offset = 0
    while batch := list_works(connection, chosen, limit=_BATCH, offset=offset):
        yield from batch
        offset += len(batch)


def work_table(connection: Connection, chosen: WorkFilter) -> Table:
    """The works, most cited first."""
    columns = (
        "id", "title", "authors", "year", "container", "countries", "citations",
        "citations_by_others", "generated",
    )  # fmt: skip
    rows = [_work_row(entry) for entry in _all_works(connection, chosen)]
    return Table(name="works", columns=columns, rows=rows)


def _work_row(entry: WorkEntry) -> tuple[Value, ...]:
    work = entry.body
    authors = (each for each in work.contributors if each.contributor.role == "author")
    container = work.container.titles[0].text if work.container and work.container.titles else None
    return (
        work.id,
        work.titles[0].text if work.titles else None,
        "; ".join(each.contributor.names[0].literal for each in authors),
        work.year,
        container,
        " ".join(work.countries),
        entry.cited_by,
        entry.cited_by_others,
        work.generated,
    )


def coverage_table(coverage: Coverage) -> Table:
    """What the numbers rest on: the records of each source and the last run that brought them."""
    columns = ("source", "records", "last_run", "last_run_finished_at", "as_of")
    rows: list[tuple[Value, ...]] = [
        (each.source, each.records, each.run, each.finished_at, coverage.as_of)
        for each in coverage.sources
    ]
    return Table(name="coverage", columns=columns, rows=rows)

"""Checks that the catalogue keeps its promises: ledgers balance, every count equals its list, every link has its ends.

A check is a query that selects what is wrong; a healthy catalogue gives no rows.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from sqlalchemy import (
    Column,
    ColumnElement,
    Connection,
    FromClause,
    and_,
    case,
    exists,
    func,
    or_,
    select,
)

from catalogue import copies
from catalogue.derived import flow_sums, tasks
from catalogue.findings import Check, Finding
from catalogue.harvested.runs import LEDGER
from catalogue.stage_names import FIRST_STAGE, StageName
from catalogue.tables import (
    citation,
    page,
    pending,
    profile,
    quarantine,
    record,
    reference,
    run,
    set_aside,
    work,
)

__all__ = ["Check", "Finding", "ask_for_repair", "check_catalogue", "derive_sums", "put"]

_MOST = 20  # rows shown for one check


def check_catalogue(connection: Connection, most: int | None = _MOST) -> Iterator[Finding]:
    """Everything that the catalogue's own queries find wrong; of each check so many findings (None: all)."""
    for check in _checks():
        # all at once: who hears of it may ask the same connection something else
        yield from [check.finding(row) for row in _rows(connection, check, most)]
    for problem in flow_sums.differences(connection)[:most]:
        yield Finding("matrix", problem)


def _rows(connection: Connection, check: Check, most: int | None) -> Sequence[Any]:
    return connection.execute(check.query.limit(most)).mappings().all()


def ask_for_repair(connection: Connection) -> None:
    """Put everything wrong that can be derived anew on the lists of the stages that do so."""
    put(connection, check_catalogue(connection, None))
    derive_sums(connection)


def put(connection: Connection, findings: Iterable[Finding]) -> None:
    """Put what the findings name on the lists of the stages that mend it."""
    items: defaultdict[StageName, set[int]] = defaultdict(set)
    for finding in findings:
        for stage, item in finding.mended_by:
            items[stage].add(item)
    for stage, those in sorted(items.items()):
        tasks.put(connection, stage, those)


def derive_sums(connection: Connection) -> None:
    """Count the sums of the matrix again if they are not those of the works and citations as they stand.

    What stages write afterwards they add and take away from there, so this comes before they run.
    """
    if flow_sums.differences(connection):
        flow_sums.derive_again(connection)


def _checks() -> tuple[Check, ...]:
    return (*_ledger_checks(), *_count_checks(), *_link_checks(), *copies.checks())


def _unbalanced(table: Any) -> Any:
    others = sum((table.c[name] for name in LEDGER[2:]), table.c[LEDGER[1]])
    return table.c.received != others


def _ledger_checks() -> Iterator[Check]:
    for name, table in (("run", run), ("page", page)):
        yield Check(
            f"{name}-ledger",
            select(table.c.id, table.c.received).where(_unbalanced(table)),
            f"{name} {{id}}: received {{received}} is not what became of it",
        )
    sums = [func.coalesce(func.sum(page.c[name]), 0).label(name) for name in LEDGER]
    pages = select(page.c.run_id, *sums).group_by(page.c.run_id).subquery()
    differs = or_(*(func.coalesce(pages.c[name], 0) != run.c[name] for name in LEDGER))
    yield Check(
        "run-pages",
        select(run.c.id).outerjoin(pages, pages.c.run_id == run.c.id).where(differs),
        "run {id}: its ledger is not the sum of its pages",
    )
    kept = _counted(quarantine, quarantine.c.page_id, quarantine.c.page_id == page.c.id)
    yield Check(
        "quarantine",
        select(page.c.id, page.c.quarantined).where(kept != page.c.quarantined),
        "page {id}: {quarantined} quarantined, but the quarantine holds another number",
    )


def _counted(table: FromClause, column: Any, where: Any) -> Any:
    return (
        select(func.count(column)).select_from(table).where(where).correlate_except(table)
    ).scalar_subquery()


def _count_checks() -> Iterator[Check]:
    others = func.sum(case((citation.c.self_citation.is_(True), 0), else_=1))
    cited = (
        select(citation.c.cited, func.count().label("every"), others.label("others"))
        .group_by(citation.c.cited)
        .subquery()
    )
    citing = (
        select(citation.c.citing, func.count().label("every"))
        .group_by(citation.c.citing)
        .subquery()
    )
    lists = work.outerjoin(cited, cited.c.cited == work.c.number).outerjoin(
        citing, citing.c.citing == work.c.number
    )
    counted: tuple[StageName, str] = ("count", "number")
    sums: tuple[tuple[Column[int], ColumnElement[int], tuple[tuple[StageName, str], ...]], ...] = (
        (work.c.cited_by, cited.c.every, (counted,)),
        (work.c.cited_by_others, cited.c.others, (counted,)),
        # the list of what a work cites may be what is wrong
        (work.c.cites, citing.c.every, (("cite", "number"), counted)),
    )
    for column, listed, mended_by in sums:
        yield Check(
            f"count-{column.name}",
            select(work.c.number, column.label("count"), func.coalesce(listed, 0).label("listed"))
            .select_from(lists)
            .where(func.coalesce(listed, 0) != column),
            f"work {{number}}: {column.name} is {{count}}, its list has {{listed}}",
            mended_by,
        )


def _link_checks() -> Iterator[Check]:
    cited = work.alias("cited")
    for end in (citation.c.citing, citation.c.cited):
        yield Check(
            f"citation-{end.name}",
            select(end.label("number"), citation.c.citing.label("citing_work")).where(
                ~exists().where(work.c.number == end)
            ),
            f"work {{number}} is {end.name} in a citation and does not exist",
            mended_by=(("cite", "citing_work"),),
        )
    yield Check(
        "self-loop",
        select(citation.c.citing).where(citation.c.citing == citation.c.cited),
        "work {citing} cites itself",
        mended_by=(("cite", "citing"),),
    )
    kinds = or_(
        cited.c.kind.is_(None),
        and_(reference.c.status == "matched", cited.c.kind != "held"),
        and_(reference.c.status == "cited-only", cited.c.kind != "cited-only"),
    )
    yield Check(
        "reference-target",
        select(reference.c.id, reference.c.status, reference.c.target)
        .outerjoin(cited, cited.c.number == reference.c.target)
        .where(reference.c.status.in_(("matched", "cited-only")), kinds),
        "reference {id} is {status}, but work {target} is not such a work",
        mended_by=(("match", "id"), ("group", "id"), ("merge", "target"), ("describe", "target")),
    )
    yield Check(
        "reference-pending",
        select(reference.c.id).where(
            reference.c.status == "pending",
            ~exists().where(pending.c.stage == "match", pending.c.item == reference.c.id),
        ),
        "reference {id} waits for matching and is on no list",
        mended_by=(("match", "id"),),
    )
    waiting = exists().where(pending.c.item == record.c.id)
    aside = exists().where(set_aside.c.stage == FIRST_STAGE, set_aside.c.item == record.c.id)
    yield Check(
        "record-work",
        select(record.c.source, record.c.identifier, record.c.id, profile.c.work)
        .outerjoin(profile, profile.c.record_id == record.c.id)
        .outerjoin(work, work.c.number == profile.c.work)
        .where(record.c.deleted.is_(False), work.c.number.is_(None), ~waiting, ~aside),
        "record {identifier} of {source} is in no work",
        mended_by=((FIRST_STAGE, "id"), ("cluster", "id"), ("merge", "work")),
    )

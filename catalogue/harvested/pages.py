"""What stands behind the numbers of a run: its pages with their own ledgers, and the records of a page."""

from __future__ import annotations

import msgspec
from sqlalchemy import Connection, func, select

from catalogue.harvested.runs import LEDGER, Ledger
from catalogue.tables import page, record


class PageEntry(msgspec.Struct, frozen=True, kw_only=True):
    """A fetched page without its bytes."""

    id: int
    run_id: int
    source: str
    url: str | None
    format: str
    status: int | None
    fetched_at: str
    size: int
    sha256: str
    ledger: Ledger


class PageRecord(msgspec.Struct, frozen=True, kw_only=True):
    """A record that this page brought last."""

    identifier: str
    number: int
    datestamp: str | None
    deleted: bool
    first_run: int
    last_run: int
    changed_at: str


_PAGE = [column for column in page.columns if column.name != "body"]


def _page(values: dict[str, object]) -> PageEntry:
    counts = {name: values.pop(name) for name in LEDGER}
    return PageEntry(**values, ledger=Ledger(**counts))  # type: ignore[arg-type]


def list_pages(
    connection: Connection,
    run_id: int,
    *,
    counted: str | None = None,
    limit: int = 100,
    after: int = 0,
) -> list[PageEntry]:
    """The run's pages in the order they came; with ``counted`` (a column of the ledger) those where it is not 0."""
    query = select(*_PAGE).where(page.c.run_id == run_id, page.c.id > after)
    if counted is not None:
        query = query.where(page.c[counted] > 0)
    rows = connection.execute(query.order_by(page.c.id).limit(limit))
    return [_page(dict(row._mapping)) for row in rows]


def count_pages(connection: Connection, run_id: int, *, counted: str | None = None) -> int:
    """How many pages :func:`list_pages` lists in all."""
    query = select(func.count()).select_from(page).where(page.c.run_id == run_id)
    if counted is not None:
        query = query.where(page.c[counted] > 0)
    return connection.execute(query).scalar_one()


def sum_pages(connection: Connection, run_id: int) -> Ledger:
    """The ledgers of the run's pages added up: the run's own ledger must equal it."""
    sums = [func.coalesce(func.sum(page.c[name]), 0).label(name) for name in LEDGER]
    row = connection.execute(select(*sums).where(page.c.run_id == run_id)).one()
    return Ledger(**{name: int(value) for name, value in row._mapping.items()})


def get_page(connection: Connection, page_id: int) -> PageEntry | None:
    """The page of this number, or None."""
    row = connection.execute(select(*_PAGE).where(page.c.id == page_id)).first()
    return None if row is None else _page(dict(row._mapping))


def page_records(
    connection: Connection, page_id: int, *, limit: int = 100, offset: int = 0
) -> list[PageRecord]:
    """The records that this page brought last, by number; a later page takes over a record that it brings again."""
    columns = [record.c[name] for name in PageRecord.__struct_fields__]
    query = select(*columns).where(record.c.page_id == page_id).order_by(record.c.id)
    rows = connection.execute(query.limit(limit).offset(offset))
    return [PageRecord(**row._mapping) for row in rows]


def count_page_records(connection: Connection, page_id: int) -> int:
    """How many records :func:`page_records` lists in all."""
    query = select(func.count()).select_from(record).where(record.c.page_id == page_id)
    return connection.execute(query).scalar_one()

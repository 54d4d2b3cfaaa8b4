"""Carries a finished catalogue from SQLite to PostgreSQL, table by table, by COPY."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from sqlalchemy import Connection, Table, func, insert, select, text
from sqlalchemy.engine import Engine

from catalogue.database.engine import reading, writing
from catalogue.tables import meta, metadata

MARK = "carried"
_BATCH = 5_000

Told = Callable[[str, int], None]
"""Hears how many more rows of a table are there."""


def rows(engine: Engine) -> int:
    """How many rows there are to carry."""
    with reading(engine) as connection:
        counts = (select(func.count()).select_from(table) for table in metadata.sorted_tables)
        return sum(connection.scalar(count) or 0 for count in counts)


def is_carried(engine: Engine) -> bool:
    """Whether the catalogue is a whole copy."""
    with reading(engine) as connection:
        return connection.scalar(select(meta.c.value).where(meta.c.key == MARK)) is not None


def carry(source: Engine, target: Engine, told: Told) -> int:
    """Copy all rows into the empty tables of ``target``, in one transaction; says how many."""
    copied = 0
    with reading(source) as reader, writing(target) as writer:
        for table in metadata.sorted_tables:
            copied += _copy(reader, writer, table, told)
            _count_on(writer, table)
        writer.execute(insert(meta).values(key=MARK, value=str(copied)))
    with target.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(text("ANALYZE"))
    return copied


def _copy(reader: Connection, writer: Connection, table: Table, told: Told) -> int:
    names = ", ".join(f'"{column.name}"' for column in table.columns)
    driver: Any = writer.connection.dbapi_connection
    copied = 0
    with driver.cursor() as cursor, cursor.copy(f'COPY "{table.name}" ({names}) FROM STDIN') as to:
        for batch in _batches(reader, table):
            for row in batch:
                to.write_row(row)
            copied += len(batch)
            told(table.name, len(batch))
    return copied


def _batches(reader: Connection, table: Table) -> Iterator[Any]:
    streamed = reader.execution_options(yield_per=_BATCH).execute(select(table))
    for batch in streamed.partitions():
        yield [tuple(row) for row in batch]


def _count_on(writer: Connection, table: Table) -> None:
    """Let the database number further rows from the last one on."""
    column = table.autoincrement_column
    if column is None:
        return
    sequence = func.pg_get_serial_sequence(table.name, column.name)
    last = select(func.max(column)).scalar_subquery()
    writer.execute(select(func.setval(sequence, func.coalesce(last, 1), last.is_not(None))))

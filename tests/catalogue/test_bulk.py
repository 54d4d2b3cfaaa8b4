"""Few and many rows at once, on both databases: what is written is what was given. All rows are generated."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from typing import Any

import msgspec
import pytest
from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Float,
    Integer,
    LargeBinary,
    MetaData,
    Table,
    Text,
    bindparam,
    delete,
    event,
    insert,
    select,
    update,
)
from sqlalchemy.engine import Engine
from sqlalchemy.exc import DBAPIError, IntegrityError

from catalogue.database import connections, copying, dialect
from catalogue.database.engine import open_engine, reading, writing
from catalogue.settings import Settings
from catalogue.tables import outbox, reference_key

made = Table(
    "Bulk test",  # a name that has to be quoted
    MetaData(),
    Column("id", BigInteger, primary_key=True, autoincrement=False),
    Column("body", LargeBinary),
    Column("order", Text),
    Column("score", Float),
    Column("flag", Boolean),
    Column("revision", Integer, nullable=False, server_default="0"),
)
Rows = list[dict[str, Any]]

TEXTS = (
    None, "", " ", "Щербаков И. И.", "Խաչատրյան", "Қасым ўғқңөұүһ", "a\tb\nc\r\nd", "\\",
    "\\N", "\\.", "\\t", '"quoted"',
    "%s %(id)s", "it's", "NULL", "\u2028\ufeff", "😀", json.dumps({"имя": "Ծ\n\t\\", "n": None}),
)  # fmt: skip
BYTES = (None, b"", bytes(range(256)), b"\\x41", b"\\N", '{"t":"Щ"}'.encode())
NUMBERS = (None, 0.1, -0.0, 1e300, 1 / 3)
SIZES = (1, copying.LEAST - 1, copying.LEAST, copying.LEAST + 700)


def rows_of(size: int) -> Rows:
    return [
        {
            "id": number - 2**62,
            "body": BYTES[number % len(BYTES)],
            "order": TEXTS[number % len(TEXTS)],
            "score": NUMBERS[number % len(NUMBERS)],
            "flag": (None, True, False)[number % 3],
        }
        for number in range(size)
    ]


@pytest.fixture
def bulk(engine: Engine) -> Iterator[Engine]:
    with writing(engine) as connection:
        made.create(connection)
    yield engine
    with writing(engine) as connection:
        made.drop(connection)


@pytest.fixture
def copies(engine: Engine) -> list[str]:
    """The COPY statements that the engine has executed."""
    found: list[str] = []

    @event.listens_for(engine, "before_cursor_execute")
    def _seen(_connection: Any, _cursor: Any, statement: str, *_more: Any) -> None:
        if statement.startswith("COPY"):
            found.append(statement)

    return found


def held(engine: Engine) -> Rows:
    with reading(engine) as connection:
        return [dict(row._mapping) for row in connection.execute(select(made).order_by(made.c.id))]


def with_revision(rows: Rows, revision: int = 0) -> Rows:
    return [{**row, "revision": revision} for row in rows]


def _insert(engine: Engine, rows: Rows) -> None:
    with writing(engine) as connection:
        dialect.execute_many(connection, insert(made), rows)


def _upsert(engine: Engine, rows: Rows) -> None:
    with writing(engine) as connection:
        dialect.upsert(connection, made, rows)


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("write", [_insert, _upsert])
def test_every_value_comes_back(
    bulk: Engine, copies: list[str], write: Callable[[Engine, Rows], None], size: int
) -> None:
    rows = rows_of(size)
    write(bulk, rows)
    assert held(bulk) == with_revision(rows)
    many = bulk.dialect.name == "postgresql" and size >= copying.LEAST
    assert len(copies) == many


@pytest.mark.parametrize("size", SIZES)
def test_upsert_updates_what_is_there_and_inserts_the_rest(bulk: Engine, size: int) -> None:
    _insert(bulk, rows_of(size))
    changed = [row | {"order": "new\t\\", "flag": None} for row in rows_of(size + 3)]
    _upsert(bulk, changed)
    _upsert(bulk, changed)
    assert held(bulk) == with_revision(changed)


@pytest.mark.parametrize("size", SIZES)
def test_upsert_of_some_columns_or_of_none(bulk: Engine, size: int) -> None:
    rows = rows_of(size)
    _insert(bulk, rows)
    changed = [row | {"order": "new", "score": 2.0} for row in rows]
    with writing(bulk) as connection:
        dialect.upsert(connection, made, changed, update=())
    assert held(bulk) == with_revision(rows)
    with writing(bulk) as connection:
        dialect.upsert(connection, made, changed, update=("score",))
    assert held(bulk) == with_revision([row | {"score": 2.0} for row in rows])


@pytest.mark.parametrize("size", SIZES)
def test_update_by_named_and_by_left_over_parameters(bulk: Engine, size: int) -> None:
    rows = rows_of(size)
    _insert(bulk, rows)
    by_key = update(made).where(made.c.id == bindparam("key"))
    changes = [{"key": row["id"], "score": 0.5, "order": row["order"]} for row in rows[1:]]
    moves = [{"key": row["id"], "to": 9} for row in rows]
    with writing(bulk) as connection:
        dialect.execute_many(connection, by_key, changes)
        dialect.execute_many(connection, by_key.values(revision=bindparam("to")), moves)
    expected = [rows[0], *(row | {"score": 0.5} for row in rows[1:])]
    assert held(bulk) == with_revision(expected, 9)


@pytest.mark.parametrize("size", SIZES)
def test_delete_by_all_its_parameters(bulk: Engine, size: int) -> None:
    rows = rows_of(size)
    _insert(bulk, rows)
    statement = delete(made).where(
        made.c.id == bindparam("gone"), made.c.revision == bindparam("seen"), made.c.id < 0
    )
    doomed = [{"gone": row["id"], "seen": number % 2} for number, row in enumerate(rows)]
    with writing(bulk) as connection:
        dialect.execute_many(connection, statement, doomed)
    assert held(bulk) == with_revision(rows[1::2])


@pytest.mark.parametrize("size", SIZES)
def test_bump_and_add(engine: Engine, size: int) -> None:
    rows = [{"work": number} for number in range(size)]
    with writing(engine) as connection:
        dialect.bump(connection, outbox, rows)
        dialect.bump(connection, outbox, rows[1:])
        dialect.add(connection, outbox, [row | {"revision": 5} for row in rows])
    with reading(engine) as connection:
        found = connection.execute(select(outbox).order_by(outbox.c.work)).all()
    assert [tuple(row) for row in found] == [(n, 6 if n else 5) for n in range(size)]


@pytest.mark.parametrize("size", SIZES)
def test_columns(engine: Engine, size: int) -> None:
    columns = {"reference_id": list(range(size)), "key": [number - 2**62 for number in range(size)]}
    with writing(engine) as connection:
        dialect.insert_columns(connection, reference_key, columns)
        dialect.insert_columns(connection, reference_key, {"key": [], "reference_id": []})
    with reading(engine) as connection:
        found = connection.execute(select(reference_key.c.key, reference_key.c.reference_id)).all()
    assert sorted(map(tuple, found)) == [(number - 2**62, number) for number in range(size)]


@pytest.mark.parametrize("size", SIZES)
def test_lists_are_tables_of_pairs(engine: Engine, size: int) -> None:
    lists = {number: [number - 2**62, -number - 1] for number in range(size)} | {-1: []}
    with reading(engine) as connection:
        wanted = dialect.listed_pairs(connection, lists)
        found = {tuple(row) for row in connection.execute(select(wanted.c.item, wanted.c.value))}
    assert found == {(item, one) for item, values in lists.items() for one in values}


def test_no_rows_is_nothing(bulk: Engine, copies: list[str]) -> None:
    for write in (_insert, _upsert):
        write(bulk, [])
    with writing(bulk) as connection:
        dialect.bump(connection, outbox, [])
    assert held(bulk) == []
    assert copies == []


@pytest.mark.parametrize("write", [_insert, _upsert])
def test_a_failure_is_told_as_any_and_leaves_nothing(
    bulk: Engine, write: Callable[[Engine, Rows], None]
) -> None:
    rows = rows_of(copying.LEAST)
    unfit = {**rows[0], "id": "no number" if bulk.dialect.name == "postgresql" else object()}
    with pytest.raises(DBAPIError):
        write(bulk, [*rows, unfit])
    assert held(bulk) == []
    write(bulk, rows)
    assert held(bulk) == with_revision(rows)


def test_what_is_there_already_is_an_error(bulk: Engine) -> None:
    rows = rows_of(copying.LEAST)
    _insert(bulk, rows)
    with pytest.raises(IntegrityError):
        _insert(bulk, rows)
    assert held(bulk) == with_revision(rows)


def test_one_transaction_takes_many_bulks_and_gives_up_all(bulk: Engine) -> None:
    rows = rows_of(copying.LEAST)

    def fail() -> None:
        with writing(bulk) as connection:
            dialect.upsert(connection, made, rows)
            with connection.begin_nested() as inner:
                dialect.upsert(connection, made, [row | {"flag": True} for row in rows])
                inner.rollback()
            dialect.upsert(connection, made, rows)
            raise OSError("killed")

    with pytest.raises(OSError, match="killed"):
        fail()
    assert held(bulk) == []


def test_nul_is_written_as_postgresql_can_hold_it(bulk: Engine) -> None:
    rows = [{"id": number, "order": "a\0b"} for number in range(copying.LEAST)]
    _insert(bulk, rows)
    expected = "a\0b" if bulk.dialect.name == "sqlite" else "a\ufffdb"
    assert {row["order"] for row in held(bulk)} == {expected}


def test_an_index_keeps_more_of_the_file_in_memory(settings: Settings) -> None:
    settings = msgspec.structs.replace(settings, database_url=f"sqlite:///{settings.home / 'c.db'}")
    engine = open_engine(settings)

    def kept() -> int:
        with reading(engine) as connection:
            return abs(connection.exec_driver_sql("PRAGMA cache_size").scalar_one())

    usual = kept()
    with connections.much_in_memory(engine):
        assert kept() > 4 * usual
    engine.dispose()
    assert kept() == usual
    engine.dispose()

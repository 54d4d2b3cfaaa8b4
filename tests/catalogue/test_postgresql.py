"""The catalogue on PostgreSQL: what SQLite gives by itself and this one has to be asked for, and equal states.

All records here are generated for these tests.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner
from msgspec import json
from msgspec.structs import replace
from sqlalchemy import create_engine, func, insert, make_url, select, text
from sqlalchemy.engine import Engine
from sqlalchemy.exc import OperationalError

from catalogue.cli import stats
from catalogue.database import connections, dialect
from catalogue.database.engine import (
    CatalogueError,
    open_engine,
    reading,
    require_current,
    upgrade,
    writing,
)
from catalogue.derived.state import state_hashes
from catalogue.harvested.runs import next_requested, request_run, start_run
from catalogue.harvested.sources import SourceEntry, register_source
from catalogue.settings import Settings
from catalogue.stats import Statistics, statistics
from catalogue.tables import meta, record, run
from indexer.check import check
from indexer.pipeline import index
from schemas import Contributor, HarvestedRecord, Identifier, LocalizedText, PersonName, Reference
from tests.indexer.conftest import MemoryIndex
from tests.support.beside import Beside
from tests.support.fresh import store_harvest


@pytest.fixture
def made(postgresql: Callable[[], str], settings: Settings) -> Settings:
    """Settings with a fresh PostgreSQL database."""
    return replace(settings, database_url=postgresql())


@pytest.fixture
def catalogue(made: Settings) -> Iterator[Engine]:
    engine = open_engine(made)
    yield engine
    engine.dispose()


@pytest.fixture
def embedded(settings: Settings) -> Iterator[Engine]:
    engine = open_engine(settings)
    upgrade(engine)
    yield engine
    engine.dispose()


def described(
    name: str, title: str, lang: str, author: str, *raw: str, **more: object
) -> HarvestedRecord:
    base = HarvestedRecord(
        identifier=name,
        titles=(LocalizedText(title, lang),),
        contributors=(Contributor(names=(PersonName(literal=author),)),),
        year=2019,
        type="article",
        references=tuple(Reference(raw=each, position=n) for n, each in enumerate(raw, start=1)),
    )
    return replace(base, **more)


ARMENIAN = "Խաչատրյան Ա. Հայոց լեզվի պատմություն // Բանբեր. — 2019. — № 2. — С. 5—15."
RUSSIAN = (
    "Щербаков И. И. Экономика регионов: проблемы и решения // Вестник. — 2019. — № 1. — С. 3—9."
)
UNKNOWN = (
    "Гримм В. А. Очерк истории ирригации Семиречья // Известия общества. — 1927. — Т. 2. — С. 5—40."
)
HARVESTS = {
    ("ru", "RU"): [
        described("ru:1", "Экономика регионов: проблемы и решения", "ru", "Щербаков И. И.", ARMENIAN),
        described("ru:2", "Обзор работ", "ru", "Бекова А.", RUSSIAN, UNKNOWN),
    ],
    ("am", "AM"): [described("am:1", "Հայոց լեզվի պատմություն", "hy", "Խաչատրյան Ա.", RUSSIAN)],
    ("kz", "KZ"): [
        described("kz:1", "Қазақ тілінің тарихы", "kk", "Қасым Б.", ARMENIAN),
        # Latin capitals sort before small letters only by code point
        described("KZ:2", "Экономика регионов: проблемы и решения", "ru", "Shcherbakov I. I."),
    ],
    ("kg", "KG"): [described("kg:1", "Кыргыз тилинин тарыхы", "ky", "Жумабаев Т.")],
    ("by", "BY"): [
        described(
            "by:1", "Гісторыя Беларусі", "be", "Шчарбакоў П.",
            identifiers=(Identifier("doi", "10.1234/b.1"),),
        ),
        described("by:2", "Gone", "en", "Nobody N.", deleted=True),
    ],
}  # fmt: skip


def fill(engine: Engine, home: Path) -> None:
    for (name, country), records in HARVESTS.items():
        store_harvest(engine, records, name, country)
    index(engine, MemoryIndex(), home)


def _without_times(found: Statistics) -> Statistics:
    assert found.blocks is not None
    blocks = replace(found.blocks, measured_at="")
    return replace(found, indexed_at=None, blocks=blocks)


def test_both_databases_come_to_the_same_state(
    embedded: Engine, catalogue: Engine, settings: Settings
) -> None:
    states, figures = [], []
    for each in (embedded, catalogue):
        backend = MemoryIndex()
        fill(each, settings.home)
        index(each, backend, settings.home, rebuild="from-nothing")
        assert check(each, backend) == []
        with reading(each) as connection:
            states.append(state_hashes(connection))
            figures.append(_without_times(statistics(connection)))
    assert states[0] == states[1]
    assert figures[0] == figures[1]
    assert figures[0].works_by_country.keys() == {"RU", "AM", "KZ", "KG", "BY"}
    assert figures[0].references_matched > 0
    assert figures[0].cited_only_works > 0


def test_the_program_counts_the_same(
    embedded: Engine, made: Settings, catalogue: Engine, settings: Settings
) -> None:
    shown = []
    for each, url in ((embedded, settings.database_url), (catalogue, made.database_url)):
        fill(each, settings.home)
        environment = {"EACI_HOME": str(settings.home), "EACI_DATABASE_URL": url}
        result = CliRunner().invoke(stats, ["--json"], env=environment, catch_exceptions=False)
        assert result.exit_code == 0
        figures = json.decode(result.stdout, type=Statistics)
        shown.append(_without_times(figures))
    assert shown[0] == shown[1]


def test_a_reading_transaction_sees_one_state(catalogue: Engine) -> None:
    with reading(catalogue) as reader:
        before = reader.scalar(select(func.count()).select_from(meta))
        with writing(catalogue) as writer:
            writer.execute(insert(meta).values(key="new", value="x"))
        assert reader.scalar(select(func.count()).select_from(meta)) == before
    with reading(catalogue) as reader:
        assert reader.scalar(select(func.count()).select_from(meta)) == before + 1


def test_one_process_indexes_at_a_time_and_a_failure_lets_go(
    catalogue: Engine, made: Settings
) -> None:
    other = open_engine(made)
    unused = made.home / "unused.lock"

    def fail() -> None:
        with connections.exclusive(catalogue, unused) as first:
            assert first
            with connections.exclusive(other, unused) as second:
                assert not second
            raise OSError("the run failed")

    with pytest.raises(OSError, match="the run failed"):
        fail()
    with connections.exclusive(other, unused) as second:
        assert second
    other.dispose()


def test_a_lock_that_went_with_its_session_is_noticed(catalogue: Engine, made: Settings) -> None:
    end_it = text(
        "SELECT pg_terminate_backend(pid) FROM pg_locks JOIN pg_database ON pg_database.oid = database "
        "WHERE locktype = 'advisory' AND datname = current_database()"
    )
    other = open_engine(made)
    unused = made.home / "unused.lock"

    def lose() -> None:
        with connections.exclusive(other, unused) as still_ours:
            assert still_ours is not None
            still_ours()
            with reading(catalogue) as connection:
                assert connection.scalars(end_it).all() == [True]
            still_ours()

    with pytest.raises(OperationalError):
        lose()
    with connections.exclusive(catalogue, unused) as free:
        assert free is not None
    other.dispose()


def test_two_workers_never_take_two_runs_of_one_source(catalogue: Engine) -> None:
    with writing(catalogue) as connection:
        for name in ("a", "b"):
            register_source(connection, SourceEntry(name=name, definition={}))
        first = request_run(connection, "a")
        request_run(connection, "a")
        third = request_run(connection, "b")
    taken: list[int | None] = []

    def claim() -> None:
        with writing(catalogue) as connection:
            found = next_requested(connection)
            assert found is None or start_run(connection, found, "second")
            taken.append(found)

    with writing(catalogue) as connection:
        assert next_requested(connection) == first
        worker = Beside(claim)
        assert start_run(connection, first, "first")
        time.sleep(0.3)
        assert taken == []  # it waits for the claim before it
    worker.finish()
    assert taken == [third]


def test_a_locked_run_is_passed_over(catalogue: Engine) -> None:
    with writing(catalogue) as connection:
        register_source(connection, SourceEntry(name="a", definition={}))
        ids = [request_run(connection, "a"), request_run(connection, "a")]
    waiting = select(run.c.id).order_by(run.c.id).limit(1)
    with writing(catalogue) as one, writing(catalogue) as other:
        assert one.scalar(dialect.skip_locked(one, waiting)) == ids[0]
        assert other.scalar(dialect.skip_locked(other, waiting)) == ids[1]


def test_a_restarted_server_is_found_again(catalogue: Engine, made: Settings) -> None:
    with reading(catalogue) as connection:
        mine = connection.scalar(select(func.pg_backend_pid()))
    other = create_engine(made.database_url)
    with other.connect() as connection:
        assert connection.scalar(select(func.pg_terminate_backend(mine, 5000)))
    other.dispose()
    with reading(catalogue) as connection:
        assert connection.scalar(select(func.pg_backend_pid())) != mine


def test_texts_with_nul_are_the_same_record_when_they_come_again(
    embedded: Engine, catalogue: Engine, settings: Settings
) -> None:
    item = described("nul\0:1", "Title\0", "en", "Name N.", "Raw\0 text")
    for each in (embedded, catalogue):
        for outcome in ("new", "unchanged"):
            run_id = store_harvest(each, [item], "s")
            index(each, MemoryIndex(), settings.home)
            with reading(each) as connection:
                assert connection.scalar(select(run.c[outcome]).where(run.c.id == run_id)) == 1
        with reading(each) as connection:
            row = connection.execute(select(record.c.identifier, record.c.body)).one()
        assert row.identifier == "nul\ufffd:1"
        assert json.decode(row.body)["titles"][0]["text"] == "Title\0"  # as it came


def test_a_database_in_another_order_is_refused(made: Settings) -> None:
    url = make_url(made.database_url)
    name = f"{url.database}_ascii"
    administrator = create_engine(url, isolation_level="AUTOCOMMIT")
    with administrator.connect() as connection:
        options = "TEMPLATE template0 ENCODING 'SQL_ASCII' LC_COLLATE 'C' LC_CTYPE 'C'"
        connection.execute(text(f"CREATE DATABASE {name} {options}"))
    wrong = url.set(database=name).render_as_string(hide_password=False)
    engine = open_engine(replace(made, database_url=wrong))
    with pytest.raises(CatalogueError, match=r"SQL_ASCII .* CREATE DATABASE"):
        upgrade(engine)
    engine.dispose()
    with administrator.connect() as connection:
        connection.execute(text(f"DROP DATABASE {name}"))
    administrator.dispose()


def test_a_server_out_of_reach_is_one_line(settings: Settings) -> None:
    nowhere = replace(settings, database_url="postgresql+psycopg://eaci@127.0.0.1:1/eaci")
    engine = open_engine(nowhere)
    for use in (upgrade, require_current):
        with pytest.raises(CatalogueError, match="cannot open the catalogue") as caught:
            use(engine)
        assert "\n" not in str(caught.value)
    engine.dispose()

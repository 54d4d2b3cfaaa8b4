"""What every room's tests share: a fresh catalogue, and records put into it as a harvest would."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Callable, Generator, Iterator
from pathlib import Path

import pytest
from msgspec.structs import replace
from sqlalchemy.engine import Engine

from catalogue.database.engine import open_engine, upgrade, writing
from catalogue.harvested.runs import finish_run, request_run, start_run
from catalogue.harvested.sources import SourceEntry, register_source
from catalogue.harvested.store import FetchedPage, Rejected, store_page
from catalogue.settings import Settings
from schemas import HarvestedRecord
from tests.support.servers import NOT_TESTED, POSTGRESQL, postgresql_databases

ROOT = Path(__file__).parent
Harvest = Callable[..., int]


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    made = Settings.from_environment({"EACI_HOME": str(tmp_path / "home")})
    made.make_home()
    return made


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """The catalogue's and the pipeline's tests run on PostgreSQL as well, where there is one."""
    rooms = (ROOT / "catalogue", ROOT / "indexer" / "stages")
    here = any(metafunc.definition.path.is_relative_to(room) for room in rooms)
    if here and "engine" in metafunc.fixturenames and os.environ.get(POSTGRESQL):
        metafunc.parametrize("engine", ["sqlite", "postgresql"], indirect=True)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport() -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """What a test printed or logged may hold lone surrogates, which the processes of pytest-xdist cannot send."""
    report = yield
    report.sections = [
        (name, text.encode("utf-8", "backslashreplace").decode()) for name, text in report.sections
    ]
    return report


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Say loudly what was not tested because a server was not there."""
    for reason, times in sorted(_not_tested(terminalreporter).items()):
        terminalreporter.write_line(f"{times} tests {reason}", yellow=True, bold=True)


@pytest.hookimpl(trylast=True)
def pytest_sessionfinish(session: pytest.Session) -> None:
    """In continuous integration, what could not be tested has failed."""
    reporter = session.config.pluginmanager.get_plugin("terminalreporter")
    on_purpose = os.environ.get("EACI_TEST_SERVERS") == "no"
    if os.environ.get("CI") == "true" and reporter and not on_purpose and _not_tested(reporter):
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


def _not_tested(reporter: pytest.TerminalReporter) -> Counter[str]:
    """Why tests were skipped for want of a server, and how many."""
    skipped = reporter.stats.get("skipped", [])
    reasons = [str(each.longrepr[2]) for each in skipped if isinstance(each.longrepr, tuple)]
    return Counter(each.removeprefix("Skipped: ") for each in reasons if NOT_TESTED in each)


@pytest.fixture(scope="session")
def postgresql() -> Iterator[Callable[[], str]]:
    """Makes fresh databases with the tables in them, on the server of EACI_TEST_DATABASE_URL; gives their addresses."""
    with postgresql_databases() as fresh:
        yield fresh


@pytest.fixture
def engine(request: pytest.FixtureRequest, settings: Settings) -> Iterator[Engine]:
    """A fresh catalogue, on the embedded database unless the test is parametrised otherwise."""
    if getattr(request, "param", "sqlite") == "postgresql":
        fresh = request.getfixturevalue("postgresql")
        settings = replace(settings, database_url=fresh())
    made = open_engine(settings)
    upgrade(made)
    yield made
    made.dispose()


@pytest.fixture
def harvest(engine: Engine) -> Harvest:
    """``harvest(records, source=…, country=…)`` stores them as one page of one run; returns the run's number."""

    def store(
        records: list[HarvestedRecord],
        source: str = "base",
        country: str | None = "RU",
        rejected: tuple[Rejected, ...] = (),
    ) -> int:
        return store_harvest(engine, records, source, country, rejected)

    return store


def store_harvest(
    engine: Engine,
    records: list[HarvestedRecord],
    source: str,
    country: str | None = "RU",
    rejected: tuple[Rejected, ...] = (),
) -> int:
    with writing(engine) as connection:
        register_source(connection, SourceEntry(name=source, definition={}, country=country))
        run_id = request_run(connection, source, mode="import")
        assert start_run(connection, run_id, "test")
        fetched = FetchedPage(source=source, format="test", body=b"page")
        store_page(connection, run_id, fetched, records, rejected)
        finish_run(connection, run_id, state="succeeded")
    return run_id

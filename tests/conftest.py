"""What every room's tests share: a fresh catalogue, and records put into it as a harvest would.

Databases and servers are imported where a test asks for them: a test of a parser does not wait for their libraries.
"""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Callable, Generator, Iterator
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from msgspec.structs import replace

from catalogue.settings import Settings
from tests.support.wanted import NOT_TESTED, POSTGRESQL

if TYPE_CHECKING:
    from sqlalchemy.engine import Engine

    from tests.support.databases import Databases

ROOT = Path(__file__).parent
Harvest = Callable[..., int]
_SLOW = 30
"""A slow test weighs as much as so many others."""


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


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Of files that are handed to several processes the long ones come first, so that all processes end together."""
    if hasattr(config, "workerinput"):
        weights = Counter[Path]()
        for item in items:
            weights[item.path] += _SLOW if item.get_closest_marker("slow") else 1
        items.sort(key=lambda item: -weights[item.path])


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
def postgresql() -> Iterator[Databases]:
    """Makes fresh databases with the tables in them, on the server of EACI_TEST_DATABASE_URL; gives their addresses."""
    from tests.support.databases import postgresql_databases  # noqa: PLC0415 -- see above

    with postgresql_databases() as fresh:
        yield fresh


@pytest.fixture
def engine(request: pytest.FixtureRequest, settings: Settings) -> Iterator[Engine]:
    """A fresh catalogue, on the embedded database unless the test is parametrised otherwise."""
    from catalogue.database.engine import open_engine  # noqa: PLC0415 -- see above
    from tests.support.fresh import make_tables  # noqa: PLC0415 -- see above

    databases = None
    if getattr(request, "param", "sqlite") == "postgresql":
        databases = request.getfixturevalue("postgresql")
        settings = replace(settings, database_url=databases())
    made = open_engine(settings)
    make_tables(made)
    yield made
    made.dispose()
    if databases is not None:
        databases.give_back(settings.database_url)


@pytest.fixture
def harvest(engine: Engine) -> Harvest:
    """``harvest(records, source=…, country=…)`` stores them as one page of one run; returns the run's number."""
    from tests.support.fresh import store_harvest  # noqa: PLC0415 -- see above

    return partial(store_harvest, engine)

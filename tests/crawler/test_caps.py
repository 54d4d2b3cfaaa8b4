"""A source that sends without end: the run stops, is held with what came, and goes on or not as somebody decides."""

from __future__ import annotations

import itertools
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

from catalogue.database.engine import open_engine, reading, writing
from catalogue.harvested import approvals, overflow, runs
from catalogue.harvested.overflow import Size
from catalogue.harvested.runs import RunParameters
from crawler.cli_runs import runs as commands
from crawler.limits import RunLimits
from crawler.runs.caps import Caps
from crawler.runs.claims import begin_run
from crawler.sources.definition import find_source

ROOT = Path(__file__).parents[2]
FEW = RunLimits(times=2, records=6, bytes=10**9)
PROGRAM = (
    "import sys; from crawler.runs import caps; from crawler.limits import RunLimits;"
    "caps.Caps.__init__.__defaults__ = (RunLimits(times=2, records=6, bytes={bytes}),);"
    "from crawler.run import main; sys.exit(main(sys.argv[1:]))"
)
ENVELOPE = (
    '<OAI-PMH xmlns="http://www.openarchives.org/OAI/2.0/"><responseDate>2026-01-01T00:00:00Z'
    "</responseDate>{}</OAI-PMH>"
)
RECORD = (
    "<record><header><identifier>oai:x:{0}</identifier><datestamp>2020-01-01</datestamp></header>"
    "<metadata><dc><title>Title {0}</title></dc></metadata></record>"
)


@pytest.mark.parametrize(
    ("held", "came", "over"),
    [
        (Size(0, 0), (6, 10), False),
        (Size(0, 0), (7, 10), True),
        (Size(10, 100), (26, 10), False),
        (Size(10, 100), (27, 10), True),
        (Size(0, 0), (1, 10**9), False),
        (Size(0, 0), (1, 10**9 + 1), True),
        (Size(0, 10**9), (1, 3 * 10**9), False),
        (Size(0, 10**9), (1, 3 * 10**9 + 1), True),
    ],
)
def test_what_is_too_much_depends_on_what_the_source_held(held, came, over):
    caps = Caps(held, FEW)
    caps.add(*came)
    assert (caps.exceeded is not None) == over


@pytest.fixture
def endless(server, answer, write_source):
    """A repository that has always more, three records a page."""
    numbers = itertools.count()

    def rule(_path, query):
        if query.get("verb") == "Identify":
            body = "<Identify><granularity>YYYY-MM-DD</granularity></Identify>"
        else:
            first = 3 * next(numbers)
            records = "".join(map(RECORD.format, range(first, first + 3)))
            token = f"<resumptionToken>t{first}</resumptionToken>"
            body = f"<ListRecords>{records}{token}</ListRecords>"
        return answer(ENVELOPE.format(body).encode())

    server.rule = rule
    write_source("endless", endpoint=f'"{server.url}/oai"')
    return server


def crawl(settings, number=None, size=10**9):
    engine = open_engine(settings)
    if number is None:
        definition = find_source(settings, "endless")
        number = begin_run(engine, definition, "incremental", RunParameters())
    command = [sys.executable, "-c", PROGRAM.format(bytes=size), str(number)]
    subprocess.run(command, cwd=ROOT, capture_output=True, timeout=120, check=False)
    with reading(engine) as connection:
        found = runs.get_run(connection, number)
    engine.dispose()
    return found


def test_a_run_over_its_cap_is_held_and_goes_on_when_it_is_approved(endless, settings):
    held = crawl(settings)
    assert (held.state, held.ledger.new) == ("held", 9)
    assert "9 records" in held.message
    assert f"eaci runs approve {held.id}" in held.message
    engine = open_engine(settings)
    with writing(engine) as connection:
        number = approvals.approve(connection, held.id, "somebody")
    with reading(engine) as connection:
        assert "approved by somebody" in runs.get_run(connection, held.id).message
    begun = len(endless.queries("ListRecords"))
    further = crawl(settings, number)
    # it goes on with the token, and may bring twice what is there now and six
    assert endless.queries("ListRecords")[begun]["resumptionToken"] == "t6"
    assert (further.state, further.ledger.new) == ("held", 27)


def test_a_run_over_its_cap_ends_when_it_is_rejected(endless, settings):
    held = crawl(settings)
    done = CliRunner().invoke(commands, ["reject", str(held.id)])
    assert done.exit_code == 0, done.output
    with reading(open_engine(settings)) as connection:
        closed = runs.get_run(connection, held.id)
        assert overflow.size_of(connection, "endless").records == 9
    assert (closed.state, closed.checkpoint) == ("failed", {})
    begun = len(endless.queries("ListRecords"))
    crawl(settings)
    assert "resumptionToken" not in endless.queries("ListRecords")[begun]


def test_bytes_have_a_cap_of_their_own(endless, settings):
    held = crawl(settings, size=100)
    assert (held.state, held.ledger.new) == ("held", 3)

"""A page is parsed in a child under limits: what it gives is what the parser gives, and nothing ends the run."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from functools import partial
from pathlib import Path

import pytest

from catalogue.database.engine import reading
from catalogue.harvested import quarantine
from crawler.begin import import_files
from crawler.formats import FORMATS, PageError, ParsedRecord, SourceHints, parse_page
from crawler.formats.oai_pmh.oai_about import parse_identifiers
from crawler.limits import PageLimits
from crawler.parsing import parent
from crawler.parsing.parent import Parser, parse_limited
from crawler.runs import harvest
from tests.crawler.mutations import samples
from tests.crawler.test_formats_fuzz import HINTS

ROOT = Path(__file__).parents[2]
LARGE = b"".join(
    [
        b'<OAI-PMH xmlns="http://www.openarchives.org/OAI/2.0/"><ListRecords>',
        *(
            b"<record><header><identifier>oai:x:%d</identifier></header><metadata><dc>"
            b"<title>Lakes of the Tien Shan</title><creator>A, B</creator></dc></metadata></record>"
            % number
            for number in range(40_000)
        ),
        b"</ListRecords></OAI-PMH>",
    ]
)


@pytest.fixture
def parser(monkeypatch):
    """A child of this test's own, for tests that harm it."""
    made = Parser()
    monkeypatch.setattr(parent, "_PARSER", made)
    yield made
    made.close()


def child_of(parser):
    parser.start()
    return parser._child


def outcome(parse, sample):
    """All that a caller can see of a page, or of its refusal."""
    try:
        page = parse(sample.format, sample.data, source=HINTS)
    except PageError as error:
        return error.reason, error.detail
    told = (page.warnings, page.errors, page.resumption_token, page.complete, page.response_date)
    return page.records, page.rejected, [item.raw for item in page.items], told


@pytest.mark.parametrize("sample", samples(), ids=lambda sample: f"{sample.format}-{sample.name}")
def test_the_child_gives_what_the_parser_gives(sample):
    assert outcome(parse_limited, sample) == outcome(parse_page, sample)


def test_the_bytes_of_a_deleted_record_come_with_it(parser):
    data = (
        b'<OAI-PMH><ListRecords><record><header status="deleted"><identifier>a</identifier>'
        b"</header></record></ListRecords></OAI-PMH>"
    )
    (item,) = parse_limited("oai_dc", data, source=HINTS).items
    parser.close()
    parser.ask = None  # whoever asks for them now asks nobody
    assert isinstance(item, ParsedRecord)
    assert b'status="deleted"' in item.raw


@pytest.mark.parametrize(
    ("limits", "reason"),
    [
        (PageLimits(memory=2**20), "too-large"),
        (PageLimits(memory=16 * 2**20), "too-large"),
        (PageLimits(answer=1000), "too-large"),
        (PageLimits(seconds=0.2), "too-slow"),
        (PageLimits(processor=0), "too-slow"),
    ],
)
def test_a_page_over_a_limit_is_refused_and_the_next_is_read(parser, limits, reason):
    with pytest.raises(PageError) as raised:
        parse_limited("oai_dc", LARGE, source=HINTS, limits=limits)
    assert raised.value.reason == reason
    small = samples()[0]
    assert outcome(parse_limited, small) == outcome(parse_page, small)


def test_an_unknown_format_is_told_as_before():
    with pytest.raises(KeyError):
        parse_limited("papyrus", b"", source=HINTS)


def test_one_child_serves_many_pages(parser):
    first = child_of(parser)
    for sample in samples()[:20]:
        outcome(parse_limited, sample)
    assert parser._child is first


def test_a_child_that_was_killed_while_it_waited_is_replaced(parser):
    child = child_of(parser)
    os.kill(child.pid, signal.SIGKILL)
    child.wait(60)
    small = samples()[0]
    assert outcome(parse_limited, small) == outcome(parse_page, small)


def test_a_large_page_leaves_no_memory_to_the_next(parser):
    child = child_of(parser)
    assert len(parse_limited("oai_dc", LARGE, source=HINTS).records) == 40_000
    outcome(parse_limited, samples()[0])
    assert parser._child is not child or _resident(child.pid) < 200


def _resident(pid):
    lines = Path(f"/proc/{pid}/status").read_text("utf-8").splitlines()
    return next(int(line.split()[1]) // 1024 for line in lines if line.startswith("VmRSS"))


@pytest.mark.parametrize("end", ["os.abort()", "os.kill(os.getpid(), 9)", "os._exit(3)"])
def test_a_page_that_ends_its_process_is_refused(parser, monkeypatch, end):
    real = subprocess.Popen
    program = (
        "import os, sys; from crawler.parsing import child, jobs;"
        f"jobs.JOBS['page'] = lambda task: {end}; child.main(int(sys.argv[1]))"
    )
    monkeypatch.setattr(
        parent.subprocess,
        "Popen",
        lambda command, **rest: real([command[0], "-c", program, command[-1]], cwd=ROOT, **rest),
    )
    with pytest.raises(PageError) as raised:
        parse_limited("oai_dc", b"<a/>", source=HINTS)
    assert raised.value.reason == "parser-failed"


@pytest.mark.parametrize("busy", [False, True])
def test_the_child_dies_with_its_parent(busy):
    program = (
        "import threading, time; from crawler.parsing import parent;"
        "from crawler.formats import SourceHints; from tests.crawler.test_parsing import LARGE;"
        "parent.start(); print(parent._PARSER._child.pid, flush=True);"
        + (
            "parent.parse_limited('oai_dc', LARGE * 1, source=SourceHints(source='x'))"
            if busy
            else "time.sleep(60)"
        )
    )
    with subprocess.Popen(
        [sys.executable, "-c", program], cwd=ROOT, stdout=subprocess.PIPE, text=True
    ) as run:
        pid = int(run.stdout.readline())
        time.sleep(0.3)
        run.kill()
    until = time.monotonic() + 10
    while _lives(pid):
        assert time.monotonic() < until
        time.sleep(0.05)


def _lives(pid):
    try:
        status = Path(f"/proc/{pid}/stat").read_text("utf-8").rpartition(")")[2].split()[0]
    except OSError:
        return False
    return status != "Z"


def test_a_run_goes_on_after_a_page_over_the_limits(settings, engine, tmp_path, monkeypatch):
    """The page waits in quarantine as a whole, with its bytes and its reason; its neighbours are kept."""
    limited = partial(parse_limited, limits=PageLimits(memory=8 * 2**20))
    monkeypatch.setattr(harvest, "parse_limited", limited)
    good = samples_of("rsci")
    paths = [tmp_path / f"{name}.xml" for name in "abc"]
    paths[0].write_bytes(good)
    paths[1].write_bytes(
        good.replace(b"</journal>", b"<x>" + b"<y/>" * 2_000_000 + b"</x></journal>")
    )
    paths[2].write_bytes(good)
    run = import_files(settings, "rsci", paths, "elibrary-rsci")
    assert run.ledger.new
    assert run.ledger.unchanged
    with reading(engine) as connection:
        items = quarantine.list_quarantine(connection)
    (item,) = (item for item in items if item.reason == "too-large")
    assert item.body == paths[1].read_bytes()


def samples_of(format):
    return next(sample.data for sample in samples() if sample.format == format)


def test_what_a_repository_says_of_itself_is_read_there_too():
    data = (
        b"<OAI-PMH><ListIdentifiers><header><identifier>a</identifier><datestamp>2020-01-01"
        b"</datestamp></header></ListIdentifiers></OAI-PMH>"
    )
    assert parent.identifiers(data) == parse_identifiers(data)
    for ask in (parent.identify, parent.metadata_formats, parent.sets, parent.identifiers):
        with pytest.raises(PageError):
            ask(b"nothing of the kind")


def test_every_format_is_read_by_the_child():
    for format in FORMATS:
        try:
            parse_limited(format, b"\x00", source=SourceHints(source="x"))
        except PageError as error:
            assert error.reason != "parser-failed"  # noqa: PT017 -- both outcomes are right

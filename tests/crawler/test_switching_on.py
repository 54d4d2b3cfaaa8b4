"""From an address to a source that is harvested by its schedule, as docs/harvesting says; and edits of its file."""

from __future__ import annotations

import os
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner

from catalogue.audit import list_changes
from catalogue.database.engine import open_engine, reading, writing
from catalogue.harvested.sources import get_source, set_schedule
from crawler.sources.watch import SourceWatch
from crawler.worker import look, request_due, work_once
from webapp.cli import main

ROOT = Path(__file__).parents[2]
DATA = ROOT / "tests" / "data" / "oai"
ANSWERS = {
    "Identify": (DATA / "protocol-errors" / "Identify.xml").read_bytes(),
    "ListMetadataFormats": b"<OAI-PMH><ListMetadataFormats><metadataFormat><metadataPrefix>oai_dc</metadataPrefix>"
    b"</metadataFormat></ListMetadataFormats></OAI-PMH>",
    "ListSets": b'<OAI-PMH><error code="noSetHierarchy"/></OAI-PMH>',
    "ListRecords": (DATA / "cyberleninka_0.xml").read_bytes(),
}


@pytest.fixture
def engine(settings):
    opened = open_engine(settings)
    yield opened
    opened.dispose()


@pytest.fixture
def address(server, answer):
    xml = {"Content-Type": "text/xml"}
    server.rule = lambda path, query: answer(ANSWERS[query["verb"]], headers=xml)
    return f"{server.url}/oai"


def eaci(*arguments):
    done = CliRunner().invoke(main, arguments)
    assert "Traceback" not in done.output
    return done


def crawled(*arguments):
    """In a process of its own, since a reactor starts only once."""
    code = "from webapp.cli import main; main()"
    command = [sys.executable, "-c", code, "crawl", *arguments]
    return subprocess.run(
        command, cwd=ROOT, capture_output=True, text=True, check=False, timeout=120
    )


def source_in(engine, name="trial"):
    with reading(engine) as connection:
        return get_source(connection, name)


def due_in_a_week(engine):
    """The runs that the worker asks for then; they are not kept."""
    now = datetime.now(UTC)
    with engine.connect() as connection, connection.begin() as transaction:
        found = request_due(connection, now, now + timedelta(days=8))
        transaction.rollback()
    return found


def edit(path, **values):
    """Give keys of the file other values; None takes the line out."""
    kept = [
        line for line in path.read_text("utf-8").splitlines() if line.split(" ")[0] not in values
    ]
    lines = [f"{key} = {value}" for key, value in values.items() if value is not None]
    path.write_text("\n".join([*lines, *kept]) + "\n", "utf-8")
    # an edit within the same tick of the file system's clock is one all the same
    stat = path.stat()
    os.utime(path, ns=(stat.st_atime_ns, stat.st_mtime_ns + 1_000_000))


def test_the_documented_way_from_an_address_to_a_harvest(settings, engine, address):
    assert eaci("init").exit_code == 0
    added = eaci("sources", "add", address, "--name", "trial", "--country", "KZ")
    assert added.exit_code == 0, added.output
    assert "`eaci crawl trial --limit 200`" in added.output
    assert "set enabled = true there, then run `eaci init`" in added.output
    path = settings.source_folders[0] / "trial.toml"
    path.write_text(path.read_text("utf-8").replace("delay = 3.0", "delay = 0.0"), "utf-8")
    assert eaci("sources", "check", "trial", "--online").exit_code == 0

    sample = crawled("trial", "--limit", "20")
    assert sample.returncode == 0, sample.stderr
    assert source_in(engine).enabled is False
    assert due_in_a_week(engine) == []

    path.write_text(path.read_text("utf-8").replace("enabled = false", "enabled = true"), "utf-8")
    done = eaci("init")
    assert "without a schedule" not in done.output
    entry = source_in(engine)
    assert entry.enabled
    assert entry.schedule in path.read_text("utf-8")
    (number,) = due_in_a_week(engine)
    with writing(engine) as connection:
        now = datetime.now(UTC)
        assert request_due(connection, now, now + timedelta(days=8)) == [number]
    told = []
    assert work_once(engine, datetime.now(UTC), told.append)
    assert told == [f"run {number}: started", f"run {number}: succeeded"]


def test_a_file_that_is_on_without_a_schedule_is_told(settings, write_source):
    write_source("trial", endpoint='"http://x/oai"', enabled="true")
    assert "source trial is on without a schedule: set one" in eaci("init").output


ORIGIN = {"enabled": "true", "schedule": '"0 3 * * *"'}


@pytest.mark.parametrize(
    ("edited", "on", "schedule"),
    [
        ({"enabled": "false"}, False, "0 3 * * *"),
        ({"enabled": None}, False, "0 3 * * *"),  # what a file does not say is off
        ({"schedule": '"30 4 * * 1"'}, True, "30 4 * * 1"),
        ({"schedule": None}, True, None),
        ({"endpoint": '"http://y/oai"'}, True, "0 3 * * *"),
        ({"enabled": "false", "schedule": '"1 1 * * *"'}, False, "1 1 * * *"),
    ],
)
@pytest.mark.parametrize("way", ["init", "worker"])
def test_an_edit_reaches_the_catalogue(settings, engine, write_source, edited, on, schedule, way):
    path = write_source("trial", endpoint='"http://x/oai"', **ORIGIN)
    files, told = SourceWatch(settings), []
    for values in ({}, edited):
        edit(path, **values)
        if way == "init":
            assert eaci("init").exit_code == 0
        else:
            look(files, engine, told.append)
    entry = source_in(engine)
    assert (entry.enabled, entry.schedule) == (on, schedule)
    assert (entry.definition["endpoint"] == "http://y/oai") == ("endpoint" in edited)
    assert told == []
    with reading(engine) as connection:
        changes = [(e.account, e.action, e.subject, e.detail) for e in list_changes(connection)]
    after = f"{'on' if on else 'off'} {schedule or '-'}"
    told_of = [("source file", "schedule-changed", "trial", f"on 0 3 * * * → {after}")]
    assert changes == ([] if "endpoint" in edited else told_of)


def test_whoever_said_so_last_sets_the_switch(settings, engine, write_source):
    path = write_source("trial", endpoint='"http://x/oai"', enabled="false")
    files = SourceWatch(settings)

    def now(**values):
        edit(path, **values)
        files.look(engine, 1.0)
        entry = source_in(engine)
        return entry.enabled, entry.schedule

    def on_the_site(enabled, schedule):
        with writing(engine) as connection:
            set_schedule(connection, "trial", enabled=enabled, schedule=schedule)

    assert now() == (False, None)
    on_the_site(True, "5 5 * * *")
    assert now(note='"an edit of something else"') == (True, "5 5 * * *")
    assert now(enabled="true") == (True, "5 5 * * *")
    on_the_site(False, "6 6 * * *")
    assert now(country='"KZ"') == (False, "6 6 * * *")
    assert now(schedule='"7 7 * * *"') == (False, "7 7 * * *")
    assert now(enabled="false") == (False, "7 7 * * *")
    assert now(enabled="true") == (True, "7 7 * * *")


def test_a_look_writes_nothing_if_nothing_changed(settings, engine, write_source):
    path = write_source("trial", endpoint='"http://x/oai"')
    SourceWatch(settings).look(engine, 1.0)
    with writing(engine) as connection:  # nobody else may write
        connection.exec_driver_sql("UPDATE meta SET value = value")
        assert "trial" in SourceWatch(settings).look(engine, 0.01).sound
        files = SourceWatch(settings)
        edit(path, country='"KZ"')
        told = []
        look(files, engine, told.append)
        assert "source files are read later" in told[0]
    look(files, engine, told.append)
    assert source_in(engine).country == "KZ"
    assert len(told) == 1


_HEAD = b'name = "broken"\ntitle = { ru = "x", en = "x" }\nprotocol = "import"\nformat = "ris"\n'
BROKEN = {
    "not TOML": b'country = "KG',
    "not UTF-8": "title = 'Проба'".encode("cp1251"),
    "a wrong key": b'colour = "red"',
    "nothing": b"",
    "nested too deep": b"x = " + b"[" * 100_000,
    "a wrong value": _HEAD + b'country = "XX"',
    "a number without end": _HEAD + b'country = "KG"\nfull_every = 99999999999999999999999',
}


@pytest.fixture(params=BROKEN)
def broken(request, settings):
    path = settings.source_folders[0] / "broken.toml"
    path.write_bytes(BROKEN[request.param])
    return path


def test_one_wrong_file_hurts_only_itself(settings, engine, broken, write_source, address):
    write_source("trial", endpoint=f'"{address}"')
    done = eaci("init")
    assert done.exit_code == 0
    assert "source broken stays as it was" in done.output
    assert source_in(engine) is not None
    listed = eaci("sources", "list")
    assert listed.exit_code == 0
    assert "cyberleninka" in listed.output
    for command in (
        ("sources", "show", "trial"),
        ("sources", "check", "trial", "--online"),
        ("sources", "probe", "trial"),
        (
            "sources",
            "add",
            address.replace("127.0.0.1", "localhost"),
            "--name",
            "new",
            "--country",
            "KZ",
        ),
        (
            "import",
            "rsci",
            str(ROOT / "tests/data/rsci/issue.generated.xml"),
            "--source",
            "rsci-drop",
        ),
    ):
        done = eaci(*command)
        assert done.exit_code == 0, done.output
    told = []
    files = SourceWatch(settings)
    for _ in range(2):
        look(files, engine, told.append)
    assert source_in(engine, "new") is not None
    assert len(told) == 1  # not at every look
    for line in (done_output(listed), eaci("sources", "check").output, told[0]):
        assert str(broken) in line
        assert "mend the file, then run `eaci sources check broken`" in line
    assert eaci("sources", "check").exit_code == 1
    for command in (("sources", "show"), ("sources", "check"), ("crawl",), ("reparse",)):
        done = eaci(*command, "broken")
        assert done.exit_code == 1
        assert str(broken) in done.output
        assert len(done.output.strip().splitlines()) == 1


def done_output(done):
    return " ".join(done.output.split())


def test_the_crawl_of_another_source_goes_on_beside_a_wrong_file(settings, write_source, address):
    (settings.source_folders[0] / "broken.toml").write_text("x")
    write_source("trial", endpoint=f'"{address}"')
    done = crawled("trial")
    assert done.returncode == 0, done.stderr
    assert "54 received" in done.stdout


def test_a_wrong_file_leaves_its_source_as_it_was_until_it_is_mended(
    settings, engine, write_source
):
    path = write_source("trial", endpoint='"http://x/oai"', **ORIGIN)
    files, told = SourceWatch(settings), []
    look(files, engine, told.append)
    good = path.read_text("utf-8")
    for text in ("x", good.replace("0 3 * * *", "daily")):
        path.write_text(text)
        look(files, engine, told.append)
        assert (source_in(engine).enabled, source_in(engine).schedule) == (True, "0 3 * * *")
    path.write_text(good.replace("0 3 * * *", "0 4 * * *"))
    look(files, engine, told.append)
    assert source_in(engine).schedule == "0 4 * * *"
    assert files.faults == {}
    assert ["not TOML" in each for each in told] == [True, False]  # each fault is told, once


def test_a_wrong_file_is_not_passed_over_for_the_built_in_one(settings):
    (settings.source_folders[0] / "cyberleninka.toml").write_text("x")
    done = eaci("crawl", "cyberleninka")
    assert (done.exit_code, "not TOML" in done.output) == (1, True)


def test_what_an_editor_leaves_is_no_source(settings):
    folder = settings.source_folders[0]
    (folder / ".#trial.toml").symlink_to("nowhere")
    (folder / ".trial.toml").write_text("x")
    assert eaci("sources", "check").exit_code == 0
    (folder / "gone.toml").symlink_to("nowhere")
    (folder / "folder.toml").mkdir()
    told = eaci("sources", "check")
    assert told.exit_code == 1
    assert "gone, folder" in told.output or "folder, gone" in told.output


@pytest.mark.parametrize(
    ("values", "told"),
    [
        ({"endpoint": '"http://[x/"'}, "endpoint: an OAI-PMH source"),
        ({"full_every": "-1"}, "full_every"),
        ({"full_every": "40000000"}, "full_every"),
        ({"politeness": "{ delay = nan }"}, "politeness: delay"),
        ({"politeness": "{ delay = inf }"}, "politeness: delay"),
        ({"politeness": "{ timeout = 0 }"}, "politeness: timeout"),
        ({"politeness": "{ deadline = -5.0 }"}, "politeness: deadline"),
        ({"politeness": "{ max_retry_after = nan }"}, "politeness: max_retry_after"),
        ({"politeness": "{ retries = -1 }"}, "politeness: retries"),
        (
            {"politeness": "{ concurrency = 1000 }"},
            "politeness: delay must not be negative, concurrency",
        ),
        (
            {
                "protocol": '"article-pages"',
                "urls": '["http://x/"]',
                "url_pattern": '"a{99999999999}"',
            },
            "url_pattern",
        ),
    ],
)
def test_values_that_would_fail_a_run_or_the_worker_are_faults(
    settings, write_source, values, told
):
    write_source("trial", **({"endpoint": '"http://x/oai"'} | values))
    done = eaci("sources", "check", "trial")
    assert done.exit_code == 1
    assert told in done.output

"""A run a tenth of which is not usable has not simply succeeded; what was dismissed counts no more and stays so."""

from __future__ import annotations

import pytest
from click.testing import CliRunner

from catalogue.checks import check_catalogue
from catalogue.database.engine import open_engine, reading, writing
from catalogue.harvested import quarantine
from catalogue.harvested.quarantine import list_quarantine
from catalogue.harvested.runs import list_runs
from catalogue.stats import backlog
from crawler.begin import import_files
from crawler.run import execute_run
from crawler.runs.replay import request_replay
from webapp.cli import main

PAGE = """<OAI-PMH xmlns="http://www.openarchives.org/OAI/2.0/"><ListRecords>{}</ListRecords></OAI-PMH>"""
RECORD = """<record><header><identifier>{id}</identifier><datestamp>{date}</datestamp></header><metadata>
<dc xmlns:dc="http://purl.org/dc/elements/1.1/">{title}<dc:creator>{creator}</dc:creator></dc></metadata></record>"""


def record(id, title="Тіл", date="2024-01-01", creator="Автор"):
    told = f"<dc:title>{title}</dc:title>" if title else ""
    return RECORD.format(id=id, date=date, title=told, creator=creator)


def records(count, start=0):
    return [record(f"good:{start + number}") for number in range(count)]


def bad(count, **said):
    return [record(f"bad:{number}", "", **said) for number in range(count)]


@pytest.fixture
def bring(settings, write_source, tmp_path):
    """Imports these records as one file and gives the closed run."""
    write_source("trial", endpoint='"https://example.org/oai"')
    file = tmp_path / "records.xml"

    def run(found):
        file.write_text(PAGE.format("".join(found)), encoding="utf-8")
        return import_files(settings, "oai_dc", [file], "trial")

    return run


@pytest.fixture
def engine(settings):
    opened = open_engine(settings)
    yield opened
    with reading(opened) as connection:
        assert list(check_catalogue(connection)) == []
    opened.dispose()


def waiting(engine):
    with reading(engine) as connection:
        return [item.id for item in list_quarantine(connection)]


def dismiss(engine, numbers):
    with writing(engine) as connection:
        quarantine.resolve(connection, numbers, "dismissed by anna: a draft")


@pytest.mark.parametrize(
    ("good", "unusable", "reserved"),
    [(9, 1, True), (10, 1, False), (18, 2, True), (190, 10, False), (1, 1, True), (50, 0, False)],
)
def test_a_tenth_makes_the_difference(engine, bring, good, unusable, reserved):
    run = bring([*records(good), *bad(unusable)])
    assert (run.state, run.reservations) == ("succeeded", reserved)
    told = f"{unusable} of {good + unusable} received are in quarantine"
    assert (told in (run.message or "")) is reserved
    assert run.shown_state == ("succeeded with reservations" if reserved else "succeeded")


def test_a_replay_in_which_all_failed_again_has_reservations(engine, settings, bring):
    bring([*records(20), *bad(2)])
    (number,) = request_replay(settings, waiting(engine))
    run = execute_run(settings, number)
    assert (run.state, run.reservations) == ("succeeded", True)
    assert "2 of 2 items are not usable yet" in run.message


def test_it_is_told_on_the_command_line_and_in_the_figures(engine, settings, bring, monkeypatch):
    monkeypatch.setenv("EACI_HOME", str(settings.home))
    bring([*records(9), *bad(1)])
    bring(records(3))
    told = CliRunner().invoke(main, ["runs", "list"]).output.splitlines()
    assert ["\tsucceeded with reservations\t" in line for line in told] == [False, True]
    chosen = CliRunner().invoke(main, ["runs", "list", "--state", "reservations"]).output
    assert len(chosen.splitlines()) == 1
    assert (
        len(CliRunner().invoke(main, ["runs", "list", "--state", "succeeded"]).output.splitlines())
        == 2
    )
    replayed = CliRunner().invoke(main, ["quarantine", "replay", str(waiting(engine)[0])])
    assert replayed.exit_code == 0
    assert "succeeded with reservations" in replayed.output
    with reading(engine) as connection:
        assert backlog(connection).runs == {"succeeded": 1, "succeeded with reservations": 2}
        assert {run.state for run in list_runs(connection)} == {"succeeded"}


def test_what_was_dismissed_stays_so_while_its_bytes_are_the_same(engine, bring):
    bring([*records(9), *bad(1)])
    (first,) = waiting(engine)
    dismiss(engine, [first])
    # a new datestamp alone says nothing new
    for said in ({}, {"date": "2025-01-01"}):
        run = bring([*records(9), *bad(1, **said)])
        assert (run.ledger.quarantined, run.reservations, waiting(engine)) == (1, False, [])
    with reading(engine) as connection:
        items = list_quarantine(connection, waiting=False)
    assert [item.same_as for item in items] == [first, first, None]
    assert items[0].resolution == f"the same as item {first}, dismissed"
    run = bring([*records(9), *bad(1, creator="Другой")])
    assert (run.reservations, len(waiting(engine))) == (True, 1)


def test_the_same_bytes_under_another_name_are_not_dismissed(engine, bring):
    nameless = record("", "")
    bring([*records(30), *bad(1), nameless])
    dismiss(engine, waiting(engine))
    run = bring([*records(30), nameless, record("bad:7", "")])
    assert (run.ledger.quarantined, len(waiting(engine))) == (2, 1)


def test_a_run_of_what_was_dismissed_has_not_failed(engine, bring):
    bring([*records(1), *bad(4)])
    dismiss(engine, waiting(engine))
    run = bring(bad(4))
    assert (run.state, run.reservations, run.ledger.quarantined) == ("succeeded", False, 4)


def test_a_dismissed_file_that_cannot_be_read_stays_dismissed(engine, bring, settings, tmp_path):
    broken = tmp_path / "broken.xml"
    broken.write_text("<html>no records</html>", encoding="utf-8")
    bring(records(1))
    assert import_files(settings, "oai_dc", [broken], "trial").state == "failed"
    dismiss(engine, waiting(engine))
    assert import_files(settings, "oai_dc", [broken], "trial").state == "succeeded"
    assert waiting(engine) == []
    broken.write_text("<html>no records, but for you</html>", encoding="utf-8")
    assert import_files(settings, "oai_dc", [broken], "trial").state == "failed"
    assert len(waiting(engine)) == 1

"""What administrators do: schedules, runs, numbers that open their lists, quarantine, judgements."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from flask.testing import FlaskClient
from lxml import html
from sqlalchemy import update
from sqlalchemy.engine import Engine

from catalogue.database.engine import reading, writing
from catalogue.decided import judgements
from catalogue.harvested import pages, quarantine, runs
from catalogue.harvested.sources import SourceEntry, get_source, register_source
from catalogue.tables import run as run_table

Login = Callable[[str], FlaskClient]
Token = Callable[[FlaskClient], str]


@pytest.fixture
def anna(log_in: Login) -> FlaskClient:
    return log_in("anna")


def test_a_schedule_is_saved_and_its_next_times_shown(
    anna: FlaskClient, engine: Engine, token: Token
) -> None:
    form = {"schedule": " 15  3 * * * ", "enabled": "yes", "csrf_token": token(anna)}
    page = anna.post("/admin/sources/journal/schedule", data=form, follow_redirects=True)
    with reading(engine) as connection:
        source = get_source(connection, "journal")
    assert source is not None
    assert (source.schedule, source.enabled) == ("15 3 * * *", True)
    assert len(re.findall(r">\d{4}-\d\d-\d\d 03:15</time>", page.text)) == 5


@pytest.mark.parametrize(
    ("schedule", "message"),
    [
        ("0 2 * *", "A schedule has five fields"),
        ("0 99 * * *", "This is not a cron expression"),
        ("0 0 30 2 *", "it would never run"),
        ("<b>", "A schedule has five fields"),
    ],
)
def test_a_wrong_schedule_is_shown_again_with_what_is_wrong(
    schedule: str, message: str, anna: FlaskClient, engine: Engine, token: Token
) -> None:
    form = {"schedule": schedule, "csrf_token": token(anna)}
    page = anna.post("/admin/sources/journal/schedule?lang=en", data=form)
    assert page.status_code == 422
    assert message in page.text
    field = html.fromstring(page.text).get_element_by_id("schedule")
    assert field.get("value") == schedule
    with reading(engine) as connection:
        source = get_source(connection, "journal")
    assert source is not None
    assert source.schedule == "0 2 * * *"


@pytest.mark.parametrize(("choice", "checked"), [({"enabled": "yes"}, True), ({}, False)])
def test_a_wrong_schedule_keeps_the_choice_beside_it(
    choice: dict[str, str], checked: bool, anna: FlaskClient, token: Token
) -> None:
    form = {"schedule": "0 2 * *", "csrf_token": token(anna), **choice}
    page = html.fromstring(anna.post("/admin/sources/other/schedule", data=form).text)
    assert bool(page.xpath("//input[@name='enabled']/@checked")) is checked
    (link,) = page.xpath("//nav/a[@hreflang='ru' or @hreflang='en']/@href")
    assert anna.get(link).status_code == 200


@pytest.mark.parametrize(
    ("address", "twin"),
    [
        ("/admin/sources/journal/schedule", "/admin/sources/journal?lang=ru"),
        ("/admin/sources/journal/run", "/admin/sources/journal?lang=ru"),
        ("/admin/judgements", "/admin/judgements?lang=ru"),
        ("/admin/quarantine/replay", "/admin/quarantine?lang=ru"),
        ("/admin/quarantine/1/dismiss", "/admin/quarantine/1?lang=ru"),
        ("/admin/runs/1/undo", "/admin/runs/1?lang=ru"),
        ("/admin/login", "/admin/login?lang=ru"),
    ],
)
def test_what_a_form_answers_can_be_read_in_the_other_language(
    address: str, twin: str, anna: FlaskClient
) -> None:
    answer = anna.post(f"{address}?lang=en", data={})
    assert answer.status_code == 400
    (link,) = html.fromstring(answer.text).xpath("//nav/a[@hreflang='ru']/@href")
    assert link == twin
    assert anna.get(link).status_code in {200, 302}


@pytest.mark.parametrize(
    ("language", "told"), [("en", "The form is no longer valid."), ("ru", "Форма устарела.")]
)
@pytest.mark.parametrize("sent", ["", "stale"])
def test_a_form_of_an_ended_session_says_so(
    sent: str, language: str, told: str, anna: FlaskClient
) -> None:
    answer = anna.post(f"/admin/judgements?lang={language}", data={"csrf_token": sent})
    assert answer.status_code == 400
    assert told in answer.text
    assert "CSRF" not in answer.text


def test_a_definition_is_shown_in_words(anna: FlaskClient, engine: Engine) -> None:
    politeness = {"robots": None, "verify_tls": True, "delay": 0.5}
    definition = {"title": {"en": "Toy"}, "internal": False, "politeness": politeness}
    with writing(engine) as connection:
        register_source(connection, SourceEntry(name="toy", definition=definition))
    page = html.fromstring(anna.get("/admin/sources/toy?lang=en").text)
    shown = [
        " ".join(each.text_content().split())
        for each in page.xpath("//dl[@class='particulars']/dd")
    ]
    assert "verify_tls: yes; delay: 0.5" in shown
    assert "no" in shown


@pytest.mark.parametrize(
    ("page", "chosen", "how"),
    [
        ("/admin/", "/admin/", "page"),
        ("/admin/sources", "/admin/sources", "page"),
        ("/admin/sources/journal", "/admin/sources", "true"),
        ("/admin/runs/1/pages", "/admin/runs", "true"),
        ("/admin/quarantine/1", "/admin/quarantine", "true"),
    ],
)
def test_the_menu_says_where_one_is(page: str, chosen: str, how: str, anna: FlaskClient) -> None:
    tree = html.fromstring(anna.get(page).text)
    links = tree.xpath("//nav[@class='subnav']/a[@aria-current]")
    assert [(each.get("href"), each.get("aria-current")) for each in links] == [(chosen, how)]


@pytest.mark.parametrize("mode", ["incremental", "full"])
def test_a_run_is_requested_once(
    mode: str, anna: FlaskClient, engine: Engine, token: Token
) -> None:
    form = {"mode": mode, "csrf_token": token(anna)}
    for _ in range(2):
        assert anna.post("/admin/sources/journal/run", data=form).location == "/admin/runs/2"
    with reading(engine) as connection:
        waiting = runs.list_runs(connection, states=("requested",))
    assert [(run.id, run.mode, run.requested_by) for run in waiting] == [(2, mode, "anna")]


@pytest.mark.parametrize(
    ("page", "form", "status"),
    [
        ("/admin/sources/journal/run", {"mode": "replay"}, 400),
        ("/admin/sources/journal/run", {}, 400),
        ("/admin/sources/none/run", {"mode": "full"}, 404),
        ("/admin/sources/none/schedule", {"schedule": "0 2 * * *"}, 404),
        ("/admin/quarantine/99/dismiss", {"note": "x"}, 404),
        ("/admin/judgements", {"verdict": "perhaps"}, 400),
    ],
)
def test_what_cannot_be_asked_for(
    page: str, form: dict[str, str], status: int, anna: FlaskClient, token: Token
) -> None:
    assert anna.post(page, data={**form, "csrf_token": token(anna)}).status_code == status


@pytest.mark.parametrize(
    ("page", "status"),
    [
        ("/admin/sources/none", 404),
        ("/admin/runs/99", 404),
        ("/admin/runs/99/pages", 404),
        ("/admin/runs/1/pages?counted=body", 400),
        ("/admin/runs?state=lost", 400),
        ("/admin/runs?before=x", 400),
        ("/admin/pages/99", 404),
        ("/admin/quarantine/99", 404),
        ("/admin/quarantine?run=-1", 400),
    ],
)
def test_addresses_that_name_nothing(page: str, status: int, anna: FlaskClient) -> None:
    assert anna.get(page).status_code == status


def test_the_ledger_balances_and_each_number_opens_its_list(
    anna: FlaskClient, engine: Engine
) -> None:
    page = html.fromstring(anna.get("/admin/runs/1?lang=en").text)
    cells = page.xpath('//table[contains(@class,"ledger")]/tbody//td')
    assert [cell.text_content() for cell in cells] == [
        "7", "=", "5", "+", "0", "+", "0", "+", "0", "+", "2",
    ]  # fmt: skip
    assert "Nothing that was received is unaccounted for" in page.text_content()
    new = html.fromstring(anna.get(cells[2].xpath("./a/@href")[0]).text)
    column = new.xpath("//tbody/tr/td[6]")
    assert sum(int(cell.text_content()) for cell in column) == 5
    assert new.xpath("//tfoot//td[2]")[0].text_content() == "5"
    held = html.fromstring(anna.get(cells[10].xpath("./a/@href")[0]).text)
    assert len(held.xpath("//section[last()]//tbody/tr")) == 2
    with reading(engine) as connection:
        run = runs.get_run(connection, 1)
        assert run is not None
        assert pages.sum_pages(connection, 1) == run.ledger
        assert pages.count_pages(connection, 1, counted="deleted") == 0
        assert pages.count_page_records(connection, 1) == 3


def test_a_ledger_that_does_not_balance_is_called_so(anna: FlaskClient, engine: Engine) -> None:
    with writing(engine) as connection:
        connection.execute(update(run_table).values(new=4))
    assert "does not balance" in anna.get("/admin/runs/1?lang=en").text


def test_the_bytes_and_the_log_are_shown_but_never_as_markup(anna: FlaskClient) -> None:
    text = anna.get("/admin/quarantine/1").text
    assert "&lt;x&gt;й&lt;/x&gt;" in text
    assert "&lt;b&gt;no title" in text
    assert "000000  00 01 ff" in anna.get("/admin/quarantine/2").text
    assert "&lt;script&gt;alert(1)" in anna.get("/admin/runs/1").text


def test_replay_asks_for_a_run_with_just_these_items(
    anna: FlaskClient, engine: Engine, token: Token
) -> None:
    form = {"source": "journal", "reason": "no-title", "csrf_token": token(anna)}
    assert anna.post("/admin/quarantine/replay", data=form).location == "/admin/runs/2"
    with reading(engine) as connection:
        run = runs.get_run(connection, 2)
    assert run is not None
    assert (run.mode, run.source, run.parameters.quarantine) == ("replay", "journal", (1, 2))
    nothing = anna.post("/admin/quarantine/replay", data={"csrf_token": token(anna)})
    assert nothing.location == "/admin/quarantine"


def test_an_item_is_dismissed_with_a_note_and_kept(
    anna: FlaskClient, engine: Engine, token: Token
) -> None:
    page = "/admin/quarantine/1/dismiss"
    assert anna.post(page, data={"csrf_token": token(anna)}).location == "/admin/quarantine/1"
    anna.post(page, data={"note": "a test page", "csrf_token": token(anna)})
    with reading(engine) as connection:
        (item,) = quarantine.get_items(connection, [1])
        assert quarantine.count_items(connection) == 1
        assert quarantine.count_items(connection, waiting=False) == 2
        assert quarantine.count_by_reason(connection) == [("journal", "no-title", 1)]
    assert item.resolution == "dismissed by anna: a test page"
    assert "a test page" in anna.get("/admin/quarantine?state=all").text


def test_a_judgement_is_made_shown_and_withdrawn(
    anna: FlaskClient, engine: Engine, token: Token
) -> None:
    form = {
        "left_source": "journal", "left_identifier": "oai:0:0", "right_source": "journal",
        "right_identifier": "oai:0:1", "verdict": "different", "note": "two editions",
        "csrf_token": token(anna),
    }  # fmt: skip
    assert anna.post("/admin/judgements", data=form).status_code == 302
    with reading(engine) as connection:
        (made,) = judgements.decisions(connection)
    assert (made.verdict, made.made_by, made.note) == ("different", "anna", "two editions")
    assert "two editions" in anna.get("/admin/judgements").text
    unknown = anna.post("/admin/judgements?lang=en", data={**form, "right_identifier": "none"})
    assert unknown.status_code == 422
    assert "not in the catalogue" in unknown.text
    same = anna.post("/admin/judgements?lang=en", data={**form, "right_identifier": "oai:0:0"})
    assert "Name two records." in same.text
    anna.post(f"/admin/judgements/{made.id}/withdraw", data={"csrf_token": form["csrf_token"]})
    with reading(engine) as connection:
        assert judgements.decisions(connection) == []

"""Runs that wait for approval, and sources gone quiet, as an administrator sees them."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask.testing import FlaskClient
from sqlalchemy import update
from sqlalchemy.engine import Engine

from catalogue.database.engine import reading, writing
from catalogue.harvested import overflow, quarantine, runs
from catalogue.harvested.approvals import HELD
from catalogue.harvested.sources import set_schedule
from catalogue.harvested.store import FetchedPage, Rejected, store_page
from catalogue.tables import run as run_table

Login = Callable[[str], FlaskClient]
Token = Callable[[FlaskClient], str]


@pytest.fixture
def held(engine: Engine) -> int:
    """A run of which two deletions wait."""
    with writing(engine) as connection:
        run_id = runs.request_run(connection, "journal")
        runs.start_run(connection, run_id, "worker-1")
        rejected = [
            Rejected(reason=HELD, detail="too many", body=b"<record/>", identifier=f"oai:0:{n}")
            for n in range(2)
        ]
        fetched = FetchedPage(source="journal", format="oai_dc", body=b"<page/>")
        store_page(connection, run_id, fetched, [], rejected)
        runs.finish_run(connection, run_id, state="held", message="2 deletions wait")
    return run_id


def test_a_held_run_shows_what_to_decide_to_administrators_only(log_in: Login, held: int) -> None:
    page = f"/admin/runs/{held}?lang=en"
    assert "Keep the records" in log_in("anna").get(page).text
    assert "Deletions wait for approval" in log_in("anna").get("/admin/?lang=en").text
    assert f"/admin/runs/{held}" in log_in("anna").get("/admin/runs?state=held").text


def test_approval_asks_for_the_replay_of_just_the_deletions(
    log_in: Login, engine: Engine, token: Token, held: int
) -> None:
    anna = log_in("anna")
    form = {"decision": "approve", "csrf_token": token(anna)}
    assert anna.post(f"/admin/runs/{held}/decision", data=form).location == "/admin/runs/3"
    with reading(engine) as connection:
        replay = runs.get_run(connection, 3)
        done = runs.get_run(connection, held)
        waiting = {
            item.id for item in quarantine.list_quarantine(connection) if item.reason == HELD
        }
    assert replay is not None
    assert done is not None
    assert (replay.mode, set(replay.parameters.quarantine)) == ("replay", waiting)
    assert done.state == "succeeded"
    assert anna.post(f"/admin/runs/{held}/decision", data=form).location == f"/admin/runs/{held}"


def test_rejection_keeps_the_records(
    log_in: Login, engine: Engine, token: Token, held: int
) -> None:
    anna = log_in("anna")
    form = {"decision": "reject", "csrf_token": token(anna)}
    assert anna.post(f"/admin/runs/{held}/decision", data=form).location == f"/admin/runs/{held}"
    with reading(engine) as connection:
        assert not quarantine.count_items(connection, reason=HELD)
        assert len(runs.list_runs(connection)) == 2


@pytest.mark.parametrize(("decision", "status"), [("perhaps", 400), ("", 400)])
def test_other_decisions_are_none(
    decision: str, status: int, log_in: Login, token: Token, held: int
) -> None:
    anna = log_in("anna")
    form = {"decision": decision, "csrf_token": token(anna)}
    assert anna.post(f"/admin/runs/{held}/decision", data=form).status_code == status


def test_a_source_gone_quiet_is_an_alert(log_in: Login, engine: Engine) -> None:
    with writing(engine) as connection:
        set_schedule(connection, "journal", enabled=True, schedule="0 2 * * *")
        connection.execute(update(run_table).values(requested_at="2020-01-01T00:00:00Z"))
        silent = runs.request_run(connection, "journal")
        assert runs.quiet_sources(connection, "2020-02-01T00:00:00Z") == [], "not asked since"
        runs.finish_run(connection, silent, state="failed", message="no answer")
        found = runs.quiet_sources(connection, "2020-02-01T00:00:00Z")
        assert runs.quiet_sources(connection, "2019-02-01T00:00:00Z") == []
    assert [(q.source, q.last_news, q.runs_since, q.failed_since) for q in found] == [
        ("journal", "2020-01-01T00:00:00Z", 1, 1)
    ]
    assert "Gone quiet" in log_in("anna").get("/admin/?lang=en").text


@pytest.mark.parametrize("decision", ["approve", "reject"])
def test_a_run_held_for_what_it_brought_waits_for_a_decision_of_its_own(
    log_in: Login, engine: Engine, token: Token, held: int, decision: str
) -> None:
    with writing(engine) as connection:
        over = runs.request_run(connection, "journal")
        runs.start_run(connection, over, "worker-1")
        overflow.mark(connection, over, "9 records")
        runs.finish_run(connection, over, state="held", message="9 records")
    anna = log_in("anna")
    form = {"decision": decision, "csrf_token": token(anna)}
    assert anna.post(f"/admin/runs/{held}/decision", data=form).status_code == 302
    with reading(engine) as connection:
        states = [runs.get_run(connection, number) for number in (held, over)]
    assert [found.state for found in states if found] == ["succeeded", "held"]

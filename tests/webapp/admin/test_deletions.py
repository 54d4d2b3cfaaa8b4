"""Deletions that wait, as an administrator sees and decides them: what would go, what was kept, what can be undone."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask.testing import FlaskClient
from sqlalchemy import insert, select, update
from sqlalchemy.engine import Engine

from catalogue.database.engine import reading, writing
from catalogue.harvested import quarantine, runs
from catalogue.harvested.approvals import HELD
from catalogue.harvested.carrying_out import carry_out
from catalogue.harvested.deletions import dispute
from catalogue.harvested.quarantine import list_quarantine
from catalogue.harvested.store import FetchedPage, Rejected, store_page
from catalogue.tables import citation, profile, record, work
from schemas import HarvestedRecord
from schemas.record import LocalizedText

Login = Callable[[str], FlaskClient]
Token = Callable[[FlaskClient], str]
NAMES = [f"oai:gone:{number}" for number in range(60)]


@pytest.fixture
def held(engine: Engine) -> int:
    """A run of which the deletions of 60 records wait."""
    with writing(engine) as connection:
        run_id = runs.request_run(connection, "journal", mode="full")
        runs.start_run(connection, run_id, "worker-1")
        records = [
            HarvestedRecord(
                identifier=name,
                titles=(LocalizedText(f"Заголовок {name} <i>"),),
                urls=("https://example.org/a", "javascript:alert(1)"),
            )
            for name in NAMES
        ]
        page = FetchedPage(source="journal", format="oai_dc", body=b"<page/>")
        store_page(connection, run_id, page, records)
        runs.finish_run(connection, run_id, state="succeeded")
        run_id = runs.request_run(connection, "journal", mode="full")
        runs.start_run(connection, run_id, "worker-1")
        rejected = [
            Rejected(
                reason=HELD,
                detail="gone",
                body=b"<record/>",
                identifier=name,
                datestamp="2024-05-01",
            )
            for name in NAMES
        ]
        store_page(connection, run_id, page, [], rejected)
        runs.finish_run(connection, run_id, state="held", message="60 deletions wait")
    return run_id


def _derive(engine: Engine) -> None:
    """Works of the records: the first two in one with a record that stays, the third alone; and citations."""
    with writing(engine) as connection:
        rows = connection.execute(select(record.c.id, record.c.identifier)).all()
        found = {row.identifier: row.id for row in rows}
        held = {"kind": "held", "title": "", "type": "article", "body": b"{}", "profile": b"{}"}
        works = {101: [NAMES[0], NAMES[1], "oai:0:0"], 102: [NAMES[2]], 103: ["oai:0:1"]}
        for number, names in works.items():
            counts = {102: {"cited_by": 1, "cites": 1}}.get(number, {})
            connection.execute(insert(work).values(held | {"number": number} | counts))
            for name in names:
                values = {"record_id": found[name], "body": b"{}", "work": number}
                connection.execute(insert(profile).values(values))
        links = [(103, 102), (102, 101), (103, 101)]
        for place, (citing, cited) in enumerate(links):
            link = {"citing": citing, "cited": cited, "reference_id": place}
            connection.execute(insert(citation).values(link | {"self_citation": False}))


def _row(text: str, name: str) -> str:
    """The row of the table that names the record."""
    return next(row for row in text.split("<tr>") if f"<bdi>{name}</bdi>" in row)


def test_the_page_tells_what_would_go(log_in: Login, engine: Engine, held: int) -> None:
    _derive(engine)
    anna = log_in("anna")
    text = anna.get(f"/admin/runs/{held}?lang=en").text
    figures = text[text.index("What would go") : text.index("Works and citations as of")]
    numbers = [part.split("<")[0] for part in figures.split('<span class="num">')[1:]]
    # 60 of 65 records, and with them one work that is cited once and cites once
    assert numbers == ["60", "92.3%", "1", "1", "1"]
    assert "of the source's 65 records" in figures
    assert "stays" in _row(text, NAMES[0])
    assert "goes" in _row(text, NAMES[2])
    assert "not indexed yet" in _row(text, NAMES[3])
    assert 'href="https://example.org/a"' in _row(text, NAMES[3])
    assert "<i>" not in text
    assert "2024-05-01" in _row(text, NAMES[0])


def test_the_list_goes_on_over_pages(log_in: Login, held: int) -> None:
    anna = log_in("anna")
    first = anna.get(f"/admin/runs/{held}?lang=en").text
    assert f"<bdi>{NAMES[49]}</bdi>" in first
    assert f"<bdi>{NAMES[50]}</bdi>" not in first
    (after,) = {part.split('"')[0].split("&")[0] for part in first.split("after=")[1:]}
    second = anna.get(f"/admin/runs/{held}?after={after}").text
    assert f"<bdi>{NAMES[50]}</bdi>" in second
    assert f"<bdi>{NAMES[49]}</bdi>" not in second
    assert anna.get(f"/admin/runs/{held}?after=x").status_code == 400


@pytest.mark.parametrize("form", ["items", "group"])
def test_parse_again_asks_for_nothing(
    log_in: Login, engine: Engine, token: Token, held: int, form: str
) -> None:
    anna = log_in("anna")
    with reading(engine) as connection:
        numbers = [item.id for item in list_quarantine(connection, reason=HELD)]
        before = len(runs.list_runs(connection))
    chosen = (
        {"item": [str(n) for n in numbers]}
        if form == "items"
        else {"source": "journal", "reason": HELD}
    )
    data = {"csrf_token": token(anna)} | chosen
    answer = anna.post("/admin/quarantine/replay?lang=en", data=data, follow_redirects=True)
    assert "Decide about them on the page of the run" in answer.text
    with reading(engine) as connection:
        assert len(runs.list_runs(connection)) == before
        assert quarantine.count_items(connection, reason=HELD) == len(NAMES)


def test_of_a_mixed_choice_only_the_others_are_parsed(
    log_in: Login, engine: Engine, token: Token, held: int
) -> None:
    anna = log_in("anna")
    with reading(engine) as connection:
        items = list_quarantine(connection, limit=100)
    data = {"csrf_token": token(anna), "item": [str(item.id) for item in items]}
    anna.post("/admin/quarantine/replay", data=data)
    with reading(engine) as connection:
        asked = runs.list_runs(connection, limit=1)[0].parameters.quarantine
    assert set(asked) == {item.id for item in items if item.reason != HELD}


def test_a_held_deletion_is_not_dismissed_and_names_its_run(
    log_in: Login, engine: Engine, token: Token, held: int
) -> None:
    anna = log_in("anna")
    with reading(engine) as connection:
        number = list_quarantine(connection, reason=HELD, limit=1)[0].id
    page = anna.get(f"/admin/quarantine/{number}?lang=en").text
    assert f'href="/admin/runs/{held}"' in page
    assert "Parse again" not in page
    data = {"csrf_token": token(anna), "note": "away with it"}
    anna.post(f"/admin/quarantine/{number}/dismiss", data=data)
    with reading(engine) as connection:
        assert quarantine.count_items(connection, reason=HELD) == len(NAMES)
    assert "Parse again" in anna.get("/admin/quarantine?lang=en").text
    assert f'name="reason" value="{HELD}"' not in anna.get("/admin/quarantine?lang=en").text


def test_a_disputed_deletion_can_be_dismissed(
    log_in: Login, engine: Engine, token: Token, held: int
) -> None:
    anna = log_in("anna")
    with writing(engine) as connection:
        number = list_quarantine(connection, reason=HELD, limit=1)[0].id
        dispute(connection, [number])
    assert "It stays live" in anna.get(f"/admin/quarantine/{number}?lang=en").text
    data = {"csrf_token": token(anna), "note": "it is live"}
    anna.post(f"/admin/quarantine/{number}/dismiss", data=data)
    with reading(engine) as connection:
        assert quarantine.get_items(connection, [number])[0].dismissed


@pytest.mark.parametrize(
    ("gone", "told"), [(0, "60 records are kept."), (7, "53 records are kept. 7 more were gone")]
)
def test_keep_the_records_says_what_it_did(
    log_in: Login, engine: Engine, token: Token, held: int, gone: int, told: str
) -> None:
    with writing(engine) as connection:
        lost = update(record).where(record.c.identifier.in_(NAMES[:gone]))
        connection.execute(lost.values(deleted=True))
    anna = log_in("anna")
    form = {"decision": "reject", "csrf_token": token(anna)}
    answer = anna.post(f"/admin/runs/{held}/decision?lang=en", data=form, follow_redirects=True)
    assert told in answer.text
    with reading(engine) as connection:
        assert quarantine.count_items(connection, reason=HELD) == 0


def test_an_approval_is_carried_out_and_undone_by_button(
    log_in: Login, engine: Engine, token: Token, held: int
) -> None:
    anna, rita = log_in("anna"), log_in("rita")
    form = {"decision": "approve", "csrf_token": token(anna)}
    address = anna.post(f"/admin/runs/{held}/decision", data=form).location
    replay = int(address.rsplit("/", 1)[1])
    assert "Undo the deletions" not in anna.get(f"/admin/runs/{held}?lang=en").text
    with writing(engine) as connection:
        runs.start_run(connection, replay, "worker-1")
        assert carry_out(connection, "journal", replay).ledger.deleted == len(NAMES)
        runs.finish_run(connection, replay, state="succeeded")
    for number in (held, replay):
        assert "Undo the deletions" in anna.get(f"/admin/runs/{number}?lang=en").text
        assert "Undo the deletions" not in rita.get(f"/admin/runs/{number}?lang=en").text
    assert (
        rita.post(f"/admin/runs/{held}/undo", data={"csrf_token": token(rita)}).status_code == 403
    )
    asked = anna.post(f"/admin/runs/{held}/undo", data={"csrf_token": token(anna)}).location
    with reading(engine) as connection:
        undo = runs.get_run(connection, int(asked.rsplit("/", 1)[1]))
    assert undo is not None
    assert (undo.mode, undo.parameters.undo, undo.requested_by) == ("undo", held, "anna")
    assert "deletions-undo" in anna.get("/admin/audit").text


def test_there_is_nothing_to_undo_of_other_runs(log_in: Login, token: Token, held: int) -> None:
    anna = log_in("anna")
    data = {"csrf_token": token(anna)}
    answer = anna.post("/admin/runs/1/undo?lang=en", data=data, follow_redirects=True)
    assert "can be undone any more" in answer.text
    assert anna.post("/admin/runs/99/undo", data=data).status_code == 404


@pytest.mark.parametrize(
    ("language", "told"), [("en", "succeeded with reservations"), ("ru", "завершён с оговорками")]
)
def test_reservations_are_shown(
    log_in: Login, engine: Engine, held: int, language: str, told: str
) -> None:
    with writing(engine) as connection:
        run_id = runs.request_run(connection, "other")
        runs.finish_run(connection, run_id, state="succeeded", reservations=True)
    anna = log_in("anna")
    for page in (f"runs/{run_id}", "runs", "sources/other", ""):
        assert told in anna.get(f"/admin/{page}?lang={language}").text, page
    listed = anna.get("/admin/runs?state=reservations").text
    assert f'href="/admin/runs/{run_id}"' in listed
    assert f'href="/admin/runs/{held}"' not in listed
    assert 'eaci_runs{state="succeeded with reservations"} 1.0' in anna.get("/metrics").text

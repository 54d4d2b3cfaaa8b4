"""What the indexer set aside: shown, named by /readyz and the metrics, and put back on its stage's list."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from click.testing import CliRunner
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.engine import Engine

from catalogue.database.engine import reading, writing
from catalogue.derived import set_aside, tasks
from catalogue.settings import Settings
from catalogue.tables import audit, outbox, record
from webapp.cli import main

Login = Callable[[str], FlaskClient]
Token = Callable[[FlaskClient], str]


@pytest.fixture
def first(engine: Engine) -> int:
    """A record that is set aside, beside a work that the search refuses."""
    with writing(engine) as connection:
        number = connection.scalar(select(record.c.id).order_by(record.c.id).limit(1)) or 0
        set_aside.put(
            connection, "normalise", [number], "ValueError: <script>bad()</script>\n twice"
        )
        set_aside.put(connection, "publish", [77], "refused")
    return number


def test_the_page_tells_what_is_set_aside_and_why(first: int, log_in: Login) -> None:
    for lang, title in (("en", "Set aside"), ("ru", "Отложено")):
        page = log_in("rita").get(f"/admin/set-aside?lang={lang}").text
        assert f"<h1>{title}</h1>" in page
        assert "journal oai:" in page
        assert "ValueError: &lt;script&gt;bad()&lt;/script&gt; twice" in page
        assert "/admin/set-aside/retry" not in page  # a reader changes nothing
    assert "/admin/set-aside/retry" in log_in("anna").get("/admin/set-aside").text


def test_the_button_puts_an_item_back_on_its_stages_list(
    first: int, engine: Engine, log_in: Login, token: Token
) -> None:
    client = log_in("anna")
    form = {"stage": "normalise", "item": str(first), "csrf_token": token(client)}
    with writing(engine) as connection:
        tasks.done(connection, "normalise", tasks.take(connection, "normalise", 1000))
    assert client.post("/admin/set-aside/retry", data=form).status_code == 302
    with reading(engine) as connection:
        assert list(tasks.take(connection, "normalise", 10)) == [first]
        assert connection.execute(select(outbox)).all() == []
        told = connection.execute(select(audit.c.action, audit.c.subject, audit.c.detail)).all()
    assert ("set-aside-retried", f"normalise {first}", "1 items") in told
    client.post("/admin/set-aside/retry", data={"csrf_token": form["csrf_token"]})  # all of them
    with reading(engine) as connection:
        assert list(connection.scalars(select(outbox.c.work))) == [77]


@pytest.mark.parametrize("item", ["x", "1.5", str(2**63), "9" * 5000, "٣"])
def test_what_is_no_number_of_an_item_is_refused(
    first: int, log_in: Login, token: Token, item: str
) -> None:
    client = log_in("anna")
    form = {"stage": "normalise", "item": item, "csrf_token": token(client)}
    assert client.post("/admin/set-aside/retry", data=form).status_code == 400


def test_operations_tell_of_it_and_stay_ready(first: int, client: FlaskClient) -> None:
    answer = client.get("/readyz")
    assert answer.status_code == 200
    assert answer.json
    assert answer.json["ready"]
    assert answer.json["set_aside"]["count"] == 2
    assert answer.json["set_aside"]["items"][0].startswith("normalise: journal oai:")
    metrics = client.get("/metrics").text
    assert 'eaci_set_aside{stage="normalise"} 1.0' in metrics
    assert 'eaci_set_aside{stage="publish"} 1.0' in metrics


def test_without_anything_set_aside_nothing_is_said(client: FlaskClient) -> None:
    assert "set_aside" not in (client.get("/readyz").json or {})


def test_the_command_lists_and_retries(
    first: int, engine: Engine, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("EACI_HOME", str(settings.home))
    run = CliRunner()
    listed = run.invoke(main, ["aside", "list"]).output
    assert f"normalise\t{first}\tjournal oai:" in listed
    assert "publish\t77\t" in listed
    assert "publish" not in run.invoke(main, ["aside", "list", "--stage", "normalise"]).output
    outcome = run.invoke(main, ["aside", "retry", "publish", "77"])
    assert outcome.output == "1 to be tried again: run `eaci index`\n"
    refused = run.invoke(main, ["aside", "retry", "publish", "78"])
    assert refused.exit_code == 1
    assert "nothing like that is set aside" in refused.output


def test_the_overview_leads_there(first: int, log_in: Login) -> None:
    page = log_in("rita").get("/admin/?lang=en").text
    assert "set aside by the indexer" in page
    assert 'href="/admin/set-aside"' in page

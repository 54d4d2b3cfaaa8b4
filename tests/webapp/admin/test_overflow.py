"""A run that was stopped for what it brought: its page says so, and lets an administrator go on or not."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask.testing import FlaskClient
from sqlalchemy.engine import Engine

from catalogue.database.engine import reading, writing
from catalogue.harvested import overflow, runs

Login = Callable[[str], FlaskClient]
Token = Callable[[FlaskClient], str]


@pytest.fixture
def stopped(engine: Engine) -> int:
    """A run that is held with what came."""
    with writing(engine) as connection:
        run_id = runs.request_run(connection, "journal")
        runs.start_run(connection, run_id, "worker-1")
        runs.save_checkpoint(connection, run_id, {"token": "t"})
        overflow.mark(connection, run_id, "too much")
        runs.finish_run(connection, run_id, state="held", message="stopped after 9 records")
    return run_id


def test_its_page_offers_to_go_on_and_speaks_of_no_deletions(log_in: Login, stopped: int) -> None:
    page = log_in("anna").get(f"/admin/runs/{stopped}?lang=en").text
    assert "More than expected has come" in page
    assert "Delete the records" not in page
    assert (
        "Пришло больше, чем ожидалось" in log_in("anna").get(f"/admin/runs/{stopped}?lang=ru").text
    )


@pytest.mark.parametrize(
    ("decision", "checkpoint", "further"), [("approve", {"token": "t"}, 1), ("reject", {}, 0)]
)
def test_the_decision_is_carried_out(
    log_in: Login,
    engine: Engine,
    token: Token,
    stopped: int,
    decision: str,
    checkpoint: dict[str, str],
    further: int,
) -> None:
    anna = log_in("anna")
    form = {"decision": decision, "csrf_token": token(anna)}
    with reading(engine) as connection:
        before = len(runs.list_runs(connection))
    answer = anna.post(f"/admin/runs/{stopped}/decision", data=form)
    with reading(engine) as connection:
        closed = runs.get_run(connection, stopped)
        listed = runs.list_runs(connection)
    assert closed is not None
    assert (closed.state, closed.checkpoint) == ("failed", checkpoint)
    assert len(listed) == before + further
    assert answer.location == f"/admin/runs/{listed[0].id if further else stopped}"
    assert not overflow.is_over(closed)

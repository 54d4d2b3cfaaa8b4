"""Judgements about people, as administrators make them (webapp.admin.people)."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.engine import Engine

from catalogue.database.engine import reading
from catalogue.decided import people
from catalogue.tables import audit
from schemas.ids import public_id
from tests.webapp.admin.conftest import PEOPLE

Login = Callable[[str], FlaskClient]
Token = Callable[[FlaskClient], str]


TWO = (public_id(PEOPLE[0]), public_id(PEOPLE[1]))


def test_who_may_be_the_same_is_shown_with_the_way_to_decide(log_in: Login) -> None:
    page = log_in("anna").get("/admin/people?lang=en").text
    assert "Ким &lt;1&gt;" in page
    assert "Decide" in page
    assert "Decide" not in log_in("rita").get("/admin/people?lang=en").text
    filled = log_in("anna").get(f"/admin/people?one={TWO[0]}&other={TWO[1]}").text
    assert f'name="one" value="{TWO[0]}"' in filled


def test_a_decision_is_made_shown_audited_and_withdrawn(
    log_in: Login, engine: Engine, token: Token
) -> None:
    anna = log_in("anna")
    form = {"one": TWO[0], "other": TWO[1], "verdict": "same", "note": "one man"}
    form["csrf_token"] = token(anna)
    assert anna.post("/admin/people", data=form).location == "/admin/people"
    with reading(engine) as connection:
        (made,) = people.decisions(connection)
        actions = connection.scalars(select(audit.c.action)).all()
    assert (made.verdict, made.made_by, made.note) == ("same", "anna", "one man")
    assert "people-judged-same" in actions
    assert "one man" in anna.get("/admin/people").text
    address = f"/admin/people/{made.id}/withdraw"
    assert anna.post(address, data={"csrf_token": form["csrf_token"]}).status_code == 302
    with reading(engine) as connection:
        assert people.decisions(connection) == []


@pytest.mark.parametrize(
    ("change", "status"),
    [({"one": "nobody"}, 422), ({"other": "0000000000000"}, 422), ({"verdict": "perhaps"}, 400)],
)
def test_what_cannot_be_decided_says_so(
    change: dict[str, str], status: int, log_in: Login, token: Token
) -> None:
    anna = log_in("anna")
    form = {"one": TWO[0], "other": TWO[1], "verdict": "same", "csrf_token": token(anna)}
    assert anna.post("/admin/people", data=form | change).status_code == status

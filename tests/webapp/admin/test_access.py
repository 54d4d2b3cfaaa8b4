from __future__ import annotations

from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import update
from sqlalchemy.engine import Engine

from catalogue.audit import list_changes
from catalogue.database.engine import reading, writing
from catalogue.decided.accounts import set_password_hash
from catalogue.tables import account
from schemas.ids import public_id
from tests.support.quick_site import STRONG
from tests.webapp.admin.conftest import PEOPLE
from webapp.admin.passwords import PasswordError, hash_password, verify

PAGES = [
    "/admin/",
    "/admin/sources",
    "/admin/sources/journal",
    "/admin/runs",
    "/admin/runs/1",
    "/admin/runs/1/pages",
    "/admin/runs/1/pages?counted=new",
    "/admin/pages/1",
    "/admin/quarantine",
    "/admin/quarantine/1",
    "/admin/set-aside",
    "/admin/judgements",
    "/admin/people",
    "/admin/audit",
]
CHANGES: list[tuple[str, dict[str, str]]] = [
    ("/admin/sources/journal/schedule", {"schedule": "0 3 * * *", "enabled": "yes"}),
    ("/admin/sources/journal/run", {"mode": "incremental"}),
    ("/admin/runs/1/decision", {"decision": "approve"}),
    ("/admin/runs/1/undo", {}),
    ("/admin/quarantine/replay", {"item": "1"}),
    ("/admin/quarantine/1/dismiss", {"note": "a test page"}),
    ("/admin/set-aside/retry", {"stage": "normalise"}),
    ("/admin/judgements/1/withdraw", {}),
    ("/admin/people/1/withdraw", {}),
    ("/admin/people", {"one": public_id(PEOPLE[0]), "other": public_id(PEOPLE[1]), "verdict": "same"}),
    (
        "/admin/judgements",
        {
            "left_source": "journal", "left_identifier": "oai:0:0", "verdict": "same",
            "right_source": "journal", "right_identifier": "oai:0:1",
        },
    ),
]  # fmt: skip

Login = Callable[[str], FlaskClient]
Token = Callable[[FlaskClient], str]


def test_the_tables_name_every_route(app: Flask) -> None:
    rules = [rule for rule in app.url_map.iter_rules() if rule.endpoint.startswith("admin.")]
    adapter = app.url_map.bind("localhost")
    named = {adapter.match(page.partition("?")[0], method="GET")[0] for page in PAGES}
    named |= {adapter.match(page, method="POST")[0] for page, _ in CHANGES}
    assert {rule.endpoint for rule in rules} - named == {
        "admin.login",
        "admin.log_in",
        "admin.log_out",
    }


def test_pages_want_a_login_and_then_show_to_both_roles(client: FlaskClient, log_in: Login) -> None:
    readers = [log_in(name) for name in ("rita", "anna")]
    for page in PAGES:
        refused = client.get(page)
        assert (refused.status_code, refused.location[:24]) == (302, "/admin/login?next=/admin")
        for language in ("ru", "en"):
            for reader in readers:
                shown = reader.get(f"{page}{'&' if '?' in page else '?'}lang={language}")
                assert shown.status_code == 200
                assert f'<html lang="{language}">' in shown.text
                assert shown.headers["Cache-Control"] == "no-store"
                assert "<script" not in shown.text


@pytest.mark.parametrize(("page", "form"), CHANGES)
def test_only_an_administrator_changes_anything(
    page: str, form: dict[str, str], client: FlaskClient, log_in: Login, token: Token
) -> None:
    nobody = client.post(page, data={**form, "csrf_token": token(client)})
    assert nobody.status_code == 302
    assert nobody.location.startswith("/admin/login")
    reader = log_in("rita")
    assert reader.post(page, data={**form, "csrf_token": token(reader)}).status_code == 403
    administrator = log_in("anna")
    done = administrator.post(page, data={**form, "csrf_token": token(administrator)})
    assert done.status_code == 302
    assert done.location.startswith("/admin/")
    assert not done.location.startswith("/admin/login")


@pytest.mark.parametrize(("page", "form"), [*CHANGES, ("/admin/login", {}), ("/admin/logout", {})])
def test_nothing_is_changed_without_the_forms_token(
    page: str, form: dict[str, str], log_in: Login
) -> None:
    assert log_in("anna").post(page, data=form).status_code == 400


@pytest.mark.parametrize(("page", "_form"), CHANGES)
def test_nothing_is_changed_by_following_a_link(
    page: str, _form: dict[str, str], log_in: Login
) -> None:
    assert log_in("anna").get(page).status_code in {
        200 if page in {"/admin/judgements", "/admin/people"} else 405
    }


@pytest.mark.parametrize(
    ("name", "password"),
    [("anna", "wrong horse"), ("nobody", "correct horse"), ("", ""), ("ANNA", "correct horse")],
)
def test_a_wrong_name_and_a_wrong_password_look_alike(
    name: str, password: str, client: FlaskClient, token: Token
) -> None:
    form = {"name": name, "password": password, "csrf_token": token(client)}
    answer = client.post("/admin/login?lang=en", data=form)
    assert answer.status_code == 401
    assert "The name or the password is wrong." in answer.text
    assert client.get("/admin/").status_code == 302


@pytest.mark.parametrize(
    ("asked", "led_to"),
    [
        ("/admin/runs?state=failed", "/admin/runs?state=failed"),
        ("https://example.org/admin/", "/admin/"),
        ("//example.org/admin/", "/admin/"),
        ("/admin/..//example.org", "/admin/"),
        ("/admin/\\example.org", "/admin/"),
        ("/ru/search", "/admin/"),
        ("", "/admin/"),
    ],
)
def test_the_login_leads_only_into_the_administration(
    asked: str, led_to: str, client: FlaskClient, token: Token
) -> None:
    form = {"name": "anna", "password": "correct horse", "csrf_token": token(client), "next": asked}
    assert client.post("/admin/login", data=form).location == led_to


def test_logins_are_limited(client: FlaskClient, token: Token) -> None:
    form = {"name": "anna", "password": "wrong", "csrf_token": token(client)}
    statuses = [client.post("/admin/login", data=form).status_code for _ in range(11)]
    assert statuses == [401] * 10 + [429]


def test_logging_out_and_a_new_password_end_the_session(
    engine: Engine, log_in: Login, token: Token
) -> None:
    client = log_in("rita")
    assert client.post("/admin/logout", data={"csrf_token": token(client)}).status_code == 302
    assert client.get("/admin/").status_code == 302
    other = log_in("anna")
    with writing(engine) as connection:
        set_password_hash(connection, 1, hash_password("another long one"))
    assert other.get("/admin/").status_code == 302


def test_an_inactive_account_is_out_at_once(engine: Engine, log_in: Login) -> None:
    client = log_in("anna")
    with writing(engine) as connection:
        connection.execute(update(account).where(account.c.name == "anna").values(active=False))
    assert client.get("/admin/").status_code == 302


def test_the_session_cookie_is_out_of_reach_of_scripts_and_other_sites(client: FlaskClient) -> None:
    cookie = client.get("/admin/login").headers["Set-Cookie"]
    assert "HttpOnly" in cookie
    assert "SameSite=Lax" in cookie


def test_changes_are_written_to_the_audit(engine: Engine, log_in: Login, token: Token) -> None:
    client = log_in("anna")
    for page, form in CHANGES:
        client.post(page, data={**form, "csrf_token": token(client)})
    with reading(engine) as connection:
        found = [(each.account, each.action, each.subject) for each in list_changes(connection)]
    assert found == [
        ("anna", "judged-same", "journal oai:0:0 / journal oai:0:1"),
        ("anna", "people-judged-same", " / ".join(map(public_id, PEOPLE))),
        ("anna", "people-judgement-withdrawn", "1"),
        ("anna", "judgement-withdrawn", "1"),
        ("anna", "quarantine-dismissed", "journal 1"),
        ("anna", "replay-requested", "journal"),
        ("anna", "run-requested", "journal"),
        ("anna", "schedule-changed", "journal"),
        ("anna", "logged-in", "anna"),
    ]


def test_passwords_cost_what_rfc_9106_asks_for_little_memory() -> None:
    """https://www.rfc-editor.org/rfc/rfc9106#section-4, the second recommended option."""
    assert (STRONG.memory_cost, STRONG.time_cost, STRONG.parallelism) == (64 * 1024, 3, 4)


def test_passwords_are_kept_as_argon2id() -> None:
    kept = hash_password("длинный пароль")
    assert kept.startswith("$argon2id$")
    assert verify(kept, "длинный пароль")
    assert not verify(kept, "длинный парол")
    assert not verify(None, "no account has this password")
    assert not verify("not a hash", "x")
    for wrong in ("short", "x" * 1025):
        with pytest.raises(PasswordError, match="from 10 to 1024"):
            hash_password(wrong)

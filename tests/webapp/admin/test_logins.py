"""Logins: limits that all processes share, failures that are told, sessions that end on the server."""

from __future__ import annotations

import logging
import secrets
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest
from click.testing import CliRunner
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select, update
from sqlalchemy.engine import Engine

from catalogue.audit import AuditEntry, list_changes
from catalogue.database.engine import reading, writing
from catalogue.settings import Settings
from catalogue.tables import audit, login_attempt
from tests.support.beside import Beside
from tests.webapp.admin.conftest import PASSWORD
from webapp.admin import attempts, sessions
from webapp.admin.passwords import hash_password
from webapp.app import create_app
from webapp.cli import main
from webapp.extensions import limiter
from webapp.services import services_of

Login = Callable[[str], FlaskClient]
Token = Callable[[FlaskClient], str]
Try = Callable[..., tuple[int, str | None]]


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """No password is right, and to find that out takes no time."""
    monkeypatch.setattr("webapp.admin.login.verify", lambda kept, typed: False)


@pytest.fixture
def attempt(client: FlaskClient, token: Token) -> Try:
    """Tries to log in; gives the status and Retry-After."""
    known: dict[FlaskClient, str] = {}

    def attempted(
        name: str,
        password: str = "wrong horse",  # noqa: S107 -- of nobody
        address: str = "192.0.2.1",
        by: FlaskClient = client,
    ) -> tuple[int, str | None]:
        if by not in known:
            known[by] = token(by)
        form = {"name": name, "password": password, "csrf_token": known[by]}
        answer = by.post("/admin/login", data=form, environ_base={"REMOTE_ADDR": address})
        return answer.status_code, answer.headers.get("Retry-After")

    return attempted


@pytest.fixture
def elsewhere(settings: Settings, app: Flask) -> Iterator[FlaskClient]:
    """A client of another process of the site: the same catalogue and key, another memory."""
    other = create_app(settings)
    other.testing = True
    yield other.test_client()
    services_of(other).close()


@contextmanager
def _busy(engine: Engine) -> Iterator[None]:
    """Somebody writes, and does not end."""
    with writing(engine) as connection:
        connection.execute(update(login_attempt).values(address="busy"))
        yield


def _audit(engine: Engine) -> list[AuditEntry]:
    with reading(engine) as connection:
        return list_changes(connection)


@pytest.mark.usefixtures("quick")
def test_processes_share_the_limit_of_an_address(attempt: Try, elsewhere: FlaskClient) -> None:
    statuses = []
    for number in range(12):
        limiter.reset()  # what a process counts itself is not what refuses here
        by = {"by": elsewhere} if number % 2 else {}
        statuses.append(attempt(f"name {number}", **by)[0])
    assert statuses == [401] * 10 + [429] * 2
    limiter.reset()
    status, wait = attempt("anna", PASSWORD, by=elsewhere)
    assert status == 429
    assert 1 <= int(wait or 0) <= 60
    assert attempt("anna", address="192.0.2.2")[0] == 401


@pytest.mark.usefixtures("quick")
@pytest.mark.parametrize("name", ["anna", "nobody", "анна", "x" * 1000])
def test_an_account_is_limited_from_wherever_whether_it_exists_or_not(
    name: str, attempt: Try
) -> None:
    tried = [attempt(name, address=f"198.51.100.{number}") for number in range(11)]
    assert [status for status, _ in tried] == [401] * 10 + [429]
    assert 840 < int(tried[-1][1] or 0) <= 900


def _strangers_fail(attempt: Try, app: Flask, name: str) -> None:
    """Until the name is over its limit."""
    stranger = app.test_client()
    while attempt(name, address=f"198.51.100.{secrets.randbelow(250)}", by=stranger)[0] == 401:
        limiter.reset()


def test_a_stranger_does_not_lock_out_who_has_logged_in_before(
    app: Flask, log_in: Login, token: Token, attempt: Try, monkeypatch: pytest.MonkeyPatch
) -> None:
    own = log_in("anna")
    own.post("/admin/logout", data={"csrf_token": token(own)})
    with monkeypatch.context() as quickly:
        quickly.setattr("webapp.admin.login.verify", lambda kept, typed: False)
        _strangers_fail(attempt, app, "anna")
    elsewhere = "203.0.113.77"
    assert attempt("anna", PASSWORD, elsewhere, by=app.test_client())[0] == 429
    assert attempt("anna", PASSWORD, elsewhere, by=own)[0] == 302


@pytest.mark.usefixtures("quick")
def test_a_known_browser_is_limited_as_well_and_by_its_own_account_only(
    app: Flask, engine: Engine, attempt: Try, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = app.test_client()
    with monkeypatch.context() as right:
        right.setattr("webapp.admin.login.verify", lambda kept, typed: True)
        assert attempt("rita", address="192.0.2.50", by=before)[0] == 302
    cookie = before.get_cookie("device", path="/admin")
    assert cookie is not None
    assert (cookie.http_only, cookie.same_site) == (True, "Strict")
    known = app.test_client()
    known.set_cookie("device", cookie.value, path="/admin")
    tried = [attempt("rita", address=f"198.51.100.{n}", by=known)[0] for n in range(11)]
    assert tried == [401] * 10 + [429]
    _strangers_fail(attempt, app, "anna")
    assert attempt("anna", address="203.0.113.77", by=known)[0] == 429
    forged = app.test_client()
    for value in (cookie.value, cookie.value[:-1], "x", "e30.x.y"):
        forged.set_cookie("device", value, path="/admin")
        assert attempt("anna", address="203.0.113.77", by=forged)[0] == 429


def test_a_login_that_succeeds_is_not_counted(engine: Engine, attempt: Try, app: Flask) -> None:
    for _ in range(3):
        assert attempt("anna", PASSWORD, by=app.test_client())[0] == 302
    with reading(engine) as connection:
        assert connection.scalar(select(func.count()).select_from(login_attempt)) == 0


@pytest.mark.usefixtures("quick")
def test_a_refusal_is_a_page_that_says_when_to_come_again(
    attempt: Try, client: FlaskClient, token: Token
) -> None:
    for _ in range(10):
        attempt("anna")
    form = {"name": "anna", "password": "x", "csrf_token": token(client)}
    page = client.post("/admin/login?lang=en", data=form, environ_base={"REMOTE_ADDR": "192.0.2.8"})
    assert page.status_code == 429
    assert "Too many logins have failed. Try again in 15 min." in page.text


@pytest.mark.parametrize("page", ["/", "/ru/search?q=x", "/en/help", "/admin/", "/admin/login"])
def test_every_refusal_of_the_site_says_when_to_come_again(
    page: str, client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(limiter.limiter, "hit", lambda *limit, **cost: False)
    answer = client.get(page)
    assert answer.status_code == 429
    assert 1 <= int(answer.headers["Retry-After"]) <= 61
    assert "600 per" not in answer.text


@pytest.mark.parametrize(
    ("name", "told", "reason"),
    [
        ("anna", "anna", "wrong password"),
        ("nobody", "nobody", "no such account"),
        ("a\nlogin: 'anna'", r"a\nlogin: 'anna'", "no such account"),
        ("\u202eanna\x1b[2J\x00", r"\u202eanna\x1b[2J\x00", "no such account"),
        ("<b>anna</b>", "<b>anna</b>", "no such account"),
        ("х" * 500, "х" * 64 + "…", "no such account"),
    ],
)
def test_a_failure_is_told_in_log_and_audit_without_the_password(
    name: str,
    told: str,
    reason: str,
    engine: Engine,
    attempt: Try,
    caplog: pytest.LogCaptureFixture,
) -> None:
    with caplog.at_level(logging.INFO):
        assert attempt(name, "typed pass phrase")[0] == 401
    (entry,) = _audit(engine)
    assert (entry.account, entry.action, entry.subject) == ("login form", "login-failed", told)
    assert entry.detail == f"{reason}, from 192.0.2.1"
    lines = [line for line in caplog.messages if "login failed" in line]
    assert len(lines) == 1
    assert repr(told) in lines[0]
    assert "\n" not in lines[0]
    assert "typed pass phrase" not in caplog.text


def test_a_busy_catalogue_neither_fails_nor_holds_up_a_login(
    engine: Engine, app: Flask, attempt: Try, caplog: pytest.LogCaptureFixture
) -> None:
    with _busy(engine):
        began = time.monotonic()
        client = app.test_client()
        assert attempt("anna", PASSWORD, address="127.0.0.1", by=client)[0] == 302
        assert client.get("/admin/").status_code == 200
        assert attempt("anna")[0] == 401
        assert time.monotonic() - began < 20  # each of the four writes would wait for a minute
    assert "a login is not in the audit" in caplog.text
    assert "a failed login is not in the audit" in caplog.text
    assert _audit(engine) == []


@pytest.mark.usefixtures("quick")
def test_a_busy_catalogue_does_not_open_the_gate(
    engine: Engine, attempt: Try, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(attempts, "_MOMENT", 0.01)
    with _busy(engine):
        tried = [attempt(f"name {number}") for number in range(12)]
    assert [status for status, _ in tried] == [401] * 10 + [429] * 2
    assert 1 <= int(tried[-1][1] or 0) <= 61


def _copy(client: FlaskClient, app: Flask) -> FlaskClient:
    """Another browser with the same cookie."""
    cookie = client.get_cookie("session")
    assert cookie is not None
    copy = app.test_client()
    copy.set_cookie("session", cookie.value)
    return copy


def test_a_cookie_taken_before_logging_out_is_refused_after(
    app: Flask, log_in: Login, token: Token, elsewhere: FlaskClient
) -> None:
    client, other = log_in("anna"), log_in("anna")
    copy = _copy(client, app)
    cookie = client.get_cookie("session")
    assert cookie is not None
    elsewhere.set_cookie("session", cookie.value)
    assert [each.get("/admin/").status_code for each in (copy, elsewhere)] == [200, 200]
    assert client.post("/admin/logout", data={"csrf_token": token(client)}).status_code == 302
    for each in (client, copy, elsewhere):
        assert each.get("/admin/").status_code == 302
        assert each.post("/admin/sources/journal/run", data={"mode": "full"}).status_code in {
            302,
            400,
        }
    assert other.get("/admin/").status_code == 200  # the account's other session goes on


def test_logging_in_again_ends_the_session_before(app: Flask, log_in: Login, attempt: Try) -> None:
    client = log_in("anna")
    copy = _copy(client, app)
    assert attempt("rita", PASSWORD, address="127.0.0.1", by=client)[0] == 302
    assert client.get("/admin/").status_code == 200
    assert copy.get("/admin/").status_code == 302


@pytest.fixture
def eaci(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> Callable[..., tuple[int, str]]:
    def run(*arguments: str, given: str = "") -> tuple[int, str]:
        environment = {"EACI_HOME": str(settings.home)}
        done = CliRunner().invoke(main, ["account", *arguments], input=given, env=environment)
        return done.exit_code, done.output

    return run


def test_a_new_password_ends_all_sessions_of_the_account(
    log_in: Login, eaci: Callable[..., tuple[int, str]]
) -> None:
    first, second, other = log_in("anna"), log_in("anna"), log_in("rita")
    # the same password again is a new one too
    assert eaci("password", "anna", "--password-stdin", given=f"{PASSWORD}\n")[0] == 0
    assert [each.get("/admin/").status_code for each in (first, second, other)] == [302, 302, 200]


def test_a_disabled_account_is_out_at_once_and_its_sessions_do_not_come_back(
    engine: Engine, log_in: Login, attempt: Try, eaci: Callable[..., tuple[int, str]]
) -> None:
    client, other = log_in("anna"), log_in("rita")
    told = "The account 'anna' is disabled and its sessions have ended.\n"
    assert eaci("disable", "anna") == (0, told)
    assert eaci("disable", "anna") == (0, told)
    assert [each.get("/admin/").status_code for each in (client, other)] == [302, 200]
    assert attempt("anna", PASSWORD)[0] == 401
    assert "(disabled)" in eaci("list")[1].splitlines()[0]
    assert eaci("enable", "anna") == (0, "The account 'anna' may log in.\n")
    assert client.get("/admin/").status_code == 302
    assert attempt("anna", PASSWORD)[0] == 302
    actions = [(each.account, each.action, each.detail) for each in _audit(engine)]
    assert actions[1:4] == [
        ("command line", "account-enabled", None),
        ("login form", "login-failed", "the account is disabled, from 192.0.2.1"),
        ("command line", "account-disabled", None),
    ]


@pytest.mark.parametrize("command", ["enable", "disable", "password"])
def test_an_account_that_is_not_there_is_one_line(
    command: str, engine: Engine, eaci: Callable[..., tuple[int, str]]
) -> None:
    status, told = eaci(command, "nobody")
    assert (status, told) == (1, "Error: no account 'nobody'; see `eaci account list`\n")


def test_a_session_ends_after_twelve_idle_hours(
    log_in: Login, monkeypatch: pytest.MonkeyPatch, app: Flask
) -> None:
    began = time.time()
    client = log_in("anna")
    early = _copy(client, app)
    hour = 3600
    for at, status in ((11.9, 200), (23.7, 200), (35.8, 302), (23.8, 200), (-13, 302)):
        monkeypatch.setattr(sessions.time, "time", lambda at=at: began + at * hour)
        assert client.get("/admin/").status_code == status, at
    monkeypatch.setattr(sessions.time, "time", lambda: began + 12.1 * hour)
    assert early.get("/admin/").status_code == 302  # the copy was not used meanwhile


def test_to_be_used_costs_no_write(engine: Engine, log_in: Login) -> None:
    client = log_in("anna")
    client.get("/admin/audit")  # the forms' token
    with _busy(engine):
        began = time.monotonic()
        for _ in range(5):
            answer = client.get("/admin/audit")
            assert answer.status_code == 200
            assert "Set-Cookie" not in answer.headers
        assert time.monotonic() - began < 5


@pytest.mark.usefixtures("quick")
def test_refusals_are_limited_like_every_request(app: Flask, attempt: Try) -> None:
    for _ in range(10):
        attempt("anna")
    limits = limiter.limit_manager.resolve_limits(app, "admin.log_in", "admin")
    assert "600 per 1 minute" in {str(each.limit) for part in limits for each in part}


def test_many_attempts_at_once_are_limited_as_well(
    app: Flask, token: Token, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("webapp.admin.login.verify", lambda kept, typed: time.sleep(0.05))
    monkeypatch.setattr(attempts, "_MOMENT", 10)
    statuses = []

    def try_it() -> None:
        client = app.test_client()
        form = {"name": "anna", "password": "x", "csrf_token": token(client)}
        limiter.reset()
        statuses.append(client.post("/admin/login", data=form).status_code)

    for each in [Beside(try_it) for _ in range(16)]:
        each.finish()
    assert sorted(statuses) == [401] * 10 + [429] * 6


def test_a_hash_of_weaker_parameters_is_made_anew(
    engine: Engine, attempt: Try, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("webapp.admin.login.needs_new_hash", lambda kept: True)
    monkeypatch.setattr("webapp.admin.login.hash_password", hash_password)
    assert attempt("anna", PASSWORD)[0] == 302
    with reading(engine) as connection:
        assert connection.scalar(select(func.count()).select_from(audit)) == 1

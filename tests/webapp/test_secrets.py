"""Whatever fails in the administration, the log tells of it without passwords, keys and hashes, and in few bytes."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from urllib.parse import quote, unquote

import pytest
from flask import Flask, request
from sqlalchemy import insert

from catalogue.database.engine import reading, writing
from catalogue.decided.accounts import find_account
from catalogue.tables import account
from tests.support.hostile import path_of, rules_of
from tests.support.logged import logged
from tests.support.visitor import Visitor
from tests.webapp.conftest import KNOWN, PASSWORD
from webapp.services import services_of

TYPED = "typed by a visitor"
MOST_BYTES = 32 * 1024
Fault = Callable[..., Any]


def _hash(site: Flask) -> str:
    with reading(services_of(site).engine) as connection:
        found = find_account(connection, "anna")
    assert found is not None
    return found.password_hash


def _plain(site: Flask) -> Fault:
    """A fault with everything secret in its variables, deep down."""
    key, kept = site.config["SECRET_KEY"], _hash(site)

    def fail(depth: int = 30, **_: object) -> None:
        everything = [key, kept, request.form.to_dict(), dict(request.cookies), PASSWORD]
        if depth:
            fail(depth - 1)
        raise RuntimeError(f"a fault with {len(everything)} things at hand")

    return fail


def _telling(site: Flask) -> Fault:
    """A fault whose message says what it should not."""
    key, kept = site.config["SECRET_KEY"], _hash(site)

    def fail(**_: object) -> None:
        try:
            int(request.form.get("password", "x"))
        except ValueError as error:
            raise KeyError(key, kept, request.form.get("password"), PASSWORD[:3]) from error

    return fail


def _of_the_database(site: Flask) -> Fault:
    """A statement that fails with a hash among its values, within a transaction."""
    engine, kept = services_of(site).engine, _hash(site)

    def fail(**_: object) -> None:
        values = {"name": "anna", "password_hash": kept, "role": "reader", "created_at": ""}
        with writing(engine) as connection:
            connection.execute(insert(account).values(values))

    return fail


@pytest.mark.parametrize("form", ["text", "json"])
@pytest.mark.parametrize("fault", [_plain, _telling, _of_the_database])
def test_a_fault_in_any_view_tells_no_secret(
    site: Flask, monkeypatch: pytest.MonkeyPatch, fault: Callable[[Flask], Fault], form: str
) -> None:
    visitor = Visitor(site, "anna", PASSWORD)
    key, kept = site.config["SECRET_KEY"], _hash(site)
    rules = [rule for rule in rules_of(site.url_map) if rule.endpoint.startswith("admin.")]
    for rule in rules:
        monkeypatch.setitem(site.view_functions, rule.endpoint, fault(site))
    with logged(form) as read:
        for rule in rules:
            path = path_of(rule, KNOWN)
            if "POST" in (rule.methods or ()):
                answer = visitor.post(path, {"name": "anna", "password": TYPED, "next": "/admin/"})
            else:
                answer = visitor.get(path)
            assert answer.status_code == 500
            told = read()
            assert "Exception on /admin" in told
            for secret in (key, key[:16], kept, kept[-16:], "argon2", TYPED, PASSWORD):
                assert secret not in told, rule
                assert secret not in answer.text
            assert len(told.encode()) < MOST_BYTES


@pytest.mark.parametrize(
    ("room", "path", "data"),
    [
        ("admin.login.find_account", "/admin/login", {"name": "anna", "password": TYPED}),
        ("admin.login.verify", "/admin/login", {"name": "anna", "password": TYPED}),
        ("admin.judgements.record_change", "/admin/judgements", {
            "left_source": "journal", "left_identifier": "oai:3", "right_source": "journal",
            "right_identifier": "oai:4", "verdict": "same", "password": TYPED,
        }),
        ("admin.sources.set_schedule", "/admin/sources/journal/schedule", {"schedule": "", "password": TYPED}),
        ("admin.quarantine.record_change", "/admin/quarantine/1/dismiss", {"note": "x", "password": TYPED}),
        ("admin.quarantine.request_run", "/admin/quarantine/replay", {"item": "2", "password": TYPED}),
    ],
)  # fmt: skip
@pytest.mark.parametrize("form", ["text", "json"])
def test_a_fault_within_a_view_tells_no_secret(
    site: Flask,
    monkeypatch: pytest.MonkeyPatch,
    room: str,
    path: str,
    data: dict[str, str],
    form: str,
) -> None:
    visitor = Visitor(site, "anna", PASSWORD)
    key, kept = site.config["SECRET_KEY"], _hash(site)

    def fail(*given: object, **named: object) -> None:
        raise TypeError(f"cannot use {given!r} {named!r}"[-2000:])

    monkeypatch.setattr(f"webapp.{room}", fail)
    with logged(form) as read:
        assert visitor.post(path, data).status_code == 500
        told = read()
    assert "TypeError" in told
    for secret in (key, kept, kept[-16:], "argon2", TYPED):
        assert secret not in told


BREAKS = (
    "/admin/runs\r\nSet-Cookie: a=b", "/admin/\n", "\n/admin/", "/admin/\x00", "/admin/\x1b[2J", "/admin/\x85",
    "/admin/\u2028", "/admin/\x7f", "/admin/\\example.org", "//example.org/admin/", "/admin//example.org",
    "/admin/../ru/", "/admin/%2e%2e/ru/", "/admin/%5cexample.org",
    "https://example.org/admin/", "javascript:alert(1)", "/administrator",
    "/admin/" + "a" * 3000, " /admin/", "\t/admin/",
)  # fmt: skip


@pytest.mark.parametrize("asked", BREAKS)
def test_where_to_go_next_is_a_page_of_the_administration_in_one_line(
    site: Flask, asked: str
) -> None:
    visitor = Visitor(site)
    with logged("text") as read:
        typed = {"name": "anna", "password": PASSWORD, "next": asked}
        answer = visitor.post("/admin/login", typed)
        told = read()
    assert (answer.status_code, answer.location) == (302, "/admin/")
    assert PASSWORD not in told
    page = visitor.get("/admin/login", f"next={quote(asked, errors='replace')}".encode()).text
    assert 'name="next" value="/admin/"' in page


@pytest.mark.parametrize(
    "asked",
    ["/admin/runs?state=failed", "/admin/judgements?left_identifier=a%2Fb", "/admin/sources/я"],
)
def test_the_login_still_leads_where_the_visitor_was_going(site: Flask, asked: str) -> None:
    answer = Visitor(site).post(
        "/admin/login", {"name": "anna", "password": PASSWORD, "next": asked}
    )
    assert answer.status_code == 302
    assert unquote(answer.location or "") == unquote(asked)


@pytest.mark.parametrize("form", ["text", "json"])
def test_an_address_with_a_line_break_forges_no_line(
    site: Flask, monkeypatch: pytest.MonkeyPatch, form: str
) -> None:
    monkeypatch.setitem(site.view_functions, "scholars.author", _plain(site))
    with logged(form) as read:
        assert (
            Visitor(site).get("/ru/authors/x%0d2026-12-01T00:00:00Z%20[info]%20forged").status_code
            == 500
        )
        told = read()
    assert not [line for line in told.splitlines() if line.startswith("2026-12-01T00:00:00Z")]
    assert "forged" in told

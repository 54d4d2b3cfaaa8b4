"""Addresses are made of what a page declares: what a visitor adds changes no page and never becomes a keyword."""

from __future__ import annotations

import ast
import re
from pathlib import Path
from urllib.parse import parse_qs, quote, urlencode, urlsplit

import pytest
from flask import Flask
from sqlalchemy.exc import OperationalError

from tests.support.hostile import RESERVED, Hostile, path_of, rules_of
from tests.support.visitor import Visitor
from tests.webapp.conftest import KNOWN, PASSWORD
from webapp.addresses import declared

WEBAPP = Path(__file__).parents[2] / "webapp"
_SWITCH = re.compile(r'<a href="([^"]*)" lang="\w\w" hreflang')


@pytest.fixture
def reader(site: Flask) -> Visitor:
    return Visitor(site, "rita", PASSWORD)


def _paths(site: Flask) -> list[str]:
    """An address of every route, with arguments that exist."""
    first = {name: (values[0],) for name, values in KNOWN.items()} | {"key": KNOWN["key"]}
    return [path_of(rule, first) for rule in rules_of(site.url_map)]


def test_no_name_of_an_argument_breaks_any_route(site: Flask) -> None:
    visitor = Visitor(site, "anna", PASSWORD)
    for path in {*_paths(site), "/ru/nothing", "/nothing", "/api/nothing", "/admin/runs/99"}:
        plain = visitor.get(path).status_code
        assert plain < 500
        together = urlencode([(name, "1") for name in RESERVED if name not in {"kind", "page"}])
        assert visitor.get(path, together.encode()).status_code == plain, path
        for method in ("POST", "PUT"):
            refused = Hostile(method=method, path=path.encode(), query=together.encode())
            # OAI-PMH says its errors under status 200, and takes POST
            expected = {200, 405} if path == "/oai" else {400, 403, 404, 405}
            assert visitor.send(refused).status_code in expected, path


@pytest.mark.parametrize("path", ["/ru/help", "/ru/nothing", "/admin/login", "/en/citations"])
def test_each_name_alone_breaks_nothing(site: Flask, path: str) -> None:
    visitor = Visitor(site)
    plain = visitor.get(path).status_code
    for name in (*RESERVED, "ä", "a[b]", "a b", "\x00", "<b>", "__init__"):
        query = urlencode([(name, "1"), (name, "1")]).encode()
        assert visitor.get(path, query).status_code == plain, name


@pytest.mark.parametrize(
    ("path", "query"),
    [
        ("/ru/search", b"q=%s" % quote("почва").encode() + b"&country=KZ&country=AM&from=2000&to=2020&sort=year"),
        ("/ru/citations", b"from=RU&to=KZ&self=1"),
        ("/ru/institutions/kz-enu/works", b"year=2019&country=KZ&with=ru-msu&order=year"),
        ("/ru/institutions/kz-enu/citations", b"year=2019&selves=others"),
        ("/ru/integration/works", b"a=KZ&b=RU"),
        ("/ru/authors/scerbakov%20a", b"page=2"),
        ("/admin/quarantine", b"source=journal&reason=no-title&state=all"),
        ("/admin/runs", b"source=journal&state=held"),
        ("/admin/runs/2/pages", b"counted=new"),
        ("/admin/judgements", b"left_source=a&left_identifier=b&right_source=%D1%8F&note=c%26d"),
        ("/admin/pages/2", b"offset=50"),
        ("/admin/audit", b"before=100"),
    ],
)  # fmt: skip
def test_the_other_language_keeps_what_the_page_knows(
    reader: Visitor, path: str, query: bytes
) -> None:
    answer = reader.get(path, query + b"&_scheme=x&foreign=1")
    assert answer.status_code == 200
    switched = urlsplit(_SWITCH.findall(answer.text)[0].replace("&amp;", "&"))
    asked = parse_qs(query.decode())
    if path.startswith("/ru/"):
        assert (switched.path, parse_qs(switched.query)) == ("/en" + path[3:], asked)
    else:
        assert switched.path == path
        other = "en" if '<html lang="ru">' in answer.text else "ru"
        assert parse_qs(switched.query) == {**asked, "lang": [other]}
    assert not switched.scheme
    assert not switched.netloc


@pytest.mark.parametrize(
    ("path", "query", "there"),
    [
        ("/en/citations", b"to=KZ", "/en/citations?to=KZ&amp;page=2"),
        ("/en/citations", b"to=KZ&page=2&_anchor=x", "/en/citations?to=KZ"),
        ("/en/authors/scerbakov%20a", b"key=other", "/en/authors/scerbakov%20a?page=2"),
        ("/en/institutions/kz-enu/works", b"identifier=x", "/en/institutions/kz-enu/works?page=2"),
        ("/en/integration/works", b"b=RU&a=KZ&endpoint=x", None),
    ],
)  # fmt: skip
def test_pages_of_a_list_keep_what_the_page_knows(
    site: Flask, path: str, query: bytes, there: str | None
) -> None:
    text = Visitor(site).get(path, query).text
    neighbours = re.findall(r'rel="(?:next|prev)" href="([^"]*)"', text)
    assert (there in neighbours) if there else all("endpoint" not in each for each in neighbours)


# method, path, query
ILL = (
    ("GET", b"/ru/%", b"q=%"), ("GET", b"/%00", b"%00"), ("GET", b"/ru/\xff", b"\xff=\xff"),
    ("GET", b"/ru/search", b"q=\xff\xfe"), ("GET", b"/ru/%ED%A0%80", b"%ED%A0%80=%ED%B0%80"),
    ("PUT", b"/ru/search", b"\xff"), ("DELETE", b"/admin/", b"a=\xc0\xaf"), ("OPTIONS", b"*", b""), ("GET", b"", b""),
    ("GET", b"//example.org/%2e%2e", b""), ("GET", b"/ru/works/%0d%0a", b"%0d%0a"), ("BREW", b"/ru/", b""),
    ("GET", b"/admin/runs/%E2%82%AC", b""), ("GET", b"/api/%FF", b"\xff"), ("POST", b"/admin/nothing", b"\xd0"),
)  # fmt: skip


@pytest.mark.parametrize(("method", "path", "query"), ILL)
def test_ill_formed_requests_get_a_page(
    site: Flask, method: str, path: bytes, query: bytes
) -> None:
    answer = Visitor(site).send(Hostile(method=method, path=path, query=query))
    assert answer.status_code < 500
    assert "example.org" not in (answer.location or "")
    if answer.status_code >= 400 and not path.startswith(b"/api"):
        assert '<header class="site-header">' in answer.text
        assert all(
            each.startswith(("/ru/", "/en/", "/admin/")) for each in _SWITCH.findall(answer.text)
        )


def test_the_page_of_an_error_needs_neither_catalogue_nor_account(
    site: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    visitor = Visitor(site, "anna", PASSWORD)

    def away(*_: object) -> None:
        raise OperationalError("SELECT 1", {}, Exception("no such server"))

    monkeypatch.setattr("catalogue.database.engine.reading", away)
    monkeypatch.setattr("webapp.services.reading", away)
    for path in ("/admin/", "/admin/sources", "/ru/works/0000000000000", "/ru/search"):
        answer = visitor.get(path)
        assert answer.status_code == 503, path
        assert '<header class="site-header">' in answer.text
    for path in ("/ru/nothing", "/nothing"):
        assert visitor.get(path).status_code == 404


def test_a_page_declares_every_argument_that_its_module_reads(site: Flask) -> None:
    with site.app_context():
        views = {
            name: (view.__module__, declared(name)) for name, view in site.view_functions.items()
        }
    for path in sorted(WEBAPP.rglob("*.py")):
        module = f"webapp.{'.'.join(path.relative_to(WEBAPP).with_suffix('').parts)}".removesuffix(
            ".__init__"
        )
        known = {name for where, names in views.values() for name in names if where == module}
        read = _read_from_the_address(ast.parse(path.read_text(encoding="utf-8")))
        if module in {where for where, _ in views.values()}:
            assert read <= known, module


def _read_from_the_address(tree: ast.AST) -> set[str]:
    """The literal names in ``request.args.get("…")``, ``request.values.get("…")`` and ``number_of_address("…")``."""
    found = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and node.args and isinstance(node.args[0], ast.Constant):
            called = ast.unparse(node.func)
            if called == "number_of_address":
                found.add(str(node.args[0].value))
            if called in {
                f"request.{where}.{how}"
                for where in ("args", "values")
                for how in ("get", "getlist")
            }:
                found.add(str(node.args[0].value))
    return found

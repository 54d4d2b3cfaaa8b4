"""A number that no column holds, or that is no number, is an address that does not exist or a bad request."""

from __future__ import annotations

from urllib.parse import quote, urlencode

import pytest
from flask import Flask

from indexer.search import cursor as cursors
from indexer.search.interface import SearchRequest
from tests.support.hostile import path_of, rules_of
from tests.support.visitor import Visitor
from tests.webapp.conftest import KNOWN, PASSWORD
from webapp.numbers import MOST, whole_number

TOO_MUCH = (str(2**63), str(2**64), "9" * 19, "9" * 40, "9" * 5000, "0" * 5000 + "1")
NO_NUMBER = (
    "-1",
    "-" + "9" * 30,
    "+1",
    "1e3",
    "1.0",
    " 1",
    "1_0",
    "0x1",
    "١",
    "１",
    "²",
    "𝟙",
    "Ⅷ",
    "NaN",
    "1\n",
    "1\x00",
)
IN_ADDRESSES = (
    ("/admin/runs", "before"), ("/admin/audit", "before"), ("/admin/quarantine", "before"),
    ("/admin/quarantine", "run"), ("/admin/quarantine", "page"), ("/admin/runs/2/pages", "after"),
    ("/admin/pages/2", "offset"), ("/api/search", "size"), ("/ru/citations", "page"),
    ("/ru/authors/scerbakov%20a", "page"), ("/ru/institutions/kz-enu/works", "page"),
    ("/ru/institutions/kz-enu/works", "year"), ("/ru/institutions/kz-enu/citations", "year"), ("/ru/search", "from"),
    ("/ru/search", "to"), ("/ru/search", "year"), ("/api/search", "year"), ("/ru/integration/works", "page"),
)  # fmt: skip


@pytest.fixture
def administrator(site: Flask) -> Visitor:
    return Visitor(site, "anna", PASSWORD)


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("0", 0), ("7", 7), ("007", 7), (str(MOST), MOST), *((each, None) for each in (*TOO_MUCH, *NO_NUMBER, "", "a")),
    ],
)  # fmt: skip
def test_whole_number(text: str, number: int | None) -> None:
    assert whole_number(text) == number


def test_whole_number_up_to_a_limit() -> None:
    assert whole_number("100", 100) == 100
    assert whole_number("101", 100) is None


def test_no_route_finds_such_a_number(site: Flask, administrator: Visitor) -> None:
    routes = [rule for rule in rules_of(site.url_map) if "<int:" in rule.rule]
    assert len(routes) > 5
    for rule in routes:
        name = rule.rule.partition("<int:")[2].partition(">")[0]
        for number in (*TOO_MUCH[:4], str(MOST), *NO_NUMBER):
            path = path_of(rule, {**KNOWN, name: (number,)})
            if "POST" in (rule.methods or ()):
                form = {"note": "x", "decision": "approve"}
                # what is withdrawn is not looked up
                expected = {404, 302} if number == str(MOST) else {404}
                assert administrator.post(path, form).status_code in expected, path
            else:
                assert administrator.get(path).status_code == 404, path


@pytest.mark.parametrize(("path", "name"), IN_ADDRESSES)
def test_no_argument_takes_such_a_number(administrator: Visitor, path: str, name: str) -> None:
    extra = "&a=KZ&b=RU" if "integration" in path else ""
    typed = name in {"from", "to"}  # fields of a form, where a space at an end is no mistake
    for number in (
        *TOO_MUCH,
        *(each for each in NO_NUMBER if not (typed and each != each.strip())),
    ):
        query = urlencode({name: number}) + extra
        assert administrator.get(path, query.encode()).status_code in {400, 404}, number


def test_no_form_takes_such_a_number(administrator: Visitor) -> None:
    for number in (*TOO_MUCH, *NO_NUMBER):
        below_0 = number == "-1"  # of items that are set aside some are below 0
        answer = administrator.post("/admin/set-aside/retry", {"stage": "x", "item": number})
        assert answer.status_code == (302 if below_0 else 400), number
    for number in (*TOO_MUCH, *NO_NUMBER):
        assert administrator.post("/admin/quarantine/replay", {"item": number}).status_code == 400
    answer = administrator.post("/admin/quarantine/replay", {"item": str(MOST)})
    assert (answer.status_code, answer.location) == (302, "/admin/quarantine")


@pytest.mark.parametrize(
    ("key", "number", "seen"),
    [(1e308, 1, 1), (0, MOST, MOST), (0, 0, 2**63), (2**63, 1, 1), (-1e308, 1, 0), (2**200, 1, 1), (1, 1, 2**200)],
)  # fmt: skip
@pytest.mark.parametrize("sort", ["relevance", "citations", "year"])
def test_no_forged_cursor_fails(site: Flask, key: float, number: int, seen: int, sort: str) -> None:
    request = SearchRequest(query="почва", sort=sort)  # type: ignore[arg-type]
    forged = f"[{cursors.digest(request)},{key:.0f},{number},{seen}]".encode()
    text = cursors.urlsafe_b64encode(forged).decode().rstrip("=")
    query = f"q={quote('почва')}&sort={sort}&cursor={text}".encode()
    for path in ("/ru/search", "/api/search"):
        assert Visitor(site).get(path, query).status_code in {200, 400}

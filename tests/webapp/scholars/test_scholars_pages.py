"""Every page answers in both languages, safely, with the headers that forbid what it does not need."""

from __future__ import annotations

from html.parser import HTMLParser

import pytest
from flask.testing import FlaskClient

PATHS = (
    "", "help", "about", "search", "search?q=почва", "search?country=KZ&country=AM&sort=citations", "search?q=нетакого",
    "countries", "countries/KZ", "countries/BY", "countries?basis=affiliation",
    "countries/KZ?basis=affiliation", "countries/RU?basis=publication", "citations?from=RU&basis=affiliation",
    "journals", "citations", "citations?from=RU&to=KZ", "citations?self=1",
    "works/{main}", "works/{hostile}", "works/{armenian}", "works/{cited-only}",
    "works/{main}/citing", "works/{main}/citing?page=2", "works/{main}/citing?others=1", "works/{main}/cited",
    "authors/scerbakov a", "authors/scerbakov a?page=2", "authors/{shcherbakov}", "authors/{shcherbakov}/citations",
)  # fmt: skip


class _Page(HTMLParser):
    """What a browser would act on: scripts, event handlers, style attributes, addresses."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.attributes: list[tuple[str, str]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        data_block = tag == "script" and attrs == [("type", "application/ld+json")]
        self.tags.append("data" if data_block else tag)
        self.attributes += [(name, value or "") for name, value in attrs]


def _read(text: str) -> _Page:
    page = _Page()
    page.feed(text)
    return page


@pytest.mark.parametrize("language", ["ru", "en"])
@pytest.mark.parametrize("path", PATHS)
def test_page_answers_and_is_safe(
    client: FlaskClient, ids: dict[str, str], language: str, path: str
) -> None:
    answer = client.get(f"/{language}/{path.format(**ids)}")
    assert answer.status_code == 200
    assert f'<html lang="{language}">' in answer.text
    page = _read(answer.text)
    assert not {"script", "b", "i", "iframe"} & set(page.tags)
    for name, value in page.attributes:
        assert not name.startswith("on")
        assert name != "style"
        if name in {"href", "src", "action"}:
            assert value.startswith(("/", "https://", "http://", "#", "?")), value
    assert page.tags.count("h1") == 1


def test_headers_forbid_everything_but_our_own(client: FlaskClient) -> None:
    for path in ("/ru/", "/ru/nothing", "/static/base.css", "/api/search"):
        with client.get(path) as answer:
            headers = answer.headers
        policy = headers["Content-Security-Policy"]
        assert policy.startswith("default-src 'none'")
        assert "frame-ancestors 'none'" in policy
        assert "unsafe" not in policy
        assert headers["X-Content-Type-Options"] == "nosniff"
        assert headers["X-Frame-Options"] == "DENY"


@pytest.mark.parametrize(
    ("accepts", "language"),
    [("en-GB,en;q=0.9,ru;q=0.5", "en"), ("ru", "ru"), ("fr", "ru"), ("", "ru"), ("kk,en", "en")],
)
def test_front_page_follows_the_browser(
    client: FlaskClient, accepts: str, language: str, ids: dict[str, str]
) -> None:
    for path, there in (("/", ""), (f"/works/{ids['main']}", f"works/{ids['main']}")):
        answer = client.get(path, headers={"Accept-Language": accepts})
        assert answer.headers["Location"] == f"/{language}/{there}"
        assert "Accept-Language" in answer.headers["Vary"]


def test_language_switch_keeps_the_page(client: FlaskClient) -> None:
    page = client.get("/ru/search?q=почва&country=KZ&country=AM").text
    assert "/en/search?q=%D0%BF%D0%BE%D1%87%D0%B2%D0%B0&amp;country=KZ&amp;country=AM" in page


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/xx/", 404),
        ("/ru/works/nothing", 404),
        ("/ru/works/0000000000000", 404),
        ("/works/zzzzzzzzzzzzz.bib", 404),
        ("/ru/countries/XX", 404),
        ("/ru/countries/RU?basis=guess", 404),
        ("/ru/citations?basis=guess", 404),
        ("/ru/authors/nobody", 404),
        ("/ru/citations?from=XX", 404),
        ("/ru/citations?page=0", 404),
        ("/ru/citations?page=99", 404),
        ("/ru/citations?page=1e9", 404),
        ("/ru/citations?page=" + "9" * 400, 404),
        ("/ru/search?cursor=nonsense", 400),
        ("/ru/search?from=many", 400),
        ("/ru/search?from=99999", 400),
    ],
)
def test_wrong_address_gets_a_page_in_the_design(
    client: FlaskClient, path: str, status: int
) -> None:
    answer = client.get(path)
    assert answer.status_code == status
    assert '<header class="site-header">' in answer.text
    assert "Traceback" not in answer.text


def test_a_fault_of_ours_shows_no_traceback(
    client: FlaskClient, ids: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(client.application.config, "PROPAGATE_EXCEPTIONS", False)
    monkeypatch.setattr("webapp.scholars.works.formatted", lambda _: 1 / 0)
    answer = client.get(f"/en/works/{ids['main']}")
    assert answer.status_code == 500
    assert "Something went wrong on our side" in answer.text
    assert "ZeroDivisionError" not in answer.text


def test_generated_works_are_marked(client: FlaskClient, ids: dict[str, str]) -> None:
    real = client.get(f"/en/works/{ids['main']}").text
    sample = client.get(f"/en/works/{ids['armenian']}").text
    assert sample.count("generated sample") > real.count("generated sample")
    assert "The journals so marked are generated samples" in client.get("/en/").text

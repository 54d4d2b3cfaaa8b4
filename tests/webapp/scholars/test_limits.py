"""What one address may ask and how large a page may become. Generated works, far larger than any real one."""

from __future__ import annotations

import re
import time
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlencode

import msgspec
import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import insert

from catalogue import tables
from catalogue.database.engine import open_engine, reading, writing
from catalogue.settings import Settings
from indexer.profiles.profile import Profile
from indexer.publish import documents
from indexer.search import deadline
from indexer.search.backends import open_backend
from indexer.search.cursor import Cursor, digest, encode
from indexer.search.interface import SearchRequest
from schemas import (
    Affiliation,
    Attributed,
    AttributedContributor,
    Container,
    Contributor,
    Identifier,
    LocalizedText,
    PersonName,
    Subject,
    Work,
    WorkRecord,
)
from schemas.ids import public_id, record_number
from tests.support.fresh import make_tables
from tests.webapp.scholars.conftest import _reference, a_work, fill
from webapp.app import create_app
from webapp.extensions import limiter
from webapp.scholars import links

MOST_BYTES = 500_000
LARGE = record_number(
    "one", "main"
)  # it has the records and references that the others' tests give it
LONG = record_number("one", "hostile")
AUTHORS, REFERENCES, JOURNALS = 3000, 5000, 600
OWN = 6  # references that the work has without them
TEXT = "Исследование почв & «вод» степи, "


def author(nth: int, *, role: Any = "author", repeat: int = 1) -> AttributedContributor:
    name = f"Автор-{nth} Абдрахманович А. Б." * repeat
    return AttributedContributor(
        contributor=Contributor(
            names=(PersonName(literal=name),),
            role=role,
            affiliations=(Affiliation(names=(LocalizedText(TEXT * 3 * repeat),)),),
            identifiers=(Identifier("orcid", "0000-0002-1825-0097"),),
        ),
        key=f"avtor {nth} a b" * repeat,
        forms=tuple(Attributed(text=f"{name} {n}", lang="ru", sources=("one",)) for n in range(3)),
    )


def large(number: int, many: int, repeat: int) -> Work:
    """A work with so much of everything (in percent); every text so many times as long."""
    text = TEXT * repeat
    return a_work(
        number,
        "",
        titles=tuple(
            Attributed(text=f"{text}{n}", lang="ru", sources=("one",))
            for n in range(60 * many // 100)
        ),
        abstracts=tuple(LocalizedText(f"{n} {text * 100}", "ru") for n in range(50 * many // 100)),
        contributors=(
            *(author(nth, repeat=repeat) for nth in range(AUTHORS * many // 100)),
            *(author(nth, role="editor") for nth in range(500 * many // 100)),
        ),
        container=Container(
            titles=tuple(LocalizedText(f"{text}{n}", "ru") for n in range(300 * many // 100))
        ),
        publishers=tuple(LocalizedText(f"{text}{n}") for n in range(300 * many // 100)),
        subjects=tuple(
            Subject(scheme=scheme, value=f"{text}{n}", lang="ru")
            for scheme in ("keyword", "udc")
            for n in range(1500 * many // 100)
        ),
        identifiers=tuple(
            Identifier("url", f"https://example.org/{n}/{text}") for n in range(900 * many // 100)
        ),
        institutions=tuple(f"institution-{n}" for n in range(500 * many // 100)),
        urls=tuple(
            f"https://example.org/{'x' * 100 * repeat}/{n}" for n in range(900 * many // 100)
        ),
        records=tuple(
            WorkRecord(
                source="one",
                identifier=f"{text}{n}",
                urls=tuple(f"https://example.org/{n}/{m}" for m in range(20)),
            )
            for n in range(400 * many // 100)
        ),
    )


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    """The site over a catalogue with two works that are too large, and over many journals of long names."""
    settings = Settings.from_environment({"EACI_HOME": str(tmp_path_factory.mktemp("large"))})
    engine = open_engine(settings)
    make_tables(engine)
    fill(engine)
    with writing(engine) as connection:
        for number, many, repeat in ((LARGE, 100, 1), (LONG, 2, 30)):
            body = large(number, many, repeat)
            connection.execute(
                tables.work.update()
                .where(tables.work.c.number == number)
                .values(body=msgspec.json.encode(body), title=body.titles[0].text)
            )
        rows = [
            _reference(
                nth, f"{nth}. {TEXT * 5}", "matched", target=LARGE, score=0.9, runner_up=LONG
            )
            for nth in range(100, 100 + REFERENCES)
        ]
        connection.execute(
            insert(tables.reference), [r | {"id": 1000 + n} for n, r in enumerate(rows)]
        )
        connection.execute(insert(tables.work), [journal(nth) for nth in range(JOURNALS)])
    backend = open_backend(settings.search_url)
    with reading(engine) as connection, backend.rebuild() as writer:
        writer.apply(documents(connection))
    backend.close()
    engine.dispose()
    app = create_app(settings)
    yield app
    app.extensions["eaci"].close()


def journal(nth: int) -> dict[str, Any]:
    """A work in a journal of its own, whose name is long."""
    number = record_number("one", f"journal-{nth}")
    container = Container(titles=(LocalizedText(f"{nth} {TEXT * 4}", "ru"),))
    body = a_work(number, f"Статья {nth}", container=container)
    return {
        "number": number,
        "kind": "held",
        "title": body.titles[0].text,
        "year": 2019,
        "type": "article",
        "body": msgspec.json.encode(body),
        "profile": msgspec.json.encode(Profile()),
        "cited_by": 0,
        "cited_by_others": 0,
        "cites": 0,
    }


@pytest.fixture
def reader(site: Flask, monkeypatch: pytest.MonkeyPatch) -> FlaskClient:
    monkeypatch.setattr(limiter, "enabled", False)
    return site.test_client()


def test_no_page_of_a_large_work_is_too_large(reader: FlaskClient) -> None:
    for number in (LARGE, LONG):
        work = f"/ru/works/{public_id(number)}"
        for path in (
            work,
            *(f"{work}/{part}" for part in ("references", "people", "citing", "cited")),
        ):
            began = time.process_time()
            answer = reader.get(path)
            assert answer.status_code == 200, path
            assert len(answer.data) < MOST_BYTES, path
            assert time.process_time() - began < 2, path


@pytest.mark.parametrize("path", ["/ru/", "/ru/search", "/ru/search?q=почв", "/ru/journals", "/ru/countries",
                                  "/ru/countries/RU", "/ru/citations", "/ru/institutions",
                                  "/ru/integration", "/ru/authors/avtor 1 a b"])  # fmt: skip
def test_no_other_page_is_too_large(reader: FlaskClient, path: str) -> None:
    answer = reader.get(path)
    assert answer.status_code in {200, 404}
    assert len(answer.data) < MOST_BYTES


def test_what_is_cut_is_told_and_stands_elsewhere(reader: FlaskClient) -> None:
    work = f"/en/works/{public_id(LARGE)}"
    page = reader.get(work).text
    assert f'href="{work}/references"' in page
    assert f'href="{work}/people"' in page
    assert f"{REFERENCES + OWN:,}" in page
    for part, size, count, wanted in (
        ("references", 50, REFERENCES + OWN, r'id="reference-(\d+)"'),
        ("people", 20, AUTHORS + 500, r"Автор-(\d+) Абдрахманович А\. Б\. 2"),
    ):
        last = -(-count // size)
        found = [on_page(reader, f"{work}/{part}?page={n}", wanted) for n in (1, 2, 3, last)]
        assert len(set[str]().union(*found[:3])) == 3 * size
        assert len(found[3]) == count - (last - 1) * size
        assert reader.get(f"{work}/{part}?page={last + 1}").status_code == 404


def on_page(reader: FlaskClient, path: str, wanted: str) -> set[str]:
    """What a page of a list shows."""
    answer = reader.get(path)
    assert len(answer.data) < MOST_BYTES
    return set(re.findall(wanted, answer.text))


def test_exports_hold_everything(reader: FlaskClient) -> None:
    names = reader.get(f"/works/{public_id(LARGE)}.json").get_json()[0]["author"]
    assert len(names) == AUTHORS
    for ending in ("bib", "ris"):
        assert reader.get(f"/works/{public_id(LARGE)}.{ending}").text.count("Автор-") >= AUTHORS


def search(query: str = "", **values: list[str]) -> str:
    return "search?" + urlencode({"q": query, **values}, doseq=True)


@pytest.mark.parametrize("start", ["/en/", "/api/"])
@pytest.mark.parametrize(
    "filters",
    [
        {"journal": [f"Вестник {n}" for n in range(51)]},
        {"year": [str(1900 + n) for n in range(60)]},
        {"country": [f"C{n}" for n in range(26)], "source": [f"s{n}" for n in range(25)]},
        {name: [f"x{n}" for n in range(7)] for name in
         ("country", "year", "journal", "language", "type", "source", "kind", "institution")},
    ],
)  # fmt: skip
def test_too_many_values_are_told(
    reader: FlaskClient, start: str, filters: dict[str, list[str]]
) -> None:
    answer = reader.get(start + search(**filters))
    assert answer.status_code == 400
    assert "At most 50 values" in answer.text
    assert len(answer.data) < 20_000


@pytest.mark.parametrize("start", ["/en/", "/api/"])
def test_fifty_values_are_answered_the_same_ones_count_once(
    reader: FlaskClient, start: str
) -> None:
    fifty = [f"Вестник {n}" for n in range(50)]
    assert reader.get(start + search(journal=[*fifty, *fifty])).status_code == 200


@pytest.mark.parametrize("start", ["/en/", "/api/"])
@pytest.mark.parametrize(
    "query",
    [
        " ".join(f"по{letter}*" for letter in "абвгдежзиклмнопрстуфх"),
        " OR ".join(f"title:по{n}*" for n in range(40)),
        "author:(" + " ".join(f"ив{n}*" for n in range(21)) + ")",
        "(" * 10 + " ".join(f"-по{n}*" for n in range(21)) + ")" * 10,
        " ".join(f"почв{n}*" for n in range(21)),
    ],
)
def test_too_many_beginnings_are_told(reader: FlaskClient, start: str, query: str) -> None:
    answer = reader.get(start + search(query))
    assert answer.status_code == 400
    assert "more than 20 beginnings" in answer.text
    assert reader.get(start + search("по* " * 20)).status_code == 200
    assert reader.get(start + search("почв* " * 21)).status_code == 200  # one beginning


@pytest.mark.parametrize("start", ["/en/", "/api/"])
@pytest.mark.parametrize(
    ("query", "limit"),
    [
        ("сл " * 201, "200 words"),
        ("s" * 2001, "2000"),
        ("(" * 31 + "почва" + ")" * 31, "30 levels"),
    ],
)
def test_long_and_deep_queries_are_told(
    reader: FlaskClient, start: str, query: str, limit: str
) -> None:
    answer = reader.get(start + search(query))
    assert answer.status_code == 400
    assert limit in answer.text


def test_the_largest_address_makes_no_large_page(reader: FlaskClient) -> None:
    """As many chosen values as an address has room for, each as long as can be."""
    for letters, count in ((24, 50), (60, 21), (600, 2)):
        address = "/ru/" + search("почв*", journal=[f"{n:02}{'ж' * letters}" for n in range(count)])
        assert 6_000 < len(address) < 8_192
        answer = reader.get(address)
        assert answer.status_code == 200
        assert len(answer.data) < MOST_BYTES
        assert "✕" in answer.text


def test_links_say_each_value_once(reader: FlaskClient, monkeypatch: pytest.MonkeyPatch) -> None:
    """A chosen value is encoded once a list, not once a link."""
    calls: list[str] = []
    written = links.written
    monkeypatch.setattr(
        links, "written", lambda name, value: calls.append(value) or written(name, value)
    )
    fifty = [f"Вестник {n}" for n in range(50)]
    reader.get("/ru/" + search(journal=fifty))
    assert max(calls.count(value) for value in fifty) <= 2


def test_a_search_that_takes_too_long_is_given_up(
    reader: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(deadline, "SEARCH_SECONDS", 0)
    for path in (
        "/en/search?q=почва",
        "/en/journals",
        "/en/countries/RU",
        "/api/search?q=почва&lang=en",
    ):
        answer = reader.get(path)
        assert answer.status_code == 503, path
        assert "took longer than 0 s" in answer.text
    assert "дольше 0 с" in reader.get("/ru/journals").text
    assert reader.get(f"/en/works/{public_id(LONG)}").status_code == 200


def test_without_time_for_suggestions_the_search_is_answered(
    reader: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert "Did you mean" in reader.get("/en/search?q=title:Эрозея").text
    monkeypatch.setattr("indexer.search.tantivy_backend.read.SUGGEST_SECONDS", 0)
    answer = reader.get("/en/search?q=title:Эрозея")
    assert answer.status_code == 200
    assert "Did you mean" not in answer.text


def test_a_forged_cursor_costs_no_more_than_an_honest_one(reader: FlaskClient) -> None:
    forged = encode(Cursor(digest(SearchRequest()), 0.0, 1, 10**18))
    assert reader.get(f"/en/search?cursor={forged}").status_code in {200, 400}

"""Lists as files: they hold what the page lists, in its order, in forms that other programs read."""

from __future__ import annotations

import csv
import io
import json
import tracemalloc

import pytest
import rispy
from bibtexparser.entrypoint import parse_string
from lxml import html
from openpyxl import load_workbook

from catalogue.derived.works import WorkEntry
from schemas import Work
from schemas.work import Attributed
from webapp.exports.cells import guarded
from webapp.exports.lists import COLUMNS, KINDS, row
from webapp.scholars import taking


def titles(ending, data):
    """The titles of a file, as another program reads it."""
    if ending == "bib":
        library = parse_string(data.decode())
        assert not library.failed_blocks
        return len(library.entries)
    if ending == "ris":
        return len(rispy.loads(data.decode()))
    if ending == "json":
        return len(json.loads(data))
    if ending == "csv":
        return len(list(csv.DictReader(io.StringIO(data.decode("utf-8-sig"), newline=""))))
    return load_workbook(io.BytesIO(data), read_only=True)["works"].max_row - 1


@pytest.mark.parametrize("ending", KINDS)
@pytest.mark.parametrize(
    "query", ["", "?q=почва", "?country=KZ", "?q=author:Щербаков&sort=year", "?q=нетакого"]
)
def test_a_file_holds_what_the_page_counts(client, ending, query):
    page = html.fromstring(client.get(f"/en/search{query}").text)
    total = page.xpath("string(//p[@class='search-page__total']/strong)").replace(",", "") or "0"
    answer = client.get(f"/en/search.{ending}{query}")
    assert answer.status_code == 200
    assert answer.content_type == KINDS[ending].media_type
    assert answer.headers["Content-Disposition"] == f"attachment; filename=eaci-search.{ending}"
    assert titles(ending, answer.data) == int(total)


def test_the_order_is_that_of_the_page(client):
    page = html.fromstring(client.get("/en/search?sort=year").text)
    shown = [each.rpartition("/")[2] for each in page.xpath("//h3[@class='result__title']/a/@href")]
    rows = list(
        csv.DictReader(io.StringIO(client.get("/en/search.csv?sort=year").data.decode("utf-8-sig")))
    )
    assert [each["id"] for each in rows][: len(shown)] == shown


def test_a_long_list_comes_in_pieces_and_whole(client, monkeypatch):
    whole = client.get("/en/search.csv?sort=year").data
    monkeypatch.setattr(taking, "_SOME", 3)
    assert client.get("/en/search.csv?sort=year").data == whole
    monkeypatch.setattr(taking, "MOST_SEEN", 7)
    assert len(client.get("/en/search.csv?sort=year").text.splitlines()) == 8


@pytest.mark.parametrize("path", ["citing", "cited", "citing?others=1", "citing?possible=1"])
def test_lists_around_a_work(client, ids, path):
    name, _, arguments = path.partition("?")
    page = html.fromstring(client.get(f"/en/works/{ids['main']}/{path}").text)
    total = int(page.xpath("string(//p[@class='search-page__total']/strong)"))
    answer = client.get(f"/en/works/{ids['main']}/{name}.json?{arguments}")
    assert len(json.loads(answer.data)) == total


def test_the_pages_link_to_their_files(client, ids):
    for path in ("search?q=почва", f"works/{ids['main']}/citing"):
        page = html.fromstring(client.get(f"/ru/{path}").text)
        links = page.xpath("//p[@class='take-away']/a/@href")
        assert len(links) == len(KINDS)
        assert all(client.get(link).status_code == 200 for link in links)


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("search.exe", 404),
        ("search.csv?q=((", 400),
        ("search.csv?from=x", 400),
        ("search.csv?q=nofield:x", 400),
        ("works/0000000000000/citing.bib", 404),
        ("works/junk/cited.bib", 404),
    ],
)
def test_what_cannot_be_taken_is_said(client, path, status):
    answer = client.get(f"/en/{path}")
    assert answer.status_code == status
    if status == 400:
        assert len(answer.text.splitlines()) == 1


def test_a_row_has_a_value_for_each_column_and_no_formula_in_csv():
    work = Work(id="x", kind="held", titles=(Attributed(text="=cmd()"),), year=2010)
    entry = WorkEntry(number=1, body=work, cited_by=3, cited_by_others=2, cites=0)
    found = dict(zip(COLUMNS, row(entry), strict=True))
    assert (found["title"], found["year"], found["cited_by"]) == ("=cmd()", 2010, 3)
    text = b"".join(KINDS["csv"].written([[entry]])).decode("utf-8-sig")
    assert '"\'=cmd()"' in text
    assert guarded(5) == 5


@pytest.mark.parametrize("ending", KINDS)
def test_memory_does_not_grow_with_the_list(ending):
    work = Work(id="x", kind="held", titles=(Attributed(text="О почвах степей " * 20),), year=2010)
    entry = WorkEntry(number=1, body=work, cited_by=3, cited_by_others=2, cites=0)

    def peak(pages):
        tracemalloc.start()
        for _ in KINDS[ending].written([entry] * 20 for _ in range(pages)):
            pass
        most = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        return most

    peak(1)
    assert peak(40) < 3 * peak(2) + 500_000

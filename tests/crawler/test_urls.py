"""Addresses from the network: every bad one is told and costs nothing else, wherever it stands."""

from __future__ import annotations

import http.client
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from scrapy import Request

from catalogue.database.engine import open_engine, reading
from catalogue.harvested import runs
from crawler.asking.addresses import guarded_session
from crawler.begin import import_files
from crawler.sources.endpoints import country_of, name_of
from crawler.sources.probe import probe
from crawler.urls import LONGEST, host_of, port_of, problem, shown, usable

DATA = Path(__file__).parents[1] / "data"

BAD = [
    "http://[x/", "http://[::1", "http://]/", "http://[1.2.3.4]/", "http://h:99999/", "http://h:x/", "http://h:-1/",
    "http://h:0/", "http://h:80:80/", "http://h/\x00", "http://h\x00/", "http://\u2100.com/", "http://h/\ud800", "http://good.com@127.0.0.1/",
    "http://good.com:80@127.0.0.1/", "http://good.com\\@127.0.0.1/", f"http://{'a' * 64}.com/",
    f"http://{'a.' * 127}com/",
    "http://..../", "http://a..b/", "http:///x", "http://", "http:x", "//h/x", "http://%5b/", "http://a b.com/",
    "http://\u200b/", "javascript:alert(1)", "file:///etc/passwd", "ftp://h/", "", f"http://h/{'a' * 100_000}",
]  # fmt: skip
GOOD = [
    "http://h/", "HTTPS://H.EXAMPLE:8443/a?b=c#d", " http://h/ ", "http://пример.рф/статья 1.pdf", "http://a_b.example./",
    "http://[2a02:6b8::2:242]:8080/", "http://127.1/", "http://h:80/a@b", f"http://h/{'a' * (LONGEST - 9)}",
]  # fmt: skip


@pytest.mark.parametrize("url", BAD, ids=range(len(BAD)))
def test_a_bad_address_is_told_and_never_raised(url):
    assert problem(url)
    assert usable(url) is None
    assert len(shown(url)) < 200
    assert shown(url).isprintable()
    host_of(url), port_of(url), name_of(url), country_of(url)


@pytest.mark.parametrize("url", GOOD)
def test_a_good_address_can_be_asked(url):
    assert problem(url) is None
    assert usable(url) == url.strip()
    Request(url.strip())


def test_a_user_s_name_is_for_an_administrator_to_write():
    assert problem("http://user:password@h/oai", users=True) is None


@given(st.text(st.sampled_from("htp:/[]@.%\\aA1x\u2100\u200b\uff0e\x00-_ ?#"), max_size=40))
@example("http://\uff0e\uff0e/")
def test_what_has_no_problem_can_be_asked(rest):
    for url in (rest, f"http://{rest}", f"http://h:{rest}"):
        if problem(url) is None:
            Request(url.strip())
            http.client.HTTPConnection(host_of(url.strip()), port_of(url.strip()))


def records(tmp_path, *addresses):
    """A file of records, one for each address (generated)."""
    entries = [
        f"TY  - JOUR\nID  - {number}\nTI  - A title of {number}\nUR  - {address}\nER  - \n"
        for number, address in enumerate(addresses)
    ]
    file = tmp_path / "records.ris"
    file.write_bytes("\n".join(entries).encode("utf-8", "surrogatepass"))
    return file


def test_bad_addresses_of_records_do_not_stop_their_follower(
    settings, server, write_source, crawl, answer, tmp_path
):
    write_source("records", protocol='"import"', format='"ris"')
    good = [f"{server.url}/article/{number}" for number in range(3)]
    hostile = [url for url in BAD if url.startswith("http") and "\ud800" not in url]
    import_files(settings, "ris", [records(tmp_path, good[0], *hostile, *good[1:])], "records")
    write_source(
        "pages",
        protocol='"article-pages"',
        format='"highwire"',
        follow='"record urls"',
        follow_source='"records"',
        mirror=f'{{ "{server.url}" = "{server.url}" }}',
    )
    body = (DATA / "highwire" / "tagged.generated.html").read_bytes()
    server.rule = lambda path, query: answer(body) if "article" in path else answer(status=404)
    run = crawl("pages")
    assert (run.state, run.ledger.received) == ("succeeded", 3)
    assert "addresses are not valid and were passed over" in run.message
    engine = open_engine(settings)
    with reading(engine) as connection:
        log = [line["message"] for line in runs.read_log(connection, run.id)]
    engine.dispose()
    assert "http://[x/ is passed over: its host cannot be read" in log


LOCATIONS = ["http://[x/", "http://[::1", "http://h:99999/", "//h:x/", "http://a..b/", "http://"]


def test_a_redirect_to_a_bad_address_costs_one_page(server, write_source, crawl, answer):
    urls = ", ".join(f'"{server.url}/{number}"' for number in range(len(LOCATIONS)))
    write_source(
        "pages",
        protocol='"article-pages"',
        format='"highwire"',
        urls=f'[{urls}, "{server.url}/good"]',
    )
    body = (DATA / "highwire" / "tagged.generated.html").read_bytes()
    server.rule = lambda path, query: (
        answer(body)
        if path == "/good"
        else answer(status=302, headers={"Location": LOCATIONS[int(path[1:])]})
        if path[1:].isdecimal()
        else answer(status=404)
    )
    run = crawl("pages")
    assert (run.state, run.ledger.new) == ("succeeded", 1)
    assert run.message == "6 of 7 pages could not be fetched"


@pytest.mark.parametrize("location", LOCATIONS)
def test_a_probe_tells_of_a_bad_redirect(server, answer, location):
    server.rule = lambda path, query: answer(status=302, headers={"Location": location})
    with guarded_session(frozenset({"127.0.0.1"}), "test") as session:
        found = probe(f"{server.url}/oai", session)
    assert found.failure
    assert "\n" not in found.failure


def test_a_harvest_tells_of_a_bad_redirect(server, write_source, crawl, answer):
    write_source("trial", endpoint=f'"{server.url}/oai"')
    server.rule = lambda path, query: answer(status=302, headers={"Location": "http://[x/"})
    run = crawl("trial")
    assert run.state == "failed"
    assert "internal error" not in run.message

"""The OAI-PMH spider over real sockets: tokens, deletions, errors, resumption, bad answers."""

from __future__ import annotations

import gzip

import pytest

from catalogue.database.engine import open_engine, reading
from catalogue.harvested import quarantine, runs
from catalogue.harvested.sources import get_source
from catalogue.harvested.store import read_records

IDENTIFY = """<OAI-PMH xmlns="http://www.openarchives.org/OAI/2.0/"><responseDate>{date}</responseDate><Identify>
<repositoryName>Trial</repositoryName><granularity>{granularity}</granularity><earliestDatestamp>2001-01-01</earliestDatestamp>
<deletedRecord>persistent</deletedRecord></Identify></OAI-PMH>"""


def identify(date="2024-05-01T10:00:00Z", granularity="YYYY-MM-DDThh:mm:ssZ"):
    return IDENTIFY.format(date=date, granularity=granularity).encode()


def item(number, *, title=True, deleted=False, identifier=True, day=None):
    status = ' status="deleted"' if deleted else ""
    known = f"<identifier>oai:trial:{number}</identifier>" if identifier else ""
    header = f"<header{status}>{known}<datestamp>2024-01-{day or number:02d}T00:00:00Z</datestamp></header>"
    titled = f"<dc:title>Кыргыз жазмасы {number}</dc:title>" if title else ""
    described = f"<metadata><oai_dc:dc>{titled}<dc:date>2020</dc:date></oai_dc:dc></metadata>"
    return f"<record>{header}{'' if deleted else described}</record>"


def page(*items, token=None, size=None, error=None, close="</OAI-PMH>"):
    told = "" if size is None else f' completeListSize="{size}"'
    tag = "" if token is None else f"<resumptionToken{told}>{token}</resumptionToken>"
    body = (
        f'<error code="{error}">told</error>'
        if error
        else f"<ListRecords>{''.join(items)}{tag}</ListRecords>"
    )
    return (
        '<OAI-PMH xmlns="http://www.openarchives.org/OAI/2.0/" xmlns:dc="http://purl.org/dc/elements/1.1/" '
        'xmlns:oai_dc="http://www.openarchives.org/OAI/2.0/oai_dc/"><responseDate>2024-05-01T10:00:05Z</responseDate>'
        f"{body}{close}"
    ).encode()


@pytest.fixture
def source(server, write_source):
    """A source "trial" at the server."""
    write_source("trial", endpoint=f'"{server.url}/oai"')
    return "trial"


@pytest.fixture
def serve(server, answer):
    """Serves Identify, and the list by what ``lists(query)`` gives (bytes or an answer)."""

    def start(lists, **identified):
        def rule(path, query):
            if query.get("verb") == "Identify":
                return answer(identify(**identified))
            given = lists(query)
            return answer(given) if isinstance(given, bytes) else given

        server.rule = rule

    return start


def records(settings, name="trial"):
    engine = open_engine(settings)
    with reading(engine) as connection:
        found = read_records(connection, name)
    engine.dispose()
    return {record.identifier.rpartition(":")[2]: record for _, record in found}


def waiting(settings):
    engine = open_engine(settings)
    with reading(engine) as connection:
        items = quarantine.list_quarantine(connection)
        messages = [
            line["message"]
            for r in runs.list_runs(connection)
            for line in runs.read_log(connection, r.id)
        ]
    engine.dispose()
    return items, messages


@pytest.mark.parametrize("last_token", ["", None], ids=["empty token", "no token"])
def test_a_list_of_pages_with_deletions(settings, server, source, serve, crawl, last_token):
    pages = {
        None: page(item(1), item(2), token="a&amp;b", size=4),
        "a&b": page(item(3), item(4, deleted=True), token=last_token),
    }
    serve(lambda query: pages[query.get("resumptionToken")])
    run = crawl(source)
    assert (run.state, run.message) == ("succeeded", None)
    assert (run.ledger.received, run.ledger.new, run.ledger.deleted) == (4, 3, 1)
    assert records(settings)["4"].deleted
    first, second = server.queries("ListRecords")
    assert first == {"verb": "ListRecords", "metadataPrefix": "oai_dc"}
    assert second == {"verb": "ListRecords", "resumptionToken": "a&b"}


def test_the_next_run_asks_from_a_day_before_the_last_answer(
    settings, server, source, serve, crawl
):
    serve(lambda query: page(item(1)))
    crawl(source)
    second = crawl(source)
    assert second.ledger.unchanged == 1
    assert server.queries("ListRecords")[1]["from"] == "2024-04-30T10:00:00Z"
    full = crawl(source, "full")
    assert (full.state, "from" in server.queries("ListRecords")[2]) == ("succeeded", False)


def test_granularity_of_days_and_the_given_window(server, source, serve, crawl):
    serve(lambda query: page(item(1)), granularity="YYYY-MM-DD")
    crawl(source, from_="2020-01-02", until="2020-03-04")
    asked = server.queries("ListRecords")[0]
    assert (asked["from"], asked["until"]) == ("2020-01-02", "2020-03-04")
    crawl(source)
    assert "from" not in server.queries("ListRecords")[1], (
        "a window does not count as having seen everything"
    )


def test_sets_are_asked_one_after_the_other_in_the_same_window(server, write_source, serve, crawl):
    write_source("trial", endpoint=f'"{server.url}/oai?x=1"', sets='["math", "phys"]')
    serve(lambda query: page(error="noRecordsMatch") if query["set"] == "math" else page(item(7)))
    run = crawl("trial", from_="2024-01-01")
    assert (run.state, run.ledger.new) == ("succeeded", 1)
    asked = dict.fromkeys((q["set"], q["from"]) for q in server.queries("ListRecords"))
    assert list(asked) == [
        ("math", "2024-01-01T00:00:00Z"),
        ("phys", "2024-01-01T00:00:00Z"),
    ]


def test_an_expired_token_restarts_at_the_last_datestamp_never_at_zero(
    settings, server, source, serve, crawl
):
    def lists(query):
        if query.get("resumptionToken"):
            return page(error="badResumptionToken")
        if query.get("from"):
            return page(item(2), item(3))
        return page(item(1), item(2), token="old", size=3)

    serve(lists)
    run = crawl(source)
    assert (run.state, run.ledger.new, run.ledger.unchanged) == ("succeeded", 3, 1)
    assert server.queries("ListRecords")[-1]["from"] == "2024-01-02T00:00:00Z"


def test_an_expired_token_that_comes_no_further_stops(source, serve, crawl):
    serve(
        lambda query: (
            page(error="badResumptionToken")
            if query.get("resumptionToken")
            else page(item(1), token="x")
        )
    )
    run = crawl(source)
    assert run.state == "failed"
    assert "came no further" in run.message


def test_a_repeating_token_stops_and_keeps_the_records(settings, source, serve, crawl):
    serve(lambda query: page(item(2 if query.get("resumptionToken") else 1), token="same"))
    run = crawl(source)
    assert run.state == "failed"
    assert "'same'" in run.message
    assert "never end" in run.message
    assert set(records(settings)) == {"1", "2"}


def test_a_list_that_loses_its_token_is_not_taken_for_complete(settings, source, serve, crawl):
    serve(
        lambda query: (
            page(item(2)) if query.get("resumptionToken") else page(item(1), token="t", size=9)
        )
    )
    run = crawl(source)
    assert run.state == "failed"
    assert "2 of 9 records" in run.message
    assert set(records(settings)) == {"1", "2"}


@pytest.mark.parametrize(
    ("size", "state", "reserved"),
    [(2, "succeeded", False), (3, "succeeded", True), (9, "failed", False)],
)
def test_a_list_that_ends_before_its_told_size_is_no_plain_success(
    source, serve, crawl, size, state, reserved
):
    serve(lambda query: page(item(1), item(2), token="", size=size))
    run = crawl(source)
    assert (run.state, run.reservations) == (state, reserved)
    assert run.message is None if size == 2 else f"2 of {size} records" in run.message


def test_a_token_beside_its_list_is_followed(server, source, serve, crawl):
    beside = page(item(1), token="t").replace(b"</ListRecords>", b"")
    beside = beside.replace(b"<resumptionToken>", b"</ListRecords><resumptionToken>")
    serve(lambda query: page(item(2), token="") if query.get("resumptionToken") else beside)
    run = crawl(source)
    assert (run.state, run.ledger.new) == ("succeeded", 2)
    assert len(server.queries("ListRecords")) == 2  # nothing is asked for twice


def test_a_failed_run_is_gone_on_with_after_its_last_page(
    settings, server, source, serve, crawl, answer
):
    broken = True

    def lists(query):
        token = query.get("resumptionToken")
        if token == "b" and broken:
            return answer(b"oops", status=500)
        return {
            None: page(item(1), token="a"),
            "a": page(item(2), token="b"),
            "b": page(item(3), token=""),
        }[token]

    serve(lists)
    first = crawl(source)
    assert (first.state, first.ledger.new) == ("failed", 2)
    assert "500 Internal Server Error" in first.message
    sample = crawl(source, limit=1)
    assert (sample.state, sample.ledger.received) == ("succeeded", 1)
    broken = False
    server.asked.clear()
    second = crawl(source)
    assert (second.state, second.ledger.new) == ("succeeded", 1)
    assert [q.get("resumptionToken") for q in server.queries("ListRecords")] == ["b"]
    engine = open_engine(settings)
    with reading(engine) as connection:
        assert get_source(connection, "trial").last_response_date == "2024-05-01T10:00:00Z"
    engine.dispose()


@pytest.mark.parametrize(
    ("status", "told"),
    [(404, "404 Not Found"), (500, "500 Internal Server Error"), (503, "503 Service Unavailable")],
)
def test_an_endpoint_that_fails_is_a_failed_run_with_its_address(
    server, source, crawl, answer, status, told
):
    server.rule = lambda path, query: answer(status=status, headers={"Retry-After": "0"})
    run = crawl(source)
    assert run.state == "failed"
    assert told in run.message
    assert f"{server.url}/oai" in run.message


def test_a_busy_server_is_asked_again_after_the_time_it_names(server, source, serve, crawl, answer):
    times = []

    def lists(query):
        times.append(1)
        return (
            answer(status=503, headers={"Retry-After": "1"}) if len(times) == 1 else page(item(1))
        )

    serve(lists)
    run = crawl(source)
    assert (run.state, len(times), run.ledger.new) == ("succeeded", 2, 1)


def test_bad_records_go_to_quarantine_and_neighbours_stay(settings, source, serve, crawl):
    serve(lambda query: page(item(1), item(2, title=False), item(3, identifier=False), item(4)))
    run = crawl(source)
    assert (run.state, run.ledger.new, run.ledger.quarantined) == ("succeeded", 2, 2)
    items, _ = waiting(settings)
    assert {(i.reason, i.identifier) for i in items} == {
        ("no-title", "oai:trial:2"),
        ("no-identifier", None),
    }


@pytest.mark.parametrize(
    ("body", "told"),
    [
        (b"broken xml", "not XML"),
        (b"<html><body>Login</body></html>", "<html>, not OAI-PMH"),
        (b'<!DOCTYPE x [<!ENTITY a "b">]>' + page(item(1)), "DOCTYPE"),
        (b"", "not XML"),
        (page().replace(b"ListRecords", b"ListSets"), "without ListRecords"),
    ],
    ids=["not XML", "wrong format", "DOCTYPE", "empty", "another verb"],
)
def test_a_page_that_is_none_is_kept_and_fails_the_run(settings, source, serve, crawl, body, told):
    serve(lambda query: body)
    run = crawl(source)
    assert (run.state, run.ledger.received, run.ledger.quarantined) == ("failed", 1, 1)
    assert told in run.message
    assert waiting(settings)[0][0].body == body


def test_a_page_cut_short_is_asked_again_then_fails_without_losing_whole_records(
    settings, server, source, serve, crawl
):
    cut = page(item(1), item(2), token="next")
    serve(lambda query: cut[: cut.index(b"oai:trial:2") + 60])
    run = crawl(source)
    assert run.state == "failed"
    assert "the page is cut short" in run.message
    windows = dict.fromkeys(q.get("until") for q in server.queries("ListRecords"))
    assert 1 < len(windows) < 10, "shorter lists are tried, but not without end"
    assert (run.ledger.new, run.ledger.quarantined) == (1, 1)


def test_a_page_that_is_not_utf8_costs_a_warning(settings, source, serve, crawl):
    serve(lambda query: page(item(1), item(2)).replace("жазмасы 2".encode(), b"\xe6\xf3"))
    run = crawl(source)
    assert (run.state, run.ledger.new) == ("succeeded", 2)
    assert records(settings)["1"].warnings == ()
    assert "U+FFFD" in records(settings)["2"].warnings[0]


@pytest.mark.slow
@pytest.mark.parametrize("packed", [False, True], ids=["plain", "gzip"])
def test_forty_megabytes_are_refused(source, serve, crawl, answer, packed):
    body = page(item(1)) + b" " * (40 * 2**20)
    headers = {"Content-Encoding": "gzip"} if packed else {}
    serve(lambda query: answer(gzip.compress(body, 1) if packed else body, headers=headers))
    run = crawl(source)
    assert run.state == "failed"
    assert "32 MiB" in run.message


def test_protocol_errors_are_told(source, serve, crawl):
    serve(lambda query: page(error="cannotDisseminateFormat"))
    run = crawl(source)
    assert run.state == "failed"
    assert "cannotDisseminateFormat told" in run.message


def test_nothing_new_is_a_success_that_the_next_run_does_not_build_on(
    settings, server, source, serve, crawl
):
    serve(lambda query: page(error="noRecordsMatch") if "from" in query else page(item(1)))
    crawl(source)
    serve(lambda query: page(error="noRecordsMatch"), date="2024-06-01T10:00:00Z")
    run = crawl(source)
    assert (run.state, run.ledger.received, run.pages) == ("succeeded", 0, 1)
    server.asked.clear()
    crawl(source)
    assert server.queries("ListRecords")[0]["from"] == "2024-04-30T10:00:00Z", (
        "if the answer was wrong, what it left out is asked for again"
    )


def test_nothing_at_all_is_a_failure_and_the_next_run_begins_anew(server, source, serve, crawl):
    serve(lambda query: page(error="noRecordsMatch"))
    run = crawl(source)
    assert (run.state, run.ledger.received) == ("failed", 0)
    assert "nothing was received" in run.message
    assert len(server.queries("ListRecords")) == 3, "the answer is not believed at once"
    serve(lambda query: page(item(1)))
    assert crawl(source).ledger.new == 1


def test_the_limit_stops_after_the_page_that_reaches_it(source, serve, crawl):
    serve(lambda query: page(item(1), item(2), token=f"t{query.get('resumptionToken', '')}"))
    run = crawl(source, limit=3)
    assert (run.state, run.ledger.received) == ("succeeded", 4)


def test_no_answer_at_all(source, server, crawl, write_source):
    write_source("nowhere", endpoint='"http://127.0.0.1:9/oai"')
    run = crawl("nowhere")
    assert run.state == "failed"
    assert "refused" in run.message

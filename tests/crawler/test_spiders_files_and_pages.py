"""The drop folder, imports, article pages and replay: real files, real sockets."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from sqlalchemy import update

from catalogue.database.engine import open_engine, reading, writing
from catalogue.harvested import quarantine, runs
from catalogue.harvested.store import read_records
from catalogue.tables import quarantine as quarantine_table
from crawler.begin import import_files
from crawler.errors import CrawlerError, InputFileError, SourceError
from crawler.run import execute_run
from crawler.runs.replay import request_replay

DATA = Path(__file__).parents[1] / "data"
ISSUE = DATA / "rsci" / "issue.generated.xml"


def read(settings, source):
    engine = open_engine(settings)
    with reading(engine) as connection:
        found = [record for _, record in read_records(connection, source)]
    engine.dispose()
    return found


def waiting(settings):
    engine = open_engine(settings)
    with reading(engine) as connection:
        items = quarantine.list_quarantine(connection)
    engine.dispose()
    return items


def test_a_drop_folder_takes_new_files_and_leaves_read_ones(settings, crawl):
    missing = crawl("rsci-drop")
    assert missing.state == "failed"
    assert "no such folder" in missing.message
    folder = settings.home / "drop" / "rsci"
    folder.mkdir(parents=True)
    shutil.copy(ISSUE, folder / "one.xml")
    (folder / "two.xml").write_bytes(b"<journals/>")
    run = crawl("rsci-drop")
    assert (run.state, run.pages) == ("succeeded", 2)
    assert (run.ledger.new, run.ledger.quarantined) == (3, 2)
    again = crawl("rsci-drop")
    assert (again.state, again.ledger.received) == ("succeeded", 0)
    full = crawl("rsci-drop", "full")
    assert (full.ledger.unchanged, full.ledger.quarantined) == (3, 2)


def test_import_is_a_run_with_a_ledger(settings, tmp_path):
    run = import_files(settings, "rsci", [ISSUE], "rsci-drop")
    assert (run.state, run.mode, run.ledger.received, run.ledger.new, run.ledger.quarantined) == (
        "succeeded",
        "import",
        4,
        3,
        1,
    )
    assert run.ledger.balances
    again = import_files(settings, "rsci", [ISSUE], "rsci-drop")
    assert again.ledger.unchanged == 3


def test_a_bad_file_is_quarantined_and_its_neighbour_kept(settings, tmp_path):
    bad = tmp_path / "bad.xml"
    bad.write_bytes(ISSUE.read_bytes()[:2000])
    run = import_files(settings, "rsci", [bad, ISSUE], "rsci-drop")
    assert (run.state, run.ledger.new, run.ledger.quarantined) == ("succeeded", 3, 2)
    alone = import_files(settings, "rsci", [bad], "rsci-drop")
    assert alone.state == "failed"
    assert "file:bad.xml" in alone.message


def test_an_oversized_file_is_refused_by_its_size(settings, tmp_path):
    big = tmp_path / "big.xml"
    with big.open("wb") as file:
        file.truncate(40 * 2**20)
    run = import_files(settings, "rsci", [big], "rsci-drop")
    assert run.state == "failed"
    assert "the limit is 33,554,432" in run.message


@pytest.mark.parametrize(
    ("format", "file", "source", "error", "told"),
    [
        ("dublin", ISSUE, "rsci-drop", InputFileError, "no format is called 'dublin'"),
        ("rsci", Path("nowhere.xml"), "rsci-drop", InputFileError, "nowhere.xml: no such file"),
        ("rsci", ISSUE, "nobody", SourceError, "no source is called 'nobody'"),
    ],
)
def test_imports_that_cannot_begin_leave_no_run(settings, format, file, source, error, told):
    with pytest.raises(error, match=told):
        import_files(settings, format, [file], source)
    engine = open_engine(settings)
    with reading(engine) as connection:
        assert runs.list_runs(connection) == []
    engine.dispose()


def test_replay_stores_what_is_a_record_now(settings):
    import_files(settings, "rsci", [ISSUE], "rsci-drop")
    (item,) = waiting(settings)
    (first,) = request_replay(settings, [item.id])
    run = execute_run(settings, first)
    assert (run.state, run.ledger.received) == ("succeeded", 0)
    assert [i.id for i in waiting(settings)] == [item.id], "still no title: it waits on"
    mended = item.body.replace(
        b"<artTitles/>", b'<artTitles><artTitle lang="RUS">X</artTitle></artTitles>'
    )
    import zlib  # noqa: PLC0415 -- only this test looks behind the repository

    engine = open_engine(settings)
    with writing(engine) as connection:
        connection.execute(update(quarantine_table).values(body=zlib.compress(mended)))
    engine.dispose()
    (second,) = request_replay(settings, [item.id])
    run = execute_run(settings, second)
    assert (run.ledger.received, run.ledger.new) == (1, 1)
    assert waiting(settings) == []
    with pytest.raises(CrawlerError, match="no such item is waiting"):
        request_replay(settings, [item.id, 999])


def test_a_run_is_executed_once(settings):
    run = import_files(settings, "rsci", [ISSUE], "rsci-drop")
    with pytest.raises(CrawlerError, match=f"run {run.id} is succeeded already"):
        execute_run(settings, run.id)
    with pytest.raises(CrawlerError, match="there is no run 99"):
        execute_run(settings, 99)


OAI = (
    '<OAI-PMH xmlns="http://www.openarchives.org/OAI/2.0/" xmlns:dc="http://purl.org/dc/elements/1.1/"><ListRecords>'
    "<record><header><identifier>1</identifier></header><metadata><dc><dc:title>A</dc:title>"
    "<dc:identifier>https://journal.example.kg/article/1</dc:identifier></dc></metadata></record>"
    "<record><header><identifier>2</identifier></header><metadata><dc><dc:title>B</dc:title>"
    "<dc:identifier>https://elsewhere.example/2</dc:identifier></dc></metadata></record></ListRecords></OAI-PMH>"
)


def test_listed_pages_are_fetched_once_the_list_is_written(
    settings, server, write_source, crawl, answer
):
    """As Math-Net.Ru and ИСТИНА come: the list is the administrator's."""
    write_source(
        "listed",
        protocol='"article-pages"',
        format='"highwire"',
        urls_file='"lists/listed.txt"',
        mirror=f'{{ "https://journal.example.kg" = "{server.url}" }}',
    )
    body = (DATA / "highwire" / "tagged.generated.html").read_bytes()
    server.rule = lambda path, query: answer(body) if path == "/article/1" else answer(status=404)
    missing = crawl("listed")
    assert missing.state == "failed"
    assert "listed.txt: cannot be read" in missing.message
    assert "write the pages' addresses into it, one a line" in missing.message
    (settings.home / "lists").mkdir()
    (settings.home / "lists" / "listed.txt").write_text(
        "# the first issue\n\nhttps://journal.example.kg/article/1 \n", encoding="utf-8"
    )
    run = crawl("listed")
    assert (run.state, run.ledger.new) == ("succeeded", 1)
    assert [path for path, _ in server.asked] == ["/robots.txt", "/article/1"]


def test_pages_of_harvested_records_bring_references(
    settings, server, write_source, crawl, answer, tmp_path
):
    write_source("records", endpoint='"http://127.0.0.1:9/oai"')
    file = tmp_path / "oai.xml"
    file.write_text(OAI, encoding="utf-8")
    import_files(settings, "oai_dc", [file], "records")
    write_source(
        "pages",
        protocol='"article-pages"',
        format='"highwire"',
        follow='"record urls"',
        follow_source='"records"',
        url_pattern='"^https://journal[.]example[.]kg/"',
        mirror=f'{{ "https://journal.example.kg" = "{server.url}" }}',
    )
    body = (DATA / "highwire" / "tagged.generated.html").read_bytes()
    server.rule = lambda path, query: answer(body) if path == "/article/1" else answer(status=404)
    run = crawl("pages")
    assert (run.state, run.ledger.new) == ("succeeded", 1)
    (record,) = read(settings, "pages")
    assert len(record.references) == 2
    assert [path for path, _ in server.asked] == ["/robots.txt", "/article/1"]
    server.asked.clear()
    assert crawl("pages").ledger.received == 0
    assert server.asked == [], "a page that is here already is not fetched again"


def test_missing_pages_are_noted_robots_obeyed_and_neighbours_kept(
    settings, server, write_source, crawl, answer
):
    urls = ", ".join(f'"{server.url}/{name}"' for name in ("gone", "secret", "shop", "good"))
    write_source("pages", protocol='"article-pages"', format='"highwire"', urls=f"[{urls}]")
    body = (DATA / "highwire" / "bilingual.generated.html").read_bytes()
    pages = {
        "/robots.txt": answer(b"User-agent: *\nDisallow: /secret\n"),
        "/good": answer(body),
        "/shop": answer(b"<html><head><title>Shop</title></head></html>"),
    }
    server.rule = lambda path, query: pages.get(path, answer(status=404))
    run = crawl("pages")
    told = "1 of 2 received are in quarantine; 2 of 4 pages could not be fetched"
    assert (run.state, run.reservations, run.message) == ("succeeded", True, told)
    assert (run.ledger.new, run.ledger.quarantined) == (1, 1)
    assert "/secret" not in [path for path, _ in server.asked]
    engine = open_engine(settings)
    with reading(engine) as connection:
        log = " ".join(line["message"] for line in runs.read_log(connection, run.id))
    engine.dispose()
    assert "404 Not Found" in log
    assert "robots.txt of the site forbids it" in log


def test_no_page_at_all_is_a_failure_and_redirects_stay_on_the_web(
    server, write_source, crawl, answer
):
    urls = f'["{server.url}/a", "{server.url}/b"]'
    write_source("pages", protocol='"article-pages"', format='"highwire"', urls=urls)
    away = answer(status=302, headers={"Location": "file:///etc/passwd"})
    server.rule = lambda path, query: away if path == "/a" else answer(status=404)
    run = crawl("pages")
    assert run.state == "failed"
    assert "none of the 2 pages" in run.message


def test_a_server_that_answers_nothing_any_more_is_left_alone(server, write_source, crawl, answer):
    urls = ", ".join(f'"{server.url}/{number}"' for number in range(30))
    write_source("pages", protocol='"article-pages"', format='"highwire"', urls=f"[{urls}]")
    server.rule = lambda path, query: answer(status=503, headers={"Retry-After": "0"})
    run = crawl("pages")
    assert run.state == "failed"
    assert "10 pages in a row had no answer" in run.message
    assert len({path for path, _ in server.asked} - {"/robots.txt"}) < 15

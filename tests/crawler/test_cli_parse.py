"""`eaci parse`: what would be read of files and of live repositories (crawler.cli_parse), and samples of them."""

from __future__ import annotations

import json
import socket
from pathlib import Path

import pytest
from click.testing import CliRunner

from crawler.asking.addresses import guarded_session
from crawler.formats import SourceHints
from crawler.sources.sample import cut, sample
from webapp.cli import main

RIS = """TY  - JOUR
AU  - Асанова, Айгүл
TI  - Ысык-Көлдүн суусу
JO  - Илим
VL  - 3
IS  - 2
SP  - 5
EP  - 10
PY  - 2015
DO  - 10.5555/ilim.1
ER  -{space}
""".format(space=" ")
SOURCE = """name = "lists"
title = { ru = "Списки", en = "Lists" }
country = "KG"
protocol = "import"
format = "table"

[table]
identifier = "id"
title = "name"
"""
PAGE = """<OAI-PMH xmlns="http://www.openarchives.org/OAI/2.0/"><ListRecords>{records}
<resumptionToken>{token}</resumptionToken></ListRecords></OAI-PMH>"""
RECORD = """<record><header><identifier>oai:x:{n}</identifier><datestamp>2020-01-01</datestamp></header>
<metadata><oai_dc:dc xmlns:oai_dc="http://www.openarchives.org/OAI/2.0/oai_dc/" xmlns:dc="http://purl.org/dc/elements/1.1/">
<dc:title>О реках {n}</dc:title><dc:creator>Ким, И.</dc:creator></oai_dc:dc></metadata></record>"""
DELETED = """<record><header status="deleted"><identifier>oai:x:{n}</identifier><datestamp>2020-01-01</datestamp>
</header></record>"""
SESSION = {"allowed": frozenset({"127.0.0.1"}), "user_agent": "test"}


@pytest.fixture
def home(tmp_path, monkeypatch):
    monkeypatch.setenv("EACI_HOME", str(tmp_path / "home"))
    folder = tmp_path / "sources"
    folder.mkdir()
    monkeypatch.setenv("EACI_SOURCES", str(folder))
    (folder / "lists.toml").write_text(SOURCE, encoding="utf-8")
    return tmp_path


def run(*arguments):
    return CliRunner().invoke(main, ["parse", *map(str, arguments)])


def lines_of(result):
    return [json.loads(line) for line in result.stdout.splitlines()]


def write(folder: Path, name: str, text: str) -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def test_a_file_as_a_table_for_people(home):
    result = run("ris", write(home, "one.ris", RIS))
    assert result.exit_code == 0
    for told in ("Ысык-Көлдүн суусу", "Асанова, Айгүл", "Илим, 3(2), 5-10", "10.5555/ilim.1"):
        assert told in result.stdout
    assert "1 records, 0 deletions, 0 rejected" in result.stdout
    assert "with title 1, authors 1, year 1, journal 1" in result.stdout


def test_a_file_as_json_lines_ends_with_its_page(home):
    lines = lines_of(run("ris", "--json", write(home, "one.ris", RIS)))
    assert set(lines[0]) == {"outcome", "identifier", "reason", "record"}
    assert (lines[0]["outcome"], lines[0]["reason"]) == ("record", None)
    assert lines[0]["record"]["titles"] == [{"text": "Ысык-Көлдүн суусу"}]
    assert lines[1:] == [{"page": {"token": None, "warnings": []}}]


def test_every_file_is_read_though_one_cannot_be(home):
    bad = write(home, "bad.xml", "<html/>")
    result = run("--json", "rsci", bad, home / "none.xml")
    assert result.exit_code == 1
    lines = lines_of(result)
    assert [line["outcome"] for line in lines if "outcome" in line] == ["rejected", "rejected"]
    assert lines[0]["reason"].startswith("wrong-format: ")
    assert "cannot be read: No such file" in lines[2]["reason"]


def test_an_entry_that_is_rejected_is_told_with_its_reason(home):
    envelope = PAGE.format(records=RECORD.format(n=1) + DELETED.format(n=2) + "<record/>", token="")
    path = write(home, "page.xml", envelope)
    outcomes = [line.get("outcome") for line in lines_of(run("oai_dc", "--json", path))]
    assert outcomes == ["record", "deleted", "rejected", None]
    told = run("oai_dc", path).stdout
    assert "1 records, 1 deletions, 1 rejected" in told
    assert "rejected: without identifier: no-identifier" in told


def test_a_table_is_read_as_its_source_says(home):
    path = write(home, "list.csv", "id,name\n7,О реках\n")
    for arguments in (("table", path, "--source", "lists"), ("--source", "lists", path)):
        lines = lines_of(run(*arguments, "--json"))
        assert lines[0]["record"]["titles"] == [{"text": "О реках"}]


@pytest.mark.parametrize(
    ("arguments", "fault"),
    [
        (("table", "x.csv"), "a table needs --source"),
        (("x.csv",), "no format is called 'x.csv'"),
        (("ris",), "name the files or the address"),
        (("ris", "x.ris", "--source", "none"), "no source is called 'none'"),
        (("oai_dc", "http://[::1"), "is no http(s) address"),
    ],
)
def test_wrong_words_are_named_with_the_way_out(home, arguments, fault):
    result = run(*arguments)
    assert result.exit_code != 0
    assert fault in result.output


@pytest.fixture
def repository(server, answer):
    """Four pages of five entries: the first page deletions only."""

    def page(query):
        number = int(query.get("resumptionToken", "0"))
        kind = DELETED if number == 0 else RECORD
        records = "".join(kind.format(n=number * 5 + n) for n in range(5))
        return PAGE.format(records=records, token=number + 1 if number < 3 else "")

    server.rule = lambda path, query: answer(page(query).encode())
    return f"{server.url}/oai"


def test_ten_live_records_of_a_repository(home, repository, server):
    result = run("oai_dc", f"{repository}?verb", "--json")
    assert result.exit_code == 0
    outcomes = [line["outcome"] for line in lines_of(result) if "outcome" in line]
    assert outcomes == ["deleted"] * 5 + ["record"] * 10
    asked = [query for _, query in server.asked]
    assert asked[0] == {"verb": "ListRecords", "metadataPrefix": "oai_dc"}
    assert [query.get("resumptionToken") for query in asked] == [None, "1", "2"]


def test_a_sample_stops_at_ten_records_or_three_pages(repository):
    with guarded_session(**SESSION) as session:
        found = sample(session, repository, "oai_dc", "oai_dc", SourceHints(source=""))
    assert (len(found.pages), len(found.records), found.failure) == (3, 10, None)
    assert [len(page.items) for page in cut(found.pages, 7)] == [5, 5, 2]


def test_an_error_of_the_protocol_is_the_samples_failure(server, answer):
    body = b'<OAI-PMH><error code="cannotDisseminateFormat">no</error></OAI-PMH>'
    server.rule = lambda path, query: answer(body)
    with guarded_session(**SESSION) as session:
        found = sample(session, f"{server.url}/oai", "jats", "jats", SourceHints(source=""))
    assert (found.pages, found.records) == ((), ())
    assert found.failure == "cannotDisseminateFormat no"


def test_a_request_is_sent_as_it_stands(home, repository, server):
    url = f"{repository}?verb=GetRecord&metadataPrefix=oai_dc&identifier=oai:x:1"
    run("oai_dc", url, "--json")
    assert server.asked[0][1]["verb"] == "GetRecord"
    assert len(server.asked) == 1


def test_an_article_page_is_read_where_it_stands(home, server, answer):
    page = '<html><head><meta name="citation_title" content="О реках"/></head></html>'
    server.rule = lambda path, query: answer(page.encode(), headers={"Content-Type": "text/html"})
    lines = lines_of(run("highwire", f"{server.url}/article/1", "--json"))
    assert lines[0]["record"]["titles"][0]["text"] == "О реках"


def test_a_redirect_into_the_own_network_is_refused(home, server, answer):
    with socket.create_server(("127.0.0.1", 0)) as inside:
        headers = {"Location": f"http://127.0.0.1:{inside.getsockname()[1]}/oai"}
        server.rule = lambda path, query: answer(b"", status=302, headers=headers)
        result = run("oai_dc", f"{server.url}/oai", "--json")
    assert result.exit_code == 1
    assert "internal network" in lines_of(result)[0]["reason"]

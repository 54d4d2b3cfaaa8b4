"""Every format through the ways it comes in: imported files, and OAI-PMH by its metadata prefix."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from catalogue.database.engine import open_engine, reading
from catalogue.harvested.store import read_records
from crawler.begin import import_files
from crawler.errors import InputFileError

DATA = Path(__file__).parents[1] / "data" / "formats"
IDENTIFY = b"""<OAI-PMH><responseDate>2024-05-01T10:00:00Z</responseDate><Identify>
<repositoryName>Trial</repositoryName><granularity>YYYY-MM-DD</granularity></Identify></OAI-PMH>"""
TABLE = json.loads((DATA / "table" / "mapping.json").read_bytes())


def toml(value):
    """JSON as an inline TOML value."""
    if isinstance(value, dict):
        return "{ " + ", ".join(f"{key} = {toml(v)}" for key, v in value.items()) + " }"
    return json.dumps(value, ensure_ascii=False)


def read(settings, source):
    engine = open_engine(settings)
    with reading(engine) as connection:
        found = {record.identifier: record for _, record in read_records(connection, source)}
    engine.dispose()
    return found


def test_every_fixture_is_imported_with_a_balanced_ledger(settings, write_source):
    for expected in sorted(DATA.glob("*/*.expected.json")):
        folder = expected.parent.name
        format = {"rsci_legacy": "rsci"}.get(folder, folder)
        stem = expected.name.removesuffix(".expected.json")
        (raw,) = (p for p in expected.parent.glob(f"{stem}.*") if p != expected)
        name = f"{folder}-{stem}".replace("_", "-").replace(".", "-")
        write_source(name, protocol='"import"', format='"table"', table=toml(TABLE))
        run = import_files(settings, format, [raw], name)
        wanted = json.loads(expected.read_bytes())
        assert run.state == "succeeded", (name, run.message)
        assert run.ledger.balances
        assert run.ledger.quarantined == len(wanted["rejected"]), name
        assert run.ledger.received == len(wanted["records"]) + len(wanted["rejected"]), name
        again = import_files(settings, format, [raw], name)
        assert again.ledger.new == again.ledger.updated == 0, name


@pytest.mark.parametrize(
    ("prefix", "format", "identifier", "title"),
    [
        ("mods", "mods", "oai:rep.example.kz:55", "Тіл туралы: зерттеу"),
        ("marc21", "marcxml", "oai:lib.example.by:2", "Рэкі Палесся: нарыс"),
        ("dim", "dim", "oai:elib.example.by:123456789/7", "Гісторыя мовы"),
    ],
)
def test_the_spider_asks_for_the_prefix_and_reads_its_format(
    settings, server, answer, write_source, crawl, prefix, format, identifier, title
):
    page = (DATA / format / "listrecords.generated.xml").read_bytes()
    server.rule = lambda path, query: answer(IDENTIFY if query["verb"] == "Identify" else page)
    write_source(
        "trial", endpoint=f'"{server.url}/oai"', metadata_prefix=f'"{prefix}"', format=f'"{format}"'
    )
    run = crawl("trial")
    assert run.state == "succeeded", run.message
    assert server.queries("ListRecords")[0]["metadataPrefix"] == prefix
    assert read(settings, "trial")[identifier].titles[0].text == title


def test_a_table_without_a_mapping_is_refused_before_a_run_begins(settings):
    with pytest.raises(InputFileError, match=r"rsci-drop does not say what its columns mean"):
        import_files(settings, "table", [DATA / "table" / "export.generated.csv"], "rsci-drop")


def test_a_source_without_an_interface_says_so_when_it_is_crawled(settings, crawl):
    run = crawl("kazbc")
    assert run.state == "failed"
    assert "kazbc has no interface; bring its files in with `eaci import`" in run.message


@pytest.mark.parametrize(
    ("format", "data", "told"),
    [
        ("table", b"\xef\xbb\xbfA;B\n1;2\n", "no column is headed"),
        ("table", b"PK\x03\x04 no workbook", "not an XLSX workbook"),
        ("bibtex", b"just text", "no BibTeX entry"),
        ("ris", b"just text", "no RIS entry"),
        ("marc", b"just text", "does not begin with a MARC leader"),
        ("crossref", b"{", "not JSON"),
        ("crossref", b'{"message": {"items": []}}', "no object with a 'DOI'"),
        ("openalex", b"[1, 2]", "no object with a 'id'"),
        ("opencitations", b"a,b\n1,2\n", "expected citing and cited"),
        ("cirtec", b"<OAI-PMH/>", "expected <bundle>"),
        ("jats", b"<html/>", "expected a JATS <article>"),
        (
            "jats",
            b"<!DOCTYPE article [<!ENTITY x SYSTEM 'file:///etc/passwd'>]><article>&x;</article>",
            "DOCTYPE",
        ),
        ("mods", b"<html/>", "expected <mods>"),
        ("marcxml", b"<html/>", "expected a MARCXML"),
        ("dim", b"<html/>", "not OAI-PMH"),
    ],
)
def test_a_file_of_another_format_is_told_in_one_line(
    settings, tmp_path, write_source, format, data, told
):
    write_source("trial", protocol='"import"', format='"table"', table=toml(TABLE))
    path = tmp_path / "wrong.bin"
    path.write_bytes(data)
    run = import_files(settings, format, [path], "trial")
    assert (run.state, run.ledger.received, run.ledger.quarantined) == ("failed", 1, 1)
    assert told in run.message
    assert "\n" not in run.message

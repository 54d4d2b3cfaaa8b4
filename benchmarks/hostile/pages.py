"""Pages that were written to harm, of every format. Generated."""

from __future__ import annotations

import gzip
import io
import zipfile
from collections.abc import Callable, Iterator
from typing import NamedTuple

from crawler.limits import MIB

_SIZE = 31 * MIB
_OAI = b"<OAI-PMH><ListRecords><record><header><identifier>a</identifier></header><metadata>"
_END = b"</metadata></record></ListRecords></OAI-PMH>"
_SHEET = "xl/worksheets/sheet1.xml"
_PARTS = {
    "[Content_Types].xml": '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.'
    'spreadsheetml.sheet.main+xml"/><Override PartName="/xl/worksheets/sheet1.xml" ContentType="application/'
    'vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/></Types>',
    "_rels/.rels": '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    '<Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/'
    'officeDocument" Target="xl/workbook.xml"/></Relationships>',
    "xl/workbook.xml": '<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets>'
    '<sheet name="s" sheetId="1" r:id="r1"/></sheets></workbook>',
    "xl/_rels/workbook.xml.rels": '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/'
    'relationships"><Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/'
    'relationships/worksheet" Target="worksheets/sheet1.xml"/></Relationships>',
}


class Page(NamedTuple):
    """``make`` gives its bytes when it is its turn."""

    what: str
    format: str
    make: Callable[[], bytes]


def filled(begin: bytes, piece: bytes, end: bytes = b"") -> Callable[[], bytes]:
    """As many pieces as fit into a page."""
    return lambda: begin + piece * ((_SIZE - len(begin) - len(end)) // len(piece)) + end


def numbered(begin: str, piece: str, end: str, count: int) -> Callable[[], bytes]:
    """So many pieces, each with its number."""
    return (begin + "".join(map(piece.format, range(count))) + end).encode


def workbook(sheet: Callable[[], str]) -> Callable[[], bytes]:
    """A workbook whose one sheet holds these rows."""

    def make() -> bytes:
        out = io.BytesIO()
        name = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
        with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
            for part, text in _PARTS.items():
                packed.writestr(part, text)
            packed.writestr(_SHEET, sheet().replace("<worksheet", f'<worksheet xmlns="{name}"', 1))
        return out.getvalue()

    return make


def rows(inner: str, before: str = "") -> Callable[[], bytes]:
    """A workbook of these rows."""
    return workbook(lambda: f"{before}<worksheet><sheetData>{inner}</sheetData></worksheet>")


def _cell(place: str, text: str = "x") -> str:
    return f'<c r="{place}" t="inlineStr"><is><t>{text}</t></is></c>'


_HEADINGS = f'<row r="1">{_cell("A1", "ID")}{_cell("B1", "Title")}</row>'
_LAUGHS = "".join(
    f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' if n else '<!ENTITY l0 "lol">' for n in range(10)
)


def pages() -> Iterator[Page]:
    """All of them: those of every kind of bytes, and those of one format."""
    for format in ("oai_dc", "highwire", "bibtex", "ris", "marc", "crossref", "opencitations"):
        yield Page("31 MB of 0xff", format, lambda: b"\xff" * _SIZE)
        yield Page("31 MB of zeros", format, lambda: bytes(_SIZE))
        yield Page("packed 1,000 to 1", format, lambda: gzip.compress(bytes(4 * _SIZE)))
    yield from _of_xml()
    yield from _of_records()
    yield from _of_lines()
    yield from _of_json()
    yield from _of_tables()


def _of_xml() -> Iterator[Page]:
    for charset in ("punycode", "zip", "idna", "unicode_escape", "utf-7", "rot13", "base64"):
        begin = f"<?xml version='1.0' encoding='{charset}'?><OAI-PMH>".encode()
        yield Page(f"charset {charset}", "oai_dc", filled(begin, b"a-\xff"))
        html = f"<html><head><meta charset='{charset}'></head><body>".encode()
        yield Page(f"charset {charset}", "highwire", filled(html, b"a-\xff"))
    laughs = f"<!DOCTYPE a [{_LAUGHS}]><OAI-PMH>&l9;</OAI-PMH>".encode()
    for format in ("oai_dc", "jats", "rsci", "highwire"):
        yield Page("a billion laughs", format, lambda: laughs)
    for format in ("oai_dc", "jats", "mods", "marcxml", "rsci", "cirtec"):
        yield Page("elements nested without end", format, filled(b"", b"<a>"))
    yield Page(
        "elements nested without end", "highwire", filled(b"<html><head></head><body>", b"<b>")
    )
    yield Page("paragraphs without end", "highwire", filled(b"<html><head></head><body>", b"<p>"))
    yield Page("attributes", "oai_dc", numbered("<OAI-PMH ", "a{0}='' ", "/>", 2_000_000))
    yield Page(
        "one text of 31 MB",
        "oai_dc",
        filled(_OAI + b"<dc><title>", b"word ", b"</title></dc>" + _END),
    )
    yield Page(
        "escaped mark-up",
        "oai_dc",
        filled(_OAI + b"<dc><title>", b"&lt;b&gt;", b"</title></dc>" + _END),
    )
    yield Page("empty elements", "oai_dc", filled(_OAI + b"<dc>", b"<a/>", b"</dc>" + _END))
    yield Page(
        "records without a header",
        "oai_dc",
        filled(b"<OAI-PMH><ListRecords>", b"<record/>", b"</ListRecords></OAI-PMH>"),
    )
    yield Page("records that never end", "oai_dc", filled(b"<OAI-PMH><ListRecords>", b"<record>"))
    yield Page("roots that never end", "oai_dc", filled(b"", b"<OAI-PMH "))
    yield Page(
        "spaces after an identifier",
        "oai_dc",
        filled(b"<OAI-PMH><ListRecords><record><identifier>a", b" "),
    )


def _of_records() -> Iterator[Page]:
    field = "<datafield tag='{}' ind1=' ' ind2=' '>"
    linked = "<subfield code='6'>{}</subfield><subfield code='a'>N {{0}}</subfield></datafield>"
    tied = "".join(
        field.format(tag) + linked.format(link)
        for tag, link in (("700", "880-01"), ("880", "700-01"))
    )
    yield Page(
        "fields tied to one another",
        "marcxml",
        numbered("<collection><record>", tied, "</record></collection>", 100_000),
    )
    person = "<contrib><name><surname>A{0}</surname></name></contrib><aff>U {0}</aff>"
    article = [
        "<article><front><article-meta><contrib-group>",
        "</contrib-group></article-meta></front></article>",
    ]
    yield Page(
        "authors and affiliations of one group",
        "jats",
        numbered(article[0], person, article[1], 200_000),
    )
    issue = ("<journal><titleid>1</titleid>{}<issue><articles>", "</articles></issue></journal>")
    one = "<article><artTitles><artTitle>T{0}</artTitle></artTitles></article>"
    yield Page("articles", "rsci", numbered(issue[0].format(""), one, issue[1], 200_000))
    around = "".join(f"<journalInfo><title>{n}</title></journalInfo>" for n in range(50_000))
    yield Page(
        "articles in a journal of many titles",
        "rsci",
        numbered(issue[0].format(around), one, issue[1], 100_000),
    )
    lists = "<html><head><meta name='citation_title' content='T'></head><body>"
    yield Page(
        "reference lists",
        "highwire",
        numbered(lists, "<h2>References</h2><p>1. A {0}. 2020.</p>", "", 200_000),
    )
    places = "<html><head><meta name='citation_author' content='A'>"
    yield Page(
        "institutions of one author",
        "highwire",
        numbered(places, "<meta name='citation_author_institution' content='U{0}'>", "", 400_000),
    )


def _of_lines() -> Iterator[Page]:
    yield Page(
        "continued lines", "ris", filled(b"TY  - JOUR\nTI  - T\nAB  - a\n", b"and goes on\n")
    )
    yield Page("empty lines", "ris", filled(b"TY  - JOUR\n", b"\n"))
    yield Page("entries", "ris", filled(b"", b"TY  - JOUR\n"))
    yield Page("entries that never end", "bibtex", filled(b"", b"@article{a,\n"))
    yield Page("braces", "bibtex", filled(b"@article{a, title = ", b"{"))
    yield Page("LaTeX", "bibtex", filled(b"@article{a, title = {", b"\\'", b"}}"))
    yield Page("spaces between people", "bibtex", filled(b"@article{a, author = {A", b" ", b"B}}"))
    definition, entry = "@string{{s{0} = {{text}}}}\n", "@article{{k{0}, journal = s{0}}}\n"
    yield Page("definitions and entries", "bibtex", numbered("", definition + entry, "", 100_000))
    yield Page("fields", "marc", filled(b"00000nam  2200000   4500", b"245000100000", b"\x1e\x1d"))
    yield Page("ends of records", "marc", filled(b"00000nam  2200000   4500", b"\x1d"))


def _of_json() -> Iterator[Page]:
    for format in ("crossref", "openalex"):
        yield Page("10 million brackets", format, lambda: b"[" * 10_000_000)
        yield Page("10 million objects", format, lambda: b'{"a":' * 6_000_000)
        yield Page("a list of nothing", format, filled(b"[", b"0,", b"0]"))
        yield Page("lines of nothing", format, filled(b"", b"0\n"))
        yield Page("keys", format, numbered("{", '"k{0}":0,', '"a":0}', 1_500_000))
    author = '{{"family":"A{0}","affiliation":[{{"name":"U"}}]}},'
    begin, end = '{"message":{"DOI":"10.1234/a","title":["T"],"author":[', "{}]}}"
    yield Page("authors", "crossref", numbered(begin, author, end, 400_000))


def _of_tables() -> Iterator[Page]:
    yield Page(
        "2 KB: a cell in row 999,999,999",
        "table",
        rows(_HEADINGS + f'<row r="999999999">{_cell("A999999999")}</row>'),
    )
    yield Page(
        "2 KB: a cell in the last column", "table", rows(f'<row r="1">{_cell("ZZZ1")}</row>')
    )
    far = "".join(f'<row r="{n}">{_cell(f"ZZZ{n}")}</row>' for n in range(2, 100_000))
    yield Page("rows of one far cell", "table", rows(_HEADINGS + far))
    size = '<dimension ref="A1:ZZZ99999999"/>'
    yield Page(
        "a sheet that says it is endless",
        "table",
        workbook(lambda: f"<worksheet>{size}<sheetData>{_HEADINGS}</sheetData></worksheet>"),
    )
    yield Page(
        "200 MB of cells in 300 KB",
        "table",
        rows(_HEADINGS + "<row>" + "<c/>" * 40_000_000 + "</row>"),
    )
    yield Page(
        "a workbook that unpacks to 300 MB",
        "table",
        workbook(lambda: "<worksheet>" + " " * 300 * MIB),
    )
    yield Page(
        "a billion laughs in a sheet",
        "table",
        rows("<row><c><v>&l9;</v></c></row>", f"<!DOCTYPE a [{_LAUGHS}]>"),
    )
    yield Page(
        "columns and rows",
        "table",
        ("ID;Title;" + ";".join(f"c{n}" for n in range(100_000)) + "\n" + "1;T\n" * 100_000).encode,
    )
    yield Page("quotes", "table", filled(b'ID;Title\n"', b'""'))
    columns = ",".join(f"c{n}" for n in range(100_000))
    yield Page(
        "columns and rows",
        "opencitations",
        (f"citing,cited,{columns}\n" + "10.1234/a,10.1234/b\n" * 100_000).encode,
    )

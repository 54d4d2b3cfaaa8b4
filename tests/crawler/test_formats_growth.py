"""What a parser costs grows as its page grows: a page four times as long takes some four times as long, never sixteen.

Each case was quadratic, or is the like of one that was. The others are made by rule (``growth.py``): a sample of them
here, all of them with EACI_TEST_LONG=1.
"""

from __future__ import annotations

import gc
import os
import sys
import time
from collections.abc import Callable
from itertools import islice

import pytest

from crawler.formats import PageError, parse_page
from tests.crawler.growth import cases
from tests.crawler.test_formats_fuzz import HINTS

MOST_RATIO = 8.0  # 4 is linear, 16 quadratic
LEAST = 0.02  # seconds; of less the ratio says nothing
MOST_SECONDS = 3.0
TRIES = 3  # the machine may be busy
EVERY = 1 if os.environ.get("EACI_TEST_LONG") else 997
UNEVEN = {"bibtex"}  # what bibtexparser makes of damage is not even: the limits of the child end it
OAI = (
    "<OAI-PMH><ListRecords><record><header><identifier>a</identifier></header>"
    "<metadata>{}</metadata></record></ListRecords></OAI-PMH>"
)
HEAD = (
    "<html><head><meta name='citation_title' content='T'>"
    "<link rel='canonical' href='http://x.org/1'>{}</head><body>{}</body></html>"
)


def seconds(format: str, data: bytes) -> float:
    """Of processor time, without what the collector adds by chance, and without what coverage adds."""
    tracing = sys.gettrace()
    sys.settrace(None)
    gc.collect()
    gc.disable()
    begun = time.process_time()
    try:
        parse_page(format, data, source=HINTS)
    except PageError as error:
        assert error.reason != "parser-failed", error  # noqa: PT017 -- refused is as good as read
    finally:
        taken = time.process_time() - begun
        gc.enable()
        sys.settrace(tracing)
    return taken


def marc(inner: str) -> bytes:
    title = "<datafield tag='245' ind1=' ' ind2=' '><subfield code='a'>T</subfield></datafield>"
    control = "<controlfield tag='001'>1</controlfield>"
    return f"<collection><record>{control}{title}{inner}</record></collection>".encode()


def field(tag: str, link: str = "", text: str = "Name, A.") -> str:
    linked = f"<subfield code='6'>{link}</subfield>" if link else ""
    return f"<datafield tag='{tag}' ind1=' ' ind2=' '>{linked}<subfield code='a'>{text}</subfield></datafield>"


EMBEDDED = "<subfield code='1'>2001 </subfield><subfield code='a'>J</subfield><subfield code='v'>№ 1, с. 1-2</subfield>"


def marc_of_part(inner: str) -> bytes:
    """UNIMARC."""
    return (
        marc(inner)
        .replace(b"<record>", b"<record><leader>00000naa2</leader>")
        .replace(b"245", b"200")
    )


def jats(inner: str) -> bytes:
    ids = "<article-id pub-id-type='doi'>10.1234/a</article-id>"
    ids += "<title-group><article-title>T</article-title></title-group>"
    return f"<article><front><article-meta>{ids}{inner}</article-meta></front></article>".encode()


PERSON = "<contrib contrib-type='author'><name><surname>A{0}</surname></name></contrib>"
ARTICLE = "<article><artTitles><artTitle>T{0}</artTitle></artTitles><pages>{0}</pages>{1}</article>"


def rsci(articles: str, around: str = "") -> bytes:
    return (
        f"<journal><titleid>1</titleid>{around}<issue><dateUni>2020</dateUni>"
        f"<articles>{articles}</articles></issue></journal>"
    ).encode()


def each(n: int, text: str, *rest: str) -> str:
    return "".join(text.format(number, *rest) for number in range(n))


def ris(inner: str) -> bytes:
    return f"TY  - JOUR\nTI  - T\nDO  - 10.1234/a\n{inner}\nER  - \n".encode()


Make = Callable[[int], bytes]
# what it is → (format, n, the page)
KNOWN: dict[str, tuple[str, int, Make]] = {
    "MARCXML: fields tied to one another": (
        "marcxml",
        500,
        lambda n: marc(
            "".join(field("700", f"880-{k:02}", f"Name {k}") for k in range(n))
            + "".join(field("880", f"700-{k:02}", f"Имя {k}") for k in range(n))
        ),
    ),
    "MARCXML: all fields tied to one": (
        "marcxml",
        500,
        lambda n: marc(
            field("700", "880-01") * n
            + "".join(field("880", "700-01", f"Имя {k}") for k in range(n))
        ),
    ),
    "MARCXML: titles": ("marcxml", 1500, lambda n: marc(each(n, field("246", "880-01", "T{0}")))),
    "MARCXML: links and what is in them": (
        "marcxml",
        500,
        lambda n: marc_of_part(
            each(n, "<datafield tag='463' ind1=' ' ind2=' '>{1}</datafield>", EMBEDDED)
        ),
    ),
    "MARCXML: a place of no end": (
        "marcxml",
        20_000,
        lambda n: marc(field("773", "", "J") + "№ 1 " * n).replace(
            b"'a'>J", b"'g'>" + b"C. 1- " * n
        ),
    ),
    "MARCXML: references": (
        "marcxml",
        500,
        lambda n: marc(
            each(
                n,
                "<datafield tag='999' ind1='C' ind2='5'><subfield code='h'>A and B{0}</subfield>"
                "<subfield code='s'>J.,{0},1</subfield></datafield>",
            )
        ),
    ),
    "IRBIS: fields, and a value of many lines": (
        "irbis",
        2000,
        lambda n: ("#200: ^AT\n#903: 1\n" + each(n, "#610: k{0}\n") + "line\n" * n).encode(),
    ),
    "IRBIS: signs of subfields": (
        "irbis",
        5000,
        lambda n: ("#920: ASP\n#200: ^AT\n#903: 1\n#463: " + "^CJ^S1 " * n).encode(),
    ),
    "MARCXML: subjects": ("marcxml", 1500, lambda n: marc(each(n, field("650", "", "S{0}")))),
    "JATS: authors in one group of affiliations": (
        "jats",
        400,
        lambda n: jats(
            "<contrib-group>" + each(n, PERSON) + each(n, "<aff>U{0}</aff>") + "</contrib-group>"
        ),
    ),
    "JATS: authors": (
        "jats",
        1500,
        lambda n: jats(f"<contrib-group>{each(n, PERSON)}<aff>U</aff></contrib-group>"),
    ),
    "JATS: groups of authors": (
        "jats",
        1500,
        lambda n: jats(each(n, f"<contrib-group>{PERSON}<aff>U{{0}}</aff></contrib-group>")),
    ),
    "RSCI: articles": ("rsci", 1500, lambda n: rsci(each(n, ARTICLE, ""))),
    "RSCI: articles and what stands around them": (
        "rsci",
        700,
        lambda n: rsci(
            each(n, ARTICLE, ""),
            each(n, "<journalInfo lang='R{0}'><title>J{0}</title></journalInfo>"),
        ),
    ),
    "RSCI: articles without a name": (
        "rsci",
        300,
        lambda n: rsci(each(n, ARTICLE, ""), each(n, "<x>{0}</x>")).replace(
            b"<titleid>1</titleid>", b""
        ),
    ),
    "RSCI: sections": (
        "rsci",
        1000,
        lambda n: rsci(each(n, "<section><secTitle>S{0}</secTitle></section>" + ARTICLE, "")),
    ),
    "RSCI: titles of a section": (
        "rsci",
        400,
        lambda n: rsci(
            "<section>" + each(n, "<secTitle>S{0}</secTitle>") + "</section>" + each(n, ARTICLE, "")
        ),
    ),
    "RSCI: an author of many commas": (
        "rsci",
        20_000,
        lambda n: rsci(
            ARTICLE.format(
                1,
                "<references><reference><refInfo lang='RUS'><text>A</text><elements><element field='Authors'>"
                + "Ab, " * n
                + "</element></elements></refInfo></reference></references>",
            )
        ),
    ),
    "RIS: continued lines": (
        "ris",
        20_000,
        lambda n: ris("AB  - begins\n" + "and goes on with words\n" * n),
    ),
    "RIS: continued lines of a list": (
        "ris",
        10_000,
        lambda n: ris("KW  - one\n" + "".join(f"word {k}\n" for k in range(n))),
    ),
    "BibTeX: entries that take from one": (
        "bibtex",
        300,
        lambda n: (
            b"@proceedings{p, title={P}, abstract={"
            + b"long " * n
            + b"}}\n"
            + b"@inproceedings{k, title={T}, author={A}, crossref={p}}\n" * n
        ),
    ),
    "JSON-LD: nodes that refer to one another": (
        "jsonld",
        500,
        lambda n: (
            '{"@graph": ['
            + each(
                n,
                '{{"@id": "#{0}", "@type": "Periodical", "name": "P", "isPartOf": {{"@id": "#x"}}}}, ',
            )
            + '{"@id": "#x", "@type": "Periodical", "name": "X"}, '
            + '{"@type": "ScholarlyArticle", "name": "T", "author": "A", "isPartOf": ['
            + ", ".join(f'{{"@id": "#{k}"}}' for k in range(n))
            + "]}]}"
        ).encode(),
    ),
    "RIS: empty lines": ("ris", 20_000, lambda n: ris("\n" * n)),
    "RIS: empty lines before": ("ris", 20_000, lambda n: b" \n" * n + ris("")),
    "BibTeX: definitions and entries": (
        "bibtex",
        300,
        lambda n: (
            each(n, "@string{{s{0} = {{text}}}}\n")
            + each(n, "@article{{k{0}, title = {{T}}, journal = s{0}}}\n")
        ).encode(),
    ),
    "BibTeX: spaces between people": (
        "bibtex",
        3000,
        lambda n: ("@article{k, title = {T}, author = {A" + " " * n + "B}}").encode(),
    ),
    "Dublin Core: places of one author": (
        "oai_dc",
        10_000,
        lambda n: OAI.format(
            "<dc><title>T</title><creator>Ivanov" + "; a" * n + "</creator></dc>"
        ).encode(),
    ),
    "Dublin Core: capitals of no end": (
        "oai_dc",
        1500,
        lambda n: OAI.format(
            "<dc><title>T</title><creator>Ա; Ա, " + "Ա" * n + "1</creator></dc>"
        ).encode(),
    ),
    "Dublin Core: numbers of issues": (
        "oai_dc",
        10_000,
        lambda n: OAI.format(
            "<dc><title>T</title><source>J; " + "n1 " * n + "%; 1</source></dc>"
        ).encode(),
    ),
    "article page: places of one author": (
        "highwire",
        3000,
        lambda n: HEAD.format(
            "<meta name='citation_author' content='A'>"
            + each(n, "<meta name='citation_author_institution' content='U{0}'>"),
            "",
        ).encode(),
    ),
    "article page: lists of references": (
        "highwire",
        1000,
        lambda n: HEAD.format(
            "", each(n, "<h2>References</h2><p>1. A. Title {0}. 2020.</p>")
        ).encode(),
    ),
    "Cirtec: a title without its English": (
        "cirtec",
        5000,
        lambda n: (
            f"<bundle><ref found_in='h'><citer><title>{'ж' * n}</title></citer></ref></bundle>"
        ).encode(),
    ),
    "OAI-PMH: beginnings of no end": ("oai_dc", 20_000, lambda n: b"<OAI-PMH " * n),
    "OAI-PMH: records of no end": (
        "oai_dc",
        5000,
        lambda n: b"<OAI-PMH><ListRecords>" + b"<record><identifier>" * n,
    ),
    "OAI-PMH: an identifier of spaces": (
        "oai_dc",
        20_000,
        lambda n: b"<OAI-PMH><ListRecords><record><identifier>a" + b" " * n,
    ),
    "OpenCitations: columns and rows": (
        "opencitations",
        500,
        lambda n: (
            "citing,cited," + each(n, "c{0},") + "\n" + each(n, "10.1234/a{0},10.1234/b\n")
        ).encode(),
    ),
    "a table: columns and rows": (
        "table",
        500,
        lambda n: ("ID;" + each(n, "c{0};") + "\n" + each(n, "{0};t\n")).encode(),
    ),
    "JATS: mark-up of no end": (
        "jats",
        5000,
        lambda n: jats("<abstract><p>" + "<i>a" * n + "</b>" * n + "</p></abstract>"),
    ),
    "JATS: a name of a tag that never ends": (
        "jats",
        5000,
        lambda n: jats("<p>").replace(b"<p>", b"<" + b"a" * n),
    ),
    "JATS: an attribute that never ends": (
        "jats",
        5000,
        lambda n: jats("<p>").replace(b"<p>", b"<p " + b"a" * n + b"= " + b"x " * n),
    ),
    "JATS: records of which one is damaged": (
        "jats",
        150,
        lambda n: (
            b"<articles "
            + each(n, "a{0}='1' ").encode()
            + b">"
            + jats("") * n
            + b"<article><x></article></articles>"
        ),
    ),
    "JATS: namespaces that are not declared": (
        "jats",
        1000,
        lambda n: jats(each(n, "<p{0}:a/>")),
    ),
    "JATS: texts that other forms belong to": (
        "jats",
        500,
        lambda n: jats("").replace(
            b"</front>",
            (
                "</front><back><ref-list><ref><citation-alternatives>"
                + each(n, "<mixed-citation xml:lang='ru'>A {0}</mixed-citation>")
                + each(n, "<element-citation><source>B{0}</source></element-citation>")
                + "</citation-alternatives></ref></ref-list></back>"
            ).encode(),
        ),
    ),
    "bytes of no charset": ("ris", 100_000, lambda n: b"\xff" * n),
    "bytes of no charset as XML": ("oai_dc", 100_000, lambda n: b"\xff" * n),
    "a charset that is none": (
        "oai_dc",
        20_000,
        lambda n: b"<?xml version='1.0' encoding='punycode'?><OAI-PMH>" + b"a-" * n,
    ),
    "a page in punycode": (
        "highwire",
        20_000,
        lambda n: (
            b"<html><head><meta charset='punycode'><meta name='citation_title' content='"
            + b"a-" * n
            + b"'></head></html>"
        ),
    ),
}


@pytest.mark.parametrize("what", KNOWN)
def test_four_times_the_page_takes_four_times_as_long(what):
    format, n, make = KNOWN[what]
    page, longer = make(n), make(4 * n)
    for _ in range(TRIES):
        long, short = seconds(format, longer), LEAST
        if long > LEAST * 4:
            short = max(seconds(format, page), LEAST / 4)
        if long < MOST_SECONDS and (long <= LEAST * 4 or long / short < MOST_RATIO):
            return
    pytest.fail(f"{short:.3f} s, then {long:.3f} s")


@pytest.mark.slow
def test_so_does_anything_else_that_stands_there_often():
    steep = {}
    for case in islice(cases(), 0, None, EVERY):
        if case.format in UNEVEN:
            continue
        if (long := seconds(case.format, case.make(2000))) > LEAST * 2:
            longer = seconds(case.format, case.make(8000))
            if longer / long > MOST_RATIO or longer > MOST_SECONDS * 4:
                steep[f"{case.format} {case.name}"] = (long, longer)
    assert steep == {}

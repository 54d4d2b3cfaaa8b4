"""Harmless faults of XML cost neither the file nor a record; what was done is said."""

from __future__ import annotations

import pytest

from crawler.formats import PageError, SourceHints, parse_page
from crawler.formats.text import xml
from crawler.formats.text.xml_balance import balanced
from crawler.formats.text.xml_repair import declare, doctype_of, only_root, repair, without_doctype

HINTS = SourceHints(source="trial")


def told(label: str, read: str = "UTF-8") -> str:
    return f"repaired: declared as {label}, read as {read}"


DECLARED = '<?xml version="1.0" encoding="{}"?><a>Реки степи</a>'
OUTSIDE = "repaired: what stands outside of the document's element was left out"
DECLARATION = "repaired: the XML declaration was left out"


@pytest.mark.parametrize(
    ("data", "warnings"),
    [
        # wide charsets declared over single bytes, and labels that name no charset
        (DECLARED.format("utf-16").encode(), (told("utf-16"),)),
        (DECLARED.format("UTF-16LE").encode(), (told("UTF-16LE"),)),
        (DECLARED.format("utf-32").encode(), (told("utf-32"),)),
        (DECLARED.format("UCS-2").encode(), (told("UCS-2"),)),
        (DECLARED.format("unicode").encode(), (told("unicode"),)),
        (DECLARED.format("win-1251").encode(), (told("win-1251"),)),
        (DECLARED.format("utf-16").encode("cp1251"), (told("utf-16", "windows-1251"),)),
        (DECLARED.format("windows-1251").encode(), (told("cp1251"),)),
        (DECLARED.format("").encode(), (DECLARATION,)),
        (DECLARED.replace('"{}"', "utf-8").encode(), (DECLARATION,)),
        # near misses: what is declared rightly, or told by the first bytes
        (DECLARED.format("utf-16").encode("utf-16"), ()),
        (DECLARED.format("utf-16").encode("utf-16-le"), ()),
        (DECLARED.format("utf-8").encode("utf-16"), ()),
        (DECLARED.format("utf-16").encode("utf-8-sig"), ()),
        (DECLARED.format("windows-1251").encode("cp1251"), ()),
        (DECLARED.format("UTF8").encode(), ()),
    ],
)
def test_a_wrong_declaration_of_the_charset(data, warnings):
    root, found = xml.parse_file(data)
    assert (root.text, found) == ("Реки степи", warnings)


@pytest.mark.parametrize(
    ("text", "wanted", "warnings"),
    [
        ("\n<?xml version='1.0'?><a>b</a>", "b", (DECLARATION,)),
        ("<br />\n<b>Notice</b>: x\n<?xml version='1.0'?><a>b</a>", "b", (OUTSIDE,)),
        ("<a>b</a><br />\n<b>Notice</b>: x on line 3", "b", (OUTSIDE,)),
        ("<!-- <x> --><a>b & c</a>", "b & c", ("repaired: bare ampersands were escaped",)),
        ("<a>p < 0.05, q <0</a>", "p < 0.05, q <0", ("repaired: bare signs < were escaped",)),
        ("<a>b<br>c</a>", "b c", ("repaired: breaks were closed",)),
        ("<a>b]]>c</a>", "b]]>c", ("repaired: the end of a CDATA section outside of one was escaped",)),
        ("<a><!-- x -- y -->b</a>", "b", ("repaired: comments with two dashes were removed",)),
        ("<a>&#55357;&#56832;</a>", "😀", ("repaired: halves of characters were joined",)),
        ("<a>&#56832;b</a>", "b", ("repaired: characters illegal in XML were removed",)),
        ("<a>&rgr;</a>", "ρ", ("repaired: HTML entities were replaced by their characters",)),
        ("<a>&LT;</a>", "<", ("repaired: bare ampersands were escaped",)),
        (
            "<a><?xml version='1.0'?><!DOCTYPE b SYSTEM 'b.dtd'><b>c</b></a>",
            "c",
            ("repaired: declarations inside the document were removed",),
        ),
        ("<a b='1' c='2' b='3'>d</a>", "d", ("repaired: attributes given twice were removed",)),
    ],
)  # fmt: skip
def test_other_harmless_faults(text, wanted, warnings):
    root, found = xml.parse_file(text.encode())
    assert (xml.text_of(root), found) == (wanted, warnings)


MENDED = "repaired: declarations of namespaces were mended"


@pytest.mark.parametrize(
    ("text", "warnings"),
    [
        ("<a><b xsi:type='c'>d</b></a>", ("repaired: namespaces that were not declared: xsi",)),
        ("<dc:a><dc:b>d</dc:b></dc:a>", ("repaired: namespaces that were not declared: dc",)),
        (
            "<a><m:b xmlns:m='urn:m'>d</m:b><m:b/></a>",
            ("repaired: namespaces that were not declared: m",),
        ),
        ("<a xmlns:dc=' http://purl.org/dc/elements/1.1/ '><dc:b>d</dc:b></a>", (MENDED,)),
        ("<a xmlns='http://www.openarchives.org/OAI/ 2.0/'>d</a>", (MENDED,)),
        ("<a xmlns:='http://x.org/'>d</a>", (MENDED,)),
        ("<a xmlns:xml='http://x.org/' xml:lang='ru'>d</a>", (MENDED,)),
        (
            "<a xmlns:dc=''><dc:b>d</dc:b></a>",
            (MENDED, "repaired: namespaces that were not declared: dc"),
        ),
        (
            "<a xmlns:dc='{http://x.org}'><dc:b>d</dc:b></a>",
            (MENDED, "repaired: namespaces that were not declared: dc"),
        ),
        ("<a xmlns:dc='urn:a' xmlns:dc='urn:a'>d</a>", ("repaired: attributes given twice were removed",)),
        ("<a xmlns:dc = 'urn:a'><dc:b>d</dc:b></a>", ()),
        ("<a xmlns:dc='relative'><dc:b>d</dc:b></a>", ()),
        ("<a xmlns='' xml:lang='ru'>d</a>", ()),
    ],
)  # fmt: skip
def test_namespaces_that_are_not_declared_or_not_well_written(text, warnings):
    root, found = xml.parse_file(text.encode())
    assert (xml.text_of(root), found) == ("d", warnings)


DTD = 'PUBLIC "-//NLM//DTD JATS v1.2//EN" "JATS-journalpublishing1.dtd"'


@pytest.mark.parametrize(
    "doctype",
    [
        "",
        "<!DOCTYPE a>",
        f"<!DOCTYPE a {DTD}>",
        f"<!DOCTYPE a {DTD}[]>",
        f"<!DOCTYPE a {DTD} [\n ]\n>",
        "<!DOCTYPE a SYSTEM 'http://dtd.nlm.nih.gov/x.dtd' [ <!-- none --> <?x y?> ]>",
        "<!DOCTYPE a [<!ATTLIST a b CDATA #IMPLIED><!ELEMENT a ANY>]>",
        "<!-- a --><!DOCTYPE a>",
    ],
)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_a_document_type_that_declares_no_entity_is_harmless(doctype, encoding):
    text = f"<?xml version='1.0' encoding='{encoding}'?>\n{doctype}\n<a>Реки</a>"
    assert xml.parse_file(text.encode(encoding))[0].text == "Реки"


@pytest.mark.parametrize(
    "doctype",
    [
        '<!DOCTYPE a [<!ENTITY x "y">]>',
        "<!DOCTYPE a [<!ENTITY % x SYSTEM 'http://x.org/'> %x;]>",
        "<!DOCTYPE a [<!-- a --><!ENTITY x SYSTEM 'file:///etc/passwd'>]>",
        "<!DOCTYPE a SYSTEM 'file:///etc/passwd'>",
    ],
)
@pytest.mark.parametrize("end", ["&x;</a>", "&x; & y</a>"])
def test_any_other_document_type_is_refused(doctype, end):
    with pytest.raises(PageError, match="DOCTYPE"):
        xml.parse_file(f"{doctype}<a>{end}".encode())


@pytest.mark.parametrize(
    ("format", "data", "title"),
    [
        (
            "rsci",
            "<journal><titleid>1</titleid><issue><articles><article><artTitles><artTitle>Р</artTitle></artTitles>"
            "</article>"
            "</articles></issue></journal>",
            "Р",
        ),
        (
            "mods",
            "<mods><titleInfo><title>Р</title></titleInfo><identifier type='doi'>10.5555/a</identifier></mods>",
            "Р",
        ),
        (
            "jats",
            "<article><front><article-meta><article-id pub-id-type='doi'>10.5555/a</article-id><title-group>"
            "<article-title>Р</article-title></title-group></article-meta></front></article>",
            "Р",
        ),
    ],
)
def test_every_format_of_files_is_repaired(format, data, title):
    root = data[1 : data.index(">")]
    whole = (
        f'<?xml version="1.0" encoding="utf-16"?><!DOCTYPE {root} []>{data}\n<br /><b>Notice</b>'
    )
    (record,) = parse_page(format, whole.encode(), source=HINTS).records
    assert record.titles[0].text == title
    assert record.warnings == (told("utf-16"), OUTSIDE)


MARKUP = "repaired: mark-up of texts without its partner was removed"


@pytest.mark.parametrize(
    ("given", "wanted"),
    [
        ("<a><p>x<i>y</p></a>", "xy"),
        ("<a>x</i>y</a>", "xy"),
        ("<a><b>x<i>y</b>z</i></a>", "xyz"),
        ("<a><P>x</p></a>", "x"),
        ("<a>x<p>y<p>z</a>", "x y z"),
        ("<a><t><sub>x</t><t>y</sub></t></a>", "xy"),
        ("<a><img src='x'>y</a>", "y"),
    ],
)
def test_markup_without_its_partner_is_taken_out(given, wanted):
    root, found = xml.parse_file(given.encode())
    assert (xml.text_of(root), found) == (wanted, (MARKUP,))


@pytest.mark.parametrize(
    "sound",
    [
        "<a><p>x</p><br/><i/></a>",
        "<a><![CDATA[<p>]]>x</a>",
        "<a><!-- <p> -->x</a>",
        "<a><keyword>x</a>",  # not of a text alone
        "<a>x</keyword></a>",
    ],
)
def test_other_tags_stay(sound):
    assert balanced(sound) == sound


def file_of(format, bad):
    """Two records of a format, of which the second is damaged if it is to be."""
    inner, outer = RECORDS[format]
    second = inner.replace("N", "2")
    second = second.replace("</", "<x></", 1) if bad else second
    return outer.format(inner.replace("N", "1") + second).encode()


RECORDS = {
    "jats": (
        "<article><front><article-meta><article-id pub-id-type='doi'>10.5555/N</article-id><title-group>"
        "<article-title>Т"
        "</article-title></title-group></article-meta></front></article>",
        "<articles>{}</articles>",
    ),
    "mods": (
        "<mods><titleInfo><title>Т</title></titleInfo><identifier type='doi'>10.5555/N</identifier></mods>",
        "<modsCollection xmlns='http://www.loc.gov/mods/v3'>{}</modsCollection>",
    ),
    "marcxml": (
        "<m:record><m:controlfield tag='001'>N</m:controlfield><m:datafield tag='245'><m:subfield "
        "code='a'>Т</m:subfield>"
        "</m:datafield></m:record>",
        "<m:collection xmlns:m='http://www.loc.gov/MARC21/slim'>{}</m:collection>",
    ),
    "rsci": (
        "<article><artTitles><artTitle>Т</artTitle></artTitles><pages>N</pages></article>",
        "<journal><titleid>1</titleid><issue><dateUni>2020</dateUni><articles>{}</articles></issue></journal>",
    ),
    "crossref_xml": (
        "<posted_content><titles><title>Т</title></titles><doi_data><doi>10.5555/N</doi></doi_data></posted_content>",
        "<doi_batch><body>{}</body></doi_batch>",
    ),
    "pubmed": (
        "<PubmedArticle><MedlineCitation><PMID>N</PMID><Article><ArticleTitle>Т</ArticleTitle></Article>"
        "</MedlineCitation>"
        "</PubmedArticle>",
        "<PubmedArticleSet>{}</PubmedArticleSet>",
    ),
    "ojs_native": (
        "<article><id type='doi'>10.5555/N</id><title>Т</title></article>",
        "<articles xmlns='http://pkp.sfu.ca'>{}</articles>",
    ),
    "endnote": (
        "<record><ref-type name='Journal Article'>17</ref-type><titles><title>Т</title></titles>"
        "<electronic-resource-num>"
        "10.5555/N</electronic-resource-num></record>",
        "<xml><records>{}</records></xml>",
    ),
}


@pytest.mark.parametrize("format", RECORDS)
def test_a_record_that_cannot_be_mended_costs_no_other(format):
    page = parse_page(format, file_of(format, bad=False), source=HINTS)
    assert (len(page.records), page.rejected) == (2, ())
    page = parse_page(format, file_of(format, bad=True), source=HINTS)
    (rejected,) = page.rejected
    assert (len(page.records), rejected.reason) == (1, "not-well-formed")
    assert b"<x></" in rejected.raw


@pytest.mark.parametrize(
    "data",
    [
        b"<articles><article><x></article></articles>",  # nothing else is there
        b"<articles><article/><article></articles>",  # one that never ends
        b"<articles><x><article/></articles>",  # the fault is around the records
    ],
)
def test_a_file_is_refused_if_its_fault_is_not_in_records_alone(data):
    with pytest.raises(PageError, match="not well-formed"):
        xml.parse_records(data, "article")


OAI = """<OAI-PMH xmlns="http://www.openarchives.org/OAI/2.0/"{root}><responseDate>2020-01-02</responseDate><ListRecords>
<record{record}><header><identifier>oai:1</identifier></header><metadata{around}>
<oai_dc:dc xmlns:oai_dc="http://www.openarchives.org/OAI/2.0/oai_dc/"{on}><dc:title{title}>Реки</dc:title></oai_dc:dc>
</metadata></record>
<record><header><identifier>oai:2</identifier></header><metadata><dc><title>Степи</title></dc></metadata></record>
</ListRecords></OAI-PMH>"""
DC = ' xmlns:dc="http://purl.org/dc/elements/1.1/"'


@pytest.mark.parametrize(
    ("places", "repairs"),
    [
        ({"on": f'{DC} xsi:schemaLocation="a b"'}, 1),
        ({}, 1),
        ({"on": DC, "title": ' xlink:href="x"'}, 1),
        ({"on": ' xmlns:dc="http://purl.org/dc/elements/1.1/ "'}, 1),
        ({"on": f"{DC}{DC}"}, 1),
        ({"root": ' xmlns:dc=""'}, 1),
        ({"root": DC, "around": "><?xml version='1.0'?"}, 1),
        ({"root": DC}, 0),
        ({"record": DC}, 0),
        ({"around": DC}, 0),
    ],
)
def test_a_record_of_an_answer_keeps_what_its_prefixes_say(places, repairs):
    data = OAI.format(**{"root": "", "record": "", "around": "", "on": "", "title": "", **places})
    page = parse_page("oai_dc", data.encode(), source=HINTS)
    assert [record.titles[0].text for record in page.records] == ["Реки", "Степи"]
    assert (len(page.records[0].warnings) > 0) is (repairs > 0)
    assert page.records[1].warnings == ()


def test_an_answer_with_an_empty_document_type_is_read_and_with_entities_refused():
    body = OAI.format(root=DC, record="", around="", on="", title="")
    assert (
        len(parse_page("oai_dc", f"<!DOCTYPE OAI-PMH []>{body}".encode(), source=HINTS).records)
        == 2
    )
    with pytest.raises(PageError, match="DOCTYPE"):
        parse_page("oai_dc", f'<!DOCTYPE x [<!ENTITY a "b">]>{body}'.encode(), source=HINTS)


def test_sound_text_is_left_as_it_is():
    text = "<a xmlns:b='urn:b' c='&lt;'><b:d>e &amp; f</b:d><![CDATA[g]]><!-- h --><br/></a>"
    assert repair(text) == (text, ())
    assert declare(text) == (text, ())
    assert only_root(text) == (text, ())
    assert without_doctype(text.encode()) == text.encode()
    assert doctype_of(text) == ""


WHOLE = "<resource><identifier identifierType='DOI'>10.5555/a</identifier>"
WHOLE += "<titles><title>One</title></titles></resource>"
EARLY = "repaired: the file ends before its last element does"


@pytest.mark.parametrize(
    ("rest", "rejected"),
    [
        ("<resource><titles><title>Cut", 1),
        ("<resource><titles><title>Cut</ti", 1),
        ("<resource><titles/></list></lists>", 1),  # its own end is missing
        ("", 0),
        ("</li", 0),
        ("</list>", 0),
    ],
)
def test_a_file_that_ends_too_early_keeps_its_whole_records(rest, rejected):
    found = parse_page("datacite", f"<lists><list>{WHOLE}{rest}".encode(), source=HINTS)
    assert [r.titles[0].text for r in found.records] == ["One"]
    assert len(found.rejected) == rejected
    assert EARLY in found.warnings


@pytest.mark.parametrize("text", ["<resource><titles><title>Cut", "<lists><list><resource>"])
def test_a_file_without_a_whole_record_is_refused(text):
    with pytest.raises(PageError):
        parse_page("datacite", text.encode(), source=HINTS)
    closed = parse_page("datacite", f"<list>{WHOLE}</list>".encode(), source=HINTS)
    assert closed.warnings == ()

"""Article pages in the vocabularies of other platforms, and what they write inside the tags.

Named here: crawler.formats.article_pages.highwire_address, crawler.formats.article_pages.highwire_jsonld,
crawler.formats.article_pages.highwire_people,
crawler.formats.article_pages.highwire_references, crawler.formats.article_pages.highwire_tags,
crawler.formats.article_pages.reference_headings,
crawler.formats.article_pages.reference_items.
"""

from __future__ import annotations

import json

import pytest

from crawler.formats import SourceHints, parse_page

URL = "https://steppe.example.org/article/1"
TITLE = ("citation_title", "О реках")


def parse(head="", body="", url=URL):
    data = f"<html><head><meta charset='utf-8'>{head}</head><body>{body}</body></html>".encode()
    return parse_page("highwire", data, source=SourceHints(source="trial", url=url))


def metas(*tags):
    return "".join(f'<meta name="{name}" content="{content}">' for name, content in tags)


def one(*tags, body="", head="", url=URL):
    (record,) = parse(metas(TITLE, *tags) + head, body, url).records
    return record


def reference(content):
    (found,) = one(("citation_reference", content)).references
    return found


@pytest.mark.parametrize(
    ("content", "authors"),
    [
        ("citation_author=AB Petrov, CD Ivanov, EF Kim", ["AB Petrov", "CD Ivanov", "EF Kim"]),
        ("citation_author=Petrov AB, Ivanov CD", ["Petrov AB", "Ivanov CD"]),
        ("citation_author=Петров А.Б., Иванов В.Г.", ["Петров А.Б.", "Иванов В.Г."]),
        ("citation_author=A. Petrov;citation_author=B. Kim", ["A. Petrov", "B. Kim"]),
        ("citation_author=A. Petrov; B. Kim", ["A. Petrov", "B. Kim"]),
        ("citation_authors=A. Petrov, B. Kim", ["A. Petrov", "B. Kim"]),
        ("citation_author=Petrov, A. B.", ["Petrov, A. B."]),
        ("citation_author=van der Berg, A. B.", ["van der Berg, A. B."]),
        ("citation_author=Petrov, Alexey", ["Petrov, Alexey"]),
    ],
)
def test_authors_of_a_reference(content, authors):
    assert (
        list(reference(f"citation_title=T; {content}; citation_year=2001").fields.authors)
        == authors
    )


@pytest.mark.parametrize(
    ("content", "pages", "raw"),
    [
        ("citation_pages=1-15", ("1", "15"), "1-15"),
        ("citation_pages=1–15", ("1", "15"), "1–15"),
        ("citation_pages=e12", ("e12", None), "e12"),
        ("citation_first_page=1;citation_last_page=15", ("1", "15"), "1-15"),
        ("citation_firstpage=1;citation_lastpage=15", ("1", "15"), "1-15"),
        ("citation_firstpage=1", ("1", None), "1"),
        ("citation_start_page=1;citation_end_page=15", ("1", "15"), "1-15"),
    ],
)
def test_pages_of_a_reference(content, pages, raw):
    found = reference(f"citation_title=On lakes;citation_journal_title=Lakes;{content}")
    assert (found.fields.first_page, found.fields.last_page) == pages
    assert found.raw == f"On lakes. Lakes. {raw}"


@pytest.mark.parametrize(
    ("content", "raw", "issue"),
    [
        ("citation_volume=69;citation_number=69;citation_issue=12", "T. 69. 12", "12"),
        ("citation_volume=69;citation_number=12", "T. 69. 12", "12"),
        ("citation_volume=69;citation_number=69", "T. 69", None),
        ("citation_volume=69;citation_id=CR1", "T. 69", None),
    ],
)
def test_numbers_of_a_list_are_no_text(content, raw, issue):
    found = reference(f"citation_title=T;{content}")
    assert (found.raw, found.fields.issue) == (raw, issue)


def test_books_institutions_and_mark_up_in_references():
    found = reference(
        "citation_title=On &lt;i&gt;Salix&lt;/i&gt;; citation_inbook_title=Trees; citation_arxiv_id=2101.00001"
    )
    assert (found.fields.title, found.fields.container, found.fields.arxiv) == (
        "On Salix",
        "Trees",
        "2101.00001",
    )
    assert reference("citation_inbook_title=Trees; citation_publisher=P").fields.title == "Trees"
    assert reference("1. Kim V. On &lt;i&gt;Salix&lt;/i&gt;. 2001.").raw == "Kim V. On Salix. 2001."


@pytest.mark.parametrize(
    ("tags", "pages"),
    [
        ([("citation_pages", "5-9")], ("5-9", "5", "9")),
        ([("citation_first_page", "5"), ("citation_last_page", "9")], ("5-9", "5", "9")),
        ([("citation_firstpage", "5-9")], ("5-9", "5", "9")),
        ([("citation_firstpage", "5"), ("citation_pages", "5-9")], ("5-9", "5", "9")),
        ([("citation_firstpage", "5"), ("citation_lastpage", "5")], ("5", "5", "5")),
        ([("citation_firstpage", "e12")], ("e12", "e12", None)),
        ([("prism.startingPage", "5"), ("prism.endingPage", "9")], ("5-9", "5", "9")),
        ([("prism:startingPage", "5"), ("prism:endingPage", "9")], ("5-9", "5", "9")),
        ([("eprints.pagerange", "5-9")], ("5-9", "5", "9")),
        (
            [("citation_firstpage", ""), ("prism.startingPage", "5"), ("prism.endingPage", "9")],
            ("5-9", "5", "9"),
        ),
        ([("DC.Identifier.pageNumber", "5-9")], ("5-9", "5", "9")),
        (
            [("bepress_citation_firstpage", "5"), ("bepress_citation_lastpage", "9")],
            ("5-9", "5", "9"),
        ),
    ],
)
def test_pages_of_the_article(tags, pages):
    found = one(("citation_journal_title", "J"), *tags).container
    assert (found.pages, found.first_page, found.last_page) == pages


@pytest.mark.parametrize(
    ("tags", "names"),
    [
        ([("citation_author", "Ким В.И., Ли С.П.")], ["Ким В.И.", "Ли С.П."]),
        (
            [("citation_author", "Ким, Виктор"), ("citation_author", "Ли, С.")],
            ["Ким, Виктор", "Ли, С."],
        ),
        ([("citation_authors", "Kim, V.; Lee, S.")], ["Kim, V.", "Lee, S."]),
        ([("citation_authors", "Ким В.И., Ли С.П.")], ["Ким В.И.", "Ли С.П."]),
        (
            [("DC.Contributor", "Viktor Kim"), ("DC.Contributor", "Sun Lee")],
            ["Viktor Kim", "Sun Lee"],
        ),
        ([("DC.Creator", "Kim, V."), ("DC.Contributor", "Staff, J.")], ["Kim, V."]),
        ([("citation_author", "Kim, V."), ("DC.Contributor", "Staff, J.")], ["Kim, V."]),
        ([("DC.contributor.author", "Kim, V.")], ["Kim, V."]),
        (
            [("eprints.creators_name", "Kim, V."), ("eprints.creators_name", "Lee, S.")],
            ["Kim, V.", "Lee, S."],
        ),
        ([("dcterms.creator", "Kim, V.")], ["Kim, V."]),
        ([("bepress_citation_author", "Kim, V.")], ["Kim, V."]),
        ([("article:author", "https://facebook.example/steppe")], []),
    ],
)
def test_people(tags, names):
    assert [c.names[0].literal for c in one(*tags).contributors] == names


def test_what_follows_an_author_is_his_and_editors_are_no_authors():
    record = one(
        ("citation_author", "Kim, V."),
        ("citation_author_institution", "КазНУ"),
        ("citation_author_orcid", "0000-0002-1825-0097"),
        ("citation_author", "Lee, S."),
        ("citation_editor", "Ng, L."),
    )
    assert [(c.role, len(c.affiliations), len(c.identifiers)) for c in record.contributors] == [
        ("author", 1, 1),
        ("author", 0, 0),
        ("editor", 0, 0),
    ]


CANONICAL = '<link rel="{}" href="{}">'


@pytest.mark.parametrize(
    ("tags", "head", "url", "known"),
    [
        ([], CANONICAL.format("canonical", URL), f"{URL}/pdf", URL),
        ([], CANONICAL.format("Canonical nofollow", "/article/1"), f"{URL}/pdf", URL),
        ([("citation_abstract_html_url", URL)], "", f"{URL}/pdf", URL),
        (
            [("citation_abstract_html_url", URL)],
            CANONICAL.format("canonical", "https://steppe.example.org/"),
            URL,
            URL,
        ),
        ([], CANONICAL.format("canonical", "/"), URL, URL),
        ([], "", f"{URL}?utm_source=x&locale=ru_RU#top", URL),
        ([], "", f"{URL};jsessionid=0A1B?lang=en", URL),
        ([], CANONICAL.format("canonical", f"{URL}?lang=en"), URL, URL),
        (
            [],
            "",
            "https://m.example.org/a.phtml?paperid=7&option_lang=rus",
            "https://m.example.org/a.phtml?paperid=7",
        ),
        (
            [],
            "",
            "https://m.example.org/a?id=7&b=%D0%B0&",
            "https://m.example.org/a?id=7&b=%D0%B0&",
        ),
        ([], CANONICAL.format("canonical", ""), URL, URL),
        ([], CANONICAL.format("canonical", "http://[::1"), URL, URL),
        ([], CANONICAL.format("canonical", "http://a]b.org/1"), URL, URL),
        ([("og:url", URL)], "", f"{URL}/full", URL),
    ],
)
def test_an_article_has_one_address_however_it_was_come_to(tags, head, url, known):
    assert one(*tags, head=head, url=url).identifier == known


def test_a_record_held_under_the_longer_address_keeps_it():
    page = parse(metas(TITLE), url=f"{URL}?locale=ru_RU")
    assert page.formerly == {URL: (f"{URL}?locale=ru_RU",)}
    assert parse(metas(TITLE)).formerly == {}


LD = {
    "@context": "https://schema.org",
    "@type": "ScholarlyArticle",
    "name": "On rivers",
    "author": [{"@type": "Person", "name": "Kim, V."}],
    "datePublished": "2020-05",
    "pageStart": "5",
    "pageEnd": "9",
    "isPartOf": {"@type": "PublicationIssue", "issueNumber": "2",
                 "isPartOf": {"@type": "Periodical", "name": "Steppe", "issn": "2411-8591"}},
    "identifier": "https://doi.org/10.5555/a",
    "citation": ["Petrov A. Old. 1999."],
}  # fmt: skip


def script(*whole):
    return "".join(
        f'<script type="application/ld+json">{json.dumps(one)}</script>' for one in whole
    )


def test_a_page_with_json_ld_alone():
    (record,) = parse(script(LD)).records
    assert (record.titles[0].text, record.identifier, record.year) == ("On rivers", URL, 2020)
    assert (record.container.issue, record.container.pages) == ("2", "5-9")
    assert [r.raw for r in record.references] == ["Petrov A. Old. 1999."]


def test_json_ld_fills_in_what_the_tags_leave_out():
    record = one(
        ("citation_volume", "3"),
        ("citation_issn", "2411-8591"),
        ("citation_author", "Lee, S."),
        head=script(LD),
    )
    assert record.titles[0].text == "О реках"
    assert [c.names[0].literal for c in record.contributors] == ["Lee, S."]
    place = record.container
    assert (place.titles[0].text, place.volume, place.issue, place.pages) == (
        "Steppe",
        "3",
        "2",
        "5-9",
    )
    assert [i.value for i in record.identifiers] == ["10.5555/a"]
    assert record.published == "2020-05"


@pytest.mark.parametrize(
    "scripts",
    [
        [{"@type": "Article", "name": "News", "author": "Kim, V."}],
        [{"@type": "WebSite", "name": "Site"}],
        [LD, {**LD, "name": "Another"}],
    ],
)
def test_what_is_no_one_article_says_nothing(scripts):
    assert one(head=script(*scripts)).contributors == ()
    assert [r.reason for r in parse(script(*scripts)).rejected] == ["wrong-format"]


def test_a_broken_script_is_passed_over():
    assert (
        one(head='<script type="application/ld+json">{"@type": </script>').titles[0].text
        == "О реках"
    )


@pytest.mark.parametrize(
    ("tags", "type"),
    [
        ([("citation_dissertation_institution", "КазНУ")], "thesis"),
        ([("citation_technical_report_institution", "КазНУ")], "report"),
        ([("DC.Type", "Review Article")], "review"),
        ([("citation_journal_title", "J"), ("citation_firstpage", "5")], "article"),
        ([("DC.Type", "Text")], "unknown"),
        ([("DC.Type", "Text.Serial.Journal")], "unknown"),
    ],
)
def test_types(tags, type):
    assert one(*tags).type == type


def test_dublin_core_of_ojs_and_dates_that_cannot_be():
    record = one(
        ("DC.Source", "Вестник"),
        ("DC.Source.ISSN", "2411-8591"),
        ("DC.Source.Volume", "3"),
        ("DC.Date.issued", "2020-05-00"),
    )
    place = record.container
    assert (place.titles[0].text, place.issn, place.volume) == ("Вестник", ("2411-8591",), "3")
    assert record.published == "2020-05"
    wrong = one(("citation_date", "202"))
    assert (wrong.year, len(wrong.warnings)) == (None, 1)


@pytest.mark.parametrize(
    ("body", "raws"),
    [
        ("<ol><li><ul><li>A Kim</li><li>B Lee</li></ul> (2001) One.</li>"
         "<li><ul><li>C Ng</li></ul> (2002) Two.</li></ol>",
         ["A Kim, B Lee (2001) One.", "C Ng (2002) Two."]),
        ("<ol><li>Kim A. One. 2001.<ul><li><a>Crossref</a></li><li><a>Google Scholar</a></li></ul></li>"
         "<li>Lee B. Two. 2002. <a>CrossRef</a> <a>PubMed</a></li></ol>", ["Kim A. One. 2001.", "Lee B. Two. 2002."]),
        ("<ul><li><ol><li>Kim A. One. 2001.</li><li>Lee B. Two. 2002.</li></ol></li></ul>",
         ["Kim A. One. 2001.", "Lee B. Two. 2002."]),
        ("<ol><li><p>1.</p><div><ol><li>A Kim</li></ol>2001. One</div></li><li><p>2.</p>Lee B. Two. 2002.</li></ol>"
         "<ul><li>Archive<ul><li>2020</li></ul></li></ul>", ["A Kim 2001. One", "Lee B. Two. 2002."]),
        ("<ol><li><ul><li>A Kim</li></ul>One (in press)</li><li><ul><li>B Lee</li></ul>(2002) Two.</li></ol>",
         ["A Kim One (in press)", "B Lee (2002) Two."]),
        ("<ul><li>Kim A. <a>Scopus of Asia</a>. 2001.</li></ul>", ["Kim A. Scopus of Asia. 2001."]),
    ],
)  # fmt: skip
def test_lists_inside_the_entries_of_a_list(body, raws):
    found = one(body=f"<h2>References</h2>{body}").references
    assert [reference.raw for reference in found] == raws


def test_a_list_in_a_tab_is_a_list_of_its_own():
    body = "<ul><li>Tab <b>2020</b><ul><li>x</li></ul></li>"
    body += "<li><b>References</b><ol><li>Kim A. One. 2001.</li></ol></li></ul>"
    assert [r.raw for r in one(body=body).references] == ["Kim A. One. 2001."]


@pytest.mark.parametrize(
    ("given", "issn"),
    [
        ("2411-8591; 2079-858X", ("2411-8591", "2079-858X")),
        ("2411-8591, 2079-858X", ("2411-8591", "2079-858X")),
        ("2411-8591", ("2411-8591",)),
    ],
)
def test_two_issns_in_one_tag_and_the_issue_behind_the_journal(given, issn):
    place = one(
        ("DC.Source", "Вестник; Том 3 № 2 (2020): Весна; 5-12"), ("citation_issn", given)
    ).container
    assert (place.titles[0].text, place.issn) == ("Вестник", issn)

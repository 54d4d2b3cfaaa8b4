"""PubMed's XML, the XML that publishers send it, and its tagged files: the same facts in each.

Of ``crawler.formats.journal_xml.pubmed_people``.
"""

from __future__ import annotations

import pytest

from crawler.formats import PageError, SourceHints, parse_page
from crawler.formats.reference_files import medline

HINTS = SourceHints(source="trial")


def given(article="", citation="", data="", journal=""):
    text = (
        "<PubmedArticleSet><PubmedArticle><MedlineCitation><PMID>1</PMID><Article><Journal>"
        f"<Title>J</Title>{journal}</Journal>"
        f"<ArticleTitle>T</ArticleTitle>{article}</Article>{citation}</MedlineCitation>"
        f"<PubmedData>{data}</PubmedData></PubmedArticle></PubmedArticleSet>"
    )
    (found,) = parse_page("pubmed", text.encode(), source=HINTS).records
    return found


def sent(inner="", journal=""):
    text = (
        f"<ArticleSet><Article><Journal><JournalTitle>J</JournalTitle>{journal}</Journal><ArticleTitle>T</ArticleTitle>"
        "<ArticleIdList><ArticleId IdType='doi'>10.5555/a</ArticleId></ArticleIdList>"
        f"{inner}</Article></ArticleSet>"
    )
    (found,) = parse_page("pubmed", text.encode(), source=HINTS).records
    return found


@pytest.mark.parametrize(
    ("title", "vernacular", "lang", "wanted"),
    [
        ("[Rivers].", "Реки.", "ru", [("Реки.", "ru"), ("Rivers", "en")]),
        ("[Rivers].", "Reki.", "ru", [("Reki.", None), ("Rivers", "en")]),
        ("[Rivers]", None, "ru", [("Rivers", "en")]),
        ("Rivers.", None, "en", [("Rivers.", "en")]),
        ("Реки", None, "ru", [("Реки", "ru")]),
        ("Rivers", "Реки", "ru", [("Реки", "ru"), ("Rivers", "en")]),
        # brackets that are part of the title
        ("[2+2] cycloadditions of [60]fullerene", None, "ru", [("[2+2] cycloadditions of [60]fullerene", "ru")]),
        ("[60]Fullerene.", None, "en", [("[60]Fullerene.", "en")]),
        ("[Not Available].", "Реки.", "ru", [("Реки.", "ru")]),
        ("[In Process Citation]", None, "ru", []),
        (None, None, None, []),
    ],
)  # fmt: skip
def test_titles_in_brackets_are_translations(title, vernacular, lang, wanted):
    assert [(t.text, t.lang) for t in medline.titles(title, vernacular, lang)] == wanted


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("305-10", ("305", "310")),
        ("1180-4", ("1180", "1184")),
        ("S12-5", ("S12", "S15")),
        ("98-101", ("98", "101")),
        ("5–12", ("5", "12")),
        ("305-10, 320", ("305", "310")),
        ("305-10; discussion 311", ("305", "310")),
        ("e12", ("e12", None)),
        ("", (None, None)),
        (None, (None, None)),
        ("no pages", (None, None)),
    ],
)
def test_shortened_pages(text, wanted):
    assert medline.pages(text) == wanted


@pytest.mark.parametrize(
    ("words", "wanted"),
    [
        (["Journal Article", "Review"], ("review", "Review")),
        (["Journal Article", "Research Support, Non-U.S. Gov't"], ("article", "Journal Article")),
        (["Journal Article"], ("article", "Journal Article")),
        (["English Abstract", "Journal Article"], ("article", "Journal Article")),
        (["Journal Article", "Retracted Publication"], ("article", "Journal Article")),
        (["Retraction of Publication"], ("correction", "Retraction of Publication")),
        (["Meaning nothing"], ("unknown", "Meaning nothing")),
        ([], ("unknown", None)),
    ],
)
def test_the_type_that_says_most(words, wanted):
    assert medline.type_of(words) == wanted


def issue(inner):
    return f"<JournalIssue><PubDate>{inner}</PubDate></JournalIssue>"


LATER = "<ArticleDate><Year>2018</Year><Month>11</Month><Day>05</Day></ArticleDate><Language>eng</Language>"


@pytest.mark.parametrize(
    ("found", "published"),
    [
        (lambda: given(LATER, journal=issue("<Year>2019</Year><Month>Feb</Month>")), "2019-02"),
        (lambda: given(LATER, journal=issue("<Year>2019</Year><Season>Spring</Season>")), "2019"),
        (lambda: given(journal=issue("<MedlineDate>2019 Nov-2020 Jan</MedlineDate>")), "2019"),
        (lambda: given(journal=issue("<Year>2019</Year><Month>12</Month><Day>31</Day>")), "2019-12-31"),
        (lambda: given(LATER), "2018-11-05"),
        (
            lambda: sent(
                journal="<PubDate PubStatus='epublish'><Year>2021</Year></PubDate>"
                "<PubDate PubStatus='ppublish'><Year>2019</Year></PubDate>"
            ),
            "2019",
        ),
        (lambda: sent(journal="<PubDate PubStatus='aheadofprint'><Year>2021</Year></PubDate>"), "2021"),
        (lambda: sent(journal="<PubDate><Year>2019</Year><Month>July</Month></PubDate>"), "2019-07"),
    ],
)  # fmt: skip
def test_the_issue_dates_the_article_before_the_upload_does(found, published):
    assert found().published == published


AUTHOR = "<AuthorList><Author>{}</Author></AuthorList>"


@pytest.mark.parametrize(
    ("inner", "wanted"),
    [
        ("<LastName>Li</LastName><ForeName>Ivan P</ForeName><Initials>IP</Initials>", ("person", "Li Ivan P")),
        ("<LastName>Li</LastName><Initials>IP</Initials>", ("person", "Li IP")),
        ("<FirstName>Ivan</FirstName><MiddleName>P.</MiddleName><LastName>Li</LastName>", ("person", "Li Ivan P.")),
        ("<CollectiveName>Steppe Group</CollectiveName>", ("organisation", "Steppe Group")),
    ],
)  # fmt: skip
@pytest.mark.parametrize("holder", [given, sent])
def test_people(holder, inner, wanted):
    (found,) = holder(AUTHOR.format(inner)).contributors
    assert (found.kind, found.names[0].literal) == wanted


def test_investigators_of_a_group_are_no_authors():
    inner = (
        "<InvestigatorList><Investigator><LastName>Li</LastName></Investigator></InvestigatorList>"
    )
    assert given(citation=inner).contributors == ()


@pytest.mark.parametrize(
    ("inner", "pages", "number"),
    [
        ("<Pagination><MedlinePgn>305-10</MedlinePgn></Pagination>", ("305-10", "305", "310"), None),
        ("<Pagination><StartPage>305</StartPage><EndPage>310</EndPage></Pagination>", ("305-310", "305", "310"), None),
        ("<ELocationID EIdType='pii'>e12</ELocationID>", (None, None, None), "e12"),
        ("<ELocationID EIdType='pii'>S0003-9861(18)31016-6</ELocationID>", (None, None, None), None),
        ("<FirstPage>5</FirstPage><LastPage>12</LastPage>", ("5-12", "5", "12"), None),
    ],
)  # fmt: skip
def test_places(inner, pages, number):
    found = given(inner).container
    assert (found.pages, found.first_page, found.last_page) == pages
    assert found.article_number == number


def test_lists_of_references_may_have_sections():
    one = "<Reference><Citation>A. {0}.</Citation></Reference>"
    inner = f"{one.format(1)}<ReferenceList>{one.format(2)}</ReferenceList>"
    inner = f"<ReferenceList><Title>First</Title>{inner}</ReferenceList>"
    assert [r.raw for r in given(data=inner).references] == ["A. 1.", "A. 2."]


def test_a_file_without_an_article_is_refused():
    with pytest.raises(PageError, match="expected <PubmedArticleSet>"):
        parse_page("pubmed", b"<PubmedArticleSet/>", source=HINTS)

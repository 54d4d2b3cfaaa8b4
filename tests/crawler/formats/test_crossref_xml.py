"""Crossref deposits: what an item says, what its container says of it, and which of two dates is the year.

Of ``crawler.formats.journal_xml.crossref_xml_held``, ``crawler.formats.journal_xml.crossref_xml_people``,
``crawler.formats.journal_xml.crossref_xml_references``.
"""

from __future__ import annotations

import pytest

from crawler.formats import (
    PageError,
    SourceHints,
    parse_page,
)

HINTS = SourceHints(source="trial")


def records(body, root="doi_batch", inner="body"):
    data = f"<{root}><{inner}>{body}</{inner}></{root}>"
    return parse_page("crossref_xml", data.encode(), source=HINTS).records


def article(inner, issue="", title="<titles><title>Т</title></titles>", doi="10.5555/a"):
    return (
        "<journal><journal_metadata><full_title>В</full_title></journal_metadata>"
        f"<journal_issue>{issue}</journal_issue><journal_article language='ru'>{title}{inner}"
        f"<doi_data><doi>{doi}</doi><resource>https://x.org/a</resource></doi_data></journal_article></journal>"
    )


def date(year, media="", month="", name="publication_date"):
    parts = f"{f'<month>{month}</month>' if month else ''}<year>{year}</year>"
    return f"<{name}{f' media_type={media!r}' if media else ''}>{parts}</{name}>"


@pytest.mark.parametrize(
    ("own", "issue", "year", "published"),
    [
        (date(2021, "online", "05"), date(2019, "print", "12"), 2019, "2019-12"),
        (date(2021, "online", "05"), date(2019), 2019, "2019"),
        (date(2021, "online") + date(2020, "print"), date(2019), 2020, "2020"),
        (date(2020, "print") + date(2020, "online", "05"), "", 2020, "2020-05"),
        (date(2021, "online", "05"), "", 2021, "2021-05"),
        (date(2020, "", "21"), "", 2020, "2020"),  # a season
        (date(2125), date(2019), 2019, "2019"),
        ("", "", None, None),
    ],
)
def test_the_issue_dates_the_article_before_the_upload_does(own, issue, year, published):
    (found,) = records(article(own, issue))
    assert (found.year, found.published) == (year, published)


@pytest.mark.parametrize(
    ("titles", "wanted"),
    [
        ("<title>Т</title>", [("Т", "ru")]),
        ("<title>Т</title><subtitle>П</subtitle><subtitle>Р</subtitle>", [("Т: П: Р", "ru")]),
        ("<title>T</title>", [("T", None)]),  # in Latin letters it is not in Russian
        (
            "<title>T</title><original_language_title language='ru'>Т</original_language_title>",
            [("T", None), ("Т", "ru")],
        ),
        (
            "<title>T</title><subtitle>S</subtitle><original_language_title language='ru'>Т</original_language_title>"
            "<subtitle>П</subtitle>",
            [("T: S", None), ("Т: П", "ru")],
        ),
        ("<title>H<sub>2</sub>O &amp;amp; <i>вода</i></title>", [("H2O & вода", "ru")]),
    ],
)
def test_titles(titles, wanted):
    (found,) = records(article("", title=f"<titles>{titles}</titles>"))
    assert [(t.text, t.lang) for t in found.titles] == wanted


PERSON = "<person_name contributor_role='{}'>{}<surname>Ли</surname></person_name>"


@pytest.mark.parametrize(
    ("inner", "wanted"),
    [
        (PERSON.format("author", "<given_name>И.</given_name>"), [("person", "author", "Ли И.")]),
        (PERSON.format("chair", ""), [("person", "editor", "Ли")]),
        (PERSON.format("reader", ""), [("person", "other", "Ли")]),
        (
            "<organization contributor_role='author'>Союз</organization>",
            [("organisation", "author", "Союз")],
        ),
        ("<anonymous contributor_role='author'/>", []),
        ("<person_name contributor_role='author'/>", []),
    ],
)
def test_people(inner, wanted):
    (found,) = records(article(f"<contributors>{inner}</contributors>"))
    assert [(c.kind, c.role, c.names[0].literal) for c in found.contributors] == wanted


def test_a_person_has_forms_an_orcid_and_places():
    person = (
        "<person_name contributor_role='author' language='ru'><given_name>И.</given_name><surname>Ли</surname>"
        "<affiliation>Ош</affiliation><ORCID>https://orcid.org/0000-0002-1825-0097</ORCID>"
        "<alt-name><name language='en'><given_name>I.</given_name><surname>Li</surname></name></alt-name></person_name>"
    )
    (found,) = records(article(f"<contributors>{person}</contributors>"))[0].contributors
    assert [(n.literal, n.lang) for n in found.names] == [("Ли И.", "ru"), ("Li I.", "en")]
    assert found.identifiers[0].value == "0000-0002-1825-0097"
    assert found.affiliations[0].names[0].text == "Ош"


@pytest.mark.parametrize(
    ("citation", "raw", "fields"),
    [
        ("<unstructured_citation>Ли. 1999.</unstructured_citation>", "Ли. 1999.", None),
        (
            "<doi>10.5555/b</doi><unstructured_citation>Ли. 1999.</unstructured_citation>",
            "Ли. 1999.",
            {"doi": "10.5555/b", "title": None},
        ),
        (
            "<journal_title>Степь</journal_title><author>Ли</author><volume>3</volume><cYear>1999</cYear>",
            "Ли. Степь. 1999. 3",
            {"container": "Степь", "title": None, "year": 1999, "authors": ("Ли",)},
        ),
        (
            "<volume_title>Книга</volume_title><article_title>Глава</article_title>",
            "Глава. Книга",
            {"container": "Книга", "title": "Глава"},
        ),
        ("<volume_title>Книга</volume_title>", "Книга", {"container": None, "title": "Книга"}),
        (
            "<unstructured_citation>Ли <i>о воде</i> &amp;amp; суше</unstructured_citation>",
            "Ли о воде & суше",
            None,
        ),
    ],
)
def test_references(citation, raw, fields):
    inner = f"<citation_list><citation key='1'>{citation}</citation></citation_list>"
    (found,) = records(article(inner))[0].references
    assert found.raw == raw
    told = {name: getattr(found.fields, name) for name in fields or {}}
    assert (found.fields and told) == fields


def work(doi="10.5555/w"):
    told = f"<doi_data><doi>{doi}</doi></doi_data>" if doi else ""
    return f"<titles><title>Т</title></titles>{told}"


@pytest.mark.parametrize(
    ("body", "wanted"),
    [
        (f"<posted_content type='preprint'>{work()}</posted_content>", [("preprint", None)]),
        (f"<posted_content type='dissertation'>{work()}</posted_content>", [("thesis", None)]),
        (f"<dissertation>{work()}</dissertation>", [("thesis", None)]),
        (f"<report-paper><report-paper_metadata>{work()}</report-paper_metadata></report-paper>", [("report", None)]),
        (f"<book><book_metadata>{work()}</book_metadata></book>", [("book", None)]),
        # a book beside its chapters only with a DOI of its own
        (
            f"<book><book_metadata>{work('')}</book_metadata><content_item "
            f"component_type='chapter'>{work()}</content_item></book>",
            [("chapter", "book")],
        ),
        (
            f"<book><book_metadata>{work(doi='10.5555/b')}</book_metadata><content_item>{work()}</content_item></book>",
            [("chapter", "book"), ("book", None)],
        ),
        (
            "<conference><proceedings_metadata><proceedings_title>П</proceedings_title></proceedings_metadata>"
            f"<conference_paper>{work()}</conference_paper></conference>",
            [("conference-paper", "proceedings")],
        ),
        (
            "<database><database_metadata><titles><title>Б</title></titles></database_metadata>"
            f"<dataset>{work()}</dataset></database>",
            [("dataset", None)],
        ),
    ],
)  # fmt: skip
def test_kinds_of_works(body, wanted):
    found = records(body)
    assert [(r.type, r.container and r.container.kind) for r in found] == wanted


@pytest.mark.parametrize(
    ("root", "inner"),
    [("doi_batch", "body"), ("doi_record", "crossref"), ("crossref", "crossref")],
)
def test_what_the_servers_answer_is_read_too(root, inner):
    assert len(records(article(""), root, inner)) == 1


@pytest.mark.parametrize(
    "data",
    [
        b"<html/>",
        b"<doi_batch><body/></doi_batch>",
        b"<doi_batch><body><journal><journal_metadata/></journal></body></doi_batch>",
    ],
)
def test_a_file_without_a_work_is_refused(data):
    with pytest.raises(PageError, match="expected a Crossref <doi_batch>"):
        parse_page("crossref_xml", data, source=HINTS)

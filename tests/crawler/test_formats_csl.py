"""CSL-JSON (crawler.formats.reference_files.csl, crawler.formats.reference_files.csl_people) as Zotero, Mendeley,
Pandoc and doi.org write it."""

from __future__ import annotations

import json

import pytest

from crawler.formats import PageError, SourceHints, parse_page

HINTS = SourceHints(source="trial")
KIM = [{"family": "Kim", "given": "V."}]


def page(whole):
    return parse_page("csl", json.dumps(whole).encode(), source=HINTS)


def one(**more):
    (record,) = page([{"type": "article-journal", "title": "T", "author": KIM, **more}]).records
    return record


@pytest.mark.parametrize(
    "whole",
    [
        {"type": "book", "title": "T", "author": KIM},
        [{"type": "book", "title": "T", "author": KIM}],
        {"items": [{"type": "book", "title": "T", "author": KIM}]},
    ],
)
def test_one_item_a_list_and_an_envelope(whole):
    (record,) = page(whole).records
    assert (record.titles[0].text, record.type) == ("T", "book")


def test_lines_and_other_json():
    lines = b'{"type": "book", "title": "One", "publisher": "P"}\n{"type": "book", "title": "Two", "publisher": "P"}\n{'
    found = parse_page("csl", lines, source=HINTS)
    assert [r.titles[0].text for r in found.records] == ["One", "Two"]
    assert [r.reason for r in found.rejected] == ["not-well-formed"]
    for wrong in (b"{}", b"[1]", b'{"title": "T"}', b"not JSON"):
        with pytest.raises(PageError):
            parse_page("csl", wrong, source=HINTS)


@pytest.mark.parametrize(
    ("type", "container", "wanted", "kind"),
    [
        ("article-journal", "J", "article", "journal"),
        ("article", "J", "article", "journal"),
        ("article", None, "preprint", None),
        ("chapter", "B", "chapter", "book"),
        ("paper-conference", "P", "conference-paper", "proceedings"),
        ("book", "Series of books", "book", None),
        ("thesis", None, "thesis", None),
        ("report", None, "report", None),
        ("dataset", None, "dataset", None),
    ],
)
def test_types_and_what_holds_them(type, container, wanted, kind):
    record = one(type=type, **({"container-title": container} if container else {}))
    assert (record.type, record.type_as_given) == (wanted, type)
    assert (record.container and record.container.kind) == kind


@pytest.mark.parametrize(
    ("issued", "published"),
    [
        ({"date-parts": [[2020, 5, 3]]}, "2020-05-03"),
        ({"date-parts": [["2020", "5"]]}, "2020-05"),
        ({"date-parts": [[2020]], "season": 2}, "2020"),
        ({"date-parts": [[2020, 5, 3], [2020, 5, 9]]}, "2020-05-03"),
        ({"raw": "May 2020"}, "2020-05"),
        ({"literal": "2020-05"}, "2020-05"),
        ({"date-parts": [[None]]}, None),
        ({"date-parts": []}, None),
        ("2020", "2020"),
        (None, None),
    ],
)
def test_dates(issued, published):
    record = one(issued=issued)
    assert record.published == published
    assert record.year == (int(published[:4]) if published else None)


@pytest.mark.parametrize(
    ("author", "names"),
    [
        ([{"family": "Kim", "given": "V."}], [("p", "Kim, V.", "Kim", "V.")]),
        ([{"family": "Ber", "given": "L.", "non-dropping-particle": "van"}], [("p", "van Ber, L.", "van Ber", "L.")]),
        ([{"family": "King", "given": "Martin", "suffix": "Jr."}], [("p", "King, Martin, Jr.", "King", "Martin")]),
        ([{"literal": "Степной союз"}], [("o", "Степной союз", None, None)]),
        ([{"literal": "И. И. Иванов"}], [("p", "И. И. Иванов", None, None)]),
        ([{"literal": "Kim, Viktor"}], [("p", "Kim, Viktor", "Kim", "Viktor")]),
        ([{"family": "Ким И.И., Ли П.П."}], [("p", "Ким И.И.", None, None), ("p", "Ли П.П.", None, None)]),
        ([{"name": "Steppe Union"}], [("o", "Steppe Union", None, None)]),
        ([{}, None, "x"], []),
    ],
)  # fmt: skip
def test_people(author, names):
    found = one(author=author, publisher="P").contributors
    told = [
        (c.kind[0], *(getattr(c.names[0], part) for part in ("literal", "family", "given")))
        for c in found
    ]
    assert [name[:2] for name in told] == [name[:2] for name in names]
    assert [
        name for name, wanted in zip(told, names, strict=True) if wanted[2] and name != wanted
    ] == []


def test_orcid_and_roles():
    record = one(
        author=[{"family": "Kim", "given": "V.", "ORCID": "http://orcid.org/0000-0002-1825-0097"}],
        editor=KIM,
        translator=[{"family": "Ng", "given": "L."}],
    )
    assert [c.role for c in record.contributors] == ["author", "editor", "translator"]
    assert record.contributors[0].identifiers[0].value == "0000-0002-1825-0097"


@pytest.mark.parametrize(
    ("fields", "check"),
    [
        ({"page": "5-9"}, ("5-9", "5", "9")),
        ({"page": "5"}, ("5", "5", None)),
        ({"page-first": "5", "page": "5-9"}, ("5-9", "5", "9")),
        ({"page": "e12"}, ("e12", "e12", None)),
    ],
)
def test_pages(fields, check):
    place = one(**{"container-title": "J"}, **fields).container
    assert (place.pages, place.first_page, place.last_page) == check


def test_ids_are_those_of_the_file_and_keywords_are_parted():
    first, second = page(
        [
            {"id": 1, "type": "book", "title": "One", "author": KIM, "keyword": "a, b"},
            {"id": 1, "type": "book", "title": "Two", "author": KIM, "categories": ["c", "d"]},
        ]
    ).records
    assert first.identifier != second.identifier
    assert [[s.value for s in r.subjects] for r in (first, second)] == [["a", "b"], ["c", "d"]]


def test_numbers_and_text():
    record = one(
        title="On <i>Salix</i> &amp; H<sub>2</sub>O",
        DOI="https://doi.org/10.5555/A",
        ISSN=["2411-8591", "1234-5679"],
        **{"container-title": ["J"]},
    )
    assert record.titles[0].text == "On Salix & H2O"
    assert record.identifier == "10.5555/a"
    assert record.container.issn == ("2411-8591", "1234-5679")


@pytest.mark.parametrize(
    ("given", "title"),
    [
        ({"title": "On rivers", "subtitle": ["A survey"]}, "On rivers: A survey"),
        ({"title": ["On rivers"], "subtitle": "A survey"}, "On rivers: A survey"),
        ({"title": "On rivers: A survey", "subtitle": ["A survey"]}, "On rivers: A survey"),
        ({"title": "On rivers", "subtitle": []}, "On rivers"),
    ],
)
def test_the_subtitle_of_crossref(given, title):
    assert one(**given).titles[0].text == title


def test_cited_works_and_institutions_of_crossref():
    author = [{**KIM[0], "affiliation": [{"name": "Institute of the Steppe"}, {}]}]
    cited = [
        {"key": "1", "DOI": "10.5555/a"},
        {"key": "2", "unstructured": "Lee S. On hills. 2001."},
    ]
    found = one(author=author, reference=cited)
    assert [r.raw for r in found.references] == ["10.5555/a", "Lee S. On hills. 2001."]
    assert [a.names[0].text for a in found.contributors[0].affiliations] == [
        "Institute of the Steppe"
    ]
    assert one().references == ()


@pytest.mark.parametrize(
    ("family", "literal"), [("None", "V. Kim"), ("undefined", "V. Kim"), ("Null", "Null, V. Kim")]
)
def test_none_for_a_surname(family, literal):
    (person,) = one(author=[{"family": family, "given": "V. Kim"}]).contributors
    assert person.names[0].literal == literal

"""Two descriptions of one publication make one record: OJS's Dublin Core with its MARCXML (2.4 and 3) or JATS."""

from __future__ import annotations

from itertools import islice, product

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalogue.harvested.joined import joined
from catalogue.harvested.joined_people import joined_people
from catalogue.harvested.joined_texts import folded, script, with_further
from crawler.formats import SourceHints, parse_page
from schemas import HarvestedRecord
from schemas.record import Container, Contributor, Identifier, LocalizedText, PersonName, Subject
from schemas.reference import Reference
from tests.support.timing import quickest

ENVELOPE = """<OAI-PMH><ListRecords><record><header><identifier>oai:ojs.example.kz:article/11</identifier>
<datestamp>2019-03-04</datestamp><setSpec>v:ART</setSpec></header><metadata>{}</metadata></record></ListRecords></OAI-PMH>"""
DUBLIN_CORE = """<oai_dc:dc xmlns:oai_dc="http://www.openarchives.org/OAI/2.0/oai_dc/"
 xmlns:dc="http://purl.org/dc/elements/1.1/">
<dc:title xml:lang="ru-RU">О выдуманных реках степи</dc:title>
<dc:creator>Сидоров, Иван</dc:creator><dc:creator>Қасымова, Айгүл</dc:creator>
<dc:publisher xml:lang="ru-RU">Степной институт</dc:publisher>
<dc:date>2018-09-30</dc:date><dc:type>info:eu-repo/semantics/article</dc:type>
<dc:identifier>https://j.example.kz/index.php/v/article/view/11</dc:identifier>
<dc:identifier>10.12345/v.2018.11</dc:identifier>
<dc:source xml:lang="ru-RU">Вестник степи; Том 7 № 3 (2018); 5-10</dc:source><dc:source>2411-8591</dc:source>
<dc:language>rus</dc:language></oai_dc:dc>"""
OJS_24 = """<record xmlns="http://www.loc.gov/MARC21/slim"><leader>     cam         3u     </leader>
<datafield tag="042" ind1=" " ind2=" "><subfield code="a">dc</subfield></datafield>
<datafield tag="245" ind1="0" ind2="0"><subfield code="a">О выдуманных реках степи</subfield></datafield>
<datafield tag="720" ind1=" " ind2=" "><subfield code="a">Сидоров, Иван; Степной институт</subfield></datafield>
<datafield tag="720" ind1=" " ind2=" "><subfield code="a">Қасымова, Айгүл; Степной институт</subfield></datafield>
<datafield tag="653" ind1=" " ind2=" "><subfield code="a">реки; степь</subfield></datafield>
<datafield tag="520" ind1=" " ind2=" "><subfield code="a">Описаны выдуманные реки степи.</subfield></datafield>
<datafield tag="546" ind1=" " ind2=" "><subfield code="a">en</subfield></datafield></record>"""
OJS_3 = """<record xmlns="http://www.loc.gov/MARC21/slim"><leader>     nmb a2200000Iu 4500</leader>
<datafield tag="042" ind1=" " ind2=" "><subfield code="a">dc</subfield></datafield>
<datafield tag="245" ind1="0" ind2="0"><subfield code="a">О выдуманных реках степи</subfield></datafield>
<datafield tag="720" ind1="1" ind2=" "><subfield code="a">Сидоров, Иван</subfield>
<subfield code="u">Степной институт</subfield><subfield code="0">https://orcid.org/0000-0002-1825-0097</subfield></datafield>
<datafield tag="720" ind1="1" ind2=" "><subfield code="a">Қасымова, Айгүл</subfield>
<subfield code="u">Степной институт</subfield></datafield>
<datafield tag="520" ind1=" " ind2=" "><subfield code="a">Описаны выдуманные реки степи.</subfield></datafield>
<datafield tag="546" ind1=" " ind2=" "><subfield code="a">en</subfield></datafield></record>"""
JATS = """<article xml:lang="ru"><front><journal-meta><journal-title-group>
<journal-title>Вестник степи</journal-title></journal-title-group><issn pub-type="epub">2411-8605</issn></journal-meta>
<article-meta><title-group><article-title>О выдуманных реках степи</article-title>
<trans-title-group xml:lang="en">
<trans-title>On invented rivers of the steppe</trans-title></trans-title-group></title-group>
<contrib-group><contrib contrib-type="author">
<contrib-id contrib-id-type="orcid">https://orcid.org/0000-0002-1825-0097</contrib-id>
<name-alternatives><name xml:lang="ru"><surname>Сидоров</surname><given-names>И. И.</given-names></name>
<name xml:lang="en"><surname>Sidorov</surname><given-names>I. I.</given-names></name></name-alternatives></contrib>
<contrib contrib-type="author"><name><surname>Kassymova</surname><given-names>Aigul</given-names></name>
<aff>Степной институт</aff></contrib></contrib-group>
<pub-date><year>2018</year></pub-date></article-meta></front>
<back><ref-list><ref><mixed-citation>Петров П. Реки. М., 2001.</mixed-citation></ref>
<ref><mixed-citation>Ахметов А. Дала. Алматы, 1999.</mixed-citation></ref></ref-list></back></article>"""


def read(format: str, metadata: str) -> HarvestedRecord:
    data = ENVELOPE.format(metadata).encode()
    (record,) = parse_page(format, data, source=SourceHints(source="trial")).records
    return record


def orcids(record):
    return [
        [i.value[-19:] for i in who.identifiers if i.scheme == "orcid"]
        for who in record.contributors
    ]


def affiliations(record):
    return [[n.text for a in who.affiliations for n in a.names] for who in record.contributors]


@pytest.mark.parametrize(
    ("format", "metadata", "people", "places", "references"),
    [
        ("marcxml", OJS_24, [[], []], [["Степной институт"]] * 2, 0),
        (
            "marcxml",
            OJS_3,
            [["0000-0002-1825-0097"], []],
            [["Степной институт"]] * 2,
            0,
        ),
        (
            "jats",
            JATS,
            [["0000-0002-1825-0097"], []],
            [[], ["Степной институт"]],
            2,
        ),
    ],
)
def test_dublin_core_is_filled_by_another_format(format, metadata, people, places, references):
    first, second = read("oai_dc", DUBLIN_CORE), read(format, metadata)
    record = joined(first, second)
    host = record.container
    assert (record.year, host.volume, host.issue, host.pages) == (2018, "7", "3", "5-10")
    assert [title.text for title in host.titles] == ["Вестник степи"]
    assert "2411-8591" in host.issn
    assert record.languages == first.languages
    assert [name.value for name in record.identifiers if name.scheme == "doi"] == [
        "10.12345/v.2018.11"
    ]
    assert len(record.contributors) == 2
    assert (orcids(record), affiliations(record)) == (people, places)
    assert len(record.references) == references
    assert joined(record, second) == record


def test_jats_adds_the_title_names_and_issn_of_the_other_language():
    record = joined(read("oai_dc", DUBLIN_CORE), read("jats", JATS))
    assert [title.text for title in record.titles] == [
        "О выдуманных реках степи",
        "On invented rivers of the steppe",
    ]
    assert record.container.issn == ("2411-8591", "2411-8605")
    assert "Sidorov, I. I." in [name.literal for name in record.contributors[0].names] or (
        "Sidorov" in {name.family for name in record.contributors[0].names}
    )
    assert len({name.literal for name in record.contributors[1].names}) == 2


def said(**fields) -> HarvestedRecord:
    return HarvestedRecord(identifier="oai:x:1", **fields)


GONE = said(deleted=True, datestamp="2024-02-02")
HERE = said(titles=(LocalizedText("Реки", "ru"),))
THERE = said(titles=(LocalizedText("Rivers", "en"),))


@pytest.mark.parametrize(
    ("first", "second", "record"),
    [
        (None, None, None),
        (HERE, None, HERE),
        (None, THERE, THERE),
        (GONE, THERE, GONE),
        (GONE, None, GONE),
        (None, GONE, GONE),
        (HERE, GONE, HERE),
        (HERE, HERE, HERE),
    ],
)
def test_what_is_missing_or_deleted(first, second, record):
    assert joined(first, second) == record


@pytest.mark.parametrize(
    ("first", "second", "date"),
    [
        ({"year": 2018}, {"year": 2019, "published": "2019-01-02"}, (2018, None)),
        ({"year": 2018}, {"year": 2018, "published": "2018-09-30"}, (2018, "2018-09-30")),
        (
            {"year": 2018, "published": "2018-03"},
            {"year": 2018, "published": "2018-09-30"},
            (2018, "2018-03"),
        ),
        (
            {"year": 2018, "published": "2018-09"},
            {"year": 2018, "published": "2018-09-30"},
            (2018, "2018-09-30"),
        ),
        ({}, {"year": 2019, "published": "2019-01"}, (2019, "2019-01")),
        ({"year": 2018}, {}, (2018, None)),
    ],
)
def test_the_year_of_the_first_counts(first, second, date):
    record = joined(said(**first), said(**second))
    assert (record.year, record.published) == date


@pytest.mark.parametrize(
    ("first", "second", "pages"),
    [
        (Container(pages="5-10"), Container(pages="7", first_page="7"), ("5-10", None, None)),
        (
            Container(issue="3"),
            Container(pages="5–10", first_page="5", last_page="10"),
            ("5–10", "5", "10"),
        ),
        (None, Container(first_page="5"), (None, "5", None)),
    ],
)
def test_pages_belong_together(first, second, pages):
    host = joined(said(container=first), said(container=second)).container
    assert (host.pages, host.first_page, host.last_page) == pages


def test_the_longer_list_of_references_is_taken_as_it_is():
    one = (Reference(raw="A", position=1),)
    two = (Reference(raw="B", position=1), Reference(raw="C", position=2))
    assert joined(said(references=one), said(references=two)).references == two
    assert joined(said(references=one), said(references=one[:0])).references == one
    same = (Reference(raw="D", position=1),)
    assert joined(said(references=one), said(references=same)).references == one


def test_keywords_of_another_language_and_codes_of_another_scheme_are_added():
    first = (Subject(scheme="keyword", value="реки", lang="ru"),)
    second = (
        Subject(scheme="keyword", value="Реки, степь", lang="ru"),
        Subject(scheme="keyword", value="rivers", lang="en"),
        Subject(scheme="udc", value="556.5"),
    )
    assert joined(said(subjects=first), said(subjects=second)).subjects == (first + second[1:])


def people(*names: str, role="author", **more):
    return tuple(
        Contributor(
            names=tuple(PersonName(literal=n) for n in each.split(" = ")), role=role, **more
        )
        for each in names
    )


def literals(found):
    return [" = ".join(name.literal for name in who.names) for who in found]


@pytest.mark.parametrize(
    ("first", "second", "united"),
    [
        # the same words in another order, and initials
        (["Иванов, Иван"], ["Иван Иванов"], ["Иванов, Иван"]),
        (["Иванов И. И."], ["Иванов Иван Иванович"], ["Иванов И. И. = Иванов Иван Иванович"]),
        (["Васілевіч Я."], ["Васілевіч Янка"], ["Васілевіч Я. = Васілевіч Янка"]),
        (["Smith, J."], ["Smith, Jane", "Li, Wei"], ["Smith, J. = Smith, Jane", "Li, Wei"]),
        # names in two scripts are told by their place, if both lists are as long
        (
            ["Սարգսյան Ա.", "Մելքոնյան Հ."],
            ["Sargsyan A.", "Melkonyan H."],
            ["Սարգսյան Ա. = Sargsyan A.", "Մելքոնյան Հ. = Melkonyan H."],
        ),
        (["Сыдыкова А.", "Асанов Б."], ["Sydykova A."], ["Сыдыкова А.", "Асанов Б."]),
        # the order of two lists may differ
        (
            ["Ахметов А.", "Қасымов Б."],
            ["Қасымов Бауыржан", "Ахметов Айдар"],
            ["Ахметов А. = Ахметов Айдар", "Қасымов Б. = Қасымов Бауыржан"],
        ),
        # namesakes are told apart by initials, then by their place
        (
            ["Ли А.", "Ли Б."],
            ["Ли Борис", "Ли Анна"],
            ["Ли А. = Ли Анна", "Ли Б. = Ли Борис"],
        ),
        (
            ["Ким А.", "Ким А."],
            ["Ким Анна", "Ким Алексей"],
            ["Ким А. = Ким Анна", "Ким А. = Ким Алексей"],
        ),
        # another person is nobody of the list, and is not added where somebody was not found
        (["Иванов П."], ["Иванов Сергей"], ["Иванов П."]),
        (["Иванов П."], ["Петров С.", "Сидоров А."], ["Иванов П."]),
        (["Юрьев Ю."], ["Юрьев Iu. = Юрьев Юрий"], ["Юрьев Ю. = Юрьев Iu. = Юрьев Юрий"]),
        ([], ["Петров С."], ["Петров С."]),
    ],
)
def test_people_are_united_and_never_doubled(first, second, united):
    assert literals(joined_people(people(*first), people(*second))) == united


def test_a_person_whose_role_the_first_leaves_open_gets_that_of_the_second():
    first = people("Иванов И.") + people("Петров П.", role="other")
    second = people("Петров Пётр", role="editor") + people("Иванов Иван", role="author")
    assert [who.role for who in joined_people(first, second)] == ["author", "editor"]


def test_editors_whom_the_first_leaves_out_are_added():
    second = people("Иванов И.") + people("Петров П.", role="editor")
    assert literals(joined_people(people("Иванов И."), second)) == ["Иванов И.", "Петров П."]


def test_an_orcid_of_the_first_is_not_replaced():
    one = Identifier("orcid", "0000-0002-1825-0097")
    two = Identifier("ORCID", "0000-0001-5109-3700")
    other = Identifier("spin", "1234-5678")
    (who,) = joined_people(
        people("Иванов И.", identifiers=(one,)), people("Иванов И.", identifiers=(two, other))
    )
    assert who.identifiers == (one, other)


@pytest.mark.parametrize(
    ("first", "second", "texts"),
    [
        ([("Реки", "ru")], [("Реки!", "ru"), ("Rivers", "en")], ["Реки", "Rivers"]),
        ([("Реки", None)], [("О реках", "ru"), ("Rivers", "en")], ["Реки", "Rivers"]),
        ([("Реки", "ru")], [("Өзендер", "kk")], ["Реки", "Өзендер"]),
        ([("Реки", "ru")], [("РЕКИ", "uk")], ["Реки"]),
        # OJS's MARCXML calls every text English, and cuts off a subtitle
        (
            [("О выдуманных реках степи: очерк", "ru")],
            [("О выдуманных реках степи", "en")],
            ["О выдуманных реках степи: очерк"],
        ),
        ([("Физика Земли", "ru")], [("Физика", "kk")], ["Физика Земли", "Физика"]),
        ([("Реки", "ru")], [("Rivers", None)], ["Реки", "Rivers"]),
        ([("Реки", "ru")], [("О реках", None)], ["Реки"]),
        ([], [("Rivers", None)], ["Rivers"]),
    ],
)
def test_texts_in_further_languages(first, second, texts):
    one, two = (tuple(LocalizedText(*each) for each in side) for side in (first, second))
    assert [text.text for text in with_further(one, two)] == texts


def test_forms_of_a_text_are_compared_by_letters_and_scripts():
    assert folded("Ёлка — 1!") == folded("елка 1")
    assert (script("«Реки»"), script("1. Rivers"), script("Գետ"), script("12")) == (
        "CYRILLIC",
        "LATIN",
        "ARMENIAN",
        "",
    )


NAMES = st.sampled_from(
    [
        "Иванов И. И.",
        "Иванов Иван",
        "Ivanov I.",
        "Ли",
        "Li Wei",
        "Петров П.",
        "Қасымова А.",
        "Ա. Ս.",
    ]
)
PEOPLE = st.lists(
    st.builds(
        Contributor,
        names=st.lists(NAMES, min_size=1, max_size=2, unique=True).map(
            lambda found: tuple(PersonName(literal=name) for name in found)
        ),
        role=st.sampled_from(["author", "editor", "other"]),
    ),
    max_size=4,
).map(tuple)
TEXTS = st.lists(
    st.builds(
        LocalizedText,
        st.sampled_from(["Реки", "О реках", "Rivers", "Өзендер", "1"]),
        st.sampled_from([None, "ru", "en", "kk"]),
    ),
    max_size=3,
).map(tuple)
DESCRIPTIONS = st.builds(
    said,
    datestamp=st.sampled_from([None, "2024-01-01", "2024-01-02"]),
    titles=TEXTS,
    abstracts=TEXTS,
    contributors=PEOPLE,
    year=st.sampled_from([None, 2018, 2019]),
    languages=st.sampled_from([(), ("ru",), ("en",)]),
)


@given(DESCRIPTIONS, DESCRIPTIONS)
def test_the_first_leads_and_nobody_is_doubled(first, second):
    record = joined(first, second)
    assert record.titles[: len(first.titles)] == first.titles or not first.titles
    assert record.year == (first.year or second.year)
    at_least = max(
        len(first.contributors), len(second.contributors) if not first.contributors else 0
    )
    assert (
        at_least <= len(record.contributors) <= len(first.contributors) + len(second.contributors)
    )
    for one, both in zip(first.contributors, record.contributors, strict=False):
        assert both.names[: len(one.names)] == one.names


@given(DESCRIPTIONS)
def test_a_description_beside_itself_says_nothing_new(one):
    assert joined(one, one) == one


@given(DESCRIPTIONS, DESCRIPTIONS)
def test_a_record_is_the_same_after_it_was_stored(first, second):
    record = joined(first, second)
    assert msgspec.json.decode(msgspec.json.encode(record), type=HarvestedRecord) == record


def test_thousands_of_people_are_not_compared_each_with_each():
    def people(initial):
        surnames = map("".join, product("абвгдежзик", repeat=4))
        names = (f"{surname.title()}ов {initial}." for surname in islice(surnames, 4_000))
        return tuple(Contributor(names=(PersonName(literal=name),)) for name in names)

    first, second = people("А"), people("Б")
    assert len(joined_people(first, second)) == 4_000
    assert quickest(lambda: joined_people(first, second), 10) < 10
    assert quickest(lambda: joined_people(first, first), 10) < 10

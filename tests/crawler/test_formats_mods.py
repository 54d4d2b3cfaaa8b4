"""MODS as libraries write it; generated.

Of crawler.formats.repositories.mods, crawler.formats.repositories.mods_titles,
crawler.formats.repositories.mods_people and crawler.formats.repositories.mods_host.
"""

from __future__ import annotations

import pytest

from crawler.formats import SourceHints, parse_page


def parse(inner, title="<titleInfo><title>О реках степи</title></titleInfo>"):
    number = "<recordInfo><recordIdentifier>r1</recordIdentifier></recordInfo>"
    body = f'<mods xmlns="http://www.loc.gov/mods/v3">{title}{inner}{number}</mods>'
    (record,) = parse_page("mods", body.encode(), source=SourceHints(source="trial")).records
    return record


@pytest.mark.parametrize(
    ("parts", "expected"),
    [
        ("<title>Песни степи :</title><subTitle>для голоса</subTitle>", "Песни степи: для голоса"),
        (
            "<title>Песни степи :</title><subTitle>для голоса /</subTitle>",
            "Песни степи: для голоса",
        ),
        ("<title>Песни степи</title>", "Песни степи"),
        ("<nonSort>The </nonSort><title>Rivers</title>", "The Rivers"),
        (
            "<title>Песни степи.</title><partNumber>Ч. 2</partNumber><partName>Реки</partName>",
            "Песни степи. Ч. 2, Реки",
        ),
        ("<title>Песни</title><partName>Реки</partName>", "Песни. Реки"),
        (
            "<title>Песни</title><subTitle>для голоса</subTitle><subTitle>и хора</subTitle>",
            "Песни: для голоса: и хора",
        ),
        ("<title>Куда течёт река?</title><subTitle/>", "Куда течёт река?"),
        ("<title>C++ : язык</title>", "C++ : язык"),
    ],
)
def test_titles(parts, expected):
    record = parse("", f"<titleInfo>{parts}</titleInfo>")
    assert record.titles[0].text == expected


def name(kind, *parts, group="", role="aut"):
    link = f' altRepGroup="{group}"' if group else ""
    inner = "".join(f"<namePart{attribute}>{text}</namePart>" for attribute, text in parts)
    term = f'<role><roleTerm type="code">{role}</roleTerm></role>'
    return f'<name type="{kind}"{link}>{inner}{term}</name>'


@pytest.mark.parametrize(
    ("parts", "literal"),
    [
        ((("", "Степной институт"), ("", "Отдел рек")), "Степной институт. Отдел рек"),
        ((("", "Степной институт."), ("", "Отдел рек")), "Степной институт. Отдел рек"),
        ((("", "Степной институт"),), "Степной институт"),
        ((("", "Академия"), ("", "Институт"), ("", "Отдел")), "Академия. Институт. Отдел"),
    ],
)
def test_bodies_are_named_from_the_whole_to_the_part(parts, literal):
    (body,) = parse(name("corporate", *parts)).contributors
    assert (body.names[0].literal, body.kind) == (literal, "organisation")


def test_people():
    family, given, date = ' type="family"', ' type="given"', ' type="date"'
    title = ' type="termsOfAddress"'
    record = parse(
        name("personal", ("", "Сидоров, Иван"), (date, "1950-"), (title, "проф."), group="1")
        + name("personal", ("", "Sidorov, Ivan"), group="1")
        + name("personal", (family, "Асанов"), (given, "Бакыт"), role="edt")
        + '<name><displayForm>Хачатрян С.</displayForm><role><roleTerm valueURI="http://id.loc.gov/'
        'vocabulary/relators/ths">руководитель</roleTerm></role></name>'
    )
    first, second, third = record.contributors
    assert [form.literal for form in first.names] == ["Сидоров, Иван", "Sidorov, Ivan"]
    assert (first.names[0].family, first.names[0].given) == ("Сидоров", "Иван")
    assert (second.names[0].literal, second.role) == ("Асанов, Бакыт", "editor")
    assert (third.names[0].literal, third.role) == ("Хачатрян С.", "advisor")


HOST = (
    '<relatedItem type="host"><titleInfo><title>Вестник степи</title></titleInfo>'
    "<originInfo><dateIssued>1961-</dateIssued><issuance>continuing</issuance></originInfo>"
    '<identifier type="issn">2411-8591</identifier><identifier type="eissn">2079-858X</identifier>'
    '<identifier type="issn" invalid="yes">0000-0000</identifier>{}</relatedItem>'
)


def test_the_year_is_not_that_in_which_the_journal_began():
    part = "<part><date>1998</date></part>"
    assert parse(HOST.format(part)).year == 1998
    own = "<originInfo><dateIssued>c1984</dateIssued></originInfo>"
    assert parse(own + HOST.format(part)).published == "1984"
    assert parse(HOST.format("")).year == 1961


@pytest.mark.parametrize(
    ("dates", "expected"),
    [
        ('<dateIssued>май 1998 г.</dateIssued><dateIssued encoding="w3cdtf">1998-05-07</dateIssued>', "1998-05-07"),
        ('<dateIssued point="end">2001</dateIssued><dateIssued point="start">1998</dateIssued>', "1998"),
        ('<dateIssued>1999</dateIssued><dateIssued keyDate="yes">1998</dateIssued>', "1998"),
        ("<copyrightDate>©1998</copyrightDate>", "1998"),
        ("<dateIssued>1998-00-00</dateIssued>", "1998"),
        ("<dateIssued>б. г.</dateIssued>", None),
    ],
)  # fmt: skip
def test_dates(dates, expected):
    record = parse(f"<originInfo>{dates}</originInfo>")
    assert record.published == expected
    assert record.year == (int(expected[:4]) if expected else None)


def test_the_host_and_the_place_in_it():
    detail = '<detail type="{}"><number>{}</number></detail>'
    part = (
        "<part>"
        + detail.format("volume", 5)
        + detail.format("issue", 2)
        + '<extent unit="pages"><start>31</start><end>36</end></extent></part>'
    )
    record = parse(HOST.format(part))
    host = record.container
    assert (host.issn, host.kind) == (("2411-8591", "2079-858X"), "journal")
    assert (host.volume, host.issue, host.pages) == ("5", "2", "31-36")
    assert record.type == "article"
    text = "<part><text>Т. 5, № 2 (1998), с. 31–36</text></part>"
    host = parse(HOST.format(text)).container
    assert (host.volume, host.issue, host.first_page, host.last_page) == ("5", "2", "31", "36")
    assert parse(HOST.format("<part><text>вкладка</text></part>")).container.pages is None


def test_what_stands_by_itself_is_a_book_and_a_genre_says_more():
    publisher = "<originInfo><publisher>Степь</publisher></originInfo>"
    resource = "<typeOfResource>text</typeOfResource>"
    assert parse(publisher + resource).type == "book"
    genre = "<genre>Автореферат диссертации</genre>"
    assert parse(publisher + resource + genre).type == "thesis"
    assert parse(resource).type == "unknown"


def test_identifiers_and_cited_works():
    number = '<identifier type="{}"{}>{}</identifier>'
    record = parse(
        number.format("doi", "", "https://doi.org/10.5555/st.1")
        + number.format("isbn", ' invalid="yes"', "123")
        + number.format("hdl", "", "http://hdl.handle.net/11111/7")
        + number.format("uri", "", "https://rep.example.by/1")
        + '<relatedItem type="references"><titleInfo><title>О горах</title></titleInfo>'
        "<name><namePart>Асанов, Бакыт</namePart></name>"
        "<originInfo><dateIssued>1990</dateIssued></originInfo></relatedItem>"
    )
    assert [(i.scheme, i.value) for i in record.identifiers] == [
        ("doi", "10.5555/st.1"),
        ("handle", "11111/7"),
    ]
    assert record.urls == (
        "https://doi.org/10.5555/st.1",
        "http://hdl.handle.net/11111/7",
        "https://rep.example.by/1",
    )
    assert [r.raw for r in record.references] == ["Асанов, Бакыт. О горах. 1990"]


@pytest.mark.parametrize(
    ("citation", "journal"),
    [
        ("Ким, А. О реках // Вестник степи. - 2018. - Т. 3, № 2. - С. 5-12.", "Вестник степи"),
        ("Вестник степи. - 2018. - Т. 3, № 2. - С. 5-12", "Вестник степи"),
        ("Ким А. О реках, 2018", None),
    ],
)
def test_the_citation_among_the_identifiers_of_dspace(citation, journal):
    record = parse(f'<identifier type="citation">{citation}</identifier>')
    host = record.container
    assert (host.titles[0].text if host else None) == journal
    assert record.identifiers == ()
    if host:
        assert (host.volume, host.issue, host.pages) == ("3", "2", "5-12")

"""RUSMARC, BELMARC and UNIMARC: what is said of the host, of the issue and of the part stays apart.

Tests ``crawler.formats.marc.unimarc``, ``crawler.formats.marc.unimarc_links``, ``crawler.formats.marc.marc_people`` and
``crawler.formats.marc.marc_types``.
"""

from __future__ import annotations

import pytest

from crawler.formats import parse_page
from tests.crawler.marc_notation import BOOK, HINTS, NO_LEVEL, PART, page, read, xml_record

ARTICLE = "200 1 $aО реках степи$fИ. П. Сидоров\n700  1$aСидоров$bИ. П.$gИван Петрович\n"
JOURNAL = "461  1$1001RU\\X\\9$12001 $aВестник степи$1210  $aСтепь$cБерег$d2000-\n"
SET = "00000nam1 2200000   450 "
SERIAL = "00000nas1 2200000   450 "


def place(record):
    host = record.container
    return (
        host.titles[0].text if host.titles else None,
        record.year,
        host.volume,
        host.issue,
        host.pages,
    )


@pytest.mark.parametrize(
    ("links", "told"),
    [
        # Tomsk Polytechnic: numbering as the title of the piece, pages in $v, extent in 215
        (JOURNAL + "463  1$12001 $aТ. 320, № 1 : Науки о Земле$v[С. 5-10]$1210  $d2012$1215  $a225 с.",
         ("Вестник степи", 2012, "320", "1", "5-10")),
        # National Library of Russia: issue and pages in one $v
        (JOURNAL + "463  0$12001 $a2015, № 3$vС. 15-20$1210  $d2015", ("Вестник степи", 2015, None, "3", "15-20")),
        (JOURNAL + "463  0$12001 $v2015. - Т. 7, № 3. - С. 15–20", ("Вестник степи", 2015, "7", "3", "15–20")),
        # volume in $h, issue in $v
        ("461  0$12001 $aВестник степи$hТ. 5$v№ 3, с. 4-9$1210  $d2011", ("Вестник степи", 2011, "5", "3", "4-9")),
        # the series of a journal is part of its title
        ("461  0$12001 $aВестник степи$hСер. 4$iФилология\n463  0$12001 $a№ 2$vС. 3-8$1210  $d2010",
         ("Вестник степи. Сер. 4, Филология", 2010, None, "2", "3-8")),
        ("461  0$12001 $aВестник степи\n462  0$12001 $aСерия 7, Философия\n463  0$12001 $a№ 2$1210  $d2010",
         ("Вестник степи. Серия 7, Философия", 2010, None, "2", None)),
        # standard subfields: Koha, SUDOC
        ("463  0$tВестник степи$x2411-8591$v13, 1992, fasc. 1, p. 52-76", ("Вестник степи", 1992, "13", "1", "52-76")),
        ("461  0$tВестник степи$vNo 3 (2019)$d2019$p31-36", ("Вестник степи", 2019, None, "3", "31-36")),
        ("463  0$tВестник степи$v№ 3$d2019$p31-36\n215  $a1 fichier", ("Вестник степи", 2019, None, "3", "31-36")),
        # embedded fields in one text, as some convert them
        ("461  0$1001X$1200 1 $aВестник степи\n463  0$12001 $v№ 3\n215   $aС. 44-51",
         ("Вестник степи", None, None, "3", "44-51")),
        # a bare number is the issue; beside one in $h
        ("461  0$12001 $aВестник степи$v3", ("Вестник степи", None, None, "3", None)),
        ("461  0$12001 $aВестник степи$h12$v3", ("Вестник степи", None, "12", "3", None)),
        # a number with its sign in $h is the issue, and no volume
        ("461  0$12001 $aВестник степи\n463  0$12001 $a2014$h№ 5$vС. 3—6", ("Вестник степи", 2014, None, "5", "3—6")),
        # all of it in the title, or in the part's own 215
        ("463  0$12001 $aВестник степи. – 2015. – № 3. – С. 5–10", ("Вестник степи", 2015, None, "3", "5–10")),
        ("463  0$12001 $aВестник степи$hТ. 5, № 2$iНауки о Земле$1210  $d2012\n215   $a5-10 с.",
         ("Вестник степи. Науки о Земле", 2012, "5", "2", "5-10")),
        # a collection without a set above it
        ("463  0$12001 $aЗлатая степь$eЗаписки$vС. 76-132$1210  $aМосква$d1971$1700 1$aДругой$bС. А.",
         ("Златая степь", 1971, None, None, "76-132")),
    ],
)  # fmt: skip
def test_the_place_of_an_article(links, told):
    assert place(read(ARTICLE + links)) == told


@pytest.mark.parametrize(
    ("level", "fields", "kind"),
    [
        ("b", "463  0$12001 $aВестник степи$v2001. - 5 марта$1210  $d2001", "journal"),
        ("a", "463  0$12001 $aЗлатая степь$vС. 76-132$1210  $d1971", "book"),
        ("b", "463  0$1010  $a978-5-02-000001-0$12001 $aЗлатая степь$vС. 76-132", "book"),
    ],
)
def test_a_part_of_a_serial_is_in_a_journal(level, fields, kind):
    record = read(ARTICLE + fields, f"00000na{level}2 2200000   450 ")
    assert record.container.kind == kind


def test_embedded_fields_in_the_text_of_one_subfield():
    raw = (
        f"<record><leader>{PART}</leader><controlfield tag='001'>x</controlfield>"
        "<datafield tag='200' ind1='1' ind2=' '><subfield code='a'>О реках</subfield></datafield>"
        "<datafield tag='463' ind1=' ' ind2='0'><subfield code='1'>2001 $aВестник степи$v№ 3, с. 5-10</subfield>"
        "<subfield code='1'>210  $d2012</subfield></datafield></record>"
    )
    (record,) = parse_page("marcxml", page(raw), source=HINTS).records
    assert place(record) == ("Вестник степи", 2012, None, "3", "5-10")


@pytest.mark.parametrize(
    ("fields", "year"),
    [
        (JOURNAL, None),  # the journal began in 2000
        ("461  0$12001 $aВестник$1210  $d1997 -", None),
        ("461  0$12001 $aВестник$1210  $d1991-2005", None),
        (
            "461  0$12001 $aВестник$1210  $d2000\n463  0$12001 $a№ 3",
            None,
        ),  # an issue is named, without its year
        ("461  0$12001 $aВестник$v№ 3$1210  $d2004", 2004),
        (JOURNAL + "100   $a20120313d2012    k  y0rusy01020304ca", 2012),
        (JOURNAL + "100   $a20120313a20009999k  y0rusy01020304ca", None),  # coded as the journal
        (
            JOURNAL
            + "463  0$12001 $a№ 3$1210  $d2011\n100   $a20120313d2012    k  y0rusy01020304ca",
            2011,
        ),
        ("210   $d2013\n" + JOURNAL, 2013),
        ("210   $d[2005] г.\n" + JOURNAL, 2005),
        ("214   $d2014\n" + JOURNAL, 2014),
    ],
)
def test_the_year_of_an_article_is_not_that_of_its_journal(fields, year):
    record = read(ARTICLE + fields)
    assert (record.year, record.published) == (year, str(year) if year else None)


@pytest.mark.parametrize(
    ("leader", "fields", "title"),
    [
        (BOOK, "200 0 $aВып. 13.\n461  0$12001 $aЗадачи степи$vВып. 13", "Задачи степи. Вып. 13"),
        (BOOK, "200 0 $aТ. 2$hкн. 4$iРеки\n461  0$12001 $aИстория степи$vТ. 2", "История степи. Т. 2. кн. 4, Реки"),
        (BOOK, "200 1 $a1929-1939\n461  0$12001 $aИстория степи$vЧ. 1", "История степи. Ч. 1, 1929-1939"),
        (BOOK, "200 0 $aВып. 39 (2'2015)\n461  0$12001 $aСтепь и закон$eжурн.$vВып. 39$12101$d1997 -",
         "Степь и закон. Вып. 39 (2'2015)"),
        (BOOK, "200 1 $aРеки$eочерк\n461  0$12001 $aИстория степи$vТ. 2", "Реки: очерк"),
        (BOOK, "200 1 $aИстория степи$hЧ. 2$iРеки$eочерк", "История степи. Ч. 2, Реки: очерк"),
        (BOOK, "200 1 $aИстория степи$iРеки", "История степи. Реки"),
        (BOOK, "200 1 $aИстория степи [Текст]$bТекст$e[в 2 т.]", "История степи: [в 2 т.]"),
        (PART, "200 1 $aВып. 13\n461  0$12001 $aЗадачи степи", "Вып. 13"),
        (PART, "200 1 $a1929-1939 [Электронный ресурс]\n461  0$12001 $aВестник", "1929-1939"),
    ],
)  # fmt: skip
def test_a_title_has_its_parts_and_a_number_its_whole(leader, fields, title):
    assert read(fields, leader).titles[0].text == title


def test_parallel_titles_keep_what_follows_them():
    record = read(
        "101 0 $arus$aeng\n200 1 $aРеки$eочерк$dRivers$ean essay$fИ. И.$zeng\n510 1 $aӨзендер$zkaz"
    )
    assert [(t.text, t.lang) for t in record.titles] == [
        ("Реки: очерк", "ru"),
        ("Rivers: an essay", "en"),
        ("Өзендер", "kk"),
    ]


def test_the_translation_has_title_abstract_keywords_and_names():
    record = read(
        ARTICLE
        + "330   $aОписаны реки.\n"
        + "453  0$12001 $aOn Rivers$1330  $aRivers are described.$1610  $arivers$1700 1$aSidorov$bI. P.$1101  $aeng"
    )
    assert [(t.text, t.lang) for t in record.titles] == [
        ("О реках степи", None),
        ("On Rivers", "en"),
    ]
    assert [a.text for a in record.abstracts] == ["Описаны реки.", "Rivers are described."]
    assert [n.literal for n in record.contributors[0].names] == [
        "Сидоров, Иван Петрович",
        "Sidorov, I. P.",
    ]
    assert [(s.value, s.lang) for s in record.subjects] == [("rivers", "en")]


def test_a_volume_has_no_pages_and_its_set_is_no_journal():
    record = read(
        "200 0 $aВып. 13\n215   $a80 с.$cил.\n461  0$12001 $aЗадачи степи$vВып. 13\n210   $d1997",
        BOOK,
    )
    host = record.container
    assert (host.volume, host.issue, host.pages, host.kind, record.type) == (
        "13",
        None,
        None,
        None,
        "book",
    )


def test_an_issue_of_a_journal_is_no_book():
    record = read(
        "011   $a2411-8591\n200 0 $aТ. 320, № 1\n210   $d2012\n215   $a225 с.\n" + JOURNAL, BOOK
    )
    assert (record.type, record.year, record.container.volume, record.container.issue) == (
        "miscellaneous",
        2012,
        "320",
        "1",
    )


@pytest.mark.parametrize("leader", [SET, BOOK, SERIAL])
def test_links_from_a_whole_to_its_parts_name_no_host(leader):
    record = read(
        "200 1 $aИстория степи$eВ 2 т.\n210   $d2002\n463  1$12001 $aТ. 1$1215  $a5-10 с.", leader
    )
    assert record.container is None
    assert record.titles[0].text == "История степи: В 2 т."


@pytest.mark.parametrize(
    ("leader", "fields", "kind"),
    [
        (BOOK, "", "book"),
        (SET, "", "book"),
        (SERIAL, "", "miscellaneous"),
        ("00000nem0 2200000   450 ", "", "miscellaneous"),  # a map
        (PART, "463  0$12001 $aВестник$v№ 3", "article"),
        (PART, "461  0$1011  $a2411-8591$12001 $aВестник", "article"),
        ("00000nab2 2200000   450 ", "461  0$12001 $aВестник", "article"),
        (PART, "463  0$1010  $a978-5-00000-000-0$12001 $aСборник$vС. 5-10", "chapter"),
        (PART, "463  0$12001 $aЗлатая степь$vС. 5-10$1210  $d1971", "chapter"),
        (PART, "463  0$12001 $aСтепь: материалы III конф., Минск$vС. 5-10", "conference-paper"),
        (PART, "463  0$12001 $aСтепь$eТезисы докладов конференции$vС. 5-10", "conference-paper"),
        (PART, "", "unknown"),
        (NO_LEVEL, "463  0$12001 $aВестник$v№ 3", "article"),
        (BOOK, "105   $ay   m   000yy", "thesis"),
        (BOOK, "105   $ay   z   000yy", "book"),
        (BOOK, "105   $ay###||||000|y", "book"),
        (BOOK, "328   $aДис. канд. наук", "thesis"),
        (BOOK, "200 1 $aРеки$eавтореф. дис. ... канд. геогр. наук", "thesis"),
        (BOOK, "200 1 $aРеки$eдис. на соиск. учен. степ.", "thesis"),
        (BOOK, "200 1 $aДиссертация$eжанр и стиль", "book"),
        (BOOK, "608   $aМонография", "book"),
        (BOOK, "105   $aa   k   001yy", "patent"),
    ],
)
def test_the_type_by_words_codes_and_level(leader, fields, kind):
    if "200 1" not in fields:
        fields = f"200 1 $aРеки\n{fields}"
    assert read(fields, leader).type == kind


@pytest.mark.parametrize(
    ("field", "role", "literal"),
    [
        ("700  1$aСидоров$bИ. П.", "author", "Сидоров, И. П."),
        ("701  1$aСидоров$bИ. П.$4070", "author", "Сидоров, И. П."),
        ("701  1$aСидоров$bИ.$4340", "editor", "Сидоров, И."),
        (
            "702  1$aСидоров$bИ.",
            "other",
            "Сидоров, И.",
        ),  # secondary responsibility, nothing said of it
        ("702  1$aСидоров$bИ.$4730", "translator", "Сидоров, И."),
        ("702  1$aСидоров$bИ.$4570", "other", "Сидоров, И."),
        ("702  1$aСидоров$bИ.$4220$4340", "compiler", "Сидоров, И."),
        ("702  1$aСидоров$bИ.$4сост.", "compiler", "Сидоров, И."),
        ("702  1$aСидоров$bИ.$4отв. ред.", "editor", "Сидоров, И."),
        ("702  1$aСидоров$bИ.$4науч. рук.", "advisor", "Сидоров, И."),
        ("702  1$aСидоров$bИ.$4авт. предисл.", "other", "Сидоров, И."),
        ("700  0$aМуса$bибн Иса", "author", "Муса ибн Иса"),
        ("710 02$aСтепной институт$bКафедра рек", "author", "Степной институт. Кафедра рек"),
        ("710 12$aКонференция о степи", "other", "Конференция о степи"),
        ("712 02$aСтепной институт", "other", "Степной институт"),
    ],
)
def test_who_did_what(field, role, literal):
    (person,) = read(f"200 1 $aРеки\n{field}").contributors
    assert (person.role, person.names[0].literal) == (role, literal)


def test_forms_of_a_name_in_two_scripts_are_one_person():
    record = read(
        "200 1 $aРеки\n700  1$6a01$7ca$aСидоров$bИ. П.\n700  1$6a01$7ba$aSidorov$bI. P.\n"
        "701  1$aКим$bА.$oORCID 0000-0002-1825-0097$pСтепной институт"
    )
    assert [[n.literal for n in c.names] for c in record.contributors] == [
        ["Сидоров, И. П.", "Sidorov, I. P."],
        ["Ким, А."],
    ]
    assert record.contributors[1].identifiers[0].value == "0000-0002-1825-0097"
    assert record.contributors[1].affiliations[0].names[0].text == "Степной институт"


@pytest.mark.parametrize(
    ("fields", "found"),
    [
        ("017 70$a10.5555/a.1$2DOI", [("doi", "10.5555/a.1")]),
        ("017 7 $a10.5555/a.1", [("doi", "10.5555/a.1")]),
        ("017 7 $aРБ-2015", []),
        ("856 4 $uhttps://doi.org/10.5555/a.1", [("doi", "10.5555/a.1")]),
        ("300   $aDOI 10.5555/a.1.", [("doi", "10.5555/a.1")]),
        ("300   $aСм. также: DOI 10.5555/other", []),
        ("010   $a978-5-00000-000-0 (в пер.)", []),  # the host's
    ],
)
def test_identifiers(fields, found):
    record = read(f"200 1 $aРеки\n{fields}")
    assert [(i.scheme, i.value) for i in record.identifiers] == found


def test_the_isbn_of_a_part_is_that_of_its_host():
    fields = "010   $a978-5-00000-000-0 (в пер.)\n200 1 $aРеки\n463  0$12001 $aСборник"
    assert read(fields).container.isbn == ("978-5-00000-000-0",)
    assert read(fields, BOOK).identifiers[0].value == "978-5-00000-000-0"


def test_subjects_of_every_kind():
    record = read(
        "200 1 $aРеки\n610 0 $aреки; степь$aозёра\n606 0 $aГидрология$xИстория\n607   $aСтепь\n600  1$aСидоров$bИ. П.\n"
        "675   $a556.5\n686   $a37.27.17$2rugasnti\n686   $a26.22$2rubbk"
    )
    assert [(s.scheme, s.value) for s in record.subjects] == [
        ("keyword", "реки"),
        ("keyword", "степь"),
        ("keyword", "озёра"),
        ("keyword", "Гидрология"),
        ("keyword", "Степь"),
        ("keyword", "Сидоров, И. П."),
        ("udc", "556.5"),
        ("grnti", "37.27.17"),
        ("bbk", "26.22"),
    ]


def test_the_series_of_a_book_and_the_section_of_a_journal():
    fields = "200 1 $aРеки\n225 1 $aБиблиотека степи$x2411-8591$vвып. 5"
    host = read(fields, BOOK).container
    assert (host.titles[0].text, host.issn, host.volume) == (
        "Библиотека степи",
        ("2411-8591",),
        "5",
    )
    assert read(fields, PART).container is None
    host = read("200 1 $aРеки\n410  0$12001 $aБиблиотека степи$v5", BOOK).container
    assert (host.titles[0].text, host.volume) == ("Библиотека степи", "5")


def test_a_record_without_a_number_is_known_by_what_it_says():
    texts = [ARTICLE + JOURNAL, ARTICLE + JOURNAL + "300   $aИзменено", "200 1 $aБез автора"]
    found = parse_page("marcxml", page(*map(xml_record, texts)), source=HINTS)
    first, second = found.records
    assert first.identifier == second.identifier != ""
    assert [r.reason for r in found.rejected] == ["no-identifier"]


@pytest.mark.parametrize(
    ("links", "told"),
    [
        # National Library of Belarus: the host is only a number
        ("463  0$1001BY-NLB-br104409$12001$vС. 619―623", (None, None, None, None, "619―623")),
        # regional libraries of Belarus: newspapers
        ("463  1$12001$aЗвязда$v2015. — 5 снежня. — С. 5 : іл.", ("Звязда", 2015, None, None, "5")),
        ("463  1$12001$aЗвязда$v2015. — 19 мая (№ 92). — С. 4.", ("Звязда", 2015, None, "92", "4")),
        ("463  1$12001$aВеснік$v2015. — 18 марта. — С. 9. М 642", ("Веснік", 2015, None, None, "9")),
        # Ulyanovsk: points after the numbers
        ("461  0$12001$aБиблиотека\n463  0$12000$aN 3.$vС. 4.$1210$d2003", ("Библиотека", 2003, None, "3", "4")),
        ("461  0$12001$aГазета\n463  0$12000$a2 сент.$1210$d2003", ("Газета", 2003, None, None, None)),
        # an em dash between all
        ("461  0$12001$aВестник степи$vТ. 5. — 2015. — № 3. — С. 5—10", ("Вестник степи", 2015, "5", "3", "5—10")),
    ],
)  # fmt: skip
def test_places_as_libraries_of_the_union_write_them(links, told):
    assert place(read(ARTICLE + links)) == told


def test_places_of_work_are_tied_to_people():
    """АРБИКОН's MARS: ``z`` in $6 ties a person to an organisation; two people of one place are two."""
    record = read(
        "200 1 $aО реках\n700  1$aСидоров$bИ. П.$6z01712$4070\n701  1$aКим$bА.$6z01712$4070\n701  1$aЛи$bБ.$6z02712\n"
        "712 02$aСтепной институт$6z01700$cМосква\n712 02$aБереговой институт$6z02701\n710 02$aОбщество рек"
    )
    assert [
        (c.names[0].literal, [a.names[0].text for a in c.affiliations]) for c in record.contributors
    ] == [
        ("Сидоров, И. П.", ["Степной институт"]),
        ("Ким, А.", ["Степной институт"]),
        ("Ли, Б.", ["Береговой институт"]),
        ("Общество рек", []),
    ]


@pytest.mark.parametrize(
    ("fields", "literal", "family"),
    [
        ("700  1$aСидоров, Иван Петрович", "Сидоров, Иван Петрович", "Сидоров"),
        ("700  1$aСидоров И. П.", "Сидоров И. П.", "Сидоров"),
        ("700  1$aСидоров И. П.$bИ. П.", "Сидоров, И. П.", "Сидоров"),
        ("700  1$aСидоров", "Сидоров", "Сидоров"),
    ],
)
def test_whole_names_in_the_surname(fields, literal, family):
    (person,) = read(f"200 1 $aРеки\n{fields}").contributors
    assert (person.names[0].literal, person.names[0].family) == (literal, family)


def test_a_statement_names_the_authors_where_no_field_does():
    assert [
        c.names[0].literal for c in read("200 1 $aРеки$fИ. П. Сидоров, А. Ким").contributors
    ] == [
        "И. П. Сидоров",
        "А. Ким",
    ]
    assert read("200 1 $aРеки$fпод ред. А. Кима").contributors == ()


@pytest.mark.parametrize(
    ("codes", "kind"),
    [("y   z   110yy", "conference-paper"), ("y z 110yy", "conference-paper"), ("y   z   010yy", "unknown"),
     ("", "unknown")],
)  # fmt: skip
def test_a_part_of_proceedings_is_told_by_its_codes(codes, kind):
    assert read(f"105   $a{codes}\n200 1 $aРеки\n463  0$1001BY-1$12001$vС. 5-7").type == kind


@pytest.mark.parametrize(
    ("given", "year", "warned"),
    [
        ("cop. 2012", 2012, 0),
        ("DL 2019", 2019, 0),
        ("[б. г.]", None, 1),
        ("2125", None, 1),
        ("1998-2005", 1998, 0),
    ],
)
def test_printed_dates(given, year, warned):
    record = read(f"200 1 $aРеки\n210   $d{given}", BOOK)
    assert (record.year, len(record.warnings)) == (year, warned)

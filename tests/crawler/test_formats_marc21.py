"""MARC 21 in its dialects: the Library of Congress, OJS, Invenio, DSpace, Zenodo and the libraries of the region.

Tests ``crawler.formats.marc.marc21``, ``crawler.formats.marc.marc21_host``, ``crawler.formats.marc.marc21_references``,
``crawler.formats.marc.marc21_forms``, ``crawler.formats.marc.marc21_people``,
``crawler.formats.marc.marc_fields`` and ``crawler.formats.marc.marc_xml``.
"""

from __future__ import annotations

import pytest

from crawler.formats import parse_page
from tests.crawler.marc_notation import HINTS, page, read

BOOK = "00000nam a2200000 a 4500"
PART = "00000naa a2200000 a 4500"
SERIAL_PART = "00000nab a2200000 a 4500"
OJS = "     nmb a2200000Iu 4500"
DSPACE = "00925njm 22002777a 4500"
TITLE = "245 10$aО реках степи /$cИ. П. Сидоров\n"


def place(record):
    host = record.container
    if host is None:
        return None
    title = host.titles[0].text if host.titles else None
    return (title, record.year, host.volume, host.issue, host.pages or host.article_number)


@pytest.mark.parametrize(
    ("fields", "told"),
    [
        ("773 0 $tВестник степи$x2411-8591$gVol. 3, no. 2 (2015), p. 5-10", ("Вестник степи", 2015, "3", "2", "5-10")),
        ("773 0 $tВестник степи.$gТ. 3, № 2. – С. 5–10$d2015", ("Вестник степи", 2015, "3", "2", "5–10")),
        ("773 0 $tВестник степи$g2015. - № 3. - С. 5-10", ("Вестник степи", 2015, None, "3", "5-10")),
        ("773 0 $tВестник степи$q3:2<5$d2015", ("Вестник степи", 2015, "3", "2", "5")),
        ("773 0 $tВестник степи$q3:2<5$g(2015), p. 5-10", ("Вестник степи", 2015, "3", "2", "5-10")),
        ("773 08$iIn:$tВестник степи$gvolume:3$gyear:2015$gnumber:2$gpages:5-10",
         ("Вестник степи", 2015, "3", "2", "5-10")),
        ("773 1 $tВестник степи$g2015/3/2/5-10", ("Вестник степи", 2015, "3", "2", "5-10")),
        # the journal began in 1990
        ("773 0 $tВестник степи$dАлматы, 1990-$gNo. 2, p. 5", ("Вестник степи", None, None, "2", "5")),
        ("008 991231c19909999kz            000 0 kaz d\n773 0 $tВестник степи$gNo. 2",
         ("Вестник степи", None, None, "2", None)),
        # Invenio: INSPIRE, CDS, JINR
        ("773   $pВестник степи$v489$n1-2$c93-101$y2000", ("Вестник степи", 2000, "489", "1-2", "93-101")),
        ("773   $pPhys.Rev.$vD97$c012008$y2018", ("Phys.Rev.", 2018, "D97", None, "012008")),
        ("773   $pJINST$v12$n05$cP05001$y2017", ("JINST", 2017, "12", "05", "P05001")),
        ("773   $xPhys.Lett. B716 (2012) 1-29", ("Phys.Lett.", 2012, "B716", None, "1-29")),
        ("773   $wC12-06-01$c5\n773   $pВестник степи$v489$c93$y2000", ("Вестник степи", 2000, "489", None, "93")),
        ("909 C4$pВестник степи$v4$n2$c1-9$y2016", ("Вестник степи", 2016, "4", "2", "1-9")),
        ("773   $a10.5555/a.1$pВестник степи$v4", ("Вестник степи", None, "4", None, None)),
        # OJS before and since 3.1
        ("786 0 $nВестник степи; Том 3, № 2 (2018): Реки; 5-10", ("Вестник степи", 2018, "3", "2", "5-10")),
        ("786 0 $nВестник степи; № 3 (2018)", ("Вестник степи", 2018, None, "3", None)),
        ("773 0 $tВестник степи;$gVol 3 No 2 (2018): Rivers", ("Вестник степи", 2018, "3", "2", None)),
        # libraries that write the place into subfields of their own
        ("773 0 $tВестник степи$vТ. 5$n№ 2$cС. 5$d2011", ("Вестник степи", 2011, "5", "2", "5")),
        # the author of the collection comes before its title
        ("773 0 $7nnam$aСидоров, И.$tЗлатая степь$dМосква, 1971$gС. 76-132",
         ("Златая степь", 1971, None, None, "76-132")),
        # a meeting beside the journal, an abbreviation beside the title
        ("773   $pPoS$vLATTICE2012$c123$y2012$t30th Symposium", ("PoS", 2012, "LATTICE2012", None, "123")),
        ("773 0 $tВестник степи$pВестн. степи$gVol. 49, no. 2 (October 1998), p. 553-581",
         ("Вестник степи", 1998, "49", "2", "553-581")),
        # words before the numbers of Invenio's subfields
        ("773   $tВестник степи$vТ. 5$n№ 2$y2019$cС. 5-10", ("Вестник степи", 2019, "5", "2", "5-10")),
        ("773   $pВестник степи$v5$cS5-S10$y2019", ("Вестник степи", 2019, "5", None, "S5-S10")),
        # pages in 300 and in $q
        ("300   $aС. 5-10$bил.\n773 0 $tВестник степи$g2015, № 3", ("Вестник степи", 2015, None, "3", "5-10")),
        ("300   $a225 с.\n773 0 $tВестник степи$g2015, № 3", ("Вестник степи", 2015, None, "3", None)),
        ("773 0 $tВестник степи$gVol. 5$q123-130$d2011", ("Вестник степи", 2011, "5", None, "123-130")),
        # all of it in the title
        ("773 0 $tВестник степи. – 2015. – Т. 7, № 3. – С. 5–10", ("Вестник степи", 2015, "7", "3", "5–10")),
        ("773 0 $tИстория 20 века$gС. 5", ("История 20 века", None, None, None, "5")),
        # Zenodo: related works are no hosts
        ("773   $ndoi$iisCitedBy$a10.5555/a.2", None),
        ("", None),
    ],
)  # fmt: skip
def test_the_host_and_the_place_in_it(fields, told):
    assert place(read(TITLE + fields)) == told


@pytest.mark.parametrize(
    ("fields", "year", "published"),
    [
        ("260   $c2012.", 2012, "2012"),
        ("260   $c2018-09-30 00:00:00", 2018, "2018-09-30"),
        ("264  1$c[2005] г.", 2005, "2005"),
        # making and copyright are no publication, but better than nothing
        ("264  0$c1999\n264  1$c2001", 2001, "2001"),
        ("264  4$c©1999\n264  1$c2000", 2000, "2000"),
        ("264  1$c[date of publication not identified]\n264  4$c©2001", 2001, "2001"),
        ("264  3$c2015\n264  1$c[2000?]", 2000, "2000"),
        ("260   $c2000\n264  1$c2001", 2000, "2000"),
        # uploaded long after the issue
        ("260   $c2019-03-04\n786 0 $nВестник; № 3 (2015)", 2015, "2015"),
        ("008 990101s1999    kz            000 0 kaz d", 1999, "1999"),
        ("008 990101q19901999kz            000 0 kaz d", None, None),
        ("008 990101q19991999kz            000 0 kaz d", 1999, "1999"),
        ("008 990101c19909999kz            000 0 kaz d", None, None),
        ('008 "180930 2018                        eng  "', 2018, "2018"),
        ("008 99", None, None),
    ],
)
def test_dates(fields, year, published):
    record = read(TITLE + fields)
    assert (record.year, record.published) == (year, published)


@pytest.mark.parametrize(
    ("fields", "title"),
    [
        ("245 10$aИстория степи.$nЧ. 2,$pРеки /$cИ. П.", "История степи. Ч. 2, Реки"),
        ("245 10$aИстория степи.$pРеки :$bочерк", "История степи. Реки: очерк"),
        ("245 10$aИстория степи :$bочерк.$nЧ. 2.", "История степи: очерк. Ч. 2"),
        ("245 10$aИстория степи [Текст] :$bв 2 т.", "История степи: в 2 т."),
        ("245 10$aИстория степи$h[electronic resource] /", "История степи"),
        ("245 10$aО <i>реках</i> степи", "О реках степи"),
        ("245 00$aТ. 2.\n490 1 $aИстория степи", "История степи. Т. 2"),
        ("245 00$aВып. 3\n773 0 $tЗадачи степи$w(X)1", "Задачи степи. Вып. 3"),
        ("245 00$aТомск\n490 1 $aИстория степи", "Томск"),
    ],
)
def test_titles_have_their_parts(fields, title):
    assert read(fields, BOOK).titles[0].text == title


@pytest.mark.parametrize(
    ("fields", "people"),
    [
        ("100 1 $aСидоров, И. П.,$eавтор.\n700 12$aПетров, А. Б.$tГоры", [("Сидоров, И. П.", "author")]),
        ("700 1 $aПетров, А. Б.,$eред.", [("Петров, А. Б.", "editor")]),
        ("700 1 $iContainer of (work):$aПетров, А. Б.$tГоры", [("И. П. Сидоров", "author")]),
        ("700 1 $aПетров, Антон$4http://id.loc.gov/vocabulary/relators/edt", [("Петров, Антон", "editor")]),
        ("700 1 $aПетров, Антон$eпер. с каз.", [("Петров, Антон", "translator")]),
        ("700 1 $aПетров, Антон$eсоставитель", [("Петров, Антон", "compiler")]),
        ("700 1 $aПетров, Антон$eauthor of introduction", [("Петров, Антон", "other")]),
        ("700 1 $aПетров, Антон$ejoint author", [("Петров, Антон", "author")]),
        ("700 1 $aПетров, Антон$eқұрастырушы", [("Петров, Антон", "compiler")]),
        ("720   $aПетров, Антон$eauthor", [("Петров, Антон", "author")]),
        ("110 2 $aСтепной институт", [("Степной институт", "author")]),
        ("710 2 $aСтепной институт", [("Степной институт", "other")]),
        ("710   $gSTEPPE Collaboration", [("STEPPE Collaboration", "author")]),
    ],
)  # fmt: skip
def test_people(fields, people):
    found = read(TITLE + fields).contributors
    assert [(c.names[0].literal, c.role) for c in found] == people


@pytest.mark.parametrize(
    "subfields",
    ["$0https://orcid.org/0000-0002-1825-0097", "$0(orcid)0000-0002-1825-0097", "$jORCID:0000-0002-1825-0097",
     "$0http://x.org$10000-0001-0000-000X$0ORCID 0000-0002-1825-0097"],
)  # fmt: skip
def test_orcid_in_every_dialect(subfields):
    (author,) = read(f"{TITLE}720 1 $aПетров, Антон{subfields}").contributors
    assert [(i.scheme, i.value) for i in author.identifiers] == [("orcid", "0000-0002-1825-0097")]


def test_a_ror_is_no_name_of_a_place():
    (author,) = read(
        TITLE + "720 1 $aПетров, Антон$uhttps://ror.org/012345678$uСтепной институт"
    ).contributors
    assert [
        a.identifiers[0].scheme if a.identifiers else a.names[0].text for a in author.affiliations
    ] == [
        "ror",
        "Степной институт",
    ]


@pytest.mark.parametrize(
    ("leader", "fields", "kind"),
    [
        (BOOK, "", "book"),
        (BOOK, "773 0 $tИстория степи$w(X)1", "book"),  # a volume of a set
        (BOOK, "502   $aДис. канд. наук, Минск, 2015", "thesis"),
        (BOOK, "008 990101s1999    kz       m    000 0 kaz d", "thesis"),
        (BOOK, "655  7$aМонография", "book"),
        (PART, "773 0 $tВестник$gNo. 2", "article"),
        (PART, "773 0 $tСборник$z978-5-00000-000-0$gС. 5-10", "chapter"),
        (PART, "773 0 $tМатериалы конференции$z978-5-00000-000-0$gС. 5-10", "conference-paper"),
        (SERIAL_PART, "773 0 $tВестник", "article"),
        ("00000nas a2200000 a 4500", "", "miscellaneous"),
        ("00000ncm a2200000 a 4500", "", "miscellaneous"),  # music
        (
            "00000nam##2200000uu#4500",
            "980   $apublication$barticle\n773   $pВестник$v3$c5-6",
            "article",
        ),
        (DSPACE, "042   $adc", "unknown"),  # its leader is that of a sound recording, of everything
        (DSPACE, "042   $adc\n655  7$aThesis", "thesis"),
        (OJS, "042   $adc\n786 0 $nВестник; № 3 (2018)", "article"),
    ],
)
def test_the_type(leader, fields, kind):
    assert read(TITLE + fields, leader).type == kind


@pytest.mark.parametrize(
    ("fields", "languages"),
    [
        ("042   $adc\n546   $aru\n" + '008 "180930 2018                        eng  "', ("ru",)),
        ("042   $adc\n" + '008 "180930 2018                        eng  "', ()),
        ("546   $aText in Russian\n008 990101s1999    kz            000 0 kaz d", ("kk",)),
        ("041 0 $arus$akaz\n008 990101s1999    kz            000 0 kaz d", ("ru", "kk")),
        ("008 120626s2000 000 0 rus d", ("ru",)),  # blanks collapsed
        ("008 061002s1897 ru || ||1 ||rus d", ("ru",)),
    ],
)
def test_languages(fields, languages):
    assert read(TITLE + fields, OJS).languages == languages


@pytest.mark.parametrize(
    ("leader", "fields", "found"),
    [
        (BOOK, "020   $a978-5-00000-000-0 (в пер.)", [("isbn", "978-5-00000-000-0")]),
        (PART, "020   $a978-5-00000-000-0\n773 0 $tСборник", []),
        (PART, "856 4 $uhttps://doi.org/10.5555/a.1", [("doi", "10.5555/a.1")]),
        (PART, "024 7 $a10.5555/a.1$2doi$9submitter", [("doi", "10.5555/a.1")]),
        (
            PART,
            "037   $aarXiv:1207.7214$9arXiv$chep-ex\n037   $aX-PUB-12",
            [("arxiv", "arXiv:1207.7214")],
        ),
        (PART, "773   $a10.5555/a.1$pВестник$v4", [("doi", "10.5555/a.1")]),
    ],
)
def test_identifiers(leader, fields, found):
    assert [(i.scheme, i.value) for i in read(TITLE + fields, leader).identifiers] == found


def test_keywords_are_parted_and_licences_are_none():
    record = read(
        TITLE
        + "653   $aреки; степь\n650  7$aГидрология$xИстория\n650 17$acc-by$2opendefinition.org"
    )
    assert [s.value for s in record.subjects] == ["реки", "степь", "Гидрология"]


def test_the_series_of_a_book():
    host = read(TITLE + "490 1 $aБиблиотека степи ;$vвып. 5", BOOK).container
    assert (host.titles[0].text, host.volume, host.kind) == ("Библиотека степи", "5", None)


def test_references_of_invenio():
    record = read(
        TITLE
        + "999 C5$o1$hAchasov, M.N.$mstudy$sPhys.Rev.,D97,012008$y2018$adoi:10.5555/b.1$rarXiv:1712.08827\n"
        + "999 C5$o2$x[2] A. Sidorov, On Rivers, J. Step. 5 (2011) 3.$hA. Sidorov and B. Kim"
        + "$tOn Rivers$sJ. Step. 5 (2011) 3\n"
        + "999 C5$mBond J.R., 1997$pL33$tMon. Not.$v291$y1997\n"
        + "999 C6$a0-0-0-3-0-0-1\n999   $xlocal"
    )
    one, two, three = record.references
    assert (
        one.raw
        == "Achasov, M.N., study, Phys.Rev.,D97,012008, arXiv:1712.08827, doi:10.5555/b.1, 2018"
    )
    assert (one.fields.container, one.fields.volume, one.fields.first_page) == (
        "Phys.Rev.",
        "D97",
        "012008",
    )
    assert (one.fields.year, one.fields.doi, one.fields.arxiv) == (
        2018,
        "10.5555/b.1",
        "1712.08827",
    )
    assert two.raw == "A. Sidorov, On Rivers, J. Step. 5 (2011) 3."
    assert (two.fields.title, two.fields.authors) == ("On Rivers", ("A. Sidorov", "B. Kim"))
    assert (two.fields.container, two.fields.volume, two.fields.first_page) == (
        "J. Step.",
        "5",
        "3",
    )
    assert (three.fields.container, three.fields.volume, three.fields.first_page) == (
        "Mon. Not.",
        "291",
        "L33",
    )
    assert (three.fields.title, [r.position for r in record.references]) == (None, [1, 2, 3])


def test_ojs_mixes_the_names_of_two_schemas():
    """As OJS 3 writes field 773 inside MARCXML, and OJS 2.4 its oai_marc."""
    text = (
        "<record><leader>     nmb a2200000Iu 4500</leader><controlfield tag='001'>1</controlfield>"
        '<datafield tag="022" ind1="#" ind2="#"><subfield code="$a">2411-8591</subfield></datafield>'
        '<datafield tag="245" ind1="0" ind2="0"><subfield code="a">О реках</subfield></datafield>'
        '<datafield id="773" i1="0" i2=" "><subfield label="t">Вестник степи;</subfield>'
        '<subfield label="g">Том 3 № 2 (2018)</subfield></datafield></record>'
    )
    (record,) = parse_page("marcxml", page(text), source=HINTS).records
    assert place(record) == ("Вестник степи", 2018, "3", "2", None)
    assert (record.container.issn, record.warnings) == (("2411-8591",), ())


@pytest.mark.parametrize("format", ["oai_marc", "marcxml"])
def test_oai_marc_in_the_ways_of_aleph_and_ojs(format):
    aleph = (
        "<present><record><metadata><oai_marc><fixfield id='LDR'>00000naa^^2200000^a^4500</fixfield>"
        "<fixfield id='001'>000123</fixfield>"
        "<varfield id='245' i1='1' i2='0'><subfield label='a'>О реках</subfield></varfield>"
        "<varfield id='773' i1='0' i2=''><subfield label='t'>Вестник степи</subfield>"
        "<subfield label='g'>№ 2 (2018), с. 5-10</subfield></varfield></oai_marc></metadata></record></present>"
    )
    ojs = (
        "<oai_marc status='c' type='a' level='m'><fixfield id='001'>7</fixfield>"
        "<varfield tag='245' ind1='0' ind2='0'><subfield label='a'>История степи</subfield></varfield></oai_marc>"
    )
    (article,) = parse_page(format, aleph.encode(), source=HINTS).records
    assert (article.identifier, place(article)) == (
        "000123",
        ("Вестник степи", 2018, None, "2", "5-10"),
    )
    (book,) = parse_page(format, ojs.encode(), source=HINTS).records
    assert (book.identifier, book.type, book.titles[0].text) == ("7", "book", "История степи")


def test_a_person_in_another_script_that_has_no_relator_of_its_own():
    record = read(
        "100 1 $6880-01$aSidorov, I. P.$4edt\n245 10$6880-02$aOn rivers\n880 1 $6100-01/(N$aСидоров, И. П.\n"
        "880 10$6245-02/(N$aО реках. $nЧ. 2"
    )
    assert [n.literal for n in record.contributors[0].names] == ["Sidorov, I. P.", "Сидоров, И. П."]
    assert [t.text for t in record.titles] == ["On rivers", "О реках. Ч. 2"]


def test_every_field_may_stand_in_another_script():
    record = read(
        "100 1 $aSidorov, I. P.\n245 10$6880-01$aOn rivers\n520   $6880-02$aRivers.\n773 0 $6880-03$tVestnik$gNo. 2\n"
        "880 10$6245-01$aО реках\n880   $6520-02$aРеки.\n880 0 $6773-03$tВестник$gNo. 2\n880 1 $6700-00$aКим, А."
    )
    assert [t.text for t in record.titles] == ["On rivers", "О реках"]
    assert [a.text for a in record.abstracts] == ["Rivers.", "Реки."]
    assert [t.text for t in record.container.titles] == ["Vestnik", "Вестник"]


def test_titles_of_captions_and_spines_are_none():
    record = read(
        "245 10$aО реках\n246 31$aOn rivers\n246 18$aРеки на корешке\n246 30$aЧасть\n246   $aО реках степи"
    )
    assert [t.text for t in record.titles] == ["О реках", "On rivers", "О реках степи"]


def test_the_fuller_form_of_a_name():
    record = read(TITLE + "100 1 $aСидоров, И. П.$q(Иван Петрович)\n700 1 $aКим, А.$qБорис")
    assert [[n.literal for n in c.names] for c in record.contributors] == [
        ["Сидоров, И. П.", "Сидоров, Иван Петрович"],
        ["Ким, А."],
    ]


@pytest.mark.parametrize(
    ("statement", "names"),
    [
        ("И. П. Сидоров, А. Ким [и др.]", ["И. П. Сидоров", "А. Ким"]),
        ("Сидоров И. П. ; под ред. А. Кима", ["Сидоров И. П."]),
        ("Иван Петрович Сидоров", ["Иван Петрович Сидоров"]),
        ("под ред. А. Кима", []),
        ("Степной институт", []),
        ("сост. А. Б. Петров", []),
        ("[б. и.]", []),
    ],
)
def test_a_statement_names_the_authors_where_no_field_does(statement, names):
    fields = f"245 10$aО реках /$c{statement}"
    assert [c.names[0].literal for c in read(fields).contributors] == names
    assert len(read(f"{fields}\n100 1 $aКим, А.").contributors) == 1


def test_places_of_work_are_tied_to_people():
    """АРБИКОН's MARS, converted to MARC 21."""
    record = read(
        "245 10$aО реках\n100 1 $aСидоров, И.$6z01710\n700 1 $aКим, А.$6z02710\n710 2 $6z01100$aСтепной институт\n"
        "710 2 $6z02700$aБереговой институт$bКафедра рек\n710 2 $aОбщество рек$4aut"
    )
    people = [c for c in record.contributors if c.kind == "person"]
    assert [c.affiliations[0].names[0].text for c in people] == [
        "Степной институт",
        "Береговой институт. Кафедра рек",
    ]
    assert [c.names[0].literal for c in record.contributors if c.kind != "person"] == [
        "Общество рек"
    ]


@pytest.mark.parametrize(
    ("fields", "year"),
    [
        ("502   $bPhD$cStepnoy$d2015", 2015),
        ("269   $c12 Dec 2014", 2014),
        ("502   $aДис. канд. наук", None),
    ],
)
def test_years_of_theses_and_preprints(fields, year):
    assert read(TITLE + fields).year == year


@pytest.mark.parametrize(
    ("given", "year", "published", "warned"),
    [
        ("30 сент. 2018", 2018, "2018-09-30", 0),
        ("cop. 2012", 2012, "2012", 0),
        ("2021-00-00", 2021, "2021", 1),
        ("[б. г.]", None, None, 1),
        ("2125", None, None, 1),
        ("2018-2019", 2018, "2018", 0),
    ],
)
def test_partly_wrong_dates(given, year, published, warned):
    record = read(f"{TITLE}260   $c{given}")
    assert (record.year, record.published, len(record.warnings)) == (year, published, warned)


def test_ojs_before_2_4_6_puts_the_affiliation_into_the_name_and_the_sponsor_behind_the_publisher():
    record = read(
        "042   $adc\n245 00$aО реках\n720   $aСидоров, Иван; Степной институт\n720   $aҚасымова, Айгүл; КазНУ\n"
        "653   $aреки; степь\n260   $bСтепной институт\n720   $aФонд степи\n260   $c2008-05-13\n"
        "786 0 $nВестник степи; Vol 3, No 2 (2008); 5-10\n546   $aru",
        "     cam         3u     ",
    )
    assert [
        (c.names[0].literal, c.role, [a.names[0].text for a in c.affiliations])
        for c in record.contributors
    ] == [
        ("Сидоров, Иван", "author", ["Степной институт"]),
        ("Қасымова, Айгүл", "author", ["КазНУ"]),
        ("Фонд степи", "other", []),
    ]
    assert place(record) == ("Вестник степи", 2008, "3", "2", "5-10")
    assert (record.published, record.type, record.languages) == ("2008-05-13", "article", ("ru",))


def test_dspace_names_its_authors_before_the_date():
    record = read(
        "042   $adc\n720   $aСидоров, И. П.$eauthor\n260   $c2010-05-01\n520   $aРеки.\n024 8 $ahttp://hdl.handle.net/1/2\n"
        "653   $aреки\n245 00$aО реках",
        DSPACE,
    )
    assert [(c.names[0].literal, c.role) for c in record.contributors] == [
        ("Сидоров, И. П.", "author")
    ]
    assert (record.year, record.type) == (2010, "unknown")

"""People of JATS articles: groups beside their members, marks that are no names, forms in their languages.

Of ``crawler.formats.journal_xml.jats_people``, ``crawler.formats.journal_xml.jats_places``.
"""

from __future__ import annotations

import pytest

from crawler.formats import SourceHints, parse_page

HINTS = SourceHints(source="trial")


def parsed(meta, lang="ru"):
    data = (
        f"<article xml:lang='{lang}' xmlns:xlink='http://www.w3.org/1999/xlink'><front><article-meta>"
        "<article-id pub-id-type='doi'>10.5555/a</article-id><title-group><article-title>Т</article-title>"
        "</title-group>"
        f"{meta}</article-meta></front></article>"
    )
    (record,) = parse_page("jats", data.encode(), source=HINTS).records
    return record.contributors


def people(*contribs, lang="ru", group="<contrib-group>"):
    return parsed(f"{group}{''.join(contribs)}</contrib-group>", lang)


def contrib(inner, kind="author"):
    return f"<contrib{f' contrib-type={kind!r}' if kind else ''}>{inner}</contrib>"


def name(family, given="И.", lang=""):
    code = f" xml:lang={lang!r}" if lang else ""
    return f"<name{code}><surname>{family}</surname><given-names>{given}</given-names></name>"


def told(found):
    return [(c.kind, c.role, c.names[0].literal) for c in found]


MEMBERS = f"<contrib-group>{contrib(name('Ли'))}{contrib(name('Ким'))}</contrib-group>"
BOTH = [
    ("organisation", "author", "Степной союз"),
    ("person", "author", "Ли И."),
    ("person", "author", "Ким И."),
]


@pytest.mark.parametrize(
    "inner",
    [
        f"<collab>Степной союз{MEMBERS}</collab>",
        f"<collab>Степной союз</collab>{MEMBERS}",
        f"<collab><institution>Степной союз</institution><xref ref-type='fn' rid='f'>*</xref>{MEMBERS}</collab>",
        f"<collab-alternatives><collab>Степной союз{MEMBERS}</collab></collab-alternatives>",
    ],
)
@pytest.mark.parametrize("kind", ["author", "collab", "group author", ""])
def test_a_group_and_its_members_stand_apart(inner, kind):
    assert told(people(contrib(inner, kind))) == BOTH


def test_groups_in_groups():
    inner = f"<collab>Степь<contrib-group>{contrib(f'<collab>Река{MEMBERS}</collab>')}</contrib-group></collab>"
    names = [literal for _, _, literal in told(people(contrib(inner)))]
    assert names == ["Степь", "Река", "Ли И.", "Ким И."]


@pytest.mark.parametrize(
    ("inner", "wanted"),
    [
        (f"{name('Ли')}<collab>Степной союз</collab>", ["Ли И.", "Степной союз"]),
        ("<collab>Степь</collab><collab>Река</collab>", ["Степь", "Река"]),
        (
            "<collab-alternatives><collab xml:lang='ru'>Степь</collab><collab xml:lang='en'>Steppe</collab>"
            "</collab-alternatives>",
            ["Степь"],
        ),
        (f"{name('Ли')}<on-behalf-of>Степной союз</on-behalf-of>", ["Ли И.", "Степной союз"]),
        ("<anonymous/>", []),
        ("<name/>", []),
        ("<string-name>Ли, Иван</string-name>", ["Ли, Иван"]),
        ("<string-name><surname>Ли</surname>, <given-names>И.</given-names></string-name>", ["Ли И."]),
        ("<name><surname>Ли</surname><given-names initials='И. П.'/></name>", ["Ли И. П."]),
        ("<name><surname>Ли</surname></name>", ["Ли"]),
        # marks of footnotes and affiliations
        (f"{name('Ли<xref ref-type=`fn` rid=`f`>*</xref>').replace('`', chr(34))}<xref "
         f"ref-type='aff'>1</xref>", ["Ли И."]),
        (name("Ли<sup>1,2</sup>"), ["Ли И."]),
        (name("Ли", "И.<fn><p>Грант</p></fn>"), ["Ли И."]),
        ("<string-name>И. Ли<sup>a</sup></string-name>", ["И. Ли"]),
        ("<collab>Степной союз<xref ref-type='aff'><sup>1</sup></xref><email>a@b.org</email></collab>", ["Степной "
         "союз"]),
    ],
)  # fmt: skip
def test_who_one_contributor_is(inner, wanted):
    assert [literal for _, _, literal in told(people(contrib(inner)))] == wanted


def test_who_stands_for_a_group_is_its_author_and_not_the_group():
    found = people(contrib(f"{name('Ли')}<on-behalf-of>Степной союз</on-behalf-of>"))
    assert [c.role for c in found] == ["author", "other"]


@pytest.mark.parametrize(
    ("given", "wanted"),
    [
        ("<contrib-id>https://orcid.org/0000-0002-1825-0097</contrib-id>", ["0000-0002-1825-0097"]),
        ("<contrib-id>0000-0002-1825-0097</contrib-id>", ["0000-0002-1825-0097"]),
        ("<contrib-id "
         "contrib-id-type='ORCID'>http://orcid.org/0000-0002-1825-0097/</contrib-id>", ["0000-0002-1825-0097"]),
        ("<contrib-id contrib-id-type='other'>orcid.org/0000-0002-1825-0097</contrib-id>", ["0000-0002-1825-0097"]),
        ("<uri content-type='orcid'>https://orcid.org/0000-0002-1825-0097</uri>", ["0000-0002-1825-0097"]),
        ("<ext-link ext-link-type='orcid' "
         "xlink:href='https://orcid.org/0000-0002-1825-0097'/>", ["0000-0002-1825-0097"]),
        ("<email xlink:href='https://orcid.org/0000-0002-1825-0097'>a@b.org</email>", []),
        ("<contrib-id>12345</contrib-id>", []),
        ("<contrib-id>0000-0002-1825-0098</contrib-id>", []),
        ("<uri>https://example.org/me</uri>", []),
    ],
)  # fmt: skip
def test_orcid_is_told_by_its_form(given, wanted):
    (found,) = people(contrib(given + name("Ли")))
    assert [i.value for i in found.identifiers if i.scheme == "orcid"] == wanted


def test_orcid_as_the_address_of_the_contributor():
    given = f"<contrib xlink:href='https://orcid.org/0000-0002-1825-0097'>{name('Ли')}</contrib>"
    assert people(given)[0].identifiers[0].value == "0000-0002-1825-0097"
    other = f"<contrib xlink:href='https://example.org/me'>{name('Ли')}</contrib>"
    assert people(other)[0].identifiers == ()


@pytest.mark.parametrize(
    ("inner", "lang", "wanted"),
    [
        (name("Ли", "И.", "ru") + name("Li", "I.", "en"), "ru", [("Ли И.", "ru"), ("Li I.", "en")]),
        (
            f"<name-alternatives>{name('Ли', 'И.')}{name('Li', 'I.')}</name-alternatives>",
            "ru",
            [("Ли И.", "ru"), ("Li I.", None)],
        ),
        (
            f"<name-alternatives>{name('Li', 'I.', 'en')}{name('Ли', 'И.')}</name-alternatives>",
            "en",
            [("Li I.", "en"), ("Ли И.", None)],
        ),
        (
            f"<name-alternatives><string-name xml:lang='hy'>Ա. Լի</string-name>"
            f"{name('Ли', 'А.', 'ru')}</name-alternatives>",
            "ru",
            [("Ա. Լի", "hy"), ("Ли А.", "ru")],
        ),
        (name("Ли"), "be", [("Ли И.", "be")]),
    ],
)
def test_one_person_has_each_form_in_its_language(inner, lang, wanted):
    (found,) = people(contrib(inner), lang=lang)
    assert [(n.literal, n.lang) for n in found.names] == wanted


@pytest.mark.parametrize(
    ("group", "kind", "inner", "role"),
    [
        ("<contrib-group>", "", "", "author"),
        ("<contrib-group content-type='authors'>", "", "", "author"),
        ("<contrib-group content-type='editors'>", "", "", "editor"),
        ("<contrib-group content-type='editors'>", "author", "", "author"),
        ("<contrib-group content-type='section'>", "", "", "author"),
        ("<contrib-group>", "Author", "", "author"),
        ("<contrib-group>", "", "<role>Editor</role>", "editor"),
        ("<contrib-group>", "", "<role>conceptualization</role>", "author"),
        ("<contrib-group>", "author", "<role>Editor</role>", "author"),
        ("<contrib-group>", "non-byline", "", "other"),
    ],
)
def test_roles(group, kind, inner, role):
    (found,) = people(contrib(name("Ли") + inner, kind), group=group)
    assert found.role == role


def test_who_runs_the_journal_has_no_part_in_the_article():
    """OJS's ``nlm`` lists managers and editors of the journal in every article."""
    kinds = ("editor", "jmanager", "secteditor")
    staff = [contrib(name(family), kind) for family, kind in zip("АБВ", kinds, strict=True)]
    assert told(people(contrib(name("Ли")), *staff)) == [("person", "author", "Ли И.")]
    alone = people(contrib(name("Ли")), contrib(name("Ким"), "editor"))
    assert told(alone) == [("person", "author", "Ли И."), ("person", "editor", "Ким И.")]


def places(aff, mark="<xref ref-type='aff' rid='a1'/>"):
    (found,) = parsed(f"<contrib-group>{contrib(name('Ли') + mark)}</contrib-group>{aff}")
    return [[(n.text, n.lang) for n in place.names] for place in found.affiliations]


@pytest.mark.parametrize(
    ("aff", "wanted"),
    [
        (
            "<aff-alternatives id='a1'><aff><institution xml:lang='kk'/></aff><aff><institution xml:lang='ru'>Институт"
            "</institution></aff><aff><institution xml:lang='en'>Institute</institution></aff></aff-alternatives>",
            [("Институт", "ru"), ("Institute", "en")],
        ),
        (
            "<aff id='a1'><institution xml:lang='ru'>Институт</institution><institution "
            "xml:lang='en'>Institute</institution></aff>",
            [("Институт", "ru"), ("Institute", "en")],
        ),
        (
            "<aff id='a1' xml:lang='ru'><institution>Кафедра</institution><institution>Институт</institution></aff>",
            [("Кафедра, Институт", "ru")],
        ),
        (
            "<aff id='a1'><institution-wrap><institution-id institution-id-type='ROR'>x</institution-id>"
            "<institution>Институт"
            "</institution></institution-wrap></aff>",
            [("Институт", None)],
        ),
        (
            "<aff id='a1'><label>1</label><institution content-type='original'>Кафедра, Институт, Минск</institution>"
            "<institution content-type='orgname'>Институт</institution></aff>",
            [("Институт", None)],
        ),
        ("<aff id='a1'><sup>1</sup> Институт, Минск</aff>", [("Институт, Минск", None)]),
        (
            "<aff id='a1' xml:lang='ru'>Институт<country>Россия</country></aff>",
            [("Институт, Россия", "ru")],
        ),
        (
            "<aff id='a1'><p>Институт</p><city>Ош</city>, <country>КР</country></aff>",
            [("Институт, Ош, КР", None)],
        ),
        (
            "<aff id='a1'>Институт <italic>рек</italic> (<city>Ош</city>)</aff>",
            [("Институт рек (Ош)", None)],
        ),
    ],
)
def test_names_of_an_affiliation_by_language(aff, wanted):
    assert places(aff) == [wanted]


@pytest.mark.parametrize(
    ("mark", "count"),
    [
        ("<xref ref-type='aff' rid='a1 a2'>1,2</xref>", 2),
        ("<xref ref-type='aff'>2</xref>", 1),
        ("<xref ref-type='aff'><sup>1,2</sup></xref>", 2),
        ("<xref rid='a2'>2</xref>", 1),
        ("<xref ref-type='fn' rid='a2'>2</xref>", 0),
        ("<xref ref-type='aff' rid='a9'>9</xref>", 0),
    ],
)
def test_marks_point_by_id_or_by_what_they_show(mark, count):
    affs = "".join(f"<aff id='a{n}'><label>{n}</label>Институт {n}</aff>" for n in (1, 2))
    assert len(places(affs, mark)) == count

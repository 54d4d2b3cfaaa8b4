"""RUSMARC in the XML of RUSLAN and libcms: fields, indicators and letters of the leader are elements; generated."""

from __future__ import annotations

import pytest

from crawler.formats import SourceHints, parse_page
from crawler.formats.page import PageError

HINTS = SourceHints(source="trial")
LEADER = """<leader><length>03559</length><status>{status}</status><type>a</type><leader07>a</leader07>
<leader08>2</leader08></leader>"""
ARTICLE = r"""<field id="001">RU\GEN\bibl\1</field>
<field id="101"><indicator id="1">0</indicator><indicator id="2"> </indicator><subfield id="a">rus</subfield></field>
<field id="200"><indicator id="1">1</indicator><indicator id="2"> </indicator>
  <subfield id="a">Модель данных</subfield><subfield id="f">И. И. Петров</subfield><subfield>?</subfield></field>
<field id="461"><indicator id="1"> </indicator><indicator id="2">0</indicator>
  <subfield id="1"><field id="001">RU\GEN\bibl\2</field></subfield>
  <subfield id="1"><field id="200"><indicator id="1">1</indicator><indicator id="2"> </indicator>
    <subfield id="a">Вестник связи</subfield></field></subfield>
  <subfield id="1"><field id="210"><subfield id="d">1995-</subfield></field></subfield></field>
<field id="463"><indicator id="1"> </indicator><indicator id="2">0</indicator>
  <subfield id="1"><field id="200"><subfield id="a">№3(80) : Связь</subfield>
    <subfield id="v">С. 232-236 : ил</subfield><subfield>?</subfield></field></subfield>
  <subfield id="1"><field id="210"><subfield id="d">2009</subfield></field></subfield></field>
<field id="610"><subfield id="a">данные</subfield><subfield id="a">модели</subfield></field>
<field id="700"><indicator id="1"> </indicator><indicator id="2">1</indicator><subfield id="a">Петров</subfield>
  <subfield id="b">И. И.</subfield><subfield id="p">Институт связи</subfield></field>"""


def parse(fields, status="n"):
    record = f'<record syntax="1.2.840.10003.5.28">{LEADER.format(status=status)}{fields}</record>'
    data = f"<collection>{record}</collection>".encode()
    return parse_page("marcxml", data, source=HINTS)


def test_an_article_has_its_place_out_of_the_fields_within_the_links():
    (record,) = parse(ARTICLE).records
    assert record.identifier == r"RU\GEN\bibl\1"
    assert (record.type, record.year, record.languages) == ("article", 2009, ("ru",))
    assert [title.text for title in record.titles] == ["Модель данных"]
    host = record.container
    assert [title.text for title in host.titles] == ["Вестник связи"]
    assert (host.issue, host.first_page, host.last_page) == ("3(80)", "232", "236")


def test_people_and_keywords_of_repeated_subfields_are_read():
    (record,) = parse(ARTICLE).records
    (person,) = record.contributors
    assert (person.names[0].family, person.names[0].given) == ("Петров", "И. И.")
    assert person.affiliations[0].names[0].text == "Институт связи"
    assert [subject.value for subject in record.subjects] == ["данные", "модели"]


def test_the_letter_of_the_leader_says_that_the_record_is_deleted():
    (record,) = parse(ARTICLE, status="d").records
    assert record.deleted


def test_fields_that_have_names_instead_of_tags_are_no_marc():
    page = parse('<field id="title">Модель данных</field>')
    assert not page.records
    assert [rejected.reason for rejected in page.rejected] == ["invalid-value"]
    with pytest.raises(PageError):
        parse_page("marcxml", b'<rows><row><field id="200">x</field></row></rows>', source=HINTS)

"""The type of a work that no source states, from its place and its words (indexer.document_type)."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.document_type import Place, type_of_record, type_of_reference
from indexer.references.parse import parse_reference
from schemas import Container, LocalizedText, ReferenceFields
from schemas.vocabularies import document_types


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        # journals, in six languages and three styles
        ("Иванов И. И. О реках // Вестник БГУ. 2010. Т. 5, № 2. С. 3–9.", "article"),
        ("Кавалёнак А. В. Пра рэкі // Весці НАН Беларусі. 2012. № 3. С. 71–80.", "article"),
        ("Қасымов Б. Өзендер туралы // ҚазҰУ хабаршысы. 2015. № 2. Б. 11–19.", "article"),
        ("Асанов К. Суулар жөнүндө // КУУнун жарчысы. 2016. № 1. Б. 5–8.", "article"),
        ("Հակոբյան Ա. Գետերի մասին // Բանբեր Երևանի համալսարանի. 2014. № 1. Էջ 3–12.", "article"),
        ("Smith, J. (2010). On rivers. Water Research, 5(2), 3–9.", "article"),
        ("Smith J. On rivers. Water Res. 2010;5(2):3-9.", "article"),
        ("Автореферат диссертации как жанр // Вестник БГУ. 2010. № 2. С. 3–9.", "article"),
        ("Иванов И. И. О съездах // Вестник конференций. 2010. № 2. С. 3–9.", "article"),
        # meetings
        ("Иванов И. И. О реках // Материалы IV Междунар. конф. Минск, 2010. С. 3–9.", "conference-paper"),
        ("Кавалёнак А. В. Пра рэкі // Тэзісы дакладаў канферэнцыі. Мінск, 2012. С. 71.", "conference-paper"),
        ("Қасымов Б. Өзендер // Халықаралық конференция материалдары. Алматы, 2015. Б. 11–19.", "conference-paper"),
        ("Հակոբյան Ա. Գետեր // Գիտաժողովի նյութեր. Երևան, 2014. Էջ 3–12.", "conference-paper"),
        ("Smith J. On rivers // Proc. of the 10th Int. Symp. on Soils. Minsk, 2010. P. 3–9.", "conference-paper"),
        ("Ivanov I. I. O rekakh // Materialy konferentsii. M., 2010. S. 3–9.", "conference-paper"),
        # parts of books
        ("Иванов И. И. О реках // Реки степи : сб. ст. М. : Наука, 2010. С. 3–9.", "chapter"),
        ("Иванов И. И. О реках // В кн.: Реки степи. М. : Наука, 2010. С. 3–9.", "chapter"),
        # books
        ("Иванов И. И. Реки степи. М. : Наука, 2010. 210 с.", "book"),
        ("Кавалёнак А. В. Рэкі стэпу : падручнік. Мінск : Навука, 2010. 210 с.", "book"),
        ("Қасымов Б. Дала өзендері. Алматы : Ғылым, 2010. 210 б.", "book"),
        ("Smith, J. (2010). Rivers of the steppe. Oxford: Pergamon Press.", "book"),
        ("Кузин Ф. А. Кандидатская диссертация: методика написания. М. : Ось-89, 2008. 224 с.", "book"),
        # theses
        ("Иванов И. И. Реки степи : дис. ... канд. геогр. наук : 25.00.23. М., 2010. 150 с.", "thesis"),
        ("Иванов И. И. Реки степи : автореф. дис. ... д-ра геогр. наук. М., 2010. 40 с.", "thesis"),
        ("Кавалёнак А. В. Рэкі : аўтарэф. дыс. ... канд. геагр. навук. Мінск, 2010. 20 с.", "thesis"),
        ("Smith J. Rivers of the steppe. Ph.D. thesis, University of Leeds, 2010.", "thesis"),
        # what is known by a number
        ("Пат. 2674999 РФ, МПК E02D 3/12. Способ укрепления / И. И. Иванов. Опубл. 14.12.2018, Бюл. № 35.", "patent"),
        ("ГОСТ Р 7.0.5–2008. Библиографическая ссылка. М. : Стандартинформ, 2008. 23 с.", "standard"),
        ("СТБ 1500-2004. Питьевая вода. Минск : Госстандарт, 2004. 10 с.", "standard"),
        # the rest
        ("Реки степи : отчёт о НИР / БГУ ; рук. И. И. Иванов. Минск, 2010. 90 с.", "report"),
        ("Lake Atlas. Available at: https://lakes.example.org (accessed 15.02.2013).", "webpage"),
        ("Реки степи [Электронный ресурс]. URL: https://rivers.example.org/steppe", "webpage"),
        ("PHP and rivers // Riverpoint.com. URL: https://www.riverpoint.com/php", "webpage"),
        ("Решение приведено в [15].", "unknown"),
    ],
)  # fmt: skip
def test_references_in_six_languages(raw, expected):
    assert type_of_reference(parse_reference(raw), raw) == expected


def test_what_the_source_states_comes_first():
    stated = ReferenceFields(title="О реках", container="Вестник", issue="2", type="book-chapter")
    assert type_of_reference(stated, "") == "chapter"
    odd = ReferenceFields(title="О реках", container="Вестник", issue="2", type="zzz")
    assert type_of_reference(odd, "") == "article"


def _host(name="", **place):
    return Container(titles=(LocalizedText(name),) if name else (), **place)


@pytest.mark.parametrize(
    ("host", "published", "has_isbn", "expected"),
    [
        (_host("Вестник БГУ"), False, False, "article"),
        (_host(issn=("0131-1417",)), False, False, "article"),
        (_host("Реки степи", pages="3-9"), False, False, "article"),
        (_host("Материалы съезда", pages="3-9"), False, False, "conference-paper"),
        (_host("Реки", kind="proceedings"), False, False, "conference-paper"),
        (_host("Реки", kind="book"), False, False, "chapter"),
        (_host("Реки", isbn=("9785990583312",), pages="3-9"), False, False, "chapter"),
        (_host("Памятники литературы", volume="5"), True, True, "book"),
        (None, True, False, "book"),
        (None, False, True, "book"),
        (None, False, False, "unknown"),
        (_host(pages="3-9"), False, False, "unknown"),
    ],
)
def test_records_without_a_type(host, published, has_isbn, expected):
    assert type_of_record(host, published=published, has_isbn=has_isbn) == expected


@given(st.text(max_size=300))
def test_every_text_has_a_type_of_the_vocabulary(raw):
    assert type_of_reference(parse_reference(raw), raw) in document_types()


def test_a_place_says_nothing_unless_told():
    assert Place() == Place(host="", numbered=False, paged=False, issn=False)

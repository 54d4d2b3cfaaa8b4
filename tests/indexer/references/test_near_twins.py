"""Near twins: titles that differ in a telling word, and references to them. Titles and works are invented."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.evaluate.sets import SetRecord
from indexer.profiles.of_record import record_profile
from indexer.profiles.profile import Profile
from indexer.references.evidence import text_of
from indexer.references.fields import reference_profile
from indexer.references.matching import Decision, decide
from indexer.references.near_twins import title_likeness
from indexer.references.title_evidence import agreement_of, begins_in_text
from indexer.text.folding import fold
from indexer.text.word_forms import Likeness
from schemas import Reference

SAME, DOUBT, TWIN = Likeness.SAME, Likeness.DOUBTFUL, Likeness.OTHER


@pytest.mark.parametrize(
    ("one", "other", "likeness"),
    [
        (
            "Методы расчёта мостов на скальных грунтах",
            "Методы расчета мостов на слабых грунтах",
            TWIN,
        ),
        (
            "Методы расчёта тоннелей на слабых грунтах",
            "Методы расчета мостов на слабых грунтах",
            TWIN,
        ),
        ("Флора южного Приуралья", "Фауна южного Приуралья", TWIN),
        ("Флора северо-западного Приуралья", "Флора северо-восточного Приуралья", TWIN),
        ("Тезисы докладов. Минск", "Тезисы докладов. Брест", TWIN),
        ("Итоги 2010 года", "Итоги 2011 года", TWIN),
        ("Мова беларускіх летапісаў", "Мова беларускіх граматаў", TWIN),
        ("Жүгері өсіру технологиясы", "Бидай өсіру технологиясы", TWIN),
        ("Тоо суулары жана курамы", "Көл суулары жана курамы", TWIN),
        ("Խաղողի մշակության եղանակներ", "Ծիրանի մշակության եղանակներ", TWIN),
        ("Growth of winter wheat", "Growth of spring wheat", TWIN),
        ("Состояние почв Алтая", "Состояние почв Западной Сибири", DOUBT),  # it may be a subtitle
        ("Влияние температур на рост пшениц", "Влияние температуры на рост пшеницы", SAME),
        ("Влияние температуры на рост", "Влияние температуры на рост пшеницы", SAME),
        ("Рост пшеницы. Агрохимия и почвы края", "Рост пшеницы: итоги опыта за десять лет", SAME),
        ("Data base systems", "Database systems", SAME),
        ("Методы рас- чета мостов", "Методы расчёта мостов", SAME),
        ("Русско-белорусский словарь", "Словарь русско-белорусский", SAME),
        ("Учебник физики для школ", "Справочник физики для школ", TWIN),
        ("Мосты: учебник", "Мосты: учебное пособие", SAME),
        ("Глеба вобласці і яе ўрадлівасць", "Глебы вобласцей і іх урадлівасць", SAME),
        ("Топырақтарының құнарлылығы", "Топырағының құнарлылығы", SAME),
        ("Vliyanie temperatury na rost", "Влияние температуры на рост", SAME),
    ],
)
def test_titles_of_near_twins(one: str, other: str, likeness: Likeness) -> None:
    assert title_likeness(fold(one), fold(other)) is likeness
    assert title_likeness(fold(other), fold(one)) is likeness


@given(
    st.lists(st.sampled_from(["почвы", "реки", "леса", "Алтая", "и", "2010", "Минск"]), min_size=1)
)
def test_a_title_is_no_twin_of_itself_nor_of_what_lacks_its_end(words: list[str]) -> None:
    title = fold(" ".join(words))
    assert title_likeness(title, title) is SAME
    assert title_likeness(title, " ".join(title.split()[:-1]) or title) is SAME


@pytest.mark.parametrize(
    ("one", "other", "agree"),
    [
        (
            "Солтүстік өңір топырақтарының құнарлылығы. Хабаршы",
            "Солтүстік өңір топырағының құнарлылығы",
            True,
        ),
        (
            "Болезни диких животных и их лечение. Вестник",
            "Болезни домашних животных и их лечение",
            False,
        ),
        ("Почвы", "Почвы Алтая и их охрана", False),
    ],
)
def test_a_title_with_its_host_agrees_by_its_beginning(one: str, other: str, agree: bool) -> None:
    assert (agreement_of(fold(one), fold(other)) >= 0.88) is agree


BOOK = SetRecord(
    id="w1",
    title="Методы расчёта мостов на слабых грунтах",
    authors=("Громов П. А.", "Лесков А. Н."),
    year=1979,
    publisher="Стройиздат",
    place="Л.",
    pages="204",
)
PART = SetRecord(
    id="w2",
    title="Реки Алтая. Часть I",
    authors=("Котов И. Л.",),
    year=1999,
    container="Вестник вод",
    volume="5",
    issue="2",
    pages="12-20",
)
VOLUME = SetRecord(
    id="w3",
    title="История Минска",
    authors=("Лыч Л.",),
    year=1997,
    volume="1",
    publisher="Навука",
)


def _decide(raw: str, work: SetRecord) -> Decision:
    profile = reference_profile(Reference(raw=raw, position=1))
    return decide(profile, raw, [(1, record_profile(work.harvested(), "test"))])


@pytest.mark.parametrize(
    ("raw", "work", "linked"),
    [
        (
            "Громов П. А. Методы расчета мостов на слабых грунтах. Л. : Стройиздат, 1979. 204 с.",
            BOOK,
            True,
        ),
        (
            "Громов П. А. Метод расчета мостов на слабых грунтах. Л. : Стройиздат, 1979. 204 с.",
            BOOK,
            True,
        ),
        (
            "Gromov P. A. Metody rascheta mostov na slabykh gruntakh. L. : Stroyizdat, 1979. 204 p.",
            BOOK,
            True,
        ),
        (
            "Громов П. А. Методы расчёта мостов на скальных грунтах. Л. : Стройиздат, 1979. 210 с.",
            BOOK,
            False,
        ),
        (
            "Gromov P. A. Metody rascheta mostov na skalnykh gruntakh. L. : Stroyizdat, 1979. 210 p.",
            BOOK,
            False,
        ),
        (
            "Громов П. А. Методы расчёта тоннелей на слабых грунтах. Л. : Стройиздат, 1979. 210 с.",
            BOOK,
            False,
        ),
        (
            "Громов П. А. Методы расчета мостов на слабых грунтах. 3-е изд. Л. : Стройиздат, 1986. 230 с.",
            BOOK,
            False,
        ),
        ("Громов П. А. Сопротивление материалов. Л. : Стройиздат, 1979. 204 с.", BOOK, False),
        ("Громов П. А. — Л. : Стройиздат, 1979.", BOOK, False),
        ("Котов И. Л. Реки Алтая. Ч. 1 // Вестник вод. 1999. Т. 5, № 2. С. 12–20.", PART, True),
        ("Котов И. Л. Реки Алтая. Ч. 2 // Вестник вод. 1999. Т. 5, № 3. С. 31–40.", PART, False),
        ("Лыч Л. История Минска. Т. 1. Минск : Навука, 1997. 485 с.", VOLUME, True),
        ("Лыч Л. История Минска. Т. 2. Минск : Навука, 1997. 485 с.", VOLUME, False),
    ],
)
def test_a_near_twin_is_not_linked(raw: str, work: SetRecord, linked: bool) -> None:
    assert (_decide(raw, work).work is not None) is linked


@pytest.mark.parametrize(
    ("read", "held", "whole"),
    [
        ("Реки Алтая", "Реки Алтая: избранные труды", True),
        ("Реки Алтая", "Реки Алтая: полное собрание", False),  # the text does not say it
        ("Озёра", "Реки Алтая: избранные труды", False),
        ("Реки", "Реки Алтая", False),  # so short a title may stand in a text by chance
    ],
)
def test_a_title_of_which_the_beginning_was_read(read: str, held: str, whole: bool) -> None:
    text = text_of("Котов И. Л. Реки Алтая : избранные труды. М. : Наука, 1999.")
    reference, work = Profile(titles=(fold(read),)), Profile(titles=(fold(held),))
    assert begins_in_text(reference, text, work) is whole


def test_a_near_twin_says_so() -> None:
    raw = "Громов П. А. Методы расчёта мостов на скальных грунтах. Л. : Стройиздат, 1979. 210 с."
    assert _decide(raw, BOOK).reason == "veto:near-twin"

"""Pairing of Russian and romanised lists. The lists are invented."""

from __future__ import annotations

from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from indexer.references.bilingual import pair_lists
from schemas import Reference

RU = [
    "Иванов И. И. Влияние температуры на рост пшеницы // Агрохимия. 2015. Т. 3, № 2. С. 12–20.",
    "Лыч Л. Гісторыя культуры Беларусі. — Мінск : Навука, 1997. — 485 с.",
    "Нұрпейісова Г. С. Қазақ тілінің дамуы // ҚазҰУ хабаршысы. – 2019. – № 2. – Б. 12-18.",
    "Smith J. Flow of granular matter // Physica. 2010. Vol. 125. P. 251–258.",
    "Веб-сайт Mozilla. URL: https://www.mozilla.org (дата обращения: 01.02.2020).",
]
EN = [
    "Ivanov I.I. Influence of temperature on wheat growth. Agrokhimiya, 2015, vol. 3, no. 2, pp. 12–20. (In Russ.).",
    "Lych L. Gistoryia kul'tury Belarusi [History of culture]. Minsk, Navuka Publ., 1997. 485 p.",
    "Nurpeiisova G. S. Qazaq tilinin damuy. QazUU khabarshysy, 2019, no. 2, pp. 12-18.",
    "Smith J. Flow of granular matter. Physica, 2010, vol. 125, pp. 251–258.",
    "Mozilla website. Available at: https://www.mozilla.org (accessed 1 February 2020).",
]


def _lists(
    left: list[str], right: list[str], ids: tuple[str, str] = ("ru", "en")
) -> list[Reference]:
    rows = [(raw, ids[0]) for raw in left] + [(raw, ids[1]) for raw in right]
    return [Reference(raw=raw, position=n, list_id=name) for n, (raw, name) in enumerate(rows, 1)]


def test_pairs_two_lists_in_one_order() -> None:
    assert pair_lists(_lists(RU, EN)) == [(n, n + 5) for n in range(5)]


def test_an_item_that_only_one_list_has_stays_alone() -> None:
    assert pair_lists(_lists(RU, EN[:1] + EN[2:])) == [(0, 5), (2, 6), (3, 7), (4, 8)]


def test_two_blocks_in_one_list_are_told_apart() -> None:
    assert pair_lists(_lists(RU, EN, ("", ""))) == [(n, n + 5) for n in range(5)]


def test_numbering_that_starts_again_opens_the_second_block() -> None:
    left = [f"{n}. {raw}" for n, raw in enumerate(RU[:3], 1)]
    right = [f"{n}. {raw}" for n, raw in enumerate(EN[:3], 1)]
    assert pair_lists(_lists(left, right, ("", ""))) == [(0, 3), (1, 4), (2, 5)]


def test_russian_items_followed_by_english_ones_are_one_list() -> None:
    english = [
        "Brown K. Matters of law. London, 1987.",
        "White P. Poems of the sea. Oxford: OUP, 2001. 90 p.",
        "Green A. Cells and tissues. Cell, 1999, vol. 5, pp. 1-7.",
    ]
    assert pair_lists(_lists(RU[:3], english, ("", ""))) == []


def test_one_list_or_none_has_no_pairs() -> None:
    assert pair_lists([]) == []
    assert pair_lists(_lists(RU, [])) == []


def test_the_same_author_and_year_is_not_enough() -> None:
    left = ["Петров П. П. Почвы Алтая // Почвоведение. 2011. № 1. С. 3–9."]
    right = [
        "Petrov P.P. Klimat Sibiri [Climate of Siberia]. Meteorologiya, 2014, no. 7, pp. 40–48."
    ]
    assert pair_lists(_lists(left, right)) == []


def test_a_list_in_one_script_that_says_itself_over_again_is_two() -> None:
    raws = [
        f"{name} A. {title}. Nature, {year}, vol. 5, pp. 1-9."
        for name, title, year in (
            ("Smith", "Granular matter in narrow pipes", 2001),
            ("Brown", "Rivers of the northern plains", 2005),
            ("Wilson", "Soil under winter wheat", 2012),
        )
    ]
    one = [Reference(raw=raw, position=n) for n, raw in enumerate((*raws, *raws), 1)]
    assert pair_lists(one) == [(0, 3), (1, 4), (2, 5)]
    assert pair_lists(one[:3]) == pair_lists(one[:4]) == []


OWN = {
    "ru": (
        "Громов П. А. Почвы степей // Природа. 2010. № 3. С. 40–43.",
        "Лесков А. Н. Язык земли. М. : Наука, 1987. 312 с.",
    ),
    "be": (
        "Громаў П. А. Глебы стэпаў // Прырода. 2010. № 3. С. 40–43.",
        "Лескоў А. М. Мова зямлі. Мінск : Навука, 1987. 312 с.",
    ),
    "kk": (
        "Қасымов Ә. Б. Дала топырақтары // Табиғат. 2010. № 3. Б. 40–43.",
        "Сәтбаев Н. Ж. Жер тілі. Алматы : Ғылым, 1987. 312 б.",
    ),
    "ky": (
        "Касымов А. Б. Талаа топурактары // Табият. 2010. № 3. Б. 40–43.",
        "Сыдыков Н. Ж. Жер тили. Бишкек : Илим, 1987. 312 б.",
    ),
    "hy": (
        "Հակոբյան Ա. Ս. Տափաստանների հողերը // Բնություն. 2010. № 3. Էջ 40–43.",
        "Սարգսյան Ն. Հ. Երկրի լեզուն. Երևան : Գիտություն, 1987. 312 էջ",
    ),
    "roman": (
        "Gromov P. A. Pochvy stepey. Priroda, 2010, no. 3, pp. 40–43.",
        "Leskov A. N. Yazyk zemli. Moscow, Nauka Publ., 1987. 312 p.",
    ),
}
ENGLISH = {
    "ru": (
        "Gromov P. A. Steppe soils. Nature, 2010, no. 3, pp. 40–43.",
        "Leskov A. N. Language of land. Moscow, Science, 1987. 312 p.",
    ),
    "be": (
        "Gromov P. A. Steppe soils. Nature, 2010, no. 3, pp. 40–43.",
        "Leskov A. N. Language of land. Minsk, Science, 1987. 312 p.",
    ),
    "kk": (
        "Kassymov A. B. Steppe soils. Nature, 2010, no. 3, pp. 40–43.",
        "Satbayev N. Zh. Language of land. Almaty, Science, 1987. 312 p.",
    ),
    "ky": (
        "Kasymov A. B. Steppe soils. Nature, 2010, no. 3, pp. 40–43.",
        "Sydykov N. Zh. Language of land. Bishkek, Science, 1987. 312 p.",
    ),
    "hy": (
        "Hakobyan A. S. Steppe soils. Nature, 2010, no. 3, pp. 40–43.",
        "Sargsyan N. H. Language of land. Yerevan, Science, 1987. 312 p.",
    ),
    "roman": (
        "Gromov P. A. Steppe soils. Nature, 2010, no. 3, pp. 40–43.",
        "Leskov A. N. Language of land. Moscow, Science, 1987. 312 p.",
    ),
}


@pytest.mark.parametrize("lang", ["ru", "be", "kk", "ky", "hy"])
def test_an_entry_and_its_translation_in_turn(lang: str) -> None:
    entries = [raw for pair in zip(OWN[lang], ENGLISH[lang], strict=True) for raw in pair]
    assert pair_lists(_lists(entries, [])) == [(0, 1), (2, 3)]
    assert pair_lists(_lists([entries[1], entries[0], entries[3], entries[2]], [])) == [
        (0, 1),
        (2, 3),
    ]


@pytest.mark.parametrize("lang", OWN)
@pytest.mark.parametrize("ids", [("own", "en"), ("", "")])
def test_short_lists_in_either_order(lang: str, ids: tuple[str, str]) -> None:
    if lang == "roman" and not ids[0]:
        return  # two entries in one script may be listed twice by mistake
    assert pair_lists(_lists([*OWN[lang]], [*ENGLISH[lang]], ids)) == [(0, 2), (1, 3)]
    assert pair_lists(_lists([*ENGLISH[lang]], [*OWN[lang]], ids)) == [(0, 2), (1, 3)]


def test_neighbours_of_one_author_and_year_are_two_works() -> None:
    for other in ("pp. 50–57", "pp. 44–50", "312 p."):
        entries = [OWN["ru"][0], ENGLISH["ru"][0].replace("pp. 40–43", other)]
        assert pair_lists(_lists(entries, [])) == []


def test_near_twins_in_another_order_are_told_apart_by_their_pages() -> None:
    pages = ("40–43", "50–57", "60–69", "70–81")
    left = [OWN["ru"][0].replace("40–43", each) for each in pages]
    right = [ENGLISH["ru"][0].replace("40–43", pages[at]) for at in (2, 0, 3, 1)]
    assert pair_lists(_lists(left, right)) == [(0, 5), (1, 7), (2, 4), (3, 6)]


def test_more_than_two_lists_pair_with_the_first_that_has_the_item() -> None:
    lists = [*zip(OWN["ru"], "11", strict=True), (OWN["roman"][0], "2"), (ENGLISH["ru"][1], "3")]
    extra = ("Котов И. Л. Реки Алтая // Вестник. 2015. № 1. С. 11–19.", "2")
    again = ("Kotov I. L. Rivers of Altai. Bulletin, 2015, no. 1, pp. 11–19.", "3")
    rows = [*lists[:3], extra, lists[3], again]
    given = [Reference(raw=raw, position=n, list_id=name) for n, (raw, name) in enumerate(rows, 1)]
    assert pair_lists(given) == [(0, 2), (1, 4), (3, 5)]


def test_three_blocks_of_one_list() -> None:
    kotov = (
        "Котов И. Л. Реки Алтая // Вестник. 2015. № 1. С. 11–19.",
        "Kotov I. L. Reki Altaya. Vestnik, 2015, no. 1, pp. 11–19.",
        "Kotov I. L. Rivers of Altai. Bulletin, 2015, no. 1, pp. 11–19.",
    )
    blocks = [[*OWN["ru"], kotov[0]], [*OWN["roman"], kotov[1]], [*ENGLISH["ru"], kotov[2]]]
    pairs = pair_lists(_lists([raw for block in blocks for raw in block], []))
    assert pairs == [(0, 3), (0, 6), (1, 4), (1, 7), (2, 5), (2, 8)]


@pytest.mark.parametrize(
    "entries",
    [
        ["Курс: структура. URL: https://dev.example.org/learning/course/?ID=43 (дата обращения: 07.05.2020).",
         "О технологии сайта. URL: https://dev.example.org/learning/course/?ID=39 (дата обращения: 07.05.2020).",
         "How to load faster. URL: https://example.org/load-website-faster (дата обращения: 07.05.2020)."],
        ["Земсков А. И. Библиотеки. М., 2003.", "Average page size triples since 2003. URL: https://a.org/speed"],
    ],
)  # fmt: skip
def test_addresses_and_dates_of_access_pair_nothing(entries: list[str]) -> None:
    assert pair_lists(_lists(entries, [])) == []


def test_lists_of_five_hundred_items_are_paired() -> None:
    left = [
        f"Автор{n} А. Б. Почвы {n} // Природа. {1950 + n % 70}. № 3. С. {n}–{n + 5}."
        for n in range(1, 251)
    ]
    right = [
        f"Avtor{n} A. B. Soils {n}. Nature, {1950 + n % 70}, no. 3, pp. {n}–{n + 5}."
        for n in range(1, 251)
    ]
    for ids in (("ru", "en"), ("", "")):
        assert len(pair_lists(_lists(left, right, ids))) == 250


@settings(max_examples=60, deadline=timedelta(seconds=2))
@given(st.lists(st.sampled_from([*RU, *EN, "", "1", "…"]), max_size=12), st.integers(0, 12))
def test_each_item_is_the_form_of_one_other_at_most(raws: list[str], cut: int) -> None:
    pairs = pair_lists(_lists(raws[:cut], raws[cut:]))
    firsts, others = {left for left, _ in pairs}, [right for _, right in pairs]
    assert len(others) == len(set(others))
    assert firsts.isdisjoint(others)
    assert all(left < right for left, right in pairs)

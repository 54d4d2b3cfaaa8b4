"""Pairing of Russian and romanised lists. The lists are invented."""

from __future__ import annotations

from datetime import timedelta

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


@settings(max_examples=60, deadline=timedelta(seconds=2))
@given(st.lists(st.sampled_from([*RU, *EN, "", "1", "…"]), max_size=12), st.integers(0, 12))
def test_each_item_is_paired_at_most_once(raws: list[str], cut: int) -> None:
    pairs = pair_lists(_lists(raws[:cut], raws[cut:]))
    used = [position for pair in pairs for position in pair]
    assert len(used) == len(set(used))
    assert all(left < right for left, right in pairs)

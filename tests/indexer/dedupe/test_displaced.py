"""What among the last words of a title belongs in another attribute, and near misses. Invented words."""

from __future__ import annotations

import pytest

from indexer.dedupe.displaced import (
    Words,
    host_at_end,
    may_name_host,
    names_told,
    only_here,
    same_word,
    shared_starts,
    without_given,
    without_host,
    without_names,
    without_year,
)
from indexer.text.folding import fold
from indexer.text.names import name_keys, parse_name


def words(text: str) -> Words:
    return tuple(fold(text).split())


@pytest.mark.parametrize(
    ("one", "other", "starts"),
    [
        ("Реки Алтая", "Реки Алтая 1999", (2, 2)),
        ("Реки Алтая", "Озёра Алтая", (0, 0)),
        ("semi structured data", "semistructured data", (3, 2)),
        ("a new query tool", "a novel query tool", (4, 4)),
        ("customer retention", "customes retention", (2, 2)),
        ("Отчёт 2001", "Отчёт 2002", (1, 1)),
    ],
)
def test_words_that_titles_begin_with(one: str, other: str, starts: tuple[int, int]) -> None:
    assert shared_starts(words(one), words(other)) == starts
    assert shared_starts(words(other), words(one)) == starts[::-1]


def test_a_year_is_looked_for_behind_the_shared_words() -> None:
    assert without_year(words("итоги 2010 вестник 2010"), 1, 2010).words == words(
        "итоги 2010 вестник"
    )
    assert not without_year(words("итоги 2010"), 2, 2010).taken
    assert not without_year(words("итоги 2010"), 1, None).taken


@pytest.mark.parametrize(
    ("tail", "people", "taken"),
    [
        ("Котов И. Л.", ("Котов И. Л.",), True),
        ("И. Л. Котов", ("Котов Иван Львович",), True),
        ("Котов Иван Львович", ("Котов И. Л.",), True),
        ("Котов", ("Котов И. Л.",), True),
        ("Kotov I. L., Zuev P.", ("Зуев П.", "Котов И. Л."), True),
        ("Котов А. Б.", ("Котов И. Л.",), False),
        ("Львов И. Л.", ("Котов И. Л.",), False),
        ("и Л", ("Котов И. Л.",), False),
    ],
)
def test_names_are_taken_unless_they_are_a_namesakes(
    tail: str, people: tuple[str, ...], taken: bool
) -> None:
    told = [names_told(tuple(name_keys(parse_name(name)))) for name in people]
    found = without_names(words(f"Реки Алтая {tail}"), 2, told)
    assert bool(found.taken) == taken
    assert len(found.people) == (len(people) if taken else 0)
    assert found.words == (words("Реки Алтая") if taken else words(f"Реки Алтая {tail}"))


@pytest.mark.parametrize(
    ("tail", "host", "found"),
    [
        ("Вестник вод", "Вестник вод", "Вестник вод"),
        ("Вестн. Моск. ун-та", "Вестник Московского университета", "Вестн. Моск. ун-та"),
        ("Very Large Data Bases", "VLDB", "Very Large Data Bases"),
        (
            "SIGMOD Conference",
            "International Conference on Management of Data",
            "SIGMOD Conference",
        ),
        ("на примере Бии Вестник вод", "Вестник вод", "Вестник вод"),
        ("часть 2 Вестник вод", "Вестник вод", "Вестник вод"),
        ("на примере Бии", "Вестник вод", ""),
        ("и их режим", "Вестник вод", ""),
        ("", "Вестник вод", ""),
    ],
)
def test_a_host_at_the_end(tail: str, host: str, found: str) -> None:
    assert host_at_end(words(tail), (fold(host),)) == words(found)


def test_a_host_word_by_word() -> None:
    title = words("Реки Вестник вод Алтая Вестник вод 1999")
    assert without_host(title, 1, (fold("Вестник вод"),)).words == words(
        "Реки Вестник вод Алтая 1999"
    )
    assert not without_host(title, 1, (fold("Вестник гор"),)).taken


def test_words_of_hosts_are_not_shared_names() -> None:
    one, other = words("Kotov Herald Zuev"), words("Zuev Kotov Herald of Minsk")
    assert only_here(one, other) == (words("Herald"), tuple(sorted(words("Kotov Zuev"))))
    assert may_name_host(words("Herald of Minsk"))
    assert not may_name_host(words("rivers of Minsk"))


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [("konferenc", "konferenci", True), ("reki", "reka", False), ("20011", "20012", False)],
)
def test_a_slip_in_a_long_word(one: str, other: str, same: bool) -> None:
    assert same_word(one, other) == same


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("П. И.", "Пётр Иванович", True),
        ("П.", "П. И.", True),
        ("Ю. П. К.", "Юрий Карен", True),
        ("П.", "И.", False),
        ("Пётр", "Иван", False),
        ("П. на примере Бии", "Пётр", False),
    ],
)
def test_given_names_that_differ_in_length_only(one: str, other: str, same: bool) -> None:
    both = words(one), words(other)
    assert without_given(*both) == (((), ()) if same else both)

"""Self-citations, certain and possible (indexer.citations.own)."""

from __future__ import annotations

import pytest

from indexer.citations.own import Author, Own, self_citation
from indexer.text.author_key import author_key
from schemas import PersonName


def author(name: str, orcid: str | None = None, person: int | None = None) -> Author:
    return Author(author_key(PersonName(literal=name)), name, orcid, person)


@pytest.mark.parametrize(
    ("one", "other", "own"),
    [
        # a person of the index, whatever the names
        (author("Иванов И. И.", person=1), author("Petrova A.", person=1), "certain"),
        (author("Иванов И. И.", "0000-0002-1825-0097"), author("Ivanov", "0000-0002-1825-0097"), "certain"),
        # names that may be one person's
        (author("Иванов И. И.", person=1), author("Иванов И. И.", person=2), "possible"),
        (author("Иванов И. И."), author("Ivanov I."), "possible"),
        (author("Щербаков Иван Владимирович"), author("Shcherbakov I. V."), "possible"),
        (author("Касымов А. Б."), author("Касымов А."), "possible"),
        (author("Саргсян А. Г."), author("Սարգսյան Ա. Գ."), "possible"),
        (author("Жумабаев К."), author("Zhumabayev K. T."), "possible"),
        # a surname and a first initial, and something that contradicts
        (author("Иванов И. И."), author("Иванов И. П."), "no"),
        (author("Иванов Иван"), author("Иванов Игорь"), "no"),
        (author("Касымов А. Б."), author("Касимов А. Б."), "no"),
        (author("Petrosyan Ashot"), author("Petrosyan Aram"), "no"),
        (author("Иванов И. И.", "0000-0002-1825-0097"), author("Иванов И. И.", "0000-0001-5109-3700"), "no"),
        (author("Иванов И. И."), author("Иванова И. И."), "no"),
        (author("—"), author("—"), "no"),
    ],
)  # fmt: skip
def test_certain_possible_or_not(one: Author, other: Author, own: Own) -> None:
    stranger = author("Бекова Г. Д.", person=9)
    assert self_citation([one, stranger], [other]) == own
    assert self_citation([other], [stranger, one]) == own


def test_what_is_certain_of_one_pair_is_not_only_possible_for_another() -> None:
    twice = [author("Иванов И.", person=1), author("Беков А.", person=2)]
    assert self_citation(twice, [author("Иванов И.", person=3), author("Беков А.", person=2)]) == "certain"  # fmt: skip


def test_nobody_cites_himself() -> None:
    assert self_citation([], [author("Иванов И.")]) == "no"

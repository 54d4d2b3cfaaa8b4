"""Which mentions are one person: tables of small components with near misses."""

from __future__ import annotations

import random

import pytest

from indexer.people import Judged, Mention, persons
from tests.indexer.people.support import mention

NAMESAKES = [
    mention(1, "Wang, W.", coauthors=("li h",), places=("lanzhou inst modern phys",)),
    mention(2, "Wang, Wei", coauthors=("li h",), places=("lanzhou inst modern phys",)),
    mention(3, "Wang, Wen", coauthors=("chen j",), places=("fudan univ",)),
    mention(4, "Wang, W.", position=1),
    mention(4, "Wang, W.", position=2),
]


def groups(*mentions: Mention, judged: Judged = Judged()) -> set[tuple[int, ...]]:  # noqa: B008 -- frozen
    """The works of each person."""
    return {
        tuple(work for work, _ in person.mentions) for person in persons(list(mentions), judged)
    }


def test_an_identifier_joins_whatever_the_surname() -> None:
    assert groups(
        mention(1, "Иванова Е. А.", identifiers=("spin:1",)),
        mention(2, "Петрова Е. А.", identifiers=("spin:1",)),
    ) == {(1, 2)}


def test_two_identifiers_of_one_scheme_part() -> None:
    assert groups(
        mention(1, "Иванов И. И.", identifiers=("spin:1",), coauthors=("petrov p",)),
        mention(2, "Иванов И. И.", identifiers=("spin:2",), coauthors=("petrov p",)),
    ) == {(1,), (2,)}


def test_two_authors_of_one_work_are_two_people() -> None:
    found = persons(NAMESAKES, Judged())
    assert not any(len({work for work, _ in each.mentions}) < len(each.mentions) for each in found)


def test_judgements_are_obeyed() -> None:
    one, other = mention(1, "Wang, W."), mention(2, "Wang, W.")
    assert groups(one, other) == {(1,), (2,)}
    same = frozenset({((1, 1), (2, 1))})
    assert groups(one, other, judged=Judged(same=same)) == {(1, 2)}
    alike = [mention(n, "Кривошлыкова А. Б.", coauthors=("petrov p",)) for n in (1, 2)]
    assert groups(*alike) == {(1, 2)}
    assert groups(*alike, judged=Judged(different=same)) == {(1,), (2,)}


@pytest.mark.parametrize("seed", range(5))
def test_the_order_of_the_mentions_does_not_matter(seed: int) -> None:
    shuffled = NAMESAKES[:]
    random.Random(seed).shuffle(shuffled)
    assert persons(shuffled, Judged()) == persons(NAMESAKES, Judged())


def test_who_may_be_the_same_is_named_by_both() -> None:
    crowd = [mention(n, f"Иванов И. {letter}.") for n, letter in enumerate("АБВГДЕ", 3)]
    doubtful = [mention(1, "Иванов И."), mention(2, "Иванов И.", places=("omsk",))]
    one, other = persons([*doubtful, *crowd], Judged())[:2]
    assert other.mentions[0] in one.perhaps
    assert one.mentions[0] in other.perhaps

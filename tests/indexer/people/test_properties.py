"""What holds of any mentions: :mod:`indexer.people` divides them, and no order of theirs changes how."""

from __future__ import annotations

from typing import Any

from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from indexer.people import Judged, Mention, blocks, persons
from tests.indexer.people.support import mention

NAMES = (
    "Иванов И. И.", "Ivanov I. I.", "Иванов Иван Ильич", "Иванов И. П.", "Іваноў І.", "Wang Wei", "Wang, W.", "Ван Вэй",
    "Wang, Weihua", "Касымов А.", "Қасымов Ә.", "Հակոբյան Ա.", "Акопян А.", "Ольга Шевченко", "Шевченко О.", "",
)  # fmt: skip


def some(*values: str) -> Any:
    return st.lists(st.sampled_from(values), max_size=2, unique=True).map(tuple)


MENTIONS = st.builds(
    lambda name, **rest: mention(0, name, **rest),
    st.sampled_from(NAMES),
    identifiers=some("orcid:1", "orcid:2", "spin:1"),
    coauthors=some("li h", "petrov p", "vang v"),
    institutions=some("ru-kfu", "ru-ras"),
    places=some("omsk", "institute of fish omsk"),
    host=st.sampled_from(("", "vestnik")),
    subjects=some("karp", "seismika"),
    year=st.sampled_from((None, 1950, 2001, 2020)),
)


def placed(mentions: list[Mention], works: list[int]) -> list[Mention]:
    """The mentions as authors of these works, each at a position of its own."""
    return [
        replace(each, work=work, position=n)
        for n, (each, work) in enumerate(zip(mentions, works, strict=False), 1)
    ]


COMPONENTS = st.builds(
    placed,
    st.lists(MENTIONS, min_size=1, max_size=9),
    st.lists(st.integers(1, 6), min_size=9, max_size=9),
)


@given(COMPONENTS, st.randoms(use_true_random=False))
def test_every_mention_is_of_one_person_in_whatever_order(
    mentions: list[Mention], chance: Any
) -> None:
    found = persons(mentions)
    places = [place for person in found for place in person.mentions]
    assert sorted(places) == sorted((each.work, each.position) for each in mentions)
    shuffled = mentions[:]
    chance.shuffle(shuffled)
    assert persons(shuffled) == found


@given(COMPONENTS)
def test_a_person_writes_a_work_once_and_is_not_perhaps_itself(mentions: list[Mention]) -> None:
    for person in persons(mentions):
        works = [work for work, _ in person.mentions]
        assert len(works) == len(set(works))
        assert set(person.perhaps).isdisjoint(person.mentions)


@given(COMPONENTS)
def test_judgements_win(mentions: list[Mention]) -> None:
    first, *others = sorted((each.work, each.position) for each in mentions)
    same = Judged(same=frozenset((first, other) for other in others))
    assert len(persons(mentions, same)) == 1
    different = Judged(different=frozenset((first, other) for other in others))
    assert next(p for p in persons(mentions, different) if first in p.mentions).mentions == (first,)


@given(MENTIONS, MENTIONS)
def test_what_is_joined_shares_a_block(one: Mention, other: Mention) -> None:
    two = placed([one, other], [1, 2])
    if len(persons(two)) == 1:
        assert not blocks(two[0]).isdisjoint(blocks(two[1]))

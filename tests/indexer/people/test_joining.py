"""Joining, the surest first: :mod:`indexer.people.joining` over :mod:`indexer.people.groups`."""

from __future__ import annotations

from indexer.people.candidates import candidates
from indexer.people.component import Component
from indexer.people.groups import Group, Rules, share_a_part
from indexer.people.items import items_of
from indexer.people.joining import Joining, perhaps
from indexer.people.mention import Mention
from tests.indexer.people.support import mention


def joined(*mentions: Mention) -> tuple[Joining, set[tuple[int, ...]]]:
    joining = Joining(items_of(mentions), [])
    joining.identify()
    left = joining.compare()
    assert all(numbers for numbers in perhaps(joining, left).values())
    return joining, {tuple(sorted(group.members)) for group in joining.people()}


def test_the_surest_are_joined_first() -> None:
    _, found = joined(
        mention(1, "Сидоров В.", coauthors=("li h", "chen j")),
        mention(2, "Sidorov V. A.", coauthors=("li h", "chen j")),
        mention(3, "Сидоров В. Б.", coauthors=("chen j",)),
    )
    assert found == {(0, 1), (2,)}


def test_a_mention_without_a_place_joins_no_two_places() -> None:
    waterloo = [mention(n, "Daniel G. Brown", places=("waterloo",)) for n in (1, 2)]
    michigan = [mention(n, "Daniel G. Brown", places=("michigan",)) for n in (3, 4)]
    _, found = joined(*waterloo, *michigan, mention(5, "Daniel G. Brown"))
    assert not any({0, 2} <= set(group) for group in found)


def test_an_identifier_of_several_authors_of_a_work_means_none_of_them() -> None:
    _, found = joined(
        mention(1, "Касымов А.", identifiers=("orcid:1",)),
        mention(1, "Касымов А.", position=2, identifiers=("orcid:1",)),
        mention(2, "Турсунов А.", identifiers=("orcid:1",)),
    )
    assert found == {(0,), (1,), (2,)}


def test_an_identifier_does_not_join_given_names_that_contradict() -> None:
    one, other = (
        mention(n, name, identifiers=("spin:1",))
        for n, name in enumerate(("Иванова Е. А.", "Петров С. К."))
    )
    assert not share_a_part(one.names, other.names)
    assert joined(one, other)[1] == {(0,), (1,)}


def test_after_a_wedding_either_name_fits() -> None:
    names = ("Иванова Е. А.", "Петрова Е. А.", "Петрова Е. А.", "Петрова О. А.")
    items = items_of([mention(n, name) for n, name in enumerate(names)])
    before, after, again, other = (Group(n, item) for n, item in enumerate(items))
    before.take(after)
    assert Rules().allow(before, again)
    assert not Rules().allow(before, other)
    assert not Rules([(1, 2)]).allow(before, again)


def test_candidates_are_pairs_of_what_is_shared_once_each() -> None:
    items = items_of([mention(n, "Wang, Wei", coauthors=("li h",)) for n in range(4)])
    assert list(candidates(items)) == [(a, b) for a in range(4) for b in range(a + 1, 4)]


def test_many_of_a_name_are_compared_with_few_each() -> None:
    items = items_of([mention(n, "Wang, Wei", coauthors=(f"li {n // 2}",)) for n in range(400)])
    assert len(list(candidates(items))) < 400 * 10


def test_a_component_counts_people_by_places() -> None:
    about = Component(
        items_of([mention(n, "Wang, Wei", places=(f"town {n % 3}",)) for n in range(9)])
    )
    assert about.crowd("vang vei") > about.crowd("vang lin") == 0

"""Damaged copies for fitting: what may be lost, what must stay. Invented profiles."""

from __future__ import annotations

from random import Random

from hypothesis import given
from hypothesis import strategies as st

from indexer.profiles.profile import Profile
from indexer.text.name_key import NameKey
from indexer.training.damage import damaged

WHOLE = Profile(
    titles=("ustoichivost plazmennih strui chast 2", "stability of plasma jets part 2"),
    people=((NameKey("sherbakov", "ii"),), (NameKey("hachatrian", "a"),)),
    year=2011,
    container=("vestnik akademii nauk belarusi",),
    volume="12",
    issue="3",
    first_page="15",
    last_page="22",
    numerals=("2",),
    markers=("erratum",),
    doi=("10.1/x",),
    source="a",
)


@given(st.integers(0, 2**32))
def test_what_tells_siblings_apart_stays(seed: int) -> None:
    copy = damaged(WHOLE, Random(seed))
    for name in ("numerals", "markers", "doi", "kind", "source"):
        assert getattr(copy, name) == getattr(WHOLE, name)
    assert copy.titles[0]
    assert copy.titles[1:] == WHOLE.titles[1:]


@given(st.integers(0, 2**32))
def test_fields_are_lost_and_never_invented(seed: int) -> None:
    copy = damaged(WHOLE, Random(seed))
    assert copy.year in {None, 2011}
    assert (copy.first_page, copy.last_page) in {("", ""), ("15", "22")}
    assert len(copy.people) <= len(WHOLE.people)
    assert all(title.startswith("vestnik akademii") for title in copy.container)


@given(st.integers(0, 2**32))
def test_the_same_chance_gives_the_same_copy(seed: int) -> None:
    assert damaged(WHOLE, Random(seed)) == damaged(WHOLE, Random(seed))


def test_every_kind_of_damage_occurs() -> None:
    copies = [damaged(WHOLE, Random(seed)) for seed in range(300)]
    assert any("sherbakov" in copy.titles[0] for copy in copies)
    assert any("vestnik" in copy.titles[0] for copy in copies)
    assert any(len(copy.people) == count for count in (0, 1, 2) for copy in copies)
    assert any(copy.year is None for copy in copies)
    assert any(len(copy.titles[0]) < len(WHOLE.titles[0]) for copy in copies)


def test_an_empty_profile_stays_empty() -> None:
    assert all(damaged(Profile(), Random(seed)) == Profile() for seed in range(50))

"""Which unmatched references mean one work. The references are invented."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.profiles.profile import Profile
from indexer.references.cited_only import cited_only_keys, links, same_cited
from indexer.references.fields import reference_profile
from indexer.text.name_key import NameKey
from schemas import Reference


@pytest.mark.parametrize(
    ("left", "right", "same"),
    [
        (
            "Лыч Л. Гісторыя культуры Беларусі. — Мінск : Навука, 1997. — 485 с.",
            "Lych L. Historyia kul'tury Belarusi. — Minsk : Navuka, 1997.",
            True,
        ),
        (
            "Багданаў Г. Гарады і мястэчкі Гродзеншчыны. — Мінск : Навука, 2003. — 210 с.",
            "Bogdanov G. Harady i miastechki Hrodzenshchyny. — Minsk : Navuka, 2003.",
            True,
        ),
        (
            "[1] J. Smith, Nature 12 (2010) 34.",
            "7. Smith J. A title at last. Nature 2010; 12: 34-40.",
            True,
        ),
        (
            "Лыч Л. Гісторыя культуры Беларусі. — Мінск : Навука, 1997.",
            "Лыч Л. Гісторыя культуры Беларусі. — Мінск : Навука, 2001.",
            False,
        ),
        (
            "Кант И. Сочинения по философии. Т. 1. — М. : Мысль, 1963.",
            "Кант И. Сочинения по философии. Т. 2. — М. : Мысль, 1963.",
            False,
        ),
        (
            "Smith J. One title of two. 2010. doi:10.5555/a",
            "Smith J. One title of two. 2010. doi:10.5555/b",
            False,
        ),
    ],
)
def test_cited_only(left: str, right: str, same: bool) -> None:
    profiles = [reference_profile(Reference(raw=raw, position=1)) for raw in (left, right)]
    assert same_cited(profiles[0], profiles[1]) is same


_PROFILES = st.builds(
    Profile,
    titles=st.sampled_from([(), ("ob odnom i tom zhe",), ("o drugom i tret em",)]),
    people=st.sampled_from([(), ((NameKey("ivanov", "i"),),)]),
    year=st.sampled_from([None, 2001]),
    doi=st.sampled_from([(), ("10.5/a",), ("10.5/b",), ("10.5/a", "10.5/b")]),
    container=st.sampled_from([(), ("vestnik",)]),
    volume=st.sampled_from(["", "3"]),
    first_page=st.sampled_from(["", "7"]),
)


@given(st.lists(_PROFILES, max_size=9))
def test_links_connect_exactly_what_is_the_same_work(profiles: list[Profile]) -> None:
    items = dict(enumerate(profiles))
    pairs = [(a, b) for a, b in combinations(items, 2) if same_cited(items[a], items[b])]
    assert _components(items, links(items)) == _components(items, pairs)


def _components(items: dict[int, Profile], pairs: Iterable[tuple[int, int]]) -> set[frozenset[int]]:
    group = {item: {item} for item in items}
    for a, b in pairs:
        group[a] |= group[b]
        for item in group[a]:
            group[item] = group[a]
    return {frozenset(members) for members in group.values()}


def test_a_reference_that_says_nothing_has_no_ground() -> None:
    assert cited_only_keys(Profile()) == frozenset()

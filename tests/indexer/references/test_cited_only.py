"""Which unmatched references mean one work. The references are invented."""

from __future__ import annotations

from collections.abc import Iterable
from hashlib import sha256
from itertools import combinations

import msgspec
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
        (
            "[1] J. Smith, J. Phys. Chem. 12 (2010) 34.",
            "Smith J. A title at last. Journal of Physical Chemistry 2010; 12: 34-40.",
            True,
        ),
        (
            "[1] J. Smith, J. Chem. Phys. 12 (2010) 34.",
            "Smith J. A title at last. Journal of Physical Chemistry 2010; 12: 34-40.",
            False,
        ),
        (
            "[1] J. Smith, Phys. Rev. Lett. 12 (2010) 34.",
            "Smith J. A title at last. Physical Review 2010; 12: 34-40.",
            False,
        ),
        (
            "[1] K. Brown, J. Phys. Chem. 12 (2010) 34.",
            "Smith J. A title at last. Journal of Physical Chemistry 2010; 12: 34-40.",
            False,
        ),
        (
            "Иванов И. И. // Вестн. Моск. ун-та. Сер. 1. 2010. Т. 3, № 2. С. 5–10.",
            "Иванов И. И. Об уравнении // Вестник Московского университета. 2010. Т. 3, № 2. С. 5.",
            True,
        ),
        (
            "Иванов И. И. // Вестник КазНУ. 2010. Т. 3, № 2. С. 5–10.",
            "Иванов И. И. Об уравнении // Вестник КРСУ. 2010. Т. 3, № 2. С. 5.",
            False,
        ),
        (
            "Иванов И. И. Об одном // Вестник. 2010. Т. 3, № 2. С. 5–10.",
            "Петров П. П. О другом // Вестник. 2010. Т. 3, № 2. С. 5–10.",
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
    container=st.sampled_from([(), ("vestnik",), ("phis rev",), ("phisical revev", "pr")]),
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


_LETTERS = str.maketrans("0123456789", "qrstvwxzpn")


def test_more_names_at_one_place_than_are_compared_are_taken_for_one() -> None:
    """Names that no two of which are one host; with one name more nothing that was joined comes apart."""
    one = Profile(people=((NameKey("ivanov", "i"),),), year=2001, volume="3", first_page="7")
    names = [sha256(bytes(n)).hexdigest()[:16].translate(_LETTERS) for n in range(401)]
    items = {n: msgspec.structs.replace(one, container=(names[n],)) for n in range(401)}
    some = {n: items[n] for n in range(400)}
    assert list(links(some)) == []
    assert _components(items, links(items)) == {frozenset(items)}

"""What speaks for one person, and what against."""

from __future__ import annotations

from typing import Any

from indexer.people.evidence import ENOUGH, Evidence
from indexer.people.items import item_of, joined
from tests.indexer.people.support import mention

CROWD = [mention(n, f"Wang, W{vowel}", places=(f"univ {vowel}",)) for n, vowel in enumerate("aeio", 10)]  # fmt: skip


def score(one: dict[str, Any], other: dict[str, Any], name: str = "Wang, Wei") -> float | None:
    mentions = [mention(1, name, **one), mention(2, name, **other), *CROWD]
    items = [item_of(n, each) for n, each in enumerate(mentions)]
    return Evidence(items).score(items[0], items[1])


def test_what_is_shared_adds_up() -> None:
    alone = score({}, {}) or 0
    coauthor = score({"coauthors": ("li h",)}, {"coauthors": ("li h",)}) or 0
    both = {"coauthors": ("li h",), "places": ("lanzhou inst modern phys",)}
    assert alone < ENOUGH
    assert alone < coauthor < (score(both, both) or 0)
    assert (score({"places": ("omsk",)}, {"places": ("tomsk",)}) or 0) < alone


def test_a_long_life_is_none() -> None:
    assert score({"year": 1950}, {"year": 2010}) is None


def test_a_contradiction_is_none() -> None:
    items = [item_of(0, mention(1, "Wang, Lin")), item_of(1, mention(2, "Wang, Lan"))]
    assert Evidence(items).score(*items) is None


def test_items_unite_all() -> None:
    one = item_of(0, mention(1, "Wang, W.", year=2001, coauthors=("li h",)))
    other = item_of(1, mention(2, "Wang, Wei", year=1999, institutions=("ru-kfu",)))
    both = joined([other, one])
    assert (both.members, both.years) == ((0, 1), (1999, 2001))
    assert both.works == {1, 2}
    assert both.placed

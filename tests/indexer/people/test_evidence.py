"""What speaks for one person, and what against: :mod:`indexer.people.evidence` over :mod:`indexer.people.items`."""

from __future__ import annotations

from typing import Any

import pytest

from indexer.people.evidence import ENOUGH, Evidence
from indexer.people.items import items_of
from tests.indexer.people.support import mention

CROWD = [
    mention(n, f"Wang, W{rest}", places=(f"town {rest}",))
    for n, rest in enumerate(("ai", "en", "u"), 10)
]


def score(
    one: dict[str, Any], other: dict[str, Any], names: tuple[str, str] = ("Wang, Wei", "Wang, Wei")
) -> float | None:
    mentions = [mention(1, names[0], **one), mention(2, names[1], **other), *CROWD]
    items = items_of(mentions)
    return Evidence(items).score(items[0], items[1])


def test_what_is_shared_adds_up() -> None:
    alone = score({}, {}) or 0
    coauthor = score({"coauthors": ("li h",)}, {"coauthors": ("li h",)}) or 0
    both = {"coauthors": ("li h",), "places": ("lanzhou inst modern phys",)}
    assert alone < coauthor < (score(both, both) or 0)
    assert (score({"places": ("omsk",)}, {"places": ("tomsk",)}) or 0) < alone
    assert (score({"coauthors": ("li h",)}, {"coauthors": ("chen j",)}) or 0) < alone


@pytest.mark.parametrize(
    ("more", "less"),
    [
        (("Wang, Lingfei", "Wang, Ling-Fei"), ("Wang, L.", "Wang, L.")),
        (("Wang, L. F.", "Wang, L. F."), ("Wang, L. F.", "Wang, Lingfei")),  # who signs so does it always
        (("Кривошлыков А. Б.", "Krivoshlykov A. B."), ("Кривошлыков А.", "Krivoshlykov A. B.")),
        (("Сартр Ж.-П.", "Sartre J.-P."), ("Ким С.", "Kim S.")),
    ],
)  # fmt: skip
def test_a_name_says_as_much_as_it_is_rare(more: tuple[str, str], less: tuple[str, str]) -> None:
    assert (score({}, {}, more) or 0) > (score({}, {}, less) or 0)


def test_a_place_where_many_namesakes_work_says_less() -> None:
    here = {"places": ("fermilab",)}
    few = score(here, here) or 0
    names = [mention(n, f"Wang, W. {letter}.", **here) for n, letter in enumerate("ABCDEF", 20)]
    two = (mention(1, "Wang, Wei", **here), mention(2, "Wang, Wei", **here))
    items = items_of([*two, *names])
    assert ENOUGH < (Evidence(items).score(items[0], items[1]) or 0) < few


def test_an_academy_says_little() -> None:
    roof, one = ({"places": (place,)} for place in ("rossiiskaia akademia nauk", "institut ribi"))
    assert (score(roof, roof) or 0) < (score(one, one) or 0)
    known = {"institutions": ("ru-ras",)}
    assert (score(known, known) or 0) < (score(one, one) or 0)


def test_a_long_life_speaks_against() -> None:
    assert (score({"year": 1950}, {"year": 2010}) or 0) < (
        score({"year": 2000}, {"year": 2010}) or 0
    )


@pytest.mark.parametrize(
    "names", [("Wang, Lin", "Wang, Lan"), ("Иванов Иван Ильич", "Иванов Иван Петрович")]
)
def test_a_contradiction_is_none(names: tuple[str, str]) -> None:
    assert score({}, {}, names) is None


def test_of_one_work_is_none() -> None:
    items = items_of([mention(1, "Wang, Lin", position=n) for n in (1, 2)])
    assert Evidence(items).score(*items) is None

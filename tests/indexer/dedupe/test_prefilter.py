"""The cheap look before a comparison passes over pairs that share nothing, and no others. Invented records."""

from __future__ import annotations

import pytest

from indexer.dedupe.prefilter import worth_comparing
from indexer.dedupe.scoring import REVIEW_THRESHOLD, compare
from indexer.profiles.profile import Profile
from indexer.text.folding import fold
from indexer.text.name_key import NameKey


def profile(title: str, *families: str, page: str = "", doi: str = "") -> Profile:
    return Profile(
        titles=(fold(title),) if title else (),
        people=tuple((NameKey(fold(family)),) for family in families),
        first_page=page,
        doi=(doi,) if doi else (),
    )


WORTH = {
    "another script": (profile("Экономика села"), profile("Ekonomika sela")),
    "a subtitle is missing": (
        profile("Бытие и ничто: опыт феноменологической онтологии"),
        profile("Бытие и ничто"),
    ),
    "divided words": (profile("data base insta bility"), profile("database instability")),
    "translated, on the same page": (
        profile("Синтез ферритов кобальта", "Иванов", page="15"),
        profile("The synthesis of cobalt ferrites", "Ivanov", page="15"),
    ),
    "the same identifier": (profile("Слово", doi="10.1/x"), profile("Word", doi="10.1/x")),
    "no title": (profile("", "Ivanov"), profile("Слово", "Ivanov")),
}
NOT_WORTH = {
    "one word and an author": (
        profile("Экономика села и города", "Иванов"),
        profile("Миграция жителей села Ак-Суу", "Иванов"),
    ),
    "similar titles of strangers": (
        profile("Қазақ әдебиетінің тарихы", "Қасымов"),
        profile("Қазақ тілінің тарихы мен теориясы", "Ахметов"),
    ),
    "hy": (profile("Հայոց լեզվի պատմություն"), profile("Տնտեսության զարգացման խնդիրները")),
}


@pytest.mark.parametrize("name", WORTH)
def test_what_may_be_the_same_is_compared(name: str) -> None:
    left, right = WORTH[name]
    assert worth_comparing(left, right)
    assert worth_comparing(right, left)


@pytest.mark.parametrize("name", NOT_WORTH)
def test_what_shares_nothing_is_passed_over(name: str) -> None:
    left, right = NOT_WORTH[name]
    assert not worth_comparing(left, right)
    assert not worth_comparing(right, left)
    assert compare(left, right).score < REVIEW_THRESHOLD


def test_a_veto_is_known_of_pairs_that_are_passed_over() -> None:
    left, right = profile("Слово", doi="10.1/a"), profile("Другое", doi="10.1/b")
    assert compare(left, right).veto == "different-doi"

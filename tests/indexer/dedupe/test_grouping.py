"""Components become works: what pairs say that were not kept. Invented records."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from indexer.dedupe.clustering import Edge
from indexer.dedupe.grouping import Unkept, clustered, scores_of_rest
from indexer.dedupe.scoring import MERGE_THRESHOLD, REVIEW_THRESHOLD
from indexer.profiles.profile import Profile
from indexer.text.folding import fold
from indexer.text.name_key import NameKey

TITLE = "Синтез ферритов кобальта и никеля"


def profile(title: str, author: str = "Щербаков", year: int = 2019, **fields: str) -> Profile:
    return Profile(
        titles=(fold(title),), people=((NameKey(fold(author), "a"),),), year=year, **fields
    )


def works(third: Profile, score: float | None) -> int:
    """How many works three records make of which the second is like the first and the third."""
    records = [profile(TITLE), profile(TITLE), third]
    asked: list[Unkept] = []

    def scores(pairs: Sequence[Unkept]) -> list[float | None]:
        asked.extend(pairs)
        return [score] * len(pairs)

    found = clustered(records, [Edge(0, 1, 0.9), Edge(1, 2, 0.8)], scores)
    assert all(both == (0, 2) for both, _, _ in asked)
    return len(set(found))


@pytest.mark.parametrize(
    ("third", "score", "expected"),
    [
        (profile(TITLE), 0.01, 2),  # one title, and yet something speaks against it
        (profile(TITLE), None, 1),  # not worth comparing: as if nobody had
        (profile(TITLE), 0.4, 1),
        (profile("Synthesis of cobalt and nickel ferrites"), 0.01, 1),  # says nothing
        (profile(f"{TITLE}. Часть 2"), 0.01, 2),
    ],
)
def test_a_low_score_between_two_of_one_title_parts_what_a_third_would_join(
    third: Profile, score: float | None, expected: int
) -> None:
    assert works(third, score) == expected


def test_pairs_that_were_not_kept_are_scored_however_little() -> None:
    same, other = profile(TITLE, volume="3"), profile(TITLE, "Қасымов", 1987, volume="9")
    strange = profile("Миграция жителей села Ак-Суу", "Абдылдаев")
    pairs = [((0, 1), same, same), ((0, 2), same, other), ((0, 3), same, strange)]
    most, little, nothing = scores_of_rest(pairs)
    assert most is not None
    assert little is not None
    assert 0 < little < REVIEW_THRESHOLD
    assert most >= MERGE_THRESHOLD
    assert nothing is None

"""Each class of error, on invented records."""

from __future__ import annotations

import pytest

from indexer.dedupe.scoring import MERGE_THRESHOLD, REVIEW_THRESHOLD, Comparison
from indexer.evaluate.dedupe_errors import error_classes, false_class, missed_class
from indexer.profiles.profile import Profile
from indexer.text.name_key import NameKey


def profile(title: str, family: str = "sherbakov", year: int | None = 2011, **more: str) -> Profile:
    people = ((NameKey(family, "i"),),) if family else ()
    doi = (more.pop("doi"),) if "doi" in more else ()
    return Profile(titles=(title,), people=people, year=year, doi=doi, **more)  # type: ignore[arg-type]


STONES = profile("shelochnie porodi urala i sibiri")
TWIN = profile("shelochnie porodi urala i sibiri")
WITH_DOI = profile("shelochnie porodi urala i sibiri", doi="10.1/a")
OTHER_DOI = profile("shelochnie porodi urala i sibiri", doi="10.1/b")
LANGUAGE = profile("istoria armianskogo iazika", "hachatrian")
LIKE_STONES = profile("shelochnie granity kavkaza i kryma", "petrov", 1987)


@pytest.mark.parametrize(
    ("left", "right", "candidate", "expected"),
    [
        (STONES, LANGUAGE, False, "no shared key"),
        (STONES, TWIN, False, "shared keys too common"),
        (STONES, LANGUAGE, True, "passed over by the first look"),
        (STONES, LIKE_STONES, True, "passed over by the first look"),
        (WITH_DOI, OTHER_DOI, True, "veto different-doi"),
        (STONES, TWIN, True, "above the threshold, parted by clustering"),
    ],
)
def test_a_missed_pair_is_lost_at_one_step(
    left: Profile, right: Profile, candidate: bool, expected: str
) -> None:
    assert missed_class(left, right, candidate=candidate) == expected


@pytest.mark.parametrize(
    ("left", "right", "candidate", "expected"),
    [
        (STONES, TWIN, True, "scored above the threshold"),
        (STONES, TWIN, False, "joined through others"),
        (STONES, LANGUAGE, True, "joined through others"),
        (WITH_DOI, OTHER_DOI, True, "joined through others"),
    ],
)
def test_a_false_pair_is_merged_for_itself_or_through_others(
    left: Profile, right: Profile, candidate: bool, expected: str
) -> None:
    assert false_class(left, right, candidate=candidate) == expected


@pytest.mark.parametrize(
    ("score", "expected"),
    [
        (REVIEW_THRESHOLD - 0.01, "below the review threshold"),
        (REVIEW_THRESHOLD, "between review and merge threshold"),
        (MERGE_THRESHOLD - 0.01, "between review and merge threshold"),
        (MERGE_THRESHOLD, "above the threshold, parted by clustering"),
    ],
)
def test_the_score_tells_the_step(
    monkeypatch: pytest.MonkeyPatch, score: float, expected: str
) -> None:
    scored = Comparison(score=score, rule="weak", features={})
    monkeypatch.setattr("indexer.evaluate.dedupe_errors.compare", lambda *_: scored)
    assert missed_class(STONES, TWIN, candidate=True) == expected


def test_errors_are_counted_by_class_the_most_frequent_first() -> None:
    profiles = [STONES, TWIN, LANGUAGE, STONES]
    errors = [((0, 2), True), ((0, 1), True), ((1, 2), True), ((0, 3), False)]
    assert error_classes(errors, {(0, 1), (0, 3)}, profiles) == {
        "missed": {"no shared key": 2, "above the threshold, parted by clustering": 1},
        "false": {"scored above the threshold": 1},
    }

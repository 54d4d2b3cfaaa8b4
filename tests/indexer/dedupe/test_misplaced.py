"""Names and hosts in titles, years and pages in hosts: what counts as found, and near misses. Invented records."""

from __future__ import annotations

import pytest

from indexer.dedupe.misplaced import Rest, page_told, rest_of, years_told
from indexer.dedupe.prepared import names_in_titles, prepared
from indexer.dedupe.titles import compare_titles
from indexer.profiles.profile import Profile
from indexer.text.folding import fold
from indexer.text.name_key import NameKey


def profile(
    title: str = "", *families: str, host: str = "", year: int | None = None, page: str = ""
) -> Profile:
    return Profile(
        titles=(fold(title),) if title else (),
        people=tuple((NameKey(fold(family), "a"),) for family in families),
        container=(fold(host),) if host else (),
        year=year,
        first_page=page,
    )


def rest(left: Profile, right: Profile) -> Rest:
    return rest_of(compare_titles(left.titles[0], right.titles[0]), left, right)


WHOLE = profile("Indexing moving objects", "Petrov", "Faloutsos", host="Information Systems")


@pytest.mark.parametrize(
    ("title", "named"),
    [
        ("Indexing moving objects", 0.0),
        ("Faloutsos C. Indexing moving objects", 0.5),
        ("Petrov, Faloutsos C. Indexing moving objects", 1.0),
        ("andFaloutsos Indexing moving objects", 0.0),
        ("Indexing moving objects. In: Information Systems, 1999", 0.0),
        ("Indexing moving objects (extended abstract)", 0.0),
        ("Indexed moving objects", 0.0),
        ("Тезисы доклада. Indexing moving objects", 0.0),
    ],
)
def test_what_is_accounted_for_makes_no_other_title(title: str, named: float) -> None:
    assert rest(WHOLE, profile(title)) == Rest(named=named)
    assert rest(profile(title), WHOLE) == Rest(named=named)


@pytest.mark.parametrize(
    ("title", "other", "more"),
    [
        ("Indexing moving vehicles", True, True),
        ("Indexing moving objects in Minsk", False, True),
        (
            "Indexing moving objects 2",
            False,
            False,
        ),  # one letter; numerals have a feature of their own
        ("Indexing moving objects 17", False, True),
        ("Indexing moving objects Sidorov", False, True),
    ],
)
def test_what_is_not_accounted_for_remains(title: str, other: bool, more: bool) -> None:
    found = rest(WHOLE, profile(title))
    assert (found.other > 0, found.more > 0) == (other, more)


@pytest.mark.parametrize(
    ("title", "named"),
    [
        ("Faloutsos C. Indexing moving objects", True),
        ("Petrov. On objects", True),
        ("Quite another title", False),
    ],
)
def test_names_are_found_in_titles_before_these_are_compared(title: str, named: bool) -> None:
    other = profile(title)
    for both in ((WHOLE, other), (other, WHOLE)):
        assert names_in_titles(*map(prepared, both)) == named
    assert (rest(WHOLE, other).named > 0) == named


@pytest.mark.parametrize(
    ("left", "right", "apart"),
    [
        (profile(year=1989), profile(host="Proc. 21st STOC (1989) 433-444"), 0),
        (profile(year=1995), profile(host="EuroCOLT '95"), 0),
        (profile(year=1995), profile("Boosting, 1993"), 2),
        (profile(year=1995), profile("95 theses"), None),
        (profile(year=1995), profile(host="Vol. 3"), None),
        (profile(year=1995), profile(host="Lecture Notes 1501"), None),
        (profile(host="COLT 1990"), profile(host="STOC 1991"), 1),
        (profile(year=1995), profile(), None),
    ],
)
def test_years_count_wherever_they_stand(left: Profile, right: Profile, apart: int | None) -> None:
    assert years_told(left, right) == apart
    assert years_told(right, left) == apart


@pytest.mark.parametrize(
    ("page", "other", "found"),
    [
        ("433", profile(host="Proc. 21st STOC (1989) 433 444"), True),
        ("43", profile(host="Proc. 21st STOC (1989) 433 444"), False),
        ("5", profile(host="Machine Learning 5"), False),  # a volume as likely
        ("433", profile(host="Proc. 433", page="12"), False),
        ("", profile(host="Proc. 433"), False),
    ],
)
def test_a_page_may_stand_in_the_host(page: str, other: Profile, found: bool) -> None:
    assert page_told(profile(page=page), other) is found
    assert page_told(other, profile(page=page)) is found

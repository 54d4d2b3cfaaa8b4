"""Tells two records of one publication whose titles are in two languages: by its place in the journal and its authors.

No likeness of letters joins "Устойчивость плазменных струй" and "Stability of plasma jets". But two articles never
begin on one page of one volume under the same names; and the same two or more people hardly ever have two articles in
one issue of one year. The scores are set by hand: no labelled set of real translated titles was found.
"""

from __future__ import annotations

from indexer.dedupe.one_article import in_two_languages, is_one_article, one_place, titles_alike
from indexer.dedupe.people import PeopleMatch
from indexer.dedupe.titles import languages
from indexer.profiles.markers import restricted
from indexer.profiles.profile import Profile

_SAME_PAGE = 0.97
_SAME_ISSUE = 0.8
_PEOPLE = 0.75  # of the shorter list; a name of another spelling or order agrees in part


def translated_score(left: Profile, right: Profile, people: PeopleMatch) -> float:
    """The probability that the place and the people give; 0 if they say nothing or the titles share a language."""
    # whether they stand in one place costs least to know, and most do not
    if one_place(left, right) and _no_title_in_common(left, right) and is_one_article(left, right):
        return _SAME_PAGE
    if people.share < _PEOPLE or not _may_be_translated(left, right):
        return 0.0
    same_journal = bool(set(left.issn) & set(right.issn))
    if _agree(left.first_page, right.first_page):
        return _SAME_PAGE if same_journal or same_issue(left, right) else 0.0
    several = min(len(left.people), len(right.people)) >= 2
    pages_differ = _differ(left.first_page, right.first_page)
    return _SAME_ISSUE if several and same_issue(left, right) and not pages_differ else 0.0


def _no_title_in_common(left: Profile, right: Profile) -> bool:
    """Whether the titles are unlike, or in languages as near as Belarusian and Russian are.

    One that names a place or a case ("на примере Омской области") is no translation of one that names none.
    """
    if restricted(left.titles) != restricted(right.titles):
        return False
    return in_two_languages(left, right) or not titles_alike(left, right)


def _may_be_translated(left: Profile, right: Profile) -> bool:
    """Whether the volume is the same, the titles share no language, and neither issue, year nor ISSN differ."""
    if not _agree(left.volume, right.volume) or _english(left) == _english(right):
        return False
    if _differ(left.issue, right.issue) or _apart(left.year, right.year):
        return False
    return not (left.issn and right.issn) or not set(left.issn).isdisjoint(right.issn)


def same_issue(left: Profile, right: Profile) -> bool:
    """A cheap sign that the two may be worth the look: one volume and issue of one year."""
    return (
        _agree(left.volume, right.volume)
        and _agree(left.issue, right.issue)
        and left.year is not None
        and left.year == right.year
    )


def _english(profile: Profile) -> bool:
    return True in languages(profile.titles)


def _agree(one: str, other: str) -> bool:
    return bool(one) and one == other


def _differ(one: str, other: str) -> bool:
    return bool(one and other) and one != other


def _apart(one: int | None, other: int | None) -> bool:
    return one is not None and other is not None and abs(one - other) > 1

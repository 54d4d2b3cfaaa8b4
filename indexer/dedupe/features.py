"""Turns two profiles into a few features, most of them from −1 (conflict) to 1 (agreement).

What either side does not say is 0; that only one side says it has features of its own ("…_one_side"), so that the
model can tell a silent record from one that half agrees. Every feature has a direction (:data:`DIRECTIONS`) that the
fitted model must keep: more agreement never lowers the score, whatever the labelled sets happen to hold.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

import msgspec

from indexer.dedupe.hosts import meeting_against_journal, same_host
from indexer.dedupe.misplaced import Rest, page_told, rest_of, years_told
from indexer.dedupe.people import PeopleMatch, compare_people
from indexer.dedupe.titles import TitleMatch, compare_titles, contained, languages, likeness
from indexer.profiles.markers import restricted
from indexer.profiles.profile import Profile

DIRECTIONS: Mapping[str, int] = {
    "title_known": 0,
    "title_similar": 1,
    "title_agreed": 1,
    "title_substituted": -1,
    "title_extra": -1,
    "title_extra_inside": -1,
    "title_slips": -1,
    "title_contained": 1,
    "title_length": 0,
    "title_start": 1,
    "title_same": 1,
    "title_other": -1,
    "title_more": -1,
    "names_in_title": 1,
    "cross_language": 0,
    "restricted_one_side": -1,
    "people_known": 0,
    "people_share": 1,
    "people_count": 1,
    "people_first": 1,
    "people_missing": -1,
    "people_one_side": 0,
    "year": 1,
    "year_one_side": 0,
    "year_nowhere": 0,
    "year_told": 1,
    "page_told": 1,
    "host": 1,
    "host_one_side": 0,
    "meeting_against_journal": -1,
    "place": 1,
    "first_page": 1,
    "first_page_one_side": 0,
    "last_page": 1,
    "volume": 1,
    "issue": 1,
    "publisher": 1,
    "numerals": 1,
}
"""All features: 1 speaks for the pair, −1 against it, 0 for neither by itself."""

NAMES = (
    *("cross_language", "title_known", "title_similar", "title_agreed", "title_substituted"),
    *("title_extra", "title_extra_inside", "title_slips", "title_contained", "title_length"),
    *("title_start", "title_same", "title_other", "title_more", "names_in_title"),
    *("people_known", "people_share", "people_count", "people_first", "people_missing"),
    *("restricted_one_side", "people_one_side", "year", "year_one_side", "year_nowhere"),
    *("year_told", "page_told"),
    *("host", "host_one_side", "meeting_against_journal", "place", "first_page"),
    *("first_page_one_side", "last_page", "volume", "issue", "publisher", "numerals"),
)
"""All features in the order in which they are worked out."""

Row = tuple[float, ...]

_ONLY_CROSS_LANGUAGE = (1.0, *[0.0] * 14)
_NO_TITLE = TitleMatch(0.0, 0.0, 0.0, 0.0, False, 0)
LONG_TITLE = 80  # letters from which a title is as telling as it gets
LONG_START = 30  # the same for the letters that two titles begin with
MANY_PEOPLE = 4
TRANSLATED = 0.6  # letters that a title shares with its translation at most
_SAME_HOST = 0.6
YEARS_APART = {0: 1.0, 1: -0.25, 2: -0.5, 3: -0.5}


class Evidence(msgspec.Struct, frozen=True, gc=False):
    """What the features are made of: the best pair of titles, how far one is inside the other, what they do not
    share, and the people."""

    title: TitleMatch
    contained: float
    rest: Rest
    people: PeopleMatch
    cross_language: bool


def evidence(left: Profile, right: Profile, people: PeopleMatch | None = None) -> Evidence:
    """The best agreement over all parallel titles, and that of the people unless it is known already."""
    title, inside = _best_titles(left.titles, right.titles)
    return Evidence(
        title=title,
        contained=inside,
        rest=rest_of(title, left, right),
        people=people or compare_people(left.people, right.people),
        cross_language=_is_cross_language(left, right, title),
    )


def _best_titles(left: Sequence[str], right: Sequence[str]) -> tuple[TitleMatch, float]:
    """The two titles that agree best; what their letters already rule out is not compared word by word."""
    if len(left) == len(right) == 1:
        return compare_titles(left[0], right[0]), contained(*sorted((left[0], right[0])))
    options = sorted(((likeness(a, b), a, b) for a in left for b in right), reverse=True)
    best, found = (-math.inf, 0, "", ""), _NO_TITLE
    for most, a, b in options:
        if most < best[0]:
            break
        title = compare_titles(a, b)
        rank = (title.similarity - title.substituted, title.length, min(a, b), max(a, b))
        if rank > best:
            best, found = rank, title
    return found, contained(*best[2:]) if options else 0.0


def features(left: Profile, right: Profile, seen: Evidence) -> dict[str, float]:
    """All features that are not zero, by name; the order of the two profiles does not matter."""
    return named_features(all_features(left, right, seen, other_features(left, right, seen.people)))


def all_features(left: Profile, right: Profile, seen: Evidence, others: Row) -> Row:
    """All features in the order of :data:`NAMES`; ``others``: what :func:`other_features` gives for the pair."""
    return *_title_features(seen, _agreement(left.first_page, right.first_page)), *others


def named_features(row: Row) -> dict[str, float]:
    """Those of a row that are not zero, by name."""
    return {name: value for name, value in zip(NAMES, row, strict=True) if value}


def other_features(left: Profile, right: Profile, people: PeopleMatch) -> Row:
    """The features that do not depend on the titles' words: the last of :data:`NAMES`, in their order."""
    return _other_features(left, right, people, _agreement(left.first_page, right.first_page))


def _is_cross_language(left: Profile, right: Profile, title: TitleMatch) -> bool:
    return (
        title.length > 0
        and title.similarity < TRANSLATED
        and languages(left.titles).isdisjoint(languages(right.titles))
    )


def _title_features(seen: Evidence, first_page: float) -> Row:
    """A title in another language is no evidence against a pair that begins on the same page."""
    title = seen.title
    if seen.cross_language and first_page > 0:
        return _ONLY_CROSS_LANGUAGE
    return (
        0.0,
        float(title.length > 0),
        title.similarity,
        max(0.0, 1 - 2 * title.substituted - 2 * title.slips) * (title.length > 0),
        title.substituted,
        title.extra,
        title.extra * (not title.prefix),
        title.slips,
        seen.contained,
        min(1.0, title.length / LONG_TITLE),
        min(1.0, title.start / LONG_START),
        min(1.0, title.length * max(0.0, 1 - title.substituted - title.slips) / LONG_TITLE),
        seen.rest.other,
        seen.rest.more,
        seen.rest.named,
    )


def _other_features(left: Profile, right: Profile, people: PeopleMatch, first_page: float) -> Row:
    host = same_host(left, right)
    one_has_page = bool(left.first_page) != bool(right.first_page)
    fewer = min(len(left.people), len(right.people))
    return (
        float(people.known),
        people.share,
        min(1.0, people.share * fewer / MANY_PEOPLE),
        people.first,
        people.missing,
        float(restricted(left.titles) != restricted(right.titles)),
        float(bool(left.people) != bool(right.people)),
        _year(left.year, right.year),
        float((left.year is None) != (right.year is None)),
        float(left.year is None and right.year is None),
        0.0 if left.year is not None and right.year is not None else _year_told(left, right),
        float(one_has_page and page_told(left, right)),
        host,
        float(bool(left.container) != bool(right.container)),
        float(meeting_against_journal(left, right)),
        _place(left, right, host) * first_page,
        first_page,
        float(one_has_page),
        _agreement(left.last_page, right.last_page),
        _agreement(left.volume, right.volume),
        _agreement(left.issue, right.issue),
        _publisher(left, right),
        _numerals(left, right),
    )


def _year(left: int | None, right: int | None) -> float:
    """1 for the same year, down to −1 for four years apart; a year apart may be online first."""
    if left is None or right is None:
        return 0.0
    return YEARS_APART.get(abs(left - right), -1.0)


def _year_told(left: Profile, right: Profile) -> float:
    """The same for years that stand in hosts and titles, where a profile has none of its own."""
    apart = years_told(left, right)
    return 0.0 if apart is None else YEARS_APART.get(apart, -1.0)


def _place(left: Profile, right: Profile, host: float) -> float:
    """1 if both are in the same volume, issue or year of the same journal, so that pages can be compared."""
    if host < _SAME_HOST or _is_volume(left, right) or _is_volume(right, left):
        return 0.0
    return float(
        bool(left.volume and left.volume == right.volume)
        or bool(left.issue and left.issue == right.issue)
        or bool(left.year and left.year == right.year)
    )


def _is_volume(one: Profile, other: Profile) -> bool:
    """Whether what one side gives for a page is the volume: "SIAM J. Comput. 22 (1993)"."""
    return bool(one.first_page) and not one.volume and one.first_page == other.volume


def _agreement(left: str, right: str) -> float:
    if not left or not right:
        return 0.0
    return 1.0 if left == right else -1.0


def _publisher(left: Profile, right: Profile) -> float:
    """1 if one publisher's name begins the other's; the same house has many names, so never below −1/2."""
    if not left.publisher or not right.publisher:
        return 0.0
    alike = left.publisher == right.publisher or any(
        a.startswith(b) or b.startswith(a) for a in left.publisher for b in right.publisher
    )
    return 1.0 if alike else -0.5


def _numerals(left: Profile, right: Profile) -> float:
    """1 for the same numerals in the titles, −1 for numerals on one side only."""
    if left.numerals == right.numerals:
        return float(bool(left.numerals))
    if set(left.numerals) == set(right.numerals):
        return 1.0
    return 0.0 if left.numerals and right.numerals else -1.0

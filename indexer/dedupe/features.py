"""Turns two profiles into features, each 0..1. What either side does not say gives 0 to agreement and to conflict."""

from __future__ import annotations

from functools import lru_cache

import msgspec
from rapidfuzz import fuzz

from indexer.dedupe.people import PeopleMatch, compare_people
from indexer.dedupe.titles import TitleMatch, compare_titles, looks_english
from indexer.profiles import Profile

_NO_TITLE = TitleMatch(0.0, 0.0, 0.0, 0.0, False, 0)
_LONG_TITLE = 60  # letters from which a title is as telling as it gets
_SHORT_TITLE = 16  # "Editor's notes", "Введение"
_FAR_YEARS = 10


class Evidence(msgspec.Struct, frozen=True):
    """What the features are made of: the best pair of titles, and the people."""

    title: TitleMatch
    people: PeopleMatch
    cross_language: bool


def evidence(left: Profile, right: Profile) -> Evidence:
    """The best agreement over all parallel titles, and that of the people."""
    matches = [compare_titles(a, b) for a in left.titles for b in right.titles]
    title = max(matches, key=lambda m: (m.similarity - m.substituted, m.length), default=_NO_TITLE)
    return Evidence(
        title=title,
        people=compare_people(left.people, right.people),
        cross_language=title.similarity < 0.7 and _languages(left).isdisjoint(_languages(right)),
    )


def features(left: Profile, right: Profile, seen: Evidence) -> dict[str, float]:
    """All features that are not zero, by name; the order of the two profiles does not matter."""
    single = {
        **_title_features(seen),
        **_people_features(seen.people),
        **_year_features(left.year, right.year),
        **_place_features(left, right),
        **_title_numbers(left, right),
        **_publisher_features(left, right),
    }
    single["same_place"] = _same_place(single)
    return {name: value for name, value in single.items() if value}


def _languages(profile: Profile) -> set[bool]:
    return {looks_english(title) for title in profile.titles}


def _title_features(seen: Evidence) -> dict[str, float]:
    title = seen.title
    if seen.cross_language:
        return {"cross_language": 1.0}
    return {
        "title_known": float(title.length > 0),
        "title_same": float(title.similarity >= 0.999),
        "title_similar": max(0.0, (title.similarity - 0.5) * 2),
        "title_agreed": max(0.0, 1 - 2 * title.substituted - 2 * title.slips),
        "title_substituted": min(1.0, title.substituted * 2),
        "title_substitution": float(title.substituted > 0),
        "title_extra": title.extra,
        "title_extra_inside": title.extra * (not title.prefix),
        "title_slips": min(1.0, title.slips * 5),
        "title_long": min(1.0, title.length / _LONG_TITLE),
        "title_short": float(0 < title.length <= _SHORT_TITLE),
    }


def _people_features(people: PeopleMatch) -> dict[str, float]:
    return {
        "people_known": float(people.known),
        "people_share": people.share,
        "people_all": float(people.share >= 0.99),
        "people_none": float(people.known and people.share < 0.25),
        "people_first": people.first,
        "people_missing": people.missing,
    }


def _year_features(left: int | None, right: int | None) -> dict[str, float]:
    if left is None or right is None:
        return {}
    apart = abs(left - right)
    return {
        "year_same": float(apart == 0),
        "year_near": float(apart == 1),
        "year_other": float(apart > 1),
        "year_far": min(1.0, apart / _FAR_YEARS) if apart > 1 else 0.0,
    }


def _place_features(left: Profile, right: Profile) -> dict[str, float]:
    host = _host(left, right)
    return {
        **_agreement("first_page", left.first_page, right.first_page),
        **_agreement("last_page", left.last_page, right.last_page),
        **_agreement("volume", left.volume, right.volume),
        **_agreement("issue", left.issue, right.issue),
        "issn_same": float(bool(set(left.issn) & set(right.issn))),
        "host_same": max(0.0, host - 0.5) * 2,
        "host_other": float(bool(left.container and right.container) and host < 0.5),
        "host_one_side": float(bool(left.container) != bool(right.container)),
    }


def _title_numbers(left: Profile, right: Profile) -> dict[str, float]:
    one, other = set(left.numerals), set(right.numerals)
    return {
        "numerals_same": float(bool(one) and one == other),
        "numerals_one_side": float(bool(one) != bool(other)),
    }


def _publisher_features(left: Profile, right: Profile) -> dict[str, float]:
    publisher = _best_text(left.publisher, right.publisher)
    known = bool(left.publisher and right.publisher)
    return {
        "publisher_same": float(known and publisher >= 0.8),
        "publisher_other": float(known and publisher < 0.6),
    }


def _same_place(single: dict[str, float]) -> float:
    """The same first page of the same journal, and of the same volume, issue or at least year."""
    host = max(single["issn_same"], float(single["host_same"] > 0.6))
    number = max(single.get(name, 0.0) for name in ("volume_same", "issue_same", "year_same"))
    return single.get("first_page_same", 0.0) * host * number


def _agreement(name: str, left: str, right: str) -> dict[str, float]:
    if not left or not right:
        return {}
    return {f"{name}_same" if left == right else f"{name}_other": 1.0}


def _host(left: Profile, right: Profile) -> float:
    return _best_text(left.container, right.container)


def _best_text(left: tuple[str, ...], right: tuple[str, ...]) -> float:
    return max((_similar(*sorted((a, b))) for a in left for b in right), default=0.0)


@lru_cache(maxsize=65536)
def _similar(left: str, right: str) -> float:
    """Similarity of two names of journals, hosts or publishers; abbreviated words count as whole ones."""
    if left == right:
        return 1.0
    words = sorted((left.split(), right.split()), key=len)
    hits = sum(any(a.startswith(b) or b.startswith(a) for b in words[1]) for a in words[0])
    abbreviated = hits / max(len(words[0]), 1) * 0.95 if len(words[0]) > 1 else 0.0
    return max(
        abbreviated, fuzz.token_set_ratio(left, right) / 100 * 0.9, fuzz.ratio(left, right) / 100
    )

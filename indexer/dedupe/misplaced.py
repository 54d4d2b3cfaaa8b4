"""Finds in one field what belongs in another: names and hosts in titles, years and pages in hosts.

Careless sources put "Faloutsos C. Estimating the selectivity …", "… In: Proceedings of the 22nd VLDB Conference" or
"… (extended abstract)" into the title, and "Proc. 21st STOC (1989) 433–444" into the host. Words of a title that such
things account for make it no other title, and a year or a page counts wherever it stands.
"""

from __future__ import annotations

from collections.abc import Sequence

import msgspec
from rapidfuzz.distance import Prefix

from indexer.dedupe.prepared import Memory, names_of
from indexer.dedupe.titles import TitleMatch
from indexer.profiles.profile import Profile
from indexer.text.folding import fold

_FORMS = """
abstract extended full short long version revised draft preliminary paper article report technical tech rep
tutorial demo demonstration demonstrations prototype experience invited keynote poster panel session industrial
system systems description overview survey review book column editor editors edition special issue section
proceedings proc conference conf symposium symp workshop meeting congress annual international int intl journal
transactions trans acm ieee lncs springer university univ department dept institute phd thesis dissertation
unpublished manuscript preprint submitted appear appeared press available online pages page pp vol volume no
number in of the and on for an by to from with
тезисы доклад доклады доклада материалы труды сборник статья обзор отчет препринт рукопись диссертация
автореферат конференция конференции конф симпозиум симпозиума съезд съезда международная международной
всероссийская всероссийской научная научной журнал вестник университет университета институт института
издание выпуск том номер страницы расширенная версия в и на по для о об из от
"""
_FORM_WORDS = frozenset(word for text in _FORMS.split() for word in fold(text).split())
"""Words that say in what form something was published, and the small words between them."""
_FAMILY_INSIDE = 4  # letters from which a family name is looked for inside a longer word
_INFLECTED = 0.6  # of the letters of the longer word: what two forms of a word begin with
_SHORTEST_STEM = 5  # letters
_MANY_NAMES = 2
_YEARS, _YEAR_DIGITS = range(1900, 2036), 4
_SHORT_YEARS = range(50, 100)  # "VLDB '97"


class Rest(msgspec.Struct, frozen=True, gc=False):
    """What two titles do not share, but for names, hosts, forms of publication and endings of words.

    ``other``: letters of the side that has less of it, ``more``: what the other side has beyond that, both relative to
    the shorter title. ``named``: 0..1, how many words are names of the people of either side.
    """

    other: float = 0.0
    more: float = 0.0
    named: float = 0.0


_NOTHING = Rest()


class _Told(msgspec.Struct, frozen=True, gc=False):
    """What a profile tells: ``host``, the words of its hosts; ``years``, its own or else those in hosts and titles."""

    host: frozenset[str]
    years: frozenset[int]


def rest_of(title: TitleMatch, left: Profile, right: Profile) -> Rest:
    """What is left of the two titles that ``title`` compared; the order of the profiles does not matter."""
    one, other = title.rest
    if not one and not other:
        return _NOTHING
    mine, theirs = _told(left), _told(right)
    names = names_of(left) | names_of(right)
    accounted = names | mine.host | theirs.host
    named = sum(word in names for word in (*one, *other))
    one, other = _without_inflected(one, other)
    sizes = sorted(_unexplained(words, accounted, names) for words in (one, other))
    return Rest(
        other=sizes[0] / max(title.length, 1),
        more=(sizes[1] - sizes[0]) / max(title.length, 1),
        named=min(1.0, named / _MANY_NAMES),
    )


def years_told(left: Profile, right: Profile) -> int | None:
    """How many years two profiles are apart at least; None if one tells none.

    A profile without a year of its own tells those in its hosts and titles.
    """
    mine, theirs = _told(left).years, _told(right).years
    return min((abs(a - b) for a in mine for b in theirs), default=None)


def page_told(left: Profile, right: Profile) -> bool:
    """Whether one side's first page stands in the host of the other, which has none of its own."""
    if bool(left.first_page) == bool(right.first_page):
        return False
    page, other = (left.first_page, right) if left.first_page else (right.first_page, left)
    return len(page) > 1 and page.isdecimal() and page in _told(other).host


def _tell(profile: Profile) -> _Told:
    host = frozenset(word for title in profile.container for word in title.split())
    return _Told(host, _years(profile, host))


_told = Memory(_tell)


def _years(profile: Profile, host: frozenset[str]) -> frozenset[int]:
    if profile.year is not None:
        return frozenset((profile.year,))
    numbers = [int(word) for word in host if word.isdecimal() and len(word) <= _YEAR_DIGITS]
    told = {int(word) for title in profile.titles for word in title.split() if _is_year(word)}
    told.update(number + 1900 if number in _SHORT_YEARS else number for number in numbers)
    return frozenset(year for year in told if year in _YEARS)


def _is_year(word: str) -> bool:
    return word.isdecimal() and len(word) == _YEAR_DIGITS and int(word) in _YEARS


def _unexplained(words: Sequence[str], accounted: frozenset[str], names: frozenset[str]) -> int:
    return sum(len(word) for word in words if not _is_explained(word, accounted, names))


def _is_explained(word: str, accounted: frozenset[str], names: frozenset[str]) -> bool:
    if len(word) == 1 or word in _FORM_WORDS or word in accounted:
        return True
    if word.isdecimal():
        return _is_year(word)
    return len(word) > _FAMILY_INSIDE and any(
        len(name) >= _FAMILY_INSIDE and name in word for name in names
    )


def _without_inflected(
    one: Sequence[str], other: Sequence[str]
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Both sides without the words that begin alike: "optimizing" and "optimized"."""
    if not one or not other:
        return tuple(one), tuple(other)
    pairs = sorted(
        (-shared, a, b, i, j)
        for i, a in enumerate(one)
        for j, b in enumerate(other)
        if (shared := Prefix.similarity(a, b))
        >= max(_SHORTEST_STEM, _INFLECTED * max(len(a), len(b)))
    )
    used: tuple[set[int], set[int]] = set(), set()
    for *_, i, j in pairs:
        if i not in used[0] and j not in used[1]:
            used[0].add(i)
            used[1].add(j)
    return (
        tuple(word for i, word in enumerate(one) if i not in used[0]),
        tuple(word for j, word in enumerate(other) if j not in used[1]),
    )

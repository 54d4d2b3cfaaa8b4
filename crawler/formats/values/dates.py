"""Dates as sources write them: ``2013``, ISO timestamps, ``14.06.2002``, ``12 марта 2015 г.``, ``[2005] г.``.

What is right of a partly wrong date is kept: ``2021-00-00`` says its year, ``2020-07-00`` its month. A year and a
full date are both read by :func:`iso_date`, so they never disagree. A year that cannot be (2125, 202) counts for
nothing.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import UTC, date, datetime
from functools import lru_cache
from typing import NamedTuple

from schemas.vocabularies import months

_EARLIEST = 1500
_AHEAD = 2  # years: a volume may be dated next year, and a book announced for the year after
_ISO = re.compile(r"^(\d{4})(?:-(\d{1,2})(?:-(\d{1,2}))?)?-*(?:[T ]\d.*|Z|[+-]\d\d:\d\d)?$")
_COMPACT = re.compile(r"^(\d{4})(\d\d)(\d\d)?(?:[T/-].*)?$")
_DAY_FIRST = re.compile(r"^(\d{1,2})[./-](\d{1,2})[./-](\d{4})(?:[ ,]\s*\d\d:.*| ?г\.?)?$")
_MONTH_FIRST = re.compile(r"^(\d{1,2})[./-](\d{4})(?: ?г\.?)?$")
_YEAR_FIRST = re.compile(r"^(\d{4})[./](\d{1,2})(?:[./](\d{1,2}))?[./]*(?: \d\d?:.*)?$")
_YEAR = re.compile(r"(?<!\d)(\d{4})(?!\d)")
# "2018 [т. е. 2019]": what the cataloguer knows, after what is printed (ISBD, A.4.3)
_IN_FACT = re.compile(r"\[(?:i\.? ?e\.?|т\. ?е\.|г\. ?зн\.|яғни),? (\d{4})\]", re.IGNORECASE)
_NUMBER = re.compile(r"\d+")
_WORD = re.compile(r"[^\W\d_]+")
_DAY_BEFORE = re.compile(r"(?<!\d)(\d{1,2})(?:st|nd|rd|th|-?го|-?е|-?ші|-?шы)?[\s.,»\"“”-]*$")
_DAY_AFTER = re.compile(r"^[\s.]*(\d{1,2})(?:st|nd|rd|th)?(?![\d:])")
_LONGEST = 200  # letters of a date; the rest of a longer text is not about it


class Dated(NamedTuple):
    """What a date says: the year, the date as exactly as it is known (``2013-05``), and what was wrong with it."""

    year: int | None = None
    published: str | None = None
    warnings: tuple[str, ...] = ()


@lru_cache(4096)
def dated(text: str | None) -> Dated:
    """The year and the date of publication in a date as given, with a warning for what had to be left out."""
    given = " ".join((text or "")[:_LONGEST].split())
    found = iso_date(given)
    shown = given[:40]
    if found is None:
        return Dated(warnings=_without_year(shown))
    partly = _is_partly_wrong(given, found)
    warnings = (f'repaired: of the date "{shown}" only {found} can be right',) if partly else ()
    return Dated(int(found[:4]), found, warnings)


def _without_year(given: str) -> tuple[str, ...]:
    year = given if given.isdecimal() else next(iter(_YEAR.findall(given)), "")
    if year.strip("0"):
        return (f"the year {year} cannot be, and is left out",)
    return (f'the date "{given}" has no year, and is left out',) if given.strip("0-/. ") else ()


def _is_partly_wrong(given: str, found: str) -> bool:
    """Whether a date in figures says a month or a day that there is not."""
    forms = (_ISO, _COMPACT, _YEAR_FIRST, _DAY_FIRST)
    match = next((match for form in forms if (match := form.match(given))), None)
    if match is None:
        return False
    parts = [part for part in match.groups()[:3] if part]
    return len(parts) > found.count("-") + 1 and not _is_range(given)


def _is_range(given: str) -> bool:
    """``2018-19`` is two years and no month."""
    years = re.fullmatch(r"(\d\d)(\d\d)[-/](\d\d)", given)
    return years is not None and int(years[3]) == int(years[2]) + 1


@lru_cache(4096)
def iso_date(text: str) -> str | None:
    """``14.06.2002`` → ``2002-06-14``; ``2013-05`` and ``2013`` stay as precise as they are; None if there is no year.

    Of several years (``2018–2019``) the first counts, and of several months none.
    """
    text = text.strip()[:_LONGEST]
    if in_fact := _IN_FACT.search(text):
        return _checked(in_fact[1], None, None)
    for pattern, order in _FIGURES:
        if match := pattern.match(text):
            found = dict(zip(order, match.groups(), strict=False))
            return _checked(found["year"] or "", found.get("month"), found.get("day"))
    year = next((year for year in _YEAR.findall(text) if _is_possible(int(year))), None)
    return _checked(year, *_month_and_day(text)) if year else None


_FIGURES = (
    (_ISO, ("year", "month", "day")),
    (_COMPACT, ("year", "month", "day")),
    (_DAY_FIRST, ("day", "month", "year")),
    (_MONTH_FIRST, ("month", "year")),
    (_YEAR_FIRST, ("year", "month", "day")),
)


def _month_and_day(text: str) -> tuple[str | None, str | None]:
    """The month that words name, and the day beside it; of two months neither."""
    named = [(match, months().get(match[0].lower())) for match in _WORD.finditer(text)]
    numbers = {number for _, number in named if number}
    if len(numbers) != 1:
        return None, None
    word, number = next((match, number) for match, number in named if number)
    before, after = text[: word.start()], text[word.end() :]
    day = _DAY_BEFORE.search(before[-12:]) or _DAY_AFTER.match(after)
    return str(number), day[1] if day else None


def _checked(year: str, month: str | None, day: str | None) -> str | None:
    """The date as far as it can be right; what was written month first is turned round."""
    if not year or not _is_possible(int(year)):
        return None
    if month and day and int(month) > 12 >= int(day) > 0:
        month, day = day, month
    if not month or not 1 <= int(month) <= 12:
        return str(int(year))
    try:
        return date(int(year), int(month), int(day or 0)).isoformat()
    except ValueError:
        return f"{int(year)}-{int(month):02}"


def _is_possible(year: int) -> bool:
    return _EARLIEST <= year <= datetime.now(UTC).year + _AHEAD


def year_of(text: str | None) -> int | None:
    """The year of a date as given: the first that can be."""
    found = iso_date(text) if text else None
    return int(found[:4]) if found else None


def publication_date(dates: Sequence[str]) -> str | None:
    """The date of publication among several as given.

    DSpace gives the moments of deposit (with a time of day) beside the date of issue (without one), so a date without
    a time wins; of those the first of the earliest year.
    """
    plain = [given for given in dates if "T" not in given.strip()[:11]]
    found = [iso for given in plain or dates if (iso := iso_date(given))]
    return min(found, key=lambda given: given[:4], default=None)  # min keeps the first of equals

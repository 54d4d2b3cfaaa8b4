"""Dates as sources write them: ``2013``, ISO timestamps, ``14.06.2002``, ``[2005] г.``."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from functools import lru_cache

_ISO = re.compile(r"^(\d{4})(?:-(\d{1,2})(?:-(\d{1,2}))?)?(T.*)?$")
_DAY_FIRST = re.compile(r"^(\d{1,2})[./](\d{1,2})[./](\d{4})$")
_YEAR_FIRST = re.compile(r"^(\d{4})[./](\d{1,2})(?:[./](\d{1,2}))?$")
_YEAR = re.compile(r"(?<!\d)(1[5-9]\d\d|20\d\d)(?!\d)")


@lru_cache(4096)
def iso_date(text: str) -> str | None:
    """``14.06.2002`` → ``2002-06-14``; ``2013-05`` and ``2013`` stay as precise as they are; None if it is no date."""
    text = text.strip()
    if match := _DAY_FIRST.match(text):
        day, month, year = match.groups()
        return _checked(year, month, day)
    match = _ISO.match(text) or _YEAR_FIRST.match(text)
    return _checked(match.group(1), match.group(2), match.group(3)) if match else None


def _checked(year: str, month: str | None, day: str | None) -> str | None:
    if not 1500 <= int(year) <= 2100:
        return None
    try:
        checked = date(int(year), int(month or 1), int(day or 1))
    except ValueError:
        return None
    return checked.isoformat()[: 10 if day else 7 if month else 4]


def year_of(text: str | None) -> int | None:
    """The first plausible year (1500–2099) in a date as given."""
    match = _YEAR.search(text or "")
    return int(match.group(1)) if match else None


def publication_date(dates: Sequence[str]) -> str | None:
    """The date of publication among several as given.

    DSpace gives the moments of deposit (with a time of day) beside the date of issue (without one), so a date without
    a time wins; of those the first of the earliest year.
    """
    plain = [given for given in dates if "T" not in given.strip()[:11]]
    known = [(iso_date(given), given) for given in plain or dates]
    found = [iso or str(year_of(given)) for iso, given in known if iso or year_of(given)]
    return min(found, key=lambda given: given[:4], default=None)  # min keeps the first of equals

"""Which dates of a server are believed. Pure functions.

A server's clock, its records' datestamps and what the catalogue remembers of either may be anything. The next harvest
asks from such a date, so one in the future would make every later harvest find nothing. A clock may be wrong by a day
at most (the same day that every harvest goes back); what is further in the future is not believed.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta

WRONG_BY = timedelta(days=1)
# years in which a day more or less, in any time zone, is still a date
_FIRST_YEAR, _LAST_YEAR = 1000, 9000


def moment_of(date: str | None) -> datetime | None:
    """The moment that an ISO date names (UTC where it says no zone); None if it is no date."""
    try:
        moment = datetime.fromisoformat(date or "")
    except ValueError:
        return None
    if not _FIRST_YEAR <= moment.year <= _LAST_YEAR:
        return None
    return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)


def is_believed(date: str | None, now: datetime) -> bool:
    """True if it is a date and not in the future by more than a day."""
    moment = moment_of(date)
    return moment is not None and moment <= now + WRONG_BY


def believed(dates: Iterable[str], told: str | None) -> list[str]:
    """Those of the datestamps that say how far a list came, if the harvest began at the date ``told``.

    A record may be younger than the harvest that brings it, which only makes the list go back further.
    """
    began = moment_of(told)
    return [date for date in dates if moment_of(date) and (not began or is_believed(date, began))]


def written(moment: datetime) -> str:
    """The moment as the catalogue keeps it."""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def in_granularity(date: str | None, granularity: str, time: str = "00:00:00") -> str | None:
    """``from`` and ``until`` must have the granularity that the repository names (OAI-PMH 2.0, section 3.3)."""
    if date is None:
        return None
    if not has_seconds(granularity):
        return date[:10]
    return date if "T" in date else f"{date}T{time}Z"


def has_seconds(granularity: str) -> bool:
    """True if the repository tells dates with their time of day."""
    return "hh" in granularity.lower()


def told_in(moment: datetime, granularity: str) -> str:
    """The moment as the repository wants it told."""
    return written(moment) if has_seconds(granularity) else written(moment)[:10]

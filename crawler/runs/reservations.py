"""When a run that came to its end has not simply succeeded: a tenth or more of what it brought is in quarantine."""

from __future__ import annotations

from catalogue.database.engine import reading
from catalogue.harvested import quarantine
from catalogue.harvested.deletions import HELD
from catalogue.harvested.sightings import count_since
from crawler.oai.state import ListState
from crawler.runs.harvest import Harvest

PART = 10  # one in so many
_MOST_TIMES = 4  # that a harvest goes over the same records


def much_is_unusable(harvest: Harvest, whole: ListState | None) -> str | None:
    """Why the run succeeded with reservations only; None if it did without.

    What was dismissed does not count, nor do deletions: those wait by themselves. A harvest of several runs counts
    as one.
    """
    source, since = harvest.run.source, harvest.guard.began_in
    received = whole.total if whole is not None else harvest.total.received
    with reading(harvest.engine) as connection:
        waiting = quarantine.count_since(connection, source, since, but_for=HELD)
        # the count that takes long is only for those where it matters
        if not waiting or waiting * PART * _MOST_TIMES < received:
            return None
        brought = waiting + count_since(connection, source, since)
    if waiting * PART < brought:
        return None
    return f"{waiting} of {brought} received are in quarantine"


def replays_failed(failed: int, tried: int) -> str | None:
    """Why a replay succeeded with reservations only."""
    if not failed or failed * PART < tried:
        return None
    return f"{failed} of {tried} items are not usable yet"

"""Where a harvest stands, as pure data: the checkpoint, and how a page, an error or a new set moves it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import msgspec

from crawler.formats import ParsedPage

_OVERLAP = timedelta(days=1)
_MOST_RESTARTS = 20


class Window(msgspec.Struct, frozen=True, kw_only=True):
    """The dates asked for. ``overlap`` goes back a day before ``from_``, for clocks and time zones that differ."""

    from_: str | None = None
    until: str | None = None
    overlap: bool = False


class ListState(msgspec.Struct, frozen=True, kw_only=True):
    """The checkpoint of a harvest.

    ``window_from`` is where every set's list begins, ``from_`` where this list began after a restart. ``ordered`` tells
    whether the datestamps so far never went down: only then does the last one mark how far the list came.
    """

    set_index: int = 0
    window_from: str | None = None
    from_: str | None = None
    until: str | None = None
    granularity: str = "YYYY-MM-DD"
    token: str | None = None
    last_datestamp: str | None = None
    ordered: bool = True
    received: int = 0
    size: int | None = None
    restarts: int = 0
    response_date: str | None = None
    sets: tuple[str, ...] = ()


def first_state(window: Window, granularity: str, response_date: str | None) -> ListState:
    """The state before the first page."""
    from_ = window.from_
    if from_ and window.overlap:
        from_ = _earlier(from_)
    from_ = _in_granularity(from_, granularity)
    return ListState(
        window_from=from_,
        from_=from_,
        until=_in_granularity(window.until, granularity, time="23:59:59"),
        granularity=granularity,
        response_date=response_date,
    )


def _earlier(date: str) -> str:
    moment = datetime.fromisoformat(date)
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=UTC)
    return (moment - _OVERLAP).astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _in_granularity(date: str | None, granularity: str, time: str = "00:00:00") -> str | None:
    """``from`` and ``until`` must have the granularity that the repository names (OAI-PMH 2.0, section 3.3)."""
    if date is None:
        return None
    if "hh" not in granularity.lower():
        return date[:10]
    return date if "T" in date else f"{date}T{time}Z"


def next_set(state: ListState) -> ListState:
    """The list of the next set begins in the window of the run, not where this one ended."""
    return msgspec.structs.replace(
        state,
        set_index=state.set_index + 1,
        from_=state.window_from,
        token=None,
        last_datestamp=None,
        ordered=True,
        received=0,
        size=None,
        restarts=0,
    )


def advance(state: ListState, page: ParsedPage) -> ListState:
    """The state after a page."""
    datestamps = [record.datestamp for record in page.records if record.datestamp]
    in_a_row = [*([state.last_datestamp] if state.last_datestamp else []), *datestamps]
    return msgspec.structs.replace(
        state,
        token=page.resumption_token,
        last_datestamp=max(in_a_row, default=None),
        ordered=state.ordered and in_a_row == sorted(in_a_row),
        received=state.received + len(page.items),
        size=page.complete_list_size or state.size,
    )


def restart(state: ListState) -> ListState | None:
    """The list from the last datestamp on, for a server that has forgotten its token; None if that was tried in vain.

    In a list that is not in order of date the last datestamp says nothing, so the whole window is asked for again:
    what is known already comes back as unchanged.
    """
    from_ = _in_granularity(state.last_datestamp, state.granularity) if state.ordered else None
    begin = from_ or state.window_from
    in_vain = state.restarts > 0 and begin == state.from_
    if in_vain or state.restarts >= _MOST_RESTARTS:
        return None
    return msgspec.structs.replace(
        state,
        from_=begin,
        token=None,
        restarts=state.restarts + 1,
        received=0,
        size=None,
    )

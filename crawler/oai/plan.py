"""What a run is to harvest, and the state before its first page. Pure functions."""

from __future__ import annotations

from datetime import datetime

import msgspec

from crawler.oai.clock import WRONG_BY, in_granularity, is_believed, moment_of, written
from crawler.oai.state import ListOf, ListState, current, next_list


class Plan(msgspec.Struct, frozen=True, kw_only=True):
    """What a run is to harvest.

    ``run`` is its number, ``prefixes`` the metadata prefixes, of which the first leads. ``from_`` and ``until`` are the
    dates that somebody chose; without a ``from_``, the harvest asks for what came since ``last``, the date of the last
    whole answer. ``resume`` is the checkpoint of a run that failed, to go on from. ``behind`` are lists in the
    second format that the last run could not read, though it succeeded with the first.
    """

    run: int
    prefixes: tuple[str, ...]
    sets: tuple[str, ...] = ()
    from_: str | None = None
    until: str | None = None
    last: str | None = None
    resume: ListState | None = None
    behind: tuple[ListOf, ...] = ()


class Window(msgspec.Struct, frozen=True, kw_only=True):
    """The dates asked for. ``overlap`` goes back a day before ``from_``, for clocks and time zones that differ."""

    from_: str | None = None
    until: str | None = None
    overlap: bool = False


def first_state(
    window: Window,
    granularity: str,
    response_date: str | None,
    *,
    prefixes: tuple[str, ...] = ("oai_dc",),
    sets: tuple[str, ...] = (),
    earliest: str | None = None,
) -> ListState:
    """The state before the first page."""
    from_ = window.from_
    if from_ and window.overlap:
        from_ = _earlier(from_)
    from_ = in_granularity(from_, granularity)
    until = in_granularity(window.until, granularity, time="23:59:59")
    # all of the first format before the second: what leads is there when the other comes to fill it
    lists = max(1, len(sets)) * len(prefixes)
    return ListState(
        window_from=from_,
        window_until=until,
        from_=from_,
        until=until,
        waiting=tuple(ListOf(index, from_, until) for index in range(1, lists)),
        granularity=granularity,
        earliest=earliest,
        response_date=response_date,
        sets=sets,
        prefixes=prefixes,
    )


def catching_up(state: ListState, behind: tuple[ListOf, ...], now: datetime) -> ListState:
    """The state before the first page, with lists that begin where an earlier run was held up."""
    begins: dict[int, str] = {}
    for each in behind:
        date = each.from_ if each.from_ and is_believed(each.from_, now) else ""
        begins[each.set_index] = min(date, begins.get(each.set_index, date))
    waiting = tuple(
        msgspec.structs.replace(each, from_=min(each.from_ or "", begins[each.set_index]) or None)
        if each.set_index in begins
        else each
        for each in state.waiting
    )
    return msgspec.structs.replace(state, waiting=waiting, held_up=bool(behind))


def _earlier(date: str) -> str:
    moment = moment_of(date)
    return date if moment is None else written(moment - WRONG_BY)


def resumed(state: ListState) -> ListState:
    """The state to go on from in a new run: lists that could not be read are tried again."""
    state = msgspec.structs.replace(state, waiting=(*state.waiting, *state.unread), unread=())
    return next_list(msgspec.structs.replace(state, finished=False)) if state.finished else state


def is_credible(state: ListState, now: datetime) -> bool:
    """False if a list of the checkpoint begins in the future: it would bring nothing, and what it left out is lost."""
    lists = (current(state), *state.waiting, *state.unread)
    begins = {state.window_from, *(each.from_ for each in lists)} - {None}
    return all(is_believed(date, now) for date in begins)

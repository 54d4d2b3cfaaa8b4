"""Windows of dates: a list without what is done of it, in halves, at one date, or record by record. Pure functions."""

from __future__ import annotations

from datetime import datetime, timedelta

import msgspec

from crawler.formats import ParsedPage
from crawler.oai.clock import WRONG_BY, has_seconds, in_granularity, moment_of, told_in
from crawler.oai.state import ListOf, ListState, current, datestamps, with_list

_OLDEST = "1990-01-01"


def restart(state: ListState, *, windows: bool = True) -> ListState | None:
    """The list without the part of it that is done, for a server that cannot go on; None if it cannot be parted.

    ``windows`` says that the server heeds ``until``, so that halving helps.
    """
    begin = in_granularity(state.last_datestamp, state.granularity)
    if state.trusts_order and moment_of(begin) and begin and begin > (state.from_ or ""):
        later = ListOf(state.set_index, begin, state.until)
        return _restarted(state, later)
    halves = _halves(state) if windows else None
    if halves is None:
        return None
    first, second = halves
    parted = msgspec.structs.replace(state, waiting=(second, *state.waiting))
    return _restarted(parted, first)


def one_by_one(state: ListState) -> ListState:
    """The same list from its beginning, record by record."""
    return with_list(state, msgspec.structs.replace(current(state), singly=True))


def same_again(state: ListState) -> ListState:
    """The same list from its beginning."""
    return _restarted(state, current(state))


def _restarted(state: ListState, chosen: ListOf) -> ListState:
    return msgspec.structs.replace(with_list(state, chosen), restarts=state.restarts + 1)


def _halves(state: ListState) -> tuple[ListOf, ListOf] | None:
    """The window of the list in two that do not overlap; open ends stay open."""
    first, last = _ends(state)
    step = _step(state)
    if first is None or last is None or last - first < step:
        return None
    middle = first + (last - first) // step // 2 * step
    return (
        ListOf(state.set_index, state.from_, told_in(middle, state.granularity)),
        ListOf(state.set_index, told_in(middle + step, state.granularity), state.until),
    )


def _ends(state: ListState) -> tuple[datetime | None, datetime | None]:
    """The moments between which the list's records are, as far as that can be told."""
    last = moment_of(state.until) or moment_of(state.response_date)
    first = moment_of(state.from_) or moment_of(state.earliest)
    if state.from_ is None and (first is None or (last is not None and first > last)):
        first = moment_of(_OLDEST)
    return first, last


def of_date(state: ListState, date: str | None) -> ListState | None:
    """The part of the list that has this datestamp alone, with what is before and after it waiting.

    None if that is all of it, or the date is none, or not one of the list's.
    """
    only = in_granularity(date, state.granularity)
    moment = moment_of(only)
    if only is None or moment is None or not (state.from_ or "") <= only <= (state.until or only):
        return None
    before = ListOf(state.set_index, state.from_, told_in(moment - _step(state), state.granularity))
    after = ListOf(state.set_index, told_in(moment + _step(state), state.granularity), state.until)
    rest = [before] if state.from_ != only else []
    rest += [after] if state.until != only else []
    if not rest:
        return None
    parted = msgspec.structs.replace(state, waiting=(*rest, *state.waiting))
    return _restarted(parted, ListOf(state.set_index, only, only))


def _step(state: ListState) -> timedelta:
    return timedelta(seconds=1) if has_seconds(state.granularity) else timedelta(days=1)


def outside(state: ListState, page: ParsedPage) -> bool:
    """True if the page holds datestamps a day or more outside of its window: the server does not heed it."""
    first, last = moment_of(state.from_), moment_of(state.until)
    for date in datestamps(state, page):
        moment = moment_of(date)
        if moment is None:
            continue
        if (first and moment < first - WRONG_BY) or (last and moment > last + 2 * WRONG_BY):
            return True
    return False

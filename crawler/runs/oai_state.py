"""Where a harvest stands, as pure data: the checkpoint, and how a page, an error or a new list moves it.

A harvest is a row of lists: one a set, and more where a list had to be parted. A list that the server cannot go on with
(its token expired, it loops, a page cannot be read) begins again at the last datestamp if the list is in order of date;
otherwise its window of dates is halved, so that what is done stays done. Nothing ever begins again from zero.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from itertools import pairwise
from typing import Any

import msgspec

from crawler.formats import ParsedPage
from crawler.sources.definition import SourceDefinition
from crawler.spiders.oai_clock import (
    believed,
    has_seconds,
    in_granularity,
    is_believed,
    moment_of,
    told_in,
    written,
)

_OVERLAP = timedelta(days=1)
# a shuffled list is in order for so long by a chance of 1 in 9! only
_RISES_OF_AN_ORDER = 8
_OLDEST, _MOST_LOOKS = "1990-01-01", 3


class Window(msgspec.Struct, frozen=True, kw_only=True):
    """The dates asked for. ``overlap`` goes back a day before ``from_``, for clocks and time zones that differ."""

    from_: str | None = None
    until: str | None = None
    overlap: bool = False


class ListOf(msgspec.Struct, frozen=True):
    """A list to ask for: which of the source's sets, and the dates; ``singly``: its records one by one."""

    set_index: int
    from_: str | None = None
    until: str | None = None
    singly: bool = False


class ListState(msgspec.Struct, frozen=True, kw_only=True):
    """The checkpoint of a harvest.

    The list at work is ``set_index``, ``from_``, ``until``, ``singly`` and its ``token``; ``waiting`` are the lists
    after it, and ``unread`` those that could not be read to their end. ``window_from`` and ``window_until`` are the
    dates of the whole harvest. ``ordered`` tells whether the list's datestamps never went down so far, ``rises`` how
    often they went up. ``distinct``, ``size``, ``look`` and ``news`` are of the set: how many records it gave, how many
    its lists said there are, how often it was gone through before, and what this time brought. Of the whole harvest
    are ``total``, ``rejected`` (how many went to quarantine); ``came`` and ``missing`` are of sets shorter than told.
    ``began_in`` and ``looked_in`` are the runs in which the harvest and this time through the set began.
    ``stalled``: the server lived and gave no list, so that the next run goes around what it does not give.
    """

    set_index: int = 0
    window_from: str | None = None
    window_until: str | None = None
    from_: str | None = None
    until: str | None = None
    singly: bool = False
    waiting: tuple[ListOf, ...] = ()
    unread: tuple[ListOf, ...] = ()
    granularity: str = "YYYY-MM-DD"
    earliest: str | None = None
    deletes: str | None = None
    token: str | None = None
    last_datestamp: str | None = None
    ordered: bool = True
    rises: int = 0
    received: int = 0
    distinct: int = 0
    size: int | None = None
    look: int = 0
    news: int = 0
    total: int = 0
    rejected: int = 0
    came: int = 0
    missing: int = 0
    stalled: bool = False
    restarts: int = 0
    response_date: str | None = None
    sets: tuple[str, ...] = ()
    began_in: int = 0
    looked_in: int = 0
    finished: bool = False

    @property
    def trusts_order(self) -> bool:
        """True if the last datestamp marks how far the list came. A wrong guess shows in the set's size."""
        told = self.size is not None and self.look == 0
        return self.ordered and (told or self.rises >= _RISES_OF_AN_ORDER)


def first_state(
    window: Window,
    granularity: str,
    response_date: str | None,
    *,
    sets: tuple[str, ...] = (),
    earliest: str | None = None,
) -> ListState:
    """The state before the first page."""
    from_ = window.from_
    if from_ and window.overlap:
        from_ = _earlier(from_)
    from_ = in_granularity(from_, granularity)
    until = in_granularity(window.until, granularity, time="23:59:59")
    return ListState(
        window_from=from_,
        window_until=until,
        from_=from_,
        until=until,
        waiting=tuple(ListOf(index, from_, until) for index in range(1, len(sets))),
        granularity=granularity,
        earliest=earliest,
        response_date=response_date,
        sets=sets,
    )


def _earlier(date: str) -> str:
    moment = moment_of(date)
    return date if moment is None else written(moment - _OVERLAP)


def advance(state: ListState, page: ParsedPage, fresh: int | None = None) -> ListState:
    """The state after a page, ``fresh`` of whose items had not come before in this set (default: all)."""
    told = (record.datestamp for record in page.records if record.datestamp)
    datestamps = believed(told, state.response_date)
    in_a_row = [*([state.last_datestamp] if state.last_datestamp else []), *datestamps]
    steps = pairwise(in_a_row)
    return msgspec.structs.replace(
        state,
        token=page.resumption_token,
        last_datestamp=max(in_a_row, default=None),
        ordered=state.ordered and in_a_row == sorted(in_a_row),
        rises=state.rises + sum(earlier < later for earlier, later in steps),
        received=state.received + len(page.items),
        distinct=state.distinct + (len(page.items) if fresh is None else fresh),
        # the largest: a list that shrinks while it is read has moved records past the reader
        size=max(page.complete_list_size or 0, state.size or 0) or None,
        total=state.total + len(page.items),
    )


def _with_list(state: ListState, chosen: ListOf) -> ListState:
    """The state before the first page of a list of the same set."""
    return msgspec.structs.replace(
        state,
        from_=chosen.from_,
        until=chosen.until,
        singly=chosen.singly,
        token=None,
        last_datestamp=None,
        ordered=True,
        rises=0,
        received=0,
    )


def _current(state: ListState) -> ListOf:
    return ListOf(state.set_index, state.from_, state.until, state.singly)


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
    return _with_list(state, msgspec.structs.replace(_current(state), singly=True))


def same_again(state: ListState) -> ListState:
    """The same list from its beginning."""
    return _restarted(state, _current(state))


def _restarted(state: ListState, chosen: ListOf) -> ListState:
    return msgspec.structs.replace(_with_list(state, chosen), restarts=state.restarts + 1)


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


def give_up(state: ListState) -> ListState:
    """The list at work goes to those that could not be read; the next run tries it again, as a list."""
    whole = msgspec.structs.replace(_current(state), singly=False)
    return msgspec.structs.replace(state, unread=(*state.unread, whole))


def next_list(state: ListState) -> ListState:
    """The list after this one; ``finished`` if there is none."""
    if not state.waiting:
        return msgspec.structs.replace(_with_list(state, _current(state)), finished=True)
    chosen, *waiting = state.waiting
    following = msgspec.structs.replace(_with_list(state, chosen), waiting=tuple(waiting))
    return following if chosen.set_index == state.set_index else _in_set(following, chosen)


def _in_set(state: ListState, chosen: ListOf) -> ListState:
    return msgspec.structs.replace(
        state,
        set_index=chosen.set_index,
        distinct=0,
        size=None,
        look=0,
        news=0,
        restarts=0,
    )


def doubt(state: ListState) -> str | None:
    """Why a set, at the end of its last list, may have held more than it gave; None if nothing speaks for that."""
    unfinished = any(
        other.set_index == state.set_index for other in (*state.waiting, *state.unread)
    )
    if unfinished or state.size is None or state.distinct >= state.size:
        return None
    return f"the list ended after {state.distinct} of {state.size} records"


def look_again(state: ListState) -> ListState | None:
    """The whole set once more: records that move while a list is read push others past the reader.

    None if that was done already and brought nothing.
    """
    if state.look >= _MOST_LOOKS or (state.look > 0 and not state.news):
        return None
    whole = ListOf(state.set_index, state.window_from, state.window_until)
    return msgspec.structs.replace(
        _with_list(state, whole), distinct=0, size=None, look=state.look + 1, news=0
    )


def resumed(state: ListState) -> ListState:
    """The state to go on from in a new run: lists that could not be read are tried again."""
    state = msgspec.structs.replace(state, waiting=(*state.waiting, *state.unread), unread=())
    return next_list(msgspec.structs.replace(state, finished=False)) if state.finished else state


def is_credible(state: ListState, now: datetime) -> bool:
    """False if a list of the checkpoint begins in the future: it would bring nothing, and what it left out is lost."""
    lists = (_current(state), *state.waiting, *state.unread)
    begins = {state.window_from, *(each.from_ for each in lists)} - {None}
    return all(is_believed(date, now) for date in begins)


def outside(state: ListState, page: ParsedPage) -> bool:
    """True if the page holds datestamps a day or more outside of its window: the server does not heed it."""
    first, last = moment_of(state.from_), moment_of(state.until)
    told = (record.datestamp for record in page.records if record.datestamp)
    for date in believed(told, state.response_date):
        moment = moment_of(date)
        if moment is None:
            continue
        if (first and moment < first - _OVERLAP) or (last and moment > last + 2 * _OVERLAP):
            return True
    return False


def after_list(state: ListState) -> ListState:
    """The next list, or the same set once more if something may have been missed."""
    if not doubt(state):
        return next_list(state)
    missing = state.missing + (state.size or 0) - state.distinct
    short = msgspec.structs.replace(state, came=state.came + state.distinct, missing=missing)
    return look_again(state) or next_list(short)


def arguments(state: ListState, definition: SourceDefinition) -> dict[str, str]:
    """The arguments of the request for the next page of the list that the state describes."""
    verb = "ListIdentifiers" if state.singly else "ListRecords"
    if state.token is not None:
        return {"verb": verb, "resumptionToken": state.token}
    asked = {"verb": verb, "metadataPrefix": definition.metadata_prefix}
    if definition.sets:
        asked["set"] = definition.sets[state.set_index]
    given = {"from": state.from_, "until": state.until}
    return asked | {name: value for name, value in given.items() if value}


def as_checkpoint(state: ListState) -> dict[str, Any]:
    """The state as the catalogue keeps it, to go on from after a kill."""
    plain: dict[str, Any] = msgspec.to_builtins(state)
    return plain

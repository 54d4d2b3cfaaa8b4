"""Where a harvest stands, as pure data: the checkpoint, and how a page or the end of a list moves it.

A harvest is a row of lists: one a set in each format, and more where a list had to be divided. Where the server cannot
go on with a list (its token expired, it loops, a page cannot be read), the list begins again at the last datestamp if
it is in order of date. Otherwise its window of dates is halved (:mod:`crawler.oai.windows`), so that what is done stays
done. Nothing ever begins again from zero.
"""

from __future__ import annotations

from itertools import pairwise
from typing import Any

import msgspec

from crawler.formats import ParsedPage
from crawler.oai.clock import believed

# a shuffled list is in order for so long by a chance of 1 in 9! only
_RISES_OF_AN_ORDER = 8
_MOST_LOOKS = 3


class ListOf(msgspec.Struct, frozen=True):
    """A list to ask for: which of the source's sets in which format, and the dates; ``singly``: its records one by
    one."""

    set_index: int
    from_: str | None = None
    until: str | None = None
    singly: bool = False


class ListState(msgspec.Struct, frozen=True, kw_only=True):
    """The checkpoint of a harvest.

    ``set_index`` counts the ``sets`` (or all that there is, as one), once through for each of the ``prefixes``: a set
    in another format is another list, with a size of its own. The list at work is ``set_index``, ``from_``, ``until``,
    ``singly`` and its ``token``; ``waiting`` are the lists after it, and ``unread`` those that could not be read to
    their end. ``window_from`` and ``window_until`` are the dates of the whole harvest. ``ordered`` tells whether the
    list's datestamps never went down so far, ``rises`` how often they went up. ``distinct``, ``size``, ``look`` and
    ``news`` are of the set: how many records it gave, how many its lists said there are, how often it was gone through
    before, and what this time brought. Of the whole harvest are ``total``, ``rejected`` (how many went to quarantine);
    ``came`` and ``missing`` are of sets shorter than told. ``began_in`` and ``looked_in`` are the runs in which the
    harvest and this time through the set began. ``stalled``: the server lived and gave no list, so that the next run
    goes around what it does not give. ``held_up``: the run before came no further than this in the second format.
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
    held_up: bool = False
    restarts: int = 0
    response_date: str | None = None
    sets: tuple[str, ...] = ()
    prefixes: tuple[str, ...] = ("oai_dc",)
    began_in: int = 0
    looked_in: int = 0
    finished: bool = False

    @property
    def prefix(self) -> str:
        """The metadata prefix of the list at work."""
        return self.prefixes[self.set_index // max(1, len(self.sets))]

    @property
    def leads(self) -> bool:
        """True for a list in the first of the formats."""
        return leads(self, current(self))

    @property
    def set_spec(self) -> str | None:
        """The set of the list at work; None if the source is asked for all that it has."""
        return self.sets[self.set_index % len(self.sets)] if self.sets else None

    @property
    def trusts_order(self) -> bool:
        """True if the last datestamp marks how far the list came. A wrong guess shows in the set's size."""
        told = self.size is not None and self.look == 0
        return self.ordered and (told or self.rises >= _RISES_OF_AN_ORDER)


def advance(state: ListState, page: ParsedPage, fresh: int | None = None) -> ListState:
    """The state after a page, ``fresh`` of whose items had not come before in this set (default: all)."""
    in_a_row = [state.last_datestamp] if state.last_datestamp else []
    in_a_row += datestamps(state, page)
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
        held_up=state.held_up and state.leads,
    )


def datestamps(state: ListState, page: ParsedPage) -> list[str]:
    """The datestamps of the page that are believed in this harvest."""
    dates = (record.datestamp for record in page.records if record.datestamp)
    return believed(dates, state.response_date)


def with_list(state: ListState, chosen: ListOf) -> ListState:
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


def current(state: ListState) -> ListOf:
    """The list at work."""
    return ListOf(state.set_index, state.from_, state.until, state.singly)


def give_up(state: ListState) -> ListState:
    """The list at work goes to those that could not be read; the next run tries it again, as a list."""
    whole = msgspec.structs.replace(current(state), singly=False)
    return msgspec.structs.replace(state, unread=(*state.unread, whole))


def without_second(state: ListState) -> ListState:
    """The end of all lists, those in the second format unread; the next run asks for them again."""
    left = msgspec.structs.replace(give_up(state), waiting=())
    unread = (*left.unread, *state.waiting)
    return msgspec.structs.replace(next_list(left), unread=unread, held_up=True)


def may_be_left(state: ListState) -> bool:
    """True if all that is unread is in the second format, and the run before came no further either."""
    return state.held_up and not any(leads(state, each) for each in state.unread)


def leads(state: ListState, each: ListOf) -> bool:
    """True if the list is in the first of the formats."""
    return each.set_index < max(1, len(state.sets))


def next_list(state: ListState) -> ListState:
    """The list after this one; ``finished`` if there is none."""
    if not state.waiting:
        return msgspec.structs.replace(with_list(state, current(state)), finished=True)
    chosen, *waiting = state.waiting
    following = msgspec.structs.replace(with_list(state, chosen), waiting=tuple(waiting))
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
        with_list(state, whole), distinct=0, size=None, look=state.look + 1, news=0
    )


def after_list(state: ListState) -> ListState:
    """The next list, or the same set once more if something may have been missed."""
    if not doubt(state):
        return next_list(state)
    missing = state.missing + (state.size or 0) - state.distinct
    short = msgspec.structs.replace(state, came=state.came + state.distinct, missing=missing)
    return look_again(state) or next_list(short)


def as_checkpoint(state: ListState) -> dict[str, Any]:
    """The state as the catalogue keeps it, to go on from after a kill."""
    plain: dict[str, Any] = msgspec.to_builtins(state)
    return plain

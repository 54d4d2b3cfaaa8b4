"""What is said of a harvest that read its lists to their ends. Pure functions."""

from __future__ import annotations

from crawler.oai.state import ListState
from crawler.oai.steps import Finish


def conclusion(state: ListState, unanswered: int, not_given: int) -> Finish:
    """How good the end is.

    ``unanswered`` records were listed as live and as deleted, ``not_given`` ones are named by the source and not given.
    """
    short = _came_short(state)
    by_half = state.missing > state.came
    spoilt = f"{short}; the next run asks for all of them again" if short and by_half else None
    if not state.total and state.window_from is None:
        spoilt = "nothing was received from a source that was asked for everything"
    return Finish(
        state=state,
        response_date=state.response_date if state.total else None,
        spoilt=spoilt,
        reservation=None if by_half else short or _unread(state),
        notes=tuple(_notes(unanswered, not_given)),
    )


def _came_short(state: ListState) -> str | None:
    """Lists that ended before their told size, however often they were gone through.

    The size may be an estimate (OAI-PMH 2.0, section 3.5.1), but none is wrong by half: then the server stops midway.
    """
    if not state.missing:
        return None
    said = state.came + state.missing
    return f"the lists ended after {state.came} of {said} records that they said there are"


def _unread(state: ListState) -> str | None:
    """Lists in the second format that the server gave neither this run nor the one before."""
    if not state.unread:
        return None
    missing = state.prefixes[-1]
    return f"the records come without what the format {missing} says of them; the next run asks for it again"


def _notes(unanswered: int, not_given: int) -> list[str]:
    stay = "record(s) listed as live and as deleted stay live; the next run asks for them again"
    wait = "record(s) that the source names and cannot give wait in quarantine"
    counted = ((unanswered, stay), (not_given, wait))
    return [f"{count} {what}" for count, what in counted if count]

"""What is said of a harvest over OAI-PMH that read its lists to their ends."""

from __future__ import annotations

from crawler.runs.oai_state import ListState
from crawler.runs.outcome import Outcome


def conclude(outcome: Outcome, state: ListState, unanswered: int, not_given: int) -> None:
    """Write into the outcome how good the end is.

    ``unanswered`` records were listed as live and as deleted, ``not_given`` ones are named by the source and not given.
    """
    outcome.whole = state
    if state.total:
        outcome.response_date = state.response_date
    elif state.window_from is None:
        outcome.spoil("nothing was received from a source that was asked for everything")
    if state.missing:
        _came_short(outcome, state)
    if unanswered:
        told = "record(s) listed as live and as deleted stay live; the next run asks for them again"
        outcome.notes.append(f"{unanswered} {told}")
    if not_given:
        told = "record(s) that the source names and cannot give wait in quarantine"
        outcome.notes.append(f"{not_given} {told}")


def _came_short(outcome: Outcome, state: ListState) -> None:
    """Lists that ended before their told size, however often they were gone through.

    The size may be an estimate (OAI-PMH 2.0, section 3.5.1), but none is wrong by half: then the server stops midway.
    """
    told = f"the lists ended after {state.came} of {state.came + state.missing} records that they said there are"
    if state.missing > state.came:
        outcome.spoil(f"{told}; the next run asks for all of them again")
    else:
        outcome.reservation = told

"""How a harvest begins: by what the repository says of itself (Identify; OAI-PMH 2.0, section 4.2)."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime

import msgspec

from crawler.formats import PageError
from crawler.formats.oai_pmh.oai_about import Identify
from crawler.oai.clock import is_believed, written
from crawler.oai.known import Known
from crawler.oai.plan import Plan, Window, catching_up, first_state, is_credible, resumed
from crawler.oai.progress import Progress
from crawler.oai.questions import REPEATS, ask_again
from crawler.oai.state import ListState
from crawler.oai.steps import (
    GOES_ON,
    Answer,
    BeganIn,
    Effect,
    GoOn,
    Log,
    NoAnswer,
    Question,
    Steps,
    Stop,
    StoreUnreadable,
)
from crawler.urls import shown

_EVERYTHING = "everything is asked for again"


class Beginning:
    """Goes on from the checkpoint of an earlier run, or begins anew. ``clock`` gives our own time."""

    def __init__(
        self, progress: Progress, plan: Plan, known: Known, clock: Callable[[], datetime]
    ) -> None:
        self._progress = progress
        self._plan = plan
        self._known = known
        self._clock = clock

    def answered(self, question: Question, answer: Answer) -> Steps:
        """Take granularity and date from Identify."""
        match answer.content:
            case Identify() as identify:
                yield from self._begin(identify, self._clock())
                return GoOn()
            case PageError() as error:
                return (yield from self._unreadable(question, answer, error))
            case NoAnswer(reason):
                silent = answer.page.status is None
                return Stop(f"{reason}; {GOES_ON}" if silent else reason)
            case other:
                raise TypeError(other)

    def _unreadable(self, question: Question, answer: Answer, error: PageError) -> Steps:
        url = answer.page.url
        if question.repeated < REPEATS:
            return (yield from ask_again(question, url, str(error)))
        yield StoreUnreadable(answer.page, error)
        return Stop(f"{url}: {error}; is this the base address of OAI-PMH?")

    def _begin(self, identify: Identify, now: datetime) -> Iterator[Effect]:
        resume = self._plan.resume
        if resume is not None and is_credible(resume, now):
            yield from self._go_on_from(resume, now)
            return
        if resume is not None:
            yield _warning(f"where the last run stopped is in the future; {_EVERYTHING}")
        yield from self._anew(identify, now)

    def _anew(self, identify: Identify, now: datetime) -> Iterator[Effect]:
        plan, date, last = self._plan, identify.response_date, self._plan.last
        if not plan.from_ and last is not None and not is_believed(last, now):
            yield _warning(
                f"the last answer is dated {shown(last)}, which cannot be; {_EVERYTHING}"
            )
            last = None
        if not is_believed(date, now):
            # when the server answered, by its own clock only if that may be right
            yield _warning(f"the server's clock says {shown(date or 'nothing')}; our own is used")
            date = written(now)
        window = Window(from_=plan.from_ or last, until=plan.until, overlap=plan.from_ is None)
        earliest = identify.earliest if is_believed(identify.earliest, now) else None
        state = first_state(
            window,
            identify.granularity,
            date,
            prefixes=plan.prefixes,
            sets=plan.sets,
            earliest=earliest,
        )
        state = catching_up(state, plan.behind, now)
        self._progress.state = msgspec.structs.replace(
            state, began_in=plan.run, deletes=identify.deleted_record
        )

    def _go_on_from(self, checkpoint: ListState, now: datetime) -> Iterator[Effect]:
        if not is_believed(checkpoint.response_date, now):
            # what came later than the first run began is for the next harvest
            began = self._known.began(checkpoint.began_in) or written(now)
            checkpoint = msgspec.structs.replace(checkpoint, response_date=began)
            yield _warning(
                "the date of the server's first answer cannot be; our own clock's is used"
            )
        # the checkpoints of older versions do not name the prefix
        named = msgspec.structs.replace(checkpoint, prefixes=self._plan.prefixes)
        state = self._progress.state = resumed(named)
        yield BeganIn(checkpoint.began_in)
        where = f"set {state.set_spec}, " if state.set_spec else ""
        where = f"{state.prefix}, {where}" if len(state.prefixes) > 1 else where
        yield Log("info", f"going on after {where}datestamp {state.last_datestamp}")
        # what an earlier look brought in that same run counts as known too: at worst one look more
        since = checkpoint.looked_in or checkpoint.began_in
        self._progress.watch.know(self._known.identifiers_since(since, state.prefix))


def _warning(message: str) -> Log:
    return Log("warning", message)

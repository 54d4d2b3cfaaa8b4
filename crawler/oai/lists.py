"""Reading a list page by page (ListRecords; OAI-PMH 2.0, section 4.5): what is believed, and what is asked for again.

The checkpoint is saved in the transaction of the page it follows, so a killed run goes on after its last page.
"""

from __future__ import annotations

import msgspec

from catalogue.harvested.store import FetchedPage
from crawler.formats import PageError, ParsedPage
from crawler.formats.oai_pmh.oai_about import all_told
from crawler.formats.oai_pmh.oai_damaged import NOT_WELL_FORMED
from crawler.oai.detours import Detours
from crawler.oai.progress import Progress
from crawler.oai.questions import REPEATS, arguments, ask_again, if_alive
from crawler.oai.state import ListState, advance, after_list, doubt
from crawler.oai.steps import (
    GOES_ON,
    Answer,
    Around,
    ByNames,
    GoOn,
    NoAnswer,
    Question,
    Spoilt,
    Steps,
    Stop,
)
from crawler.oai.windows import outside


class Lists:
    """Reads the list that the state describes."""

    def __init__(self, progress: Progress, detours: Detours) -> None:
        self._progress = progress
        self._detours = detours
        self._damaged = False  # the server's pages are, steadily

    def question(self) -> Question:
        """The next page."""
        state, hurried = self._progress.state, self._detours.bad > 0
        return Question(
            role="list", arguments=arguments(state), prefix=state.prefix, hurried=hurried
        )

    def answered(self, question: Question, answer: Answer) -> Steps:
        """One page of the list, or why there is none."""
        match answer.content:
            case ParsedPage() as page:
                return (yield from self._page(question, answer.page, page))
            case PageError() as error:
                return (yield from self._unreadable(question, answer.page, str(error), error))
            case NoAnswer(reason, passing, too_large):
                if too_large:
                    error = PageError("too-large", "nothing of it was kept")
                    return (yield from self._unreadable(question, answer.page, reason, error))
                if passing:
                    return (yield from self._no_list(answer.page, reason))
                return Stop(f"{reason}; {GOES_ON}")
            case other:
                raise TypeError(other)

    def _page(self, question: Question, answer: FetchedPage, page: ParsedPage) -> Steps:
        if page.errors:
            return (yield from self._protocol_error(question, answer, page))
        if not page.complete:
            return (yield from self._unreadable(question, answer, "the page is cut short", page))
        damage = next((line for line in page.warnings if line.startswith(NOT_WELL_FORMED)), None)
        if damage is not None and not self._damaged:
            # a page that is not well-formed is asked for once more; servers that give no others are believed
            if question.repeated == 0:
                return (yield from ask_again(question, answer.url, damage))
            self._damaged = True
        if not page.items and self._progress.state.token is None and not page.resumption_token:
            return (yield from self._nothing(question, answer, page))
        return (yield from self._read(answer, page))

    def _read(self, answer: FetchedPage, page: ParsedPage) -> Steps:
        self._detours.readable()
        watch = self._progress.watch
        repeated = watch.repeats(page)
        state = advance(self._progress.state, page, watch.fresh(page))
        self._detours.windows = self._detours.windows and not outside(state, page)
        if state.token is None:
            return (yield from self._end(answer, page, state))
        endless = watch.endless(page, state)
        if endless is None:
            yield self._progress.store(answer, page, state)
            return GoOn()
        # its records are kept, but a page that came before says nothing of how far the list is
        if not repeated:
            self._progress.state = state
        return (yield from self._begin_again(answer, page, f"{endless}; the list would never end"))

    def _end(self, answer: FetchedPage, page: ParsedPage, state: ListState) -> Steps:
        """The list has ended: is that believable?"""
        problem = doubt(state)
        lost = self._progress.watch.followed and not page.has_token_element
        if problem and lost and state.received < (state.size or 0):
            self._progress.state = state
            reason = f"{problem} and without the empty token of a last page"
            return (yield from self._begin_again(answer, page, reason))
        yield self._progress.store(answer, page, state, after_list)
        yield from self._progress.leave(state, problem)
        return GoOn()

    def _protocol_error(self, question: Question, answer: FetchedPage, page: ParsedPage) -> Steps:
        codes = {error.code for error in page.errors}
        reason = all_told(page.errors)
        midway = self._progress.state.token is not None
        if codes == {"noRecordsMatch"} and not midway:
            return (yield from self._nothing(question, answer, page))
        if midway and codes & {"badResumptionToken", "noRecordsMatch"}:
            return (yield from self._begin_again(answer, page, reason))
        if question.repeated < REPEATS:
            return (yield from ask_again(question, answer.url, f"OAI-PMH error {reason}"))
        return Stop(f"{answer.url}: OAI-PMH error {reason}")

    def _nothing(self, question: Question, answer: FetchedPage, page: ParsedPage) -> Steps:
        """A list without records is believed when the server gives it again."""
        before = self._progress.state
        if question.repeated < (REPEATS if before.total == 0 else 1):
            return (yield from ask_again(question, answer.url, "no record matches"))
        yield self._progress.store(answer, page, before, after_list)
        yield from self._progress.leave(before, doubt(before))
        return GoOn()

    def _no_list(self, answer: FetchedPage, reason: str) -> Steps:
        """The server gave no list, often as it was asked. That may pass; if a run before met it here too, go around."""
        state = self._progress.state
        if not state.stalled:
            yield self._progress.move(msgspec.structs.replace(state, stalled=True))
            return Stop(f"{reason}; {GOES_ON}")
        error = PageError("not-given", reason)
        return if_alive(reason, Around(Spoilt(answer.url, reason, answer, error)))

    def _unreadable(
        self, question: Question, answer: FetchedPage, reason: str, read: ParsedPage | PageError
    ) -> Steps:
        """An answer that cannot be used, or not as a whole: ask again, then go around it."""
        most = 1 if self._detours.bad else REPEATS  # on the way around, one more look is enough
        if question.repeated < most:
            return (yield from ask_again(question, answer.url, reason))
        return Around(Spoilt(answer.url, reason, answer, read))

    def _begin_again(self, answer: FetchedPage, page: ParsedPage, reason: str) -> Steps:
        """The server cannot go on with its list: keep the page and begin a shorter one."""
        part = self._detours.parted(self._progress.state)
        if part is None:
            yield self._progress.store(answer, page, self._progress.state)
            stuck = f"{reason}; the list was started again and came no further"
            return ByNames(Spoilt(answer.url, stuck))
        yield self._progress.start_again(answer.url, reason, part)
        yield self._progress.store(answer, page, part)
        return GoOn()

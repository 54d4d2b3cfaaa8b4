"""A whole OAI-PMH harvest: Identify, then list by list and page by page, then what is left over.

What is damaged is asked for again before it is believed. A list that cannot go on is divided by dates, what cannot be
divided further is read record by record, and a part of which not even the identifiers can be had stops neither its
neighbours nor the next run's second try.
"""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterator
from datetime import datetime

import msgspec

from catalogue.harvested.deletions import DISPUTED
from crawler.oai.beginning import Beginning
from crawler.oai.detours import Detours
from crawler.oai.disputes import Disputes
from crawler.oai.ending import conclusion
from crawler.oai.known import Known
from crawler.oai.lists import Lists
from crawler.oai.names import Names
from crawler.oai.plan import Plan
from crawler.oai.progress import Progress
from crawler.oai.questions import first_question
from crawler.oai.records import Records, Wanted
from crawler.oai.state import ListState, leads, may_be_left, next_list, without_second
from crawler.oai.steps import (
    GOES_ON,
    NOT_GIVEN,
    Answer,
    Around,
    Ask,
    ByDates,
    ByNames,
    Effect,
    End,
    Finish,
    GoOn,
    Leave,
    Limit,
    Log,
    Lose,
    NextRecord,
    NoAnswer,
    Question,
    ReadSingly,
    Step,
    Steps,
    Stop,
    Turn,
)
from crawler.oai.ways import Ways


class OaiHarvest:
    """Composed of parts that do not know each other: each answer goes to the part that asked, and each turn to the part
    that takes it. ``clock`` gives our own time."""

    def __init__(self, plan: Plan, known: Known, clock: Callable[[], datetime]) -> None:
        self._known = known
        self._progress = progress = Progress(plan.run)
        detours = Detours(good=plan.resume is not None)
        self._beginning = Beginning(progress, plan, known, clock)
        self._prefixes = plan.prefixes
        self._lists = Lists(progress, detours)
        self._ways = Ways(progress, detours)
        self._names = Names(progress, detours)
        self._records = Records(progress, detours, self._waiting_for(NOT_GIVEN))
        self._disputes = Disputes(progress)

    def first(self) -> Question:
        """The question that a harvest begins with."""
        return first_question()

    def answered(self, question: Question, answer: Answer) -> Iterator[Step]:
        """What to do at an answer, in order; the last step is an end, and says what is next.

        Each effect must be carried out before the next step is taken: how to go on depends on it.
        """
        end = yield from self._to_end((yield from self._heard(question, answer)))
        state = self._progress.state
        if (
            isinstance(end, Stop)
            and question.role != "begin"
            and not (state.finished or state.leads)
        ):
            end = yield from self._held_up(end)
        yield end

    def _to_end(self, then: Turn | End) -> Generator[Effect, None, End]:
        while not isinstance(then, End):
            then = yield from self._take(then)
        return then

    def _held_up(self, stop: Stop) -> Generator[Effect, None, End]:
        """A list in the second format cannot be read: the next run goes on from here.

        If it comes no further either, it does without. Else a server that gives the second format no more would hold up
        for ever what is new in the first.
        """
        state = self._progress.state
        if not state.held_up:
            yield self._progress.move(msgspec.structs.replace(state, held_up=True))
            return stop
        yield Log("error", f"{stop.message}; done without the format {state.prefix}")
        yield self._progress.move(without_second(state))
        return (yield from self._to_end(GoOn()))

    def _heard(self, question: Question, answer: Answer) -> Steps:
        match question.role:
            case "begin":
                steps = self._beginning.answered(question, answer)
            case "alive":
                return _alive(question, answer)
            case "list":
                steps = self._lists.answered(question, answer)
            case "names":
                steps = self._names.answered(question, answer)
            case "record":
                steps = self._records.answered(question, answer)
            case "dispute":
                steps = self._disputes.answered(question, answer)
        return (yield from steps)

    def _take(self, turn: Turn) -> Steps:
        match turn:
            case GoOn():
                steps = self._go_on()
            case Around(spoilt):
                steps = self._ways.around(spoilt)
            case ByNames(spoilt):
                return self._names.begin(spoilt)
            case ByDates(spoilt):
                steps = self._ways.by_dates(spoilt)
            case ReadSingly(names):
                self._records.want(names)
                steps = self._next_record()
            case NextRecord():
                steps = self._next_record()
            case Lose(question, answer, reason):
                steps = self._records.lose(question, answer, reason)
            case Leave(question, reason):
                steps = self._disputes.leave(question, reason)
        return (yield from steps)

    def _go_on(self) -> Steps:
        """The lists first, then the records that are left over."""
        state = self._progress.state
        if self._known.limit_reached:
            return Limit()
        if not state.finished and self._known.sampled(state.prefix):
            return (yield from self._sampled(state))
        if not state.finished:
            return Ask(self._names.question() if state.singly else self._lists.question())
        if state.unread and not may_be_left(state):
            yield self._progress.move(msgspec.structs.replace(state, held_up=True))
            unread = f"{len(state.unread)} part(s) of the list could not be read"
            return Stop(f"{self._ways.first_unread}; {unread}, the next run tries them again")
        if not self._records.tried_again:
            self._records.try_again(self._waiting_for(NOT_GIVEN))
            return NextRecord()
        return (yield from self._settle_disputes())

    def _sampled(self, state: ListState) -> Steps:
        """Of a source with two formats a sample has some records in each."""
        if not state.leads or len(state.prefixes) == 1:
            return Limit()
        second = tuple(each for each in state.waiting if not leads(state, each))
        yield self._progress.move(next_list(msgspec.structs.replace(state, waiting=second)))
        yield from self._progress.leave(state)
        return GoOn()

    def _next_record(self) -> Steps:
        if self._known.limit_reached:
            return Limit()
        if (question := self._records.question()) is not None:
            return Ask(question)
        self._names.done()
        return (yield from self._records.all_got())

    def _settle_disputes(self) -> Steps:
        if not self._disputes.begun:
            doubtful = [
                (name, prefix)
                for prefix in self._prefixes
                for name in self._known.doubtful_in(prefix)
            ]
            yield from self._disputes.begin(self._waiting_for(DISPUTED), doubtful)
        if (question := self._disputes.question()) is not None:
            return Ask(question)
        if lost := self._records.lost:
            names = f"{len(lost)} record(s), {lost[0]} the first"
            return Stop(
                f"{names}, could not be got by themselves either; the next run asks for them again"
            )
        return self._finish()

    def _waiting_for(self, reason: str) -> list[Wanted]:
        return [
            (name, prefix)
            for prefix in self._prefixes
            for name in self._known.waiting_for(reason, prefix)
        ]

    def _finish(self) -> Finish:
        """Everything that was asked for has been read."""
        not_given = len(self._waiting_for(NOT_GIVEN))
        return conclusion(self._progress.state, self._disputes.unanswered, not_given)


def _alive(question: Question, answer: Answer) -> Turn | Stop:
    """After a failure: does the server still say who it is?"""
    if not isinstance(answer.content, NoAnswer):
        return question.then or GoOn()
    reason = answer.content.reason
    silent = answer.page.status is None
    away = f"{reason}; {GOES_ON}" if silent else f"{question.reason}; {GOES_ON} ({reason})"
    return Stop(away)

"""Record by record (GetRecord; OAI-PMH 2.0, section 4.1): the way around a record that spoils every list with it.

What the server cannot give is kept in quarantine under its identifier as ``not-given``. A run that meets such records
for the first time fails, so that the next one asks for them again; later runs ask too, and say how many are missing.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Sequence

import msgspec

from catalogue.harvested.store import FetchedPage
from crawler.formats import ParsedPage, Rejected
from crawler.oai.detours import Detours
from crawler.oai.progress import Progress
from crawler.oai.questions import (
    ask_again,
    if_alive,
    in_turns,
    is_unknown,
    record_in,
    record_question,
)
from crawler.oai.state import ListState, advance, after_list, doubt
from crawler.oai.steps import (
    NOT_GIVEN,
    Answer,
    GoOn,
    Log,
    Lose,
    NextRecord,
    NoAnswer,
    Question,
    Settle,
    Steps,
)

Wanted = tuple[str, str]
"""A record to ask for: its identifier, and the metadata prefix."""
# of those that earlier runs could not get, in one run: each costs a server that fails some seconds
_MOST_TRIED = 100


class Records:
    """Asks for records by name and metadata prefix. ``missed`` are those that earlier runs could not get, ``lost``
    those that only this run could not."""

    def __init__(self, progress: Progress, detours: Detours, missed: Iterable[Wanted] = ()) -> None:
        self._progress = progress
        self._detours = detours
        self._wanted: deque[Wanted] = deque()
        self._missed = frozenset(missed)
        self.tried_again = False
        self.lost: list[str] = []

    def want(self, names: Iterable[str]) -> None:
        """Ask for these records of the list at work too."""
        prefix = self._progress.state.prefix
        self._wanted.extend((name, prefix) for name in names)

    def try_again(self, waiting: Sequence[Wanted]) -> None:
        """At the end, ask for what earlier runs could not get and is ``waiting`` still."""
        self.tried_again = True
        missed = [each for each in waiting if each in self._missed]
        self._wanted.extend(in_turns(missed, _MOST_TRIED, self._progress.run))

    def question(self) -> Question | None:
        """The next record; None once all were asked for."""
        if not self._wanted:
            return None
        return record_question("record", *self._wanted.popleft())

    def all_got(self) -> Steps:
        """Every record of the list was asked for: on to the next list, unless there is none."""
        before = self._progress.state
        if not before.finished:
            yield self._progress.move(after_list(before))
            yield from self._progress.leave(before, doubt(before))
        return GoOn()

    def answered(self, question: Question, answer: Answer) -> Steps:
        """One record, or why there is none."""
        if isinstance(answer.content, NoAnswer):
            reason = answer.content.reason
            return if_alive(reason, Lose(question, answer.page, reason))
        page, problem = record_in(question, answer.content)
        if problem is None:
            self._detours.readable()
            state = self._advanced(page)
            yield self._progress.store(answer.page, page, state, confirmed=True)
            return NextRecord()
        if question.repeated == 0:
            return (yield from ask_again(question, answer.page.url, problem))
        if is_unknown(page):
            yield Log("warning", f"{answer.page.url}: {problem}; it is gone meanwhile")
            yield Settle(question.name, NOT_GIVEN, question.prefix)
            return NextRecord()
        return (yield from self.lose(question, answer.page, problem))

    def lose(self, question: Question, answer: FetchedPage, reason: str) -> Steps:
        """Keep what came instead of the record, unless an earlier run did."""
        name = question.name
        item = Rejected(reason=NOT_GIVEN, detail=reason, raw=answer.body, identifier=name)
        page = ParsedPage(items=(item,))
        if (name, question.prefix) in self._missed:
            yield Log("warning", f"{name} is still not given: {reason}")
            state = self._progress.state
            fresh = self._progress.watch.fresh(page)
            self._progress.state = msgspec.structs.replace(state, distinct=state.distinct + fresh)
        else:
            self.lost.append(name)
            yield self._progress.store(answer, page, self._advanced(page))
        return NextRecord()

    def _advanced(self, page: ParsedPage) -> ListState:
        return advance(self._progress.state, page, self._progress.watch.fresh(page))

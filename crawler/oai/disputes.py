"""Records that a harvest listed as live and as deleted: the source is asked for each, and its answer is believed.

OJS 3.2 and 3.3 list the deletion of an old submission under the identifier of its successor, and an article that left
one of its sets as deleted there. What the source does not answer stays live, and its deletion in quarantine; the next
run asks again.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator, Sequence

from catalogue.harvested.deletions import DISPUTED
from crawler.oai.progress import Progress
from crawler.oai.questions import (
    ask_again,
    if_alive,
    in_turns,
    is_unknown,
    record_in,
    record_question,
)
from crawler.oai.records import Wanted
from crawler.oai.steps import Answer, GoOn, Leave, Log, NoAnswer, Question, Settle, Steps

_MOST_ASKED = 1000
"""Of one run: each costs the delay that the source's politeness asks for."""


class Disputes:
    """Asks for disputed records at the end of the lists. ``unanswered`` counts those that stay live for now."""

    def __init__(self, progress: Progress) -> None:
        self._progress = progress
        self._names: deque[Wanted] | None = None
        self.unanswered = 0

    @property
    def begun(self) -> bool:
        """True once the disputed records are known."""
        return self._names is not None

    def begin(self, waiting: Sequence[Wanted], doubtful: Iterable[Wanted]) -> Iterator[Log]:
        """Choose what to ask for: the records whose deletion waits, and those that this run found doubtful.

        Each with the prefix of the format in which it is listed so.
        """
        names = list(dict.fromkeys([*waiting, *sorted(doubtful)]))
        if names:
            reason = "records are listed as live and as deleted; the source is asked for each"
            yield Log("warning", f"{len(names)} {reason}")
        self.unanswered = max(0, len(names) - _MOST_ASKED)
        self._names = deque(in_turns(names, _MOST_ASKED, self._progress.run))

    def question(self) -> Question | None:
        """The next disputed record; None once all were asked for."""
        if not self._names:
            return None
        return record_question("dispute", *self._names.popleft())

    def answered(self, question: Question, answer: Answer) -> Steps:
        """What the source says of one record."""
        if isinstance(answer.content, NoAnswer):
            reason = answer.content.reason
            return if_alive(reason, Leave(question, reason))
        page, problem = record_in(question, answer.content)
        if problem is None:
            yield self._progress.store(answer.page, page, self._progress.state, confirmed=True)
            return GoOn()
        if question.repeated == 0:
            return (yield from ask_again(question, answer.page.url, problem))
        if is_unknown(page):
            # this harvest has not listed it, and the source does not know it: a sweep decides about it
            began = self._progress.state.began_in
            yield Settle(question.name, DISPUTED, question.prefix, before=began)
        return (yield from self.leave(question, problem))

    def leave(self, question: Question, reason: str) -> Steps:
        """No answer that says it: the record stays live."""
        self.unanswered += 1
        message = f"{question.name} stays live, though it is listed as deleted too: {reason}"
        yield Log("warning", message)
        return GoOn()

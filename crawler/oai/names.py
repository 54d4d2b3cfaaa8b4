"""Which records a list holds (ListIdentifiers; OAI-PMH 2.0, section 4.3), to get around what spoils it.

The server of such a list fails (its program ends at a record, or writes what is no XML), and no window of dates leaves
the record out without its neighbours of the same day. So the list is asked for its identifiers alone. Their number
decides: a list of many is read in parts by dates, a list of few record by record (:mod:`crawler.oai.records`).
"""

from __future__ import annotations

from crawler.formats import PageError
from crawler.formats.oai_pmh.oai_about import Identifiers, all_told
from crawler.oai.detours import Detours
from crawler.oai.progress import Progress
from crawler.oai.questions import arguments, ask_again
from crawler.oai.state import ListState
from crawler.oai.steps import (
    Answer,
    Ask,
    ByDates,
    Log,
    NoAnswer,
    Question,
    ReadSingly,
    Spoilt,
    Steps,
)
from crawler.oai.windows import of_date, one_by_one

_MOST_NAMES = 1_000_000
_FEW = 20  # records to get one by one sooner than to part their list once more, which takes five requests or so


class Names:
    """Asks for the identifiers of the list at work, until the server turns out not to give them."""

    def __init__(self, progress: Progress, detours: Detours) -> None:
        self._progress = progress
        self._detours = detours
        self._found: dict[str, str | None] = {}  # with the datestamps
        self._given = True
        self._spoilt: Spoilt | None = (
            None  # None for a list that an earlier run read record by record
        )

    def begin(self, spoilt: Spoilt) -> Ask | ByDates:
        """Ask which records the list has, if the server names them at all."""
        self._spoilt = spoilt
        return Ask(self.question()) if self._given else ByDates(spoilt)

    def question(self) -> Question:
        """The first identifiers of the list at work."""
        self._found.clear()
        state = self._progress.state
        asked = arguments(one_by_one(state))
        return Question(role="names", arguments=asked, prefix=state.prefix)

    def answered(self, question: Question, answer: Answer) -> Steps:
        """A page of identifiers, or why there is none."""
        url = answer.page.url
        match answer.content:
            case Identifiers() as page:
                return (yield from self._page(url, page))
            case PageError() as error if question.repeated == 0:
                return (yield from ask_again(question, url, str(error)))
            case PageError() as error:
                return (yield from self._not_given(f"{url}: {error}"))
            case NoAnswer(reason):
                return (yield from self._not_given(reason))
            case other:
                raise TypeError(other)

    def _page(self, url: str | None, page: Identifiers) -> Steps:
        if page.errors and {error.code for error in page.errors} != {"noRecordsMatch"}:
            return (yield from self._not_given(f"{url}: OAI-PMH error {all_told(page.errors)}"))
        self._detours.good = True
        known = len(self._found)
        self._found |= dict(page.named)
        more = page.resumption_token if len(self._found) > known else None
        part = self._part(more is not None) if known == 0 else None
        if self._spoilt is not None and part is not None:
            return (yield from self._progress.read_part(self._spoilt, part))
        if len(self._found) > _MOST_NAMES:
            return (yield from self._not_given(f"more than {_MOST_NAMES} records"))
        if more:
            asked = {"verb": "ListIdentifiers", "resumptionToken": more}
            prefix = self._progress.state.prefix
            return Ask(Question(role="names", arguments=asked, prefix=prefix))
        return (yield from self._singly())

    def _unseen(self) -> list[str]:
        return [name for name in self._found if name not in self._progress.watch]

    def _part(self, more: bool) -> ListState | None:
        """A part of the list, if it holds more than is to be got one by one and can be divided."""
        state, unseen = self._progress.state, self._unseen()
        dates = {self._found[name] for name in unseen}
        if state.singly or (not more and (len(dates) <= 1 or len(unseen) <= _FEW)):
            return None
        if len(dates) == 1:
            return of_date(state, dates.pop())
        return self._detours.shorter(state)

    def _singly(self) -> Steps:
        """Read the list at work record by record."""
        unseen = self._unseen()
        reason = f"{self._spoilt or 'going on'}; {len(unseen)} records are asked for one by one"
        yield Log("warning", reason)
        yield self._progress.move(one_by_one(self._progress.state))
        return ReadSingly(unseen)

    def _not_given(self, reason: str) -> Steps:
        """The server gives no identifiers either: go by dates alone."""
        yield Log("warning", f"no way around record by record: {reason}")
        self._given = False
        return ByDates(self._spoilt or Spoilt(None, reason))

    def done(self) -> None:
        """The list has been read."""
        self._spoilt = None

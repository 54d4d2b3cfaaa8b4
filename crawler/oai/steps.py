"""What passes between a harvest and the spider that sends for it, as data.

The harvest asks a :class:`Question`, and the spider hands over the :class:`Answer`. The harvest then gives steps: first
*effects*, which the spider carries out in their order, and last an *end*, which says what follows them. By *turns* the
parts of a harvest hand over to each other; the spider never sees those.
"""

from __future__ import annotations

from collections.abc import Callable, Generator
from typing import Any, Literal

import msgspec

from catalogue.harvested.store import FetchedPage
from crawler.formats import PageError, ParsedPage
from crawler.formats.oai_pmh.oai_about import Identifiers, Identify
from crawler.oai.state import ListState

GOES_ON = "the next run goes on from here"
NOT_GIVEN = "not-given"
"""Why a record is in quarantine that the source names and cannot give."""

Role = Literal["begin", "alive", "list", "names", "record", "dispute"]


class Question(msgspec.Struct, frozen=True, kw_only=True):
    """A request to an OAI-PMH server: the ``arguments`` (``verb`` is one of them), and what for.

    ``prefix`` is the metadata prefix of what is asked for, which arguments with a token do not name. ``name`` is the
    identifier of the record asked for. ``hurried`` says that a server which fails is asked only once more. ``repeated``
    counts how often the same was asked before. If the server is ``alive``, ``then`` follows; ``reason`` is why that is
    in doubt.
    """

    role: Role
    arguments: dict[str, str]
    prefix: str = ""
    name: str = ""
    hurried: bool = False
    repeated: int = 0
    reason: str = ""
    then: Turn | None = None


class NoAnswer(msgspec.Struct, frozen=True):
    """Why there is no OAI-PMH answer, in one line: another status than 200, or nothing at all.

    ``passing``: the server fails at this question, which may pass or not. Else it refuses, or must not be asked.
    ``too_large``: the answer was over the limit, and nothing of it is left.
    """

    reason: str
    passing: bool = False
    too_large: bool = False


Content = Identify | Identifiers | ParsedPage | PageError | NoAnswer


class Answer(msgspec.Struct, frozen=True):
    """What came of a question: the page as received, and what was read of it."""

    page: FetchedPage
    content: Content


class Spoilt(msgspec.Struct, frozen=True):
    """A list that could not be read: where, why, and the answer with what could be read of it, unless that is kept."""

    url: str | None
    reason: str
    answer: FetchedPage | None = None
    read: ParsedPage | PageError | None = None

    def __str__(self) -> str:
        return self.reason if self.url is None else f"{self.url}: {self.reason}"


# effects


class Log(msgspec.Struct, frozen=True):
    """Write a line into the run's log."""

    level: Literal["info", "warning", "error"]
    message: str


class Store(msgspec.Struct, frozen=True):
    """Store a page with what was read of it, and in the same transaction what ``stored`` gives: the checkpoint.

    ``stored`` wants to know how many records of the page are news (new, updated or deleted), and how many are rejected
    for the first time. ``confirmed``: the source was asked for these records by name.
    """

    answer: FetchedPage
    page: ParsedPage
    stored: Callable[[int, int], dict[str, Any]]
    confirmed: bool = False


class StoreUnreadable(msgspec.Struct, frozen=True):
    """Keep a page of which nothing can be read; the checkpoint stays as it is."""

    answer: FetchedPage
    error: PageError


class Save(msgspec.Struct, frozen=True):
    """Save a checkpoint that follows no page."""

    checkpoint: dict[str, Any]


class Settle(msgspec.Struct, frozen=True):
    """The source does not know the record any more: what waits in quarantine under its name is settled.

    Only what waits for this ``reason`` in the format of the ``prefix``, and came before the run ``before`` (None:
    whenever).
    """

    name: str
    reason: str
    prefix: str
    before: int | None = None


class BeganIn(msgspec.Struct, frozen=True):
    """The harvest goes on with one that began in an earlier run."""

    run: int


Effect = Log | Store | StoreUnreadable | Save | Settle | BeganIn


# turns


class GoOn(msgspec.Struct, frozen=True):
    """On to whatever the state says."""


class ReadSingly(msgspec.Struct, frozen=True):
    """Ask for these records one by one."""

    names: list[str]


class NextRecord(msgspec.Struct, frozen=True):
    """On to the next of the records that are asked for one by one."""


class Around(msgspec.Struct, frozen=True):
    """Go around a list that cannot be used."""

    spoilt: Spoilt


class ByNames(msgspec.Struct, frozen=True):
    """Ask which records the list has, to get around it."""

    spoilt: Spoilt


class ByDates(msgspec.Struct, frozen=True):
    """Go around the list by dates alone."""

    spoilt: Spoilt


class Lose(msgspec.Struct, frozen=True):
    """The server lives, and cannot give the record that was asked for."""

    question: Question
    answer: FetchedPage
    reason: str


class Leave(msgspec.Struct, frozen=True):
    """The server lives, and does not say what became of the disputed record."""

    question: Question
    reason: str


Turn = GoOn | ReadSingly | NextRecord | Around | ByNames | ByDates | Lose | Leave


# ends


class Ask(msgspec.Struct, frozen=True):
    """Send this question."""

    question: Question


class Stop(msgspec.Struct, frozen=True):
    """The run has failed."""

    message: str


class Limit(msgspec.Struct, frozen=True):
    """The run has received what it may."""


class Finish(msgspec.Struct, frozen=True, kw_only=True):
    """All has been read. ``response_date`` is what the next harvest may build on, None for nothing.

    ``spoilt`` is why the next harvest must begin anew all the same, ``reservation`` why the success is no plain one.
    ``notes`` are for the run's message.
    """

    state: ListState
    response_date: str | None
    spoilt: str | None = None
    reservation: str | None = None
    notes: tuple[str, ...] = ()


End = Ask | Stop | Limit | Finish
Step = Effect | End
Steps = Generator[Effect, None, Turn | End]
"""What a part of the harvest does at an answer: its effects, and then where to."""

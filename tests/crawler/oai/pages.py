"""What the tests of a harvest share: pages as data, answers, and carrying steps out without a catalogue."""

from __future__ import annotations

from collections.abc import Generator, Iterable

from catalogue.harvested.store import FetchedPage
from crawler.formats import PageError, ParsedPage, ParsedRecord
from crawler.formats.oai_pmh.oai_about import Identifiers
from crawler.formats.page import ProtocolError
from crawler.oai.detours import Detours
from crawler.oai.progress import Progress
from crawler.oai.state import ListState
from crawler.oai.steps import Answer, Content, Effect, End, Log, NoAnswer, Store, Turn
from schemas import HarvestedRecord

URL = "https://example.org/oai?verb=X"
BROKEN = PageError("wrong-format", "not XML")
FAILS = NoAnswer(f"{URL} answered 500 Internal Server Error", passing=True)
REFUSES = NoAnswer(f"{URL} answered 404 Not Found")


def dated(*datestamps, token=None, size=None, warnings=()):
    """A page of records named 0, 1, … with these datestamps."""
    return page_of(
        *enumerate(datestamps), resumption_token=token, complete_list_size=size, warnings=warnings
    )


def page_of(*named, **envelope):
    """A page of records by (identifier, datestamp)."""
    items = [
        ParsedRecord(HarvestedRecord(identifier=str(name), datestamp=date), b"")
        for name, date in named
    ]
    return ParsedPage(items=tuple(items), **envelope)


def refusal(*codes):
    """An answer of OAI-PMH errors."""
    return ParsedPage(errors=tuple(ProtocolError(code, "told") for code in codes))


def named(*names, date="2024-01-01", token=None):
    """A page of identifiers, all of one date."""
    return Identifiers(named=tuple((name, date) for name in names), resumption_token=token)


def answer(content: Content, body: bytes = b"as received") -> Answer:
    """The answer of that content; a status stands where something was received."""
    return Answer(fetched(body), content)


def silence(reason: str = f"{URL}: the connection was refused", **cause: bool) -> Answer:
    """No answer at all."""
    page = FetchedPage(source="trial", format="oai_dc", body=b"", url=URL)
    return Answer(page, NoAnswer(reason, **(cause or {"passing": True})))


def fetched(body: bytes = b"as received") -> FetchedPage:
    return FetchedPage(source="trial", format="oai_dc", body=body, url=URL, status=200)


def at(**state) -> tuple[Progress, Detours]:
    """Where a harvest of run 7 stands, and a run that has read pages before."""
    return Progress(7, ListState(**state)), Detours(good=True)


def carried_out(
    steps: Generator[Effect, None, Turn | End], news: int = 0
) -> tuple[list[Effect], Turn | End]:
    """The effects, each carried out (every page brings so much news), and what follows them."""
    done = []
    while True:
        try:
            step = next(steps)
        except StopIteration as end:
            return done, end.value
        if isinstance(step, Store):
            step.stored(news, len(step.page.rejected))
        done.append(step)


def kinds(effects: Iterable[Effect]) -> list[str]:
    """The effects' names."""
    return [type(effect).__name__ for effect in effects]


def messages(effects: Iterable[Effect]) -> list[str]:
    """What is written into the log."""
    return [effect.message for effect in effects if isinstance(effect, Log)]

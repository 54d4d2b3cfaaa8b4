"""A whole harvest in this process: a server as a function, and a catalogue as a few dictionaries."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from types import SimpleNamespace

import msgspec

from catalogue.harvested.store import FetchedPage
from crawler.formats import PageError, ParsedPage, parse_page
from crawler.formats.oai_pmh.oai_about import parse_identifiers, parse_identify
from crawler.formats.page import MAX_BYTES, SourceHints
from crawler.oai.harvest import OaiHarvest
from crawler.oai.plan import Plan
from crawler.oai.state import ListState
from crawler.oai.steps import (
    Answer,
    Ask,
    End,
    Log,
    NoAnswer,
    Question,
    Save,
    Settle,
    Step,
    Store,
    StoreUnreadable,
)
from tests.crawler.faults.faults import Exchange, Fault
from tests.crawler.faults.provider import Provider

NOW = datetime(2024, 5, 1, 12, tzinfo=UTC)
FIRST = "oai_dc"
Server = Callable[[Question], Answer]


@dataclass
class Memory:
    """What the catalogue holds: records, names that wait in quarantine with their reason, the checkpoint, the log."""

    records: dict[str, bool] = field(default_factory=dict)  # identifier: it is live
    waiting: dict[str, str] = field(default_factory=dict)
    since: dict[int, set[str]] = field(default_factory=dict)
    began_at: dict[int, str | None] = field(default_factory=dict)
    # the last two in further formats
    waiting_in: dict[str, dict[str, str]] = field(default_factory=dict)
    since_in: dict[str, dict[int, set[str]]] = field(default_factory=dict)
    doubtful: set[str] = field(default_factory=set)
    checkpoint: dict | None = None
    log: list[str] = field(default_factory=list)
    limit: int = 10**9
    received: int = 0

    @property
    def limit_reached(self) -> bool:
        return self.received >= self.limit

    def sampled(self, prefix: str) -> bool:
        return False

    def began(self, run_id: int) -> str | None:
        return self.began_at.get(run_id)

    def doubtful_in(self, prefix: str) -> set[str]:
        return self.doubtful if prefix == FIRST else set()

    def _since(self, prefix: str) -> dict[int, set[str]]:
        return self.since if prefix == FIRST else self.since_in.setdefault(prefix, {})

    def identifiers_since(self, run_id: int, prefix: str) -> set[str]:
        runs = self._since(prefix).items()
        return set().union(*(names for run, names in runs if run >= run_id))

    def waiting_for(self, reason: str, prefix: str = FIRST) -> list[str]:
        return [name for name, why in self._waiting(prefix).items() if why == reason]

    def _waiting(self, prefix: str) -> dict[str, str]:
        return self.waiting if prefix == FIRST else self.waiting_in.setdefault(prefix, {})

    def carry_out(self, step: Step, run: int) -> None:
        match step:
            case Log():
                self.log.append(step.message)
            case Save():
                self.checkpoint = step.checkpoint
            case Settle():
                self._waiting(step.prefix).pop(step.name, None)
            case Store():
                self.checkpoint = step.stored(
                    self._store(step.page, run, step.answer.format), len(step.page.rejected)
                )
            case StoreUnreadable():
                self._waiting(step.answer.format)[step.answer.url or ""] = step.error.reason

    def _store(self, page: ParsedPage, run: int, format: str) -> int:
        """Store the page, and count its news."""
        before = dict(self.records)
        names = self._since(format).setdefault(run, set())
        for record in page.records:
            self.records[record.identifier] = not record.deleted
            self._waiting(format).pop(record.identifier, None)
            names.add(record.identifier)
        for item in page.rejected:
            self._waiting(format)[item.identifier or ""] = item.reason
            names.add(item.identifier or "")
        self.received += len(page.items)
        return sum(before.get(name) != live for name, live in self.records.items())


@dataclass
class Run:
    """One run: its questions, and its end (None if it was killed)."""

    asked: list[Question] = field(default_factory=list)
    end: End | None = None


def harvest(memory: Memory, server: Server, number: int = 7, *, steps: int = 10**9, **plan) -> Run:
    """One run, which goes on from the memory's checkpoint and is killed after so many steps."""
    resume = msgspec.convert(memory.checkpoint, ListState) if memory.checkpoint else None
    whole = Plan(run=number, resume=resume, **({"prefixes": (FIRST,)} | plan))
    oai, run = OaiHarvest(whole, memory, lambda: NOW), Run()
    question, step = oai.first(), None
    while question is not None:
        run.asked.append(question)
        for step in oai.answered(question, server(question)):
            if (steps := steps - 1) < 0:
                return run
            memory.carry_out(step, number)
        question = step.question if isinstance(step, Ask) else None
    run.end = step
    return run


def read(question: Question, body: str | bytes) -> Answer:
    """The answer with what the parsers read of it."""
    data = body.encode() if isinstance(body, str) else body
    page = FetchedPage(
        source="trial", format=question.prefix or FIRST, body=data, url=_url(question), status=200
    )
    parse = {"begin": parse_identify, "names": parse_identifiers, "alive": lambda data: None}
    try:
        if (about := parse.get(question.role)) is not None:
            return Answer(page, about(data))
        return Answer(page, parse_page("oai_dc", data, source=SourceHints(source="trial")))
    except PageError as error:
        return Answer(page, error)


def unread(question: Question, reason: str, status: int | None = None, **cause: bool) -> Answer:
    """No OAI-PMH answer."""
    page = FetchedPage(
        source="trial",
        format=question.prefix or FIRST,
        body=b"",
        url=_url(question),
        status=status,
    )
    return Answer(page, NoAnswer(f"{_url(question)} {reason}", **cause))


def _url(question: Question) -> str:
    return "?" + "&".join(f"{name}={value}" for name, value in question.arguments.items())


class _Caught(Exchange):
    """What a fault would have sent."""

    def __init__(self, provider: Provider, question: Question, rng: random.Random) -> None:
        super().__init__(SimpleNamespace(), provider, question.arguments, rng)
        self.question = question
        self.answer: Answer | None = None

    def send(
        self, body: str | bytes, status: int = 200, length: int | None = None, **headers: str
    ) -> None:
        packed = headers.get("Content_Encoding") is not None
        if length or status == 302:
            self.answer = unread(self.question, "was cut or leads inside", passing=bool(length))
        elif status != 200:
            passing = status not in {429, 503}
            self.answer = unread(self.question, f"answered {status}", status, passing=passing)
        elif packed or len(body) > MAX_BYTES:
            self.answer = unread(self.question, "is over the limit", too_large=True)
        else:
            self.answer = read(self.question, body)

    def reset(self) -> None:
        pass


class FaultServer:
    """Answers as the provider does, but for the faults of the plan; what may pass is asked again by the downloader."""

    def __init__(
        self, provider: Provider, plan: Callable[[dict[str, str]], Fault | None], seed: int = 0
    ) -> None:
        self.provider = provider
        self.plan = plan
        self.asked: Counter[str] = Counter()
        self._rng = random.Random(seed)

    def __call__(self, question: Question) -> Answer:
        for _ in range(2 if question.hurried else 3):
            self.asked[question.arguments["verb"]] += 1
            fault = self.plan(question.arguments)
            if fault is None:
                return read(question, self.provider.answer(question.arguments))
            caught = _Caught(self.provider, question, self._rng)
            fault(caught)
            assert caught.answer is not None
            content = caught.answer.content
            if not isinstance(content, NoAnswer) or content.too_large:
                break
        return caught.answer

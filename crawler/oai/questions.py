"""The questions of a harvest (OAI-PMH 2.0, section 4), and asking one of them again. Pure functions."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeVar

import msgspec

from crawler.formats import PageError, ParsedPage
from crawler.formats.oai_pmh.oai_about import all_told
from crawler.oai.state import ListState
from crawler.oai.steps import Ask, Content, Log, Question, Role, Steps, Turn
from crawler.oai.watch import names

_Any = TypeVar("_Any")

REPEATS = 2  # of an answer that cannot be used


def first_question() -> Question:
    """Who the repository is: its granularity, its clock, its deletions."""
    return Question(role="begin", arguments={"verb": "Identify"})


def arguments(state: ListState) -> dict[str, str]:
    """The arguments of the request for the next page of the list that the state describes."""
    verb = "ListIdentifiers" if state.singly else "ListRecords"
    if state.token is not None:
        return {"verb": verb, "resumptionToken": state.token}
    asked = {"verb": verb, "metadataPrefix": state.prefix}
    given = {"set": state.set_spec, "from": state.from_, "until": state.until}
    return asked | {name: value for name, value in given.items() if value}


def record_question(role: Role, name: str, prefix: str) -> Question:
    """One record by itself."""
    asked = {"verb": "GetRecord", "identifier": name, "metadataPrefix": prefix}
    return Question(role=role, arguments=asked, prefix=prefix, name=name, hurried=True)


def record_in(question: Question, content: Content) -> tuple[ParsedPage, str | None]:
    """The page that was read, and why it is not the record that was asked for (None if it is)."""
    page = content if isinstance(content, ParsedPage) else ParsedPage()
    return page, str(content) if isinstance(content, PageError) else _problem(question, page)


def _problem(question: Question, page: ParsedPage) -> str | None:
    if page.errors:
        return f"OAI-PMH error {all_told(page.errors)}"
    if not page.complete:
        return "the answer is cut short"
    return None if question.name in names(page) else "the answer does not hold the record"


def is_unknown(page: ParsedPage) -> bool:
    """True if the source says that it does not know the record."""
    return "idDoesNotExist" in {error.code for error in page.errors}


def if_alive(reason: str, then: Turn) -> Ask:
    """After a failure: go on if the server still says who it is. Else all of it is away, and the run ends."""
    question = Question(role="alive", arguments={"verb": "Identify"}, reason=reason, then=then)
    return Ask(question)


def ask_again(question: Question, url: str | None, reason: str) -> Steps:
    """The same question once more, a while later."""
    yield Log("warning", f"{url}: {reason}; asked again")
    return Ask(msgspec.structs.replace(question, repeated=question.repeated + 1))


def in_turns(identifiers: Sequence[_Any], most: int, run: int) -> list[_Any]:
    """At most so many of the records; if there are more, another part of them in each run."""
    turn = run * most % len(identifiers) if len(identifiers) > most else 0
    return [*identifiers[turn:], *identifiers[:turn]][:most]

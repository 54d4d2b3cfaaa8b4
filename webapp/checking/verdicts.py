"""What a reader is told of each reference of a list: its work here, what the work says otherwise, and doubts."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Literal

import msgspec
from rapidfuzz.fuzz import ratio
from sqlalchemy import Connection

from catalogue.derived.works import WorkEntry, get_works
from indexer.resolving import Resolved, resolve
from indexer.text.folding import fold
from indexer.works import SourcedReference, describe_cited_only
from schemas import Reference, ReferenceFields, Work
from schemas.identifiers import cleaned
from webapp.checking.errors import CannotCheckError

MOST = 200
"""References that are checked at a time."""
MOST_LETTERS = 300_000
_LIKE = 60.0  # of 100: titles of one work in one language; translations reach 40
_NO_LETTER = re.compile(r"[\W_]+")
_RETRACTED = re.compile(
    r"^\W*(?:retracted|withdrawn|отозван|ретраг|адкліканы|кері қайтарылған)", re.IGNORECASE
)
# "RETRACTED: …" before a title, as publishers and databases mark the work itself

Field = Literal["title", "year", "volume", "issue", "first_page", "last_page", "doi"]
Mark = Literal["retracted", "generated", "cited-only"]


class Correction(msgspec.Struct, frozen=True, kw_only=True):
    """A field of the reference of which the work says something else, or (``given`` None) something at all."""

    field: Field
    given: str | None
    here: str


class Verdict(msgspec.Struct, frozen=True, kw_only=True):
    """One reference; ``work`` is what it cites, ``runner_up`` the next best where none is sure.

    ``described`` is the work, or where none is known what could be read of the reference: for taking it away.
    """

    resolved: Resolved
    described: Work
    work: WorkEntry | None = None
    runner_up: WorkEntry | None = None
    corrections: tuple[Correction, ...] = ()
    marks: tuple[Mark, ...] = ()


def check(connection: Connection, references: Sequence[Reference]) -> list[Verdict]:
    """The verdicts in the order of the list. Raises CannotCheckError if it is empty or too long."""
    if not references:
        raise CannotCheckError("nothing")
    if len(references) > MOST:
        raise CannotCheckError("too_many", count=len(references), most=MOST)
    found = resolve(connection, references)
    wanted = {number for each in found for number in (each.work, each.runner_up)} - {None}
    works = get_works(connection, [number for number in wanted if number is not None])
    by_position = {each.given.position: each for each in found}
    return [_verdict(_meant(each, by_position), each, works) for each in found]


def _meant(each: Resolved, by_position: Mapping[int, Resolved]) -> Resolved:
    """The reference whose work is meant: of a twin or a back reference the other one's."""
    seen: set[int] = set()
    while each.status in {"paired", "back-reference"} and each.same_as not in seen:
        if each.same_as is None or each.same_as not in by_position:
            break
        seen.add(each.same_as)
        each = by_position[each.same_as]
    return each


def _verdict(meant: Resolved, own: Resolved, works: Mapping[int, WorkEntry]) -> Verdict:
    entry = works.get(meant.work) if meant.work is not None else None
    second = works.get(own.runner_up) if own.runner_up is not None else None
    return Verdict(
        resolved=own,
        described=entry.body if entry else _as_read(own),
        work=entry,
        runner_up=second if entry is None else None,
        corrections=tuple(_corrections(own.fields, entry.body)) if entry else (),
        marks=tuple(_marks(entry.body)) if entry else (),
    )


def _as_read(own: Resolved) -> Work:
    part = SourcedReference(
        source="", raw=own.given.raw, lang=own.given.lang, fields=own.fields, generated=False
    )
    return describe_cited_only(own.given.position, [part])


def _marks(work: Work) -> Iterator[Mark]:
    if any(_RETRACTED.match(title.text) for title in work.titles):
        yield "retracted"
    if work.generated:
        yield "generated"
    if work.kind == "cited-only":
        yield "cited-only"


def _corrections(given: ReferenceFields, work: Work) -> Iterator[Correction]:
    """What a held work says otherwise; one that is known from references alone corrects nobody."""
    if work.kind != "held":
        return
    for field, here in _told(work).items():
        own = getattr(given, field)
        own = None if own is None else str(own)
        if not here or (own is None and field not in _WANTED):
            continue
        if own is None or not _agree(field, own, here):
            yield Correction(field=field, given=own, here=here[0])


_WANTED = frozenset({"year", "doi"})
"""What every reference ought to have, so that it is told where it has not."""


def _told(work: Work) -> dict[Field, tuple[str, ...]]:
    """All forms of each field that the work's records give."""
    place = work.container
    told: dict[Field, tuple[str | None, ...]] = {
        "title": tuple(title.text for title in work.titles),
        "year": (str(work.year) if work.year else None,),
        "volume": (place.volume if place else None,),
        "issue": (place.issue if place else None,),
        "first_page": (place.first_page if place else None,),
        "last_page": (place.last_page if place else None,),
        "doi": tuple(each.value for each in work.identifiers if each.scheme == "doi"),
    }
    return {field: tuple(filter(None, forms)) for field, forms in told.items()}


def _agree(field: Field, own: str, here: Sequence[str]) -> bool:
    if field == "doi":
        return cleaned("doi", own) in {cleaned("doi", each) for each in here}
    if field == "title":
        return not _is_misprint(fold(own), [fold(each) for each in here])
    return _NO_LETTER.sub("", own).casefold() in {
        _NO_LETTER.sub("", each).casefold() for each in here
    }


def _is_misprint(own: str, here: Sequence[str]) -> bool:
    """Whether the title is one of these but for some letters; folded, so that scripts and signs do not matter.

    One without its subtitle is no misprint, and one that is like none of them is a translation.
    """
    if any(each == own or f"{each} ".startswith(f"{own} ") for each in here):
        return False
    return max((ratio(own, each) for each in here), default=0.0) >= _LIKE

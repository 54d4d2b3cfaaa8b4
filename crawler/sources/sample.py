"""A few live records of a repository, read as a harvest would read them; nothing is stored."""

from __future__ import annotations

from itertools import islice
from urllib.parse import urlencode

import msgspec
import requests

from crawler.asking.small import NoAnswerError, ask
from crawler.formats import PageError, ParsedPage, ParsedRecord, SourceHints
from crawler.formats.page import MAX_BYTES
from crawler.parsing.parent import parse_limited
from crawler.sources.completeness import Completeness, completeness
from schemas import HarvestedRecord

WANTED = 10
_MOST_PAGES = 3
"""A repository whose first pages hold only deletions is not asked for ever."""


class Sample(msgspec.Struct, frozen=True, kw_only=True):
    """The first pages that a repository gave for a metadata prefix; ``failure`` is why there are no more of them."""

    prefix: str
    format: str
    pages: tuple[ParsedPage, ...] = ()
    failure: str | None = None

    @property
    def records(self) -> tuple[HarvestedRecord, ...]:
        """The first live records, at most :data:`WANTED`."""
        live = (record for page in self.pages for record in page.records if not record.deleted)
        return tuple(islice(live, WANTED))

    @property
    def completeness(self) -> Completeness:
        return completeness(self.records)


def sample(
    session: requests.Session,
    url: str,
    prefix: str,
    format: str,
    hints: SourceHints,
    set_: str = "",
) -> Sample:
    """Ask the OAI-PMH repository at ``url`` for records in ``prefix``, which ``format`` reads.

    Nothing is raised: what goes wrong is part of the sample.
    """
    pages: list[ParsedPage] = []
    failure = None
    asked = {"metadataPrefix": prefix, **({"set": set_} if set_ else {})}
    while asked and len(pages) < _MOST_PAGES and _live(pages) < WANTED:
        try:
            page = _page(session, url, asked, format, hints)
        except NoAnswerError as error:
            failure = str(error)
            break
        pages.append(page)
        asked = {"resumptionToken": page.resumption_token} if page.resumption_token else {}
    return Sample(prefix=prefix, format=format, pages=tuple(pages), failure=failure)


def _live(pages: list[ParsedPage]) -> int:
    return sum(not record.deleted for page in pages for record in page.records)


def _page(
    session: requests.Session, url: str, asked: dict[str, str], format: str, hints: SourceHints
) -> ParsedPage:
    """One page of ListRecords. Raises NoAnswerError, also for an error of the protocol."""
    query = urlencode({"verb": "ListRecords", **asked})
    page = read_address(session, f"{url}{'&' if '?' in url else '?'}{query}", format, hints)
    if page.errors:
        raise NoAnswerError("; ".join(f"{e.code} {e.message}".strip() for e in page.errors))
    return page


def read_address(
    session: requests.Session, url: str, format: str, hints: SourceHints
) -> ParsedPage:
    """What stands at an address, parsed. Raises NoAnswerError, also for bytes that no record can be read from."""
    answer = ask(session, url, MAX_BYTES)
    hints = msgspec.structs.replace(hints, url=answer.url, content_type=answer.content_type or None)
    try:
        return parse_limited(format, answer.body, source=hints)
    except PageError as error:
        raise NoAnswerError(str(error)) from error


def cut(pages: tuple[ParsedPage, ...], wanted: int = WANTED) -> tuple[ParsedPage, ...]:
    """The pages up to the item that is the ``wanted``-th live record; what stands before it is all kept."""
    kept: list[ParsedPage] = []
    for page in pages:
        end = 0
        for item in page.items:
            if not wanted:
                break
            end += 1
            wanted -= isinstance(item, ParsedRecord) and not item.record.deleted
        kept.append(msgspec.structs.replace(page, items=page.items[:end]))
    return tuple(kept)

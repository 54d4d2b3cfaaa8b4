"""The profile of a reference, built by the code that builds a record's, so that both compare field by field."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from indexer.profiles.of_record import record_profile
from indexer.profiles.profile import Profile
from indexer.text.people import name_parts
from schemas import (
    Container,
    Contributor,
    HarvestedRecord,
    Identifier,
    LocalizedText,
    PersonName,
    ReferenceFields,
)

_THESIS = re.compile(
    r"\bдис(?:с|сертация)?\b|автореф|\bthesis\b|dissertation|кандидаттық|диссертац", re.IGNORECASE
)

_THESIS_WORDS = ("дис", "автореф", "thesis", "dissertation", "кандидаттық")  # quicker to look for

_PARALLEL = re.compile(r"\s\[(?P<other>[^\[\]]{12,})\]")  # "Nazvanie [English title]"

_IDENTIFIERS = ("doi", "edn", "isbn", "issn", "arxiv", "pmid")


def fields_profile(fields: ReferenceFields, raw: str, lang: str | None = None) -> Profile:
    """The profile of a reference whose fields are known."""
    return record_profile(as_record(fields, raw, lang), "")


def as_record(fields: ReferenceFields, raw: str, lang: str | None = None) -> HarvestedRecord:
    """The cited work as a record that a base might hold."""
    return HarvestedRecord(
        identifier="",
        titles=tuple(LocalizedText(title, lang) for title in titles(fields, raw)),
        contributors=tuple(map(_contributor, fields.authors)),
        container=Container(
            titles=(LocalizedText(fields.container, lang),) if fields.container else (),
            issn=(fields.issn,) if fields.issn else (),
            isbn=(fields.isbn,) if fields.isbn else (),
            volume=fields.volume,
            issue=fields.issue,
            first_page=fields.first_page,
            last_page=fields.last_page,
            article_number=fields.article_number,
        ),
        publishers=(LocalizedText(fields.publisher, lang),) if fields.publisher else (),
        place=fields.place,
        year=fields.year,
        type=fields.type or kind_of(fields, raw),
        identifiers=tuple(
            Identifier(name, value) for name in _IDENTIFIERS if (value := getattr(fields, name))
        ),
    )


@lru_cache(maxsize=1 << 15)
def _contributor(name: str) -> Contributor:
    family, given = name_parts(name) or (None, None)
    return Contributor(names=(PersonName(literal=name, family=family, given=given),))


def titles(fields: ReferenceFields, raw: str) -> Iterator[str]:
    """The title, and the translated one that romanised lists put behind it in brackets."""
    if not fields.title:
        return
    yield fields.title
    at = raw.find(fields.title[:20])
    if at >= 0 and (match := _PARALLEL.search(raw, at)):
        yield match["other"]


def kind_of(fields: ReferenceFields, raw: str) -> str:
    """Document type, only where the description leaves no doubt; "unknown" claims nothing."""
    lower = raw.lower()
    if any(word in lower for word in _THESIS_WORDS) and _THESIS.search(raw):
        return "thesis"
    if fields.container:
        return "chapter" if fields.publisher or fields.editors or fields.isbn else "unknown"
    if fields.pages_total and fields.publisher:
        return "book"
    return "unknown"

"""The reference: one entry of a record's reference list. The raw text is always kept."""

from __future__ import annotations

import msgspec


class ReferenceFields(msgspec.Struct, frozen=True, gc=False, omit_defaults=True, kw_only=True):
    """The parts of a reference, by the source's own mark-up or by our parser; verbatim pieces of the text.

    ``date`` is verbatim ("1975—1983"); ``year`` is its first year as a number. Names are as printed, one a person.
    """

    authors: tuple[str, ...] = ()
    editors: tuple[str, ...] = ()
    translators: tuple[str, ...] = ()
    title: str | None = None
    container: str | None = None
    year: int | None = None
    date: str | None = None
    volume: str | None = None
    issue: str | None = None
    first_page: str | None = None
    last_page: str | None = None
    article_number: str | None = None
    pages_total: str | None = None
    publisher: str | None = None
    place: str | None = None
    series: str | None = None
    edition: str | None = None
    doi: str | None = None
    edn: str | None = None
    isbn: str | None = None
    issn: str | None = None
    arxiv: str | None = None
    pmid: str | None = None
    url: str | None = None
    type: str | None = None


class Reference(msgspec.Struct, frozen=True, gc=False, omit_defaults=True, kw_only=True):
    """One entry: ``position`` counts from 1 through all the lists of the record.

    ``list_id`` tells the lists of one record apart ("ru", "en", "" if there is one); ``fields`` only if the source
    marks them.
    """

    raw: str
    position: int
    lang: str | None = None
    list_id: str = ""
    fields: ReferenceFields | None = None

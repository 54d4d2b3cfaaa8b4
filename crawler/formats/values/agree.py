"""What every record has to agree on with itself, whatever its format: the year with the date, the type with the place.

Every parsed page passes here, so the parsers need not see to it, and a harvest, a replay and a reparse say the same.
"""

from __future__ import annotations

from typing import Any

import msgspec

from crawler.formats.page import ParsedPage, ParsedRecord, Rejected
from crawler.formats.values.dates import dated
from schemas import Container, HarvestedRecord
from schemas.type_words import begins, says

_CATALOGUES = frozenset(
    {
        *("marc", "marcxml", "oai_marc", "irbis", "mods", "table"),
        *("bibtex", "ris", "endnote", "enw", "refworks", "csl", "amsbib"),
    }
)
"""Formats whose publisher is that of the publication: in a repository's Dublin Core it often is the university."""
_SAYS_NOTHING = frozenset({None, "", "text", "текст", "unknown"})


def agreed(page: ParsedPage, format: str) -> ParsedPage:
    """The page with each record at one with itself; what was changed is among the record's warnings."""
    items = tuple([_item(item, format) for item in page.items])
    same = all(a is b for a, b in zip(items, page.items, strict=True))
    return page if same else msgspec.structs.replace(page, items=items)


def _item(item: ParsedRecord | Rejected, format: str) -> ParsedRecord | Rejected:
    if isinstance(item, Rejected) or item.record.deleted:
        return item
    record = item.record
    changes = _date(record) if record.year or record.published else {}
    if record.type == "unknown":
        kind = type_of_place(record, by_publisher=format in _CATALOGUES)
        if kind != "unknown":
            changes["type"] = kind
    if not changes or all(getattr(record, name) == value for name, value in changes.items()):
        return item
    return ParsedRecord(msgspec.structs.replace(record, **changes), item.kept)


def _date(record: HarvestedRecord) -> dict[str, Any]:
    """Of a year and a date that disagree the year counts: what is printed on the issue, not the day of upload."""
    year = str(record.year) if record.year else None
    if year and (record.published or year)[:4] == year and dated(year).year:
        return {}
    of_year, full = dated(year), dated(record.published)
    warnings = (*record.warnings, *of_year.warnings, *full.warnings)
    if of_year.year is None or full.year is None or of_year.year == full.year:
        return {
            "year": of_year.year or full.year,
            "published": full.published or of_year.published,
            "warnings": tuple(dict.fromkeys(warnings)),
        }
    told = f"the date {full.published} is not of the year {year}, and is left out"
    return {"published": of_year.published, "warnings": (*warnings, told)}


def type_of_place(record: HarvestedRecord, *, by_publisher: bool) -> str:
    """The type that follows from where the publication stands; ``"unknown"`` where that says too little.

    In a journal with volume, issue or pages it is an article, in a book a chapter, in proceedings a paper. What has an
    ISBN of its own and no host is a book; so is what has a publisher, if ``by_publisher`` says that this tells.
    """
    host = record.container
    own_isbn = any(identifier.scheme == "isbn" for identifier in record.identifiers)
    if host is not None and not own_isbn:
        return _type_in(host)
    alone = host is None and (record.type_as_given or "").casefold() in _SAYS_NOTHING
    return "book" if alone and (own_isbn or (by_publisher and record.publishers)) else "unknown"


def _type_in(host: Container) -> str:
    pages = host.pages or host.first_page or host.article_number
    if host.kind == "proceedings" or (host.kind is None and not host.issn and _is_meeting(host)):
        return "conference-paper"
    if host.kind == "book" or host.isbn:
        return "chapter" if pages else "unknown"
    numbered = host.volume or host.issue
    if host.kind == "journal":
        return "article" if pages or numbered else "unknown"
    journal = (host.issn and (pages or host.issue)) or (host.titles and numbered and pages)
    return "article" if journal else "unknown"


def _is_meeting(host: Container) -> bool:
    """Whether its name is of a meeting's papers: "Материалы IV Междунар. конф.", and not "Вестник конференций"."""
    names = [title.text for title in host.titles]
    return any(says("meeting", name) and not begins("serial", name) for name in names)

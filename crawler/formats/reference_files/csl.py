"""CSL-JSON (https://citeproc-js.readthedocs.io/en/latest/csl-json/markup.html), as Zotero and doi.org write it.

What doi.org gives for Crossref also has that base's ``subtitle``, ``reference`` and ``affiliation``. The DOI identifies
an item, else a digest of its description: ``id`` counts in its file only.
"""

from __future__ import annotations

import re

import msgspec

from crawler.formats.bundles import json_items
from crawler.formats.bundles.crossref import entry
from crawler.formats.bundles.json_items import Json, objects, text, texts
from crawler.formats.items import references
from crawler.formats.page import ParsedPage, SourceHints
from crawler.formats.reference_files import managers
from crawler.formats.reference_files.csl_people import people
from schemas import HarvestedRecord

# the names of CSL → our fields
_NAMES = {
    "type": "type",
    "title": "title",
    "title-short": "short_title",
    "shortTitle": "short_title",
    "translated-title": "translated_title",
    "container-title": "secondary_title",
    "container-title-short": "journal_short",
    "journalAbbreviation": "journal_short",
    "collection-title": "tertiary_title",
    "volume": "volume",
    "issue": "issue",
    "page": "pages",
    "page-first": "first_page",
    "article-number": "article_number",
    "publisher": "publisher",
    "publisher-place": "place",
    "abstract": "abstract",
    "keyword": "keyword",
    "categories": "keyword",
    "subject": "keyword",
    "DOI": "doi",
    "note": "maybe_doi",
    "URL": "url",
    "ISSN": "number",
    "ISBN": "number",
    "language": "language",
    "PMID": "pmid",
    "PMCID": "pmcid",
    "id": "local",
}
# "article" alone is a preprint since CSL 1.0.2; with a journal it is what older programs write for an article
_PREPRINT = "article"
_DATES = ("issued", "published-print", "published-online", "published")


def parse(data: bytes, _source: SourceHints) -> ParsedPage:
    """Every item of a file: a list, ``{"items": [...]}``, one object, or one a line. Raises PageError."""
    return json_items.parse(data, ("items",), "type", _record)


def _record(item: Json) -> HarvestedRecord:
    fields = _fields(item)
    record = managers.record(managers.Told(fields=fields, people=tuple(people(item))))
    return msgspec.structs.replace(
        record,
        type_as_given=text(item.get("type")),
        references=references(map(entry, objects(item.get("reference")))),
    )


def _fields(item: Json) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for key, name in _NAMES.items():
        found.setdefault(name, []).extend(texts(item.get(key)))
    found["title"] = _with_subtitle(found["title"], texts(item.get("subtitle")))
    found["keyword"] = [word for line in found["keyword"] for word in re.split("[;,]", line)]
    if found["type"] == [_PREPRINT] and not found["secondary_title"]:
        found["type"] = ["preprint"]
    for key in _DATES:
        if date := _date(item.get(key)):
            found["year"] = [date]
            break
    return found


def _with_subtitle(titles: list[str], subtitles: list[str]) -> list[str]:
    """One title and one subtitle are one text, if the subtitle does not stand in the title already."""
    if len(titles) == len(subtitles) == 1 and subtitles[0] not in titles[0]:
        return [f"{titles[0]}: {subtitles[0]}"]
    return titles


def _date(given: object) -> str | None:
    """``{"date-parts": [[2020, 5, 3]]}``; ``raw`` and ``literal`` are as printed."""
    if not isinstance(given, dict):
        return text(given)
    parts = given.get("date-parts")
    begins = parts[0] if isinstance(parts, list) and parts else None
    numbers = (
        [number for part in begins if (number := text(part))] if isinstance(begins, list) else []
    )
    if numbers:
        return "-".join([numbers[0], *(number.zfill(2) for number in numbers[1:3])])
    return text(given.get("raw")) or text(given.get("literal")) or text(given.get("year"))

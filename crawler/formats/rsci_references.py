"""Reference lists of RSCI articles: ``refInfo`` per language, marked-up elements, or plain text."""

from __future__ import annotations

import re
from collections.abc import Iterator

import msgspec
from lxml import etree

from crawler.formats import xml
from crawler.formats.dates import year_of
from crawler.formats.pages import split_pages
from schemas import Reference, ReferenceFields
from schemas.vocabularies import language_code

_NUMBERED = re.compile(r"^\[?\d{1,3}(?:\.|\)|\])\s+(?=\S)")
_INITIAL = re.compile(r"(?<!\w)[^\W\d_]\.")
_LONGEST = 100  # letters of a name that goes on after a comma
_INITIALS = re.compile(r"^(?:[^\W\d_]{1,2}\.?[ -]?){1,3}$")
# element@field → our field; "Title" is the journal and "Name" the title of the cited work
_TEXT_FIELDS = {
    "Name": "title",
    "Title": "container",
    "Volume": "volume",
    "Issue": "issue",
    "DOI": "doi",
    "EDN": "edn",
    "ISBN": "isbn",
    "URL": "url",
    "PMID": "pmid",
    "ArXiv": "arxiv",
    "PlacePubl": "place",
}


def references(element: etree._Element | None) -> tuple[Reference, ...]:
    """The entries in file order. Where one ``reference`` holds several languages, each language is a list."""
    entries = [list(_texts(entry)) for entry in xml.children(element, "reference")]
    bilingual = any(len({lang for _, lang, _ in texts}) > 1 for texts in entries)
    flat = [text for texts in entries for text in texts]
    return tuple(
        Reference(
            raw=raw,
            position=position,
            lang=lang,
            list_id=(lang or "") if bilingual else "",
            fields=fields,
        )
        for position, (raw, lang, fields) in enumerate(flat, start=1)
    )


def _texts(entry: etree._Element) -> Iterator[tuple[str, str | None, ReferenceFields | None]]:
    infos = list(xml.children(entry, "refInfo"))
    for info in infos:
        fields = _fields(xml.child(info, "elements"))
        raw = xml.text_at(info, "text") or _spelled(xml.child(info, "elements"))
        if raw:
            yield _NUMBERED.sub("", raw), language_code(info.get("lang")), fields
    if not infos and (raw := xml.text_of(entry)):
        yield _NUMBERED.sub("", raw), language_code(entry.get("lang")), None


def _spelled(elements: etree._Element | None) -> str:
    """The marked parts in a row, for a reference that has parts but no text."""
    parts = (xml.text_of(element) for element in xml.children(elements, "element"))
    return " ".join(part for part in parts if part)


def _fields(elements: etree._Element | None) -> ReferenceFields | None:
    given: dict[str, str] = {}
    for element in xml.children(elements, "element"):
        if text := xml.text_of(element):
            given.setdefault(element.get("field", ""), text)
    if not given:
        return None
    first, last = _pages(given)
    marked = ReferenceFields(
        authors=split_authors(given.get("Authors", "")),
        year=year_of(given.get("YearPubl")),
        date=given.get("YearPubl"),
        first_page=first,
        last_page=last,
    )
    texts = {ours: given[theirs] for theirs, ours in _TEXT_FIELDS.items() if theirs in given}
    return msgspec.structs.replace(marked, **texts)


def _pages(given: dict[str, str]) -> tuple[str | None, str | None]:
    first, last = split_pages(given.get("Pages"))
    return first or given.get("SPage"), last


def split_authors(text: str) -> tuple[str, ...]:
    """``Иванов И.И., Петров П.П.`` or ``Иванов, И.; Петров, П.`` → one name a person, as printed."""
    if ";" in text:
        return tuple(part.strip() for part in text.split(";") if part.strip())
    names: list[str] = []
    for part in (part.strip() for part in text.split(",")):
        whole = not names or len(names[-1]) > _LONGEST or _INITIAL.search(names[-1])
        if part and not whole and _INITIALS.match(part):
            names[-1] = f"{names[-1]}, {part}"
        elif part:
            names.append(part)
    return tuple(names)

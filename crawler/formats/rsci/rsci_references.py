"""Reference lists of RSCI articles: ``refInfo`` per language, marked-up elements, or plain text."""

from __future__ import annotations

import re
from collections.abc import Iterator

import msgspec
from lxml import etree

from crawler.formats.pages import split_pages
from crawler.formats.rsci import rsci_values
from crawler.formats.text import xml
from crawler.formats.values.dates import year_of
from schemas import Reference, ReferenceFields

_NUMBERED = re.compile(r"^\[?\d{1,3}(?:\.|\)|\])\s+(?=\S)")
_LINE_NUMBER = re.compile(r"^\[?(\d{1,3})(?:\.|\)|\])\s*(?=[^\s\d.,])")
_FEWEST_LINES = 3
_FIRST = re.compile(r"^\[?1(?:\.|\)|\])\s*(?=[^\s\d.,])")
_INLINE = re.compile(r"(?<=\s)\[?(\d{1,3})(?:\.|\)|\])\s+(?=[^\W\d_a-zа-яё])")
# what a reference ends with: a year, pages, a number, an address, not "Т." before "2."
_ENDED = re.compile(r"(?:\d\s?[сcpб]?\.|[)\]]\.?|\d|/\S*|\.html?)\s+$")
_LOOKED_BACK = 40
_BREAKS = frozenset({"br", "p", "li"})
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
    entries = [list(_texts(entry)) for entry in _entries(element)]
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


def _entries(element: etree._Element | None) -> Iterator[etree._Element]:
    """Each ``reference``; exporters also write ``refInfo`` or the whole list straight into ``references``."""
    if element is None:
        return
    found = [e for e in element if xml.local_name(e) in {"reference", "refInfo"}]
    yield from found
    if not found and xml.text_of(element):
        yield element


def _texts(entry: etree._Element) -> Iterator[tuple[str, str | None, ReferenceFields | None]]:
    """The texts of an entry: one for each language, or a list that the exporter left in one piece."""
    parts = xml.by_name(entry)
    for info in parts.get("refInfo") or [entry]:
        inner = parts if info is entry else xml.by_name(info)
        elements = next(iter(inner.get("elements", ())), None)
        texts = inner.get("text") or ([info] if elements is None else [])
        lines = [(line, text) for text in texts for line in _lines(text)]
        fields = _fields(elements) if elements is not None and len(lines) <= 1 else None
        for line, text in lines:
            yield line, rsci_values.lang_of(text, info, entry), fields
        if not lines and (raw := _spelled(elements)):
            yield _NUMBERED.sub("", raw), rsci_values.lang_of(info, entry), fields


def _lines(text: etree._Element) -> list[str]:
    """The reference, or each of a list that stands in one element, a line (or a ``br``) each."""
    whole = xml.text_of(text)
    if len(text) == 0 and "\n" not in (text.text or "").strip():  # most by far
        parts = inline_parts(whole)
    else:
        parts = listed_parts(_broken(text), alone=xml.local_name(text) == "references")
    return [_NUMBERED.sub("", part) for part in parts or [whole] if part]


def _broken(element: etree._Element) -> str:
    """The text with a line's end for every ``br``."""
    if len(element) == 0:
        return element.text or ""
    pieces = [element.text or ""]
    for inner in element:
        is_break = xml.local_name(inner).lower() in _BREAKS
        pieces += ["\n" if is_break else _broken(inner), inner.tail or ""]
    return "".join(pieces)


def listed_parts(text: str, *, alone: bool = False) -> list[str]:
    """The entries of a list in one text; nothing if it is one reference.

    Such a list is numbered 1, 2, 3 … at the beginnings of lines, or has three lines or more, each with a year.
    ``alone`` says that it must be a list: then each line is an entry.
    """
    lines = [bare for line in text.splitlines() if (bare := " ".join(line.split()))]
    if found := _numbered(lines):
        return found
    listed = alone or (len(lines) >= _FEWEST_LINES and all(map(year_of, lines)))
    return lines if listed and len(lines) > 1 else []


def inline_parts(text: str) -> list[str]:
    """The entries of a list that is numbered 1, 2, 3 … within a line; nothing if it is one reference.

    A number opens an entry where the one before has its year and ends, and a capital letter follows.
    """
    if not _FIRST.match(text):
        return []
    starts = [0]
    for match in _INLINE.finditer(text):
        begun = int(match.group(1)) == len(starts) + 1
        if begun and _ENDED.search(
            text[max(starts[-1], match.start() - _LOOKED_BACK) : match.start()]
        ):
            starts.append(match.start())
    parts = [text[a:b].strip() for a, b in zip(starts, [*starts[1:], len(text)], strict=True)]
    return parts if len(parts) > 1 and all(map(year_of, parts)) else []


def _numbered(lines: list[str]) -> list[str]:
    """A line without the next number goes on with the entry before it, as does one that follows no year."""
    found: list[list[str]] = []
    dated = True  # the entry before, if there is one
    for line in lines:
        match = _LINE_NUMBER.match(line)
        opens = match is not None and int(match.group(1)) == len(found) + 1
        if opens and dated:
            found.append([line])
            dated = year_of(line) is not None
        elif found:
            found[-1].append(line)
            dated = dated or year_of(line) is not None
        else:
            return []
    return [" ".join(entry) for entry in found] if len(found) > 1 else []


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

"""One citation of a JATS reference list: its printed text, and the parts that are marked in it.

A ``mixed-citation`` is printed text with or without marks, an ``element-citation`` (``nlm-citation``) has marks alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

import msgspec
from lxml import etree

from crawler.formats.items import unique
from crawler.formats.pages import split_pages
from crawler.formats.text import xml
from crawler.formats.text.inner_text import inner_text
from crawler.formats.text.text import plain
from crawler.formats.values.dates import year_of
from crawler.formats.values.identifiers import classify
from schemas import ReferenceFields
from schemas.vocabularies import document_type

_PRINTED = frozenset({"mixed-citation", "citation"})
_NUMBERED = re.compile(r"^\[?\d{1,3}(?:\.|\)|\])\s+(?=\S)")
_NO_TEXT = frozenset({"label"})
_TEXT_FIELDS = {
    "volume": "volume",
    "issue": "issue",
    "fpage": "first_page",
    "lpage": "last_page",
    "elocation-id": "article_number",
    "publisher-name": "publisher",
    "publisher-loc": "place",
    "series": "series",
    "edition": "edition",
    "isbn": "isbn",
    "issn": "issn",
    "size": "pages_total",
}
_TITLES = ("article-title", "chapter-title", "part-title", "data-title", "trans-title")
_ID_FIELDS = {
    "doi": "doi",
    "edn": "edn",
    "pmid": "pmid",
    "pubmed": "pmid",
    "arxiv": "arxiv",
    "isbn": "isbn",
    "issn": "issn",
}
_IDS = frozenset({"pub-id", "ext-link", "object-id"})
_LINKS = frozenset({"ext-link", "uri", "self-uri"})
# JATS names many citations for what holds the work; all other words of publication-type are those of the vocabulary
_BY_HOST = {
    **dict.fromkeys(("journal", "periodical"), "article"),
    **dict.fromkeys(("confproc", "conf-proc", "conference", "proceeding", "proceedings"), "conference-paper"),
    "web": "webpage",
    "data": "dataset",
}  # fmt: skip
_LEFT_OPEN = frozenset({"unknown", "miscellaneous"})
_OF_ITS_OWN = frozenset({"book", "thesis", "report", "patent", "webpage", "standard", "dataset"})
_PERIODICAL = frozenset({"article", "preprint", "newspaper", "magazine"})
_PEOPLE = {
    "author": "authors",
    "authors": "authors",
    "allauthors": "authors",
    "editor": "editors",
    "editors": "editors",
    "guest-editor": "editors",
    "translator": "translators",
    "translators": "translators",
}
_NAMES = frozenset({"name", "string-name", "collab"})
_NOT_OF_THE_WORK = frozenset({"date-in-citation", "related-article", "related-object"})
_MARKS = frozenset({"xref", "fn", "label"})

Parts = dict[str, list[etree._Element]]


def is_printed(citation: etree._Element) -> bool:
    """True for a citation that is text, with or without marks in it."""
    return xml.local_name(citation) in _PRINTED


def printed(citation: etree._Element, label: str = "") -> str:
    """The text of the citation without its number; where there are only parts, these are put in a row.

    ``label`` is the number of the entry, which some print before the text without a point.
    """
    mixed = is_printed(citation) and (citation.text or "").strip()
    if mixed or any((e.tail or "").strip() for e in citation):
        text = inner_text(citation, _NO_TEXT, _is_hidden)
    else:
        text = " ".join(_row(citation))
    told = plain(text)
    bare = label.strip("[](). ")
    if bare.isdecimal() and told.startswith(f"{bare} "):
        told = told[len(bare) + 1 :].lstrip()
    return _NUMBERED.sub("", told)


def _is_hidden(element: etree._Element) -> bool:
    """True for what is for programs alone."""
    return element.get("specific-use") == "suppress-display"


def _row(citation: etree._Element) -> Iterator[str]:
    """The parts in a row; the first and the last page are one of them."""
    first, last = xml.text_at(citation, "fpage"), xml.text_at(citation, "lpage")
    for e in citation:
        name = xml.local_name(e)
        text = "" if _is_hidden(e) or name in _NO_TEXT else xml.text_of(e)
        if text and name == "fpage" and last and last != text:
            yield f"{text}–{last}"
        elif text and (name != "lpage" or not first):
            yield text


def fields(citation: etree._Element) -> ReferenceFields | None:
    """What is marked; None if nothing is."""
    parts = _parts(citation)
    given = _kind(citation)
    kind = _type(given)
    title, container = _title_and_container(parts, given)
    date = _first(parts, "year") or _first(parts, "string-date")
    found = {**_texts(parts), **_pages(parts), **_ids(parts), **_people(citation)}
    if not (date or container or title or found):
        return None
    marked = ReferenceFields(
        title=title,
        container=container,
        year=year_of(date),
        date=date,
        url=_url(parts),
        type="chapter" if title and container and kind == "book" else kind,
    )
    return msgspec.structs.replace(marked, **found)


def merged(first: ReferenceFields | None, second: ReferenceFields | None) -> ReferenceFields | None:
    """What the first says, and what only the second says."""
    if first is None or second is None:
        return first or second
    missing = {
        name: value
        for name in ReferenceFields.__struct_fields__
        if not getattr(first, name) and (value := getattr(second, name))
    }
    return msgspec.structs.replace(first, **missing) if missing else first


def _kind(citation: etree._Element) -> str:
    given = citation.get("publication-type") or citation.get("citation-type") or ""
    return given.strip().lower().replace("_", "-")


def _type(given: str) -> str | None:
    code = _BY_HOST.get(given) or document_type(given)
    return None if code in _LEFT_OPEN else code


def _parts(citation: etree._Element) -> Parts:
    """The marked parts by their names, however deep in emphasis, in one pass."""
    found: Parts = {}
    _collect(citation, found)
    return found


def _collect(element: etree._Element, found: Parts) -> None:
    for inner in element:
        name = xml.local_name(inner)
        if name and name not in _NOT_OF_THE_WORK:
            found.setdefault(name, []).append(inner)
            _collect(inner, found)


def _first(parts: Parts, *names: str) -> str | None:
    found = (plain(inner_text(e, _MARKS)) for name in names for e in parts.get(name, ()))
    return next((text for text in found if text), None)


def _texts(parts: Parts) -> dict[str, str]:
    found = {ours: text for theirs, ours in _TEXT_FIELDS.items() if (text := _first(parts, theirs))}
    if found.get("article_number", "").startswith("10."):  # a DOI, which is read as one
        del found["article_number"]
    return found


def _title_and_container(parts: Parts, given: str) -> tuple[str | None, str | None]:
    """The cited work and what holds it. A book has only a ``source``, its title; a journal's is its name."""
    title, source = _first(parts, *_TITLES), _first(parts, "source", "trans-source")
    if title:
        return title, source or _first(parts, "conf-name")
    return (None, source) if source and _holds(parts, given) else (source, None)


def _holds(parts: Parts, given: str) -> bool:
    """True if the ``source`` of a citation without a title can only be what holds the work."""
    kind = _type(given)
    if given in _PERIODICAL or kind in _PERIODICAL:
        return True
    placed = any(name in parts for name in ("fpage", "page-range", "elocation-id", "issue", "issn"))
    if kind == "conference-paper":
        return placed
    of_its_own = any(
        name in parts for name in ("publisher-name", "publisher-loc", "isbn", "edition")
    )
    return kind not in _OF_ITS_OWN and (placed or "volume" in parts) and not of_its_own


def _pages(parts: Parts) -> dict[str, str]:
    """What ``fpage`` and ``lpage`` leave out of the printed range."""
    found: dict[str, str] = {}
    first, last = split_pages(_first(parts, "page-range"))
    if first and "fpage" not in parts:
        found["first_page"] = first
    if last and "lpage" not in parts:
        found["last_page"] = last
    return found


def _ids(parts: Parts) -> dict[str, str]:
    found: dict[str, str] = {}
    for name in ("pub-id", "object-id", "ext-link", "elocation-id"):
        for e in parts.get(name, ()):
            for field, value in _named_id(e):
                found.setdefault(field, value)
    return found


def _named_id(element: etree._Element) -> Iterator[tuple[str, str]]:
    given = (element.get("pub-id-type") or element.get("ext-link-type") or "").lower()
    value = xml.text_of(element)
    field = _ID_FIELDS.get(given)
    if field and value:
        yield field, value
        return
    told = xml.href(element) or value
    if given in {"", "uri", "other", "url", "publisher-id"} and "10." in told:
        bare = told.partition("doi.org/")[2] or told
        if any(found.scheme == "doi" for found in classify(bare)):
            yield "doi", bare


def _url(parts: Parts) -> str | None:
    links = (e for name in _LINKS for e in parts.get(name, ()))
    found = (xml.href(e) or xml.text_of(e) for e in links)
    return next((url for url in found if url.startswith(("http://", "https://"))), None)


def _people(citation: etree._Element) -> dict[str, tuple[str, ...]]:
    found: dict[str, list[str]] = {}
    _gather(citation, "author", found)
    return {field: unique(names) for field, names in found.items()}


def _gather(element: etree._Element, role: str, found: dict[str, list[str]]) -> None:
    for inner in element:
        name = xml.local_name(inner)
        if name in _NAMES:
            field = _PEOPLE.get(inner.get("content-type") or "") or _PEOPLE.get(role)
            if (person := _person(inner)) and field:
                found.setdefault(field, []).append(person)
        elif name == "name-alternatives":
            _gather_first(inner, role, found)
        elif name and name not in _NOT_OF_THE_WORK:
            _gather(inner, inner.get("person-group-type") or role, found)


def _gather_first(alternatives: etree._Element, role: str, found: dict[str, list[str]]) -> None:
    field = _PEOPLE.get(role)
    names = (_person(e) for e in alternatives if xml.local_name(e) in _NAMES)
    if field and (person := next((name for name in names if name), None)):
        found.setdefault(field, []).append(person)


def _person(element: etree._Element) -> str:
    if xml.local_name(element) == "collab":
        return plain(inner_text(element, _MARKS)).strip(" ,;")
    parts = (_named_part(element, name) for name in ("surname", "given-names", "suffix"))
    told = " ".join(part for part in parts if part)
    return told or plain(inner_text(element, _MARKS)).strip(" ,;")


def _named_part(element: etree._Element, name: str) -> str:
    part = xml.child(element, name)
    return "" if part is None else plain(inner_text(part, _MARKS)).strip(" ,;")

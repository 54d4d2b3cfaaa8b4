"""Reference lists of JATS articles.

Journals of the region print every list twice, in the languages of the article and in Latin letters. In JATS that is one
``ref`` with ``citation-alternatives`` (ru and en in one entry), two ``ref-list`` elements, or one ``ref-list`` with
``ru-ref1`` … and ``en-ref1`` …; each way gives two lists here, told apart by ``list_id``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

import msgspec
from lxml import etree

from crawler.formats import xml
from crawler.formats.dates import year_of
from crawler.formats.items import Entry, unique
from schemas import ReferenceFields
from schemas.vocabularies import language_code

_CITATIONS = frozenset({"mixed-citation", "element-citation", "nlm-citation", "citation"})
_ID_PREFIX = re.compile(r"^([a-z]{2,3})[-_.]?ref", re.IGNORECASE)
_NUMBERED = re.compile(r"^\[?\d{1,3}(?:\.|\)|\])\s+(?=\S)")
_HREF = "{http://www.w3.org/1999/xlink}href"
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
_ID_FIELDS = {
    "doi": "doi",
    "edn": "edn",
    "pmid": "pmid",
    "arxiv": "arxiv",
    "isbn": "isbn",
    "issn": "issn",
}
# publication-type → our document type; anything else is left open
_TYPES = {
    "journal": "article",
    "book": "book",
    "confproc": "conference-paper",
    "thesis": "thesis",
    "report": "report",
    "patent": "patent",
    "web": "webpage",
    "webpage": "webpage",
    "standard": "standard",
    "data": "dataset",
}
_PEOPLE = {"author": "authors", "editor": "editors", "translator": "translators"}


def reference_entries(article: etree._Element) -> Iterator[Entry]:
    """The entries of every ``ref-list`` of the article (also of nested ones), in the order of the file."""
    back = xml.child(article, "back")
    lists = [e for e in back.iter() if xml.local_name(e) == "ref-list"] if back is not None else []
    for number, ref_list in enumerate(lists):
        list_lang = language_code(ref_list.get(xml.XML_LANG))
        for ref in xml.children(ref_list, "ref"):
            yield from _entries(ref, list_lang, f"{number + 1}" if len(lists) > 1 else "")


def _entries(ref: etree._Element, list_lang: str | None, list_name: str) -> Iterator[Entry]:
    """``list_name`` is for lists of which nothing tells the language."""
    citations = [e for e in ref if xml.local_name(e) in _CITATIONS]
    for group in xml.children(ref, "citation-alternatives"):
        citations += _distinct([e for e in group if xml.local_name(e) in _CITATIONS])
    prefix = _ID_PREFIX.match(ref.get("id") or "")
    list_lang = list_lang or (language_code(prefix.group(1)) if prefix else None)
    for citation in citations:
        own = language_code(citation.get(xml.XML_LANG))
        yield Entry(
            raw=_NUMBERED.sub("", _raw(citation)),
            lang=own or list_lang,
            list_id=(list_lang or own or list_name) if len(citations) == 1 else (own or list_name),
            fields=_fields(citation),
        )


def _distinct(alternatives: list[etree._Element]) -> list[etree._Element]:
    """One citation a language: the same text as ``mixed-citation`` and again as ``element-citation`` is one entry."""
    by_lang: dict[str | None, etree._Element] = {}
    for e in sorted(alternatives, key=lambda e: xml.local_name(e) != "mixed-citation"):
        by_lang.setdefault(e.get(xml.XML_LANG), e)
    kept = set(by_lang.values())
    return [e for e in alternatives if e in kept]


def _raw(citation: etree._Element) -> str:
    """The printed text; an ``element-citation`` has only its parts, which are put in a row."""
    if xml.local_name(citation) in {"mixed-citation", "citation"} and (citation.text or "").strip():
        return xml.text_of(citation)
    if any((e.tail or "").strip() for e in citation):
        return xml.text_of(citation)
    return " ".join(text for e in citation if (text := _spaced(e)))


def _spaced(element: etree._Element) -> str:
    """The words of nested parts (names in a ``person-group``) stay apart."""
    return " ".join(" ".join(str(text) for text in element.itertext()).split())


def _fields(citation: etree._Element) -> ReferenceFields | None:
    date = xml.text_at(citation, "year")
    container = xml.text_at(citation, "source")
    title = _first(citation, "article-title", "chapter-title", "part-title", "data-title")
    texts = {
        ours: text
        for theirs, ours in _TEXT_FIELDS.items()
        if (text := xml.text_at(citation, theirs))
    }
    people = {ours: names for role, ours in _PEOPLE.items() if (names := _people(citation, role))}
    found = {**texts, **dict(_ids(citation)), **people}
    if not (date or container or title or found):
        return None
    marked = ReferenceFields(
        # a book has only a source, and that is its title
        title=title or container,
        container=container if title else None,
        year=year_of(date),
        date=date,
        url=_url(citation),
        type=_TYPES.get((citation.get("publication-type") or "").lower()),
    )
    return msgspec.structs.replace(marked, **found)


def _first(citation: etree._Element, *names: str) -> str | None:
    return next((text for name in names if (text := xml.text_at(citation, name))), None)


def _ids(citation: etree._Element) -> Iterator[tuple[str, str]]:
    for element in citation.iter():
        if xml.local_name(element) != "pub-id":
            continue
        field = _ID_FIELDS.get((element.get("pub-id-type") or "").lower())
        if field and (value := xml.text_of(element)):
            yield field, value


def _url(citation: etree._Element) -> str | None:
    links = (e for e in citation.iter() if xml.local_name(e) in {"ext-link", "uri"})
    found = (e.get(_HREF) or xml.text_of(e) for e in links)
    return next((url for url in found if url.startswith(("http://", "https://"))), None)


def _people(citation: etree._Element, role: str) -> tuple[str, ...]:
    groups = [
        e
        for e in xml.children(citation, "person-group")
        if (e.get("person-group-type") or "author") == role
    ]
    if not groups and role == "author":
        groups = [citation]
    return unique(_person(e) for group in groups for e in group)


def _person(element: etree._Element) -> str | None:
    name = xml.local_name(element)
    if name in {"name", "string-name"}:
        parts = (xml.text_at(element, "surname"), xml.text_at(element, "given-names"))
        return " ".join(part for part in parts if part) or xml.text_of(element)
    return xml.text_of(element) if name == "collab" else None

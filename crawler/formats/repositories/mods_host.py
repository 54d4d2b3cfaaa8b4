"""The host of a MODS description (``relatedItem type="host"``) and the place in it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Literal

from lxml import etree

from crawler.formats.items import unique
from crawler.formats.pages import split_pages
from crawler.formats.repositories.mods_titles import titles
from crawler.formats.text import xml
from crawler.formats.values.citation import place_in
from crawler.formats.values.types import type_of
from schemas import Container

ContainerKind = Literal["journal", "proceedings", "book"]
_KINDS: dict[str, ContainerKind] = {
    "journal": "journal",
    "periodical": "journal",
    "academic journal": "journal",
    "magazine": "journal",
    "newspaper": "journal",
    "book": "book",
    "conference publication": "proceedings",
    "proceedings": "proceedings",
    "conference proceedings": "proceedings",
}
_NUMBER_TYPES = re.compile(r"^article[ _-]?(?:number|id)$|^e-?locator$|^elocation", re.IGNORECASE)


def host_of(mods: etree._Element) -> etree._Element | None:
    """The element of the host, or None."""
    return next((e for e in xml.children(mods, "relatedItem") if e.get("type") == "host"), None)


def part_of(mods: etree._Element) -> etree._Element | None:
    """The part of the host that the publication is; it stands in the host or beside it."""
    part = xml.child(host_of(mods), "part")
    return xml.child(mods, "part") if part is None else part


def container(mods: etree._Element) -> Container | None:
    """The host with its numbers, and the place in it; None without a host."""
    host = host_of(mods)
    if host is None:
        return _cited(mods)
    part = part_of(mods)
    pages, first, last = _pages(part)
    told = Container(
        titles=titles(host),
        kind=_kind(host),
        issn=unique(_numbers(host, "issn")),
        isbn=unique(_numbers(host, "isbn")),
        volume=_detail(part, "volume"),
        issue=_detail(part, "issue") or _detail(part, "number"),
        pages=pages,
        first_page=first,
        last_page=last,
        article_number=_article_number(part),
    )
    return _with_text(told, part)


def _cited(mods: etree._Element) -> Container | None:
    """The place in the citation of the publication itself, which DSpace has for an identifier."""
    for e in xml.children(mods, "identifier"):
        if (e.get("type") or "").lower() == "citation":
            own = tuple(title.text for title in titles(mods))
            if found := place_in(xml.text_of(e), own):
                return found.container
    return None


def _kind(host: etree._Element) -> ContainerKind | None:
    genres = [xml.text_of(e) for e in xml.children(host, "genre")]
    told = next((_KINDS[genre.lower()] for genre in genres if genre.lower() in _KINDS), None)
    if told or (genres and type_of(genres).code == "book"):
        return told or "book"
    if any(_numbers(host, "issn")) or _issuance(host) in {"continuing", "serial"}:
        return "journal"
    return "book" if any(_numbers(host, "isbn")) else None


def _issuance(host: etree._Element) -> str | None:
    found = (xml.text_at(origin, "issuance") for origin in xml.children(host, "originInfo"))
    return next(filter(None, found), None)


def _numbers(host: etree._Element, scheme: str) -> Iterator[str]:
    """ISSNs or ISBNs, of all media; one marked as not valid is none."""
    for e in xml.children(host, "identifier"):
        kind = (e.get("type") or "").lower().replace("-", "")
        if kind.endswith(scheme) and e.get("invalid") != "yes" and (value := xml.text_of(e)):
            yield value


def _detail(part: etree._Element | None, kind: str) -> str | None:
    for e in xml.children(part, "detail"):
        if (e.get("type") or "").lower() == kind:
            return xml.text_at(e, "number") or xml.text_at(e, "caption")
    return None


def _article_number(part: etree._Element | None) -> str | None:
    for e in xml.children(part, "detail"):
        if _NUMBER_TYPES.match(e.get("type") or ""):
            return xml.text_at(e, "number")
    return None


def _pages(part: etree._Element | None) -> tuple[str | None, str | None, str | None]:
    extents = (
        e for e in xml.children(part, "extent") if (e.get("unit") or "pages").startswith("p")
    )
    extent = next(extents, None)
    first, last = xml.text_at(extent, "start"), xml.text_at(extent, "end")
    if first:
        return (f"{first}-{last}" if last else first), first, last
    listed = xml.text_at(extent, "list")
    return (listed, *split_pages(listed))


def _with_text(told: Container, part: etree._Element | None) -> Container:
    """The place out of ``part/text`` ("Т. 5, № 2 (1998), с. 31–36") where no element tells it."""
    text = xml.text_at(part, "text")
    if not text or told.volume or told.issue or told.pages or not told.titles:
        return told
    found = place_in(f"{told.titles[0].text}. {text}")
    if found is None:
        return told
    return Container(
        titles=told.titles,
        kind=told.kind or found.container.kind,
        issn=told.issn or found.container.issn,
        isbn=told.isbn,
        volume=found.container.volume,
        issue=found.container.issue,
        pages=found.container.pages,
        first_page=found.container.first_page,
        last_page=found.container.last_page,
        article_number=told.article_number,
    )

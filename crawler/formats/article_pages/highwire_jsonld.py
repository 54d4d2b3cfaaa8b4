"""What an article's page says of the article in JSON-LD (``<script type="application/ld+json">``)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import msgspec
from lxml import html

from crawler.formats.article_pages.jsonld import ARTICLES, publications
from crawler.formats.article_pages.jsonld_nodes import Node, kinds
from crawler.formats.article_pages.jsonld_record import record
from crawler.formats.items import unique
from schemas import Container, HarvestedRecord

_LARGEST = 2_000_000  # characters of a script
# of these the tags count alone where the page has them
_FIELDS = (
    "titles", "abstracts", "contributors", "publishers", "year", "published", "languages", "subjects", "references",
    "rights",
)  # fmt: skip
_OTHER = frozenset({"chapter", "thesis", "report"})


def described(document: html.HtmlElement) -> HarvestedRecord | None:
    """The one article (chapter, thesis, report) that the page's scripts describe; None if none or several do."""
    nodes = [
        node for whole in _scripts(document) for node in publications(whole) if _is_scholarly(node)
    ]
    if len(nodes) != 1:
        return None
    try:
        return record(nodes[0])
    except (AttributeError, TypeError, ValueError, KeyError, IndexError):
        return None  # the page's tags count alone


def _scripts(document: html.HtmlElement) -> Iterator[Any]:
    for script in document.iter("script"):
        if "ld+json" in (script.get("type") or "").lower():
            text = (script.text or "").strip().removesuffix(";")
            try:
                yield msgspec.json.decode(text[:_LARGEST])
            except (msgspec.DecodeError, RecursionError, UnicodeError):
                continue  # search engines pass over broken scripts too


def _is_scholarly(node: Node) -> bool:
    """``Article`` is what every blog writes; with a journal around it, it is one of that."""
    types = kinds(node)
    return bool(types & (ARTICLES | _OTHER)) or ("article" in types and "isPartOf" in node)


def filled(found: HarvestedRecord, other: HarvestedRecord | None) -> HarvestedRecord:
    """The record of the tags, with what only the script says."""
    if other is None:
        return found
    changes: dict[str, Any] = {
        name: getattr(other, name) for name in _FIELDS if not getattr(found, name)
    }
    if found.type == "unknown":
        changes |= {"type": other.type, "type_as_given": other.type_as_given}
    return msgspec.structs.replace(
        found,
        container=_container(found.container, other.container),
        identifiers=unique([*found.identifiers, *other.identifiers]),
        urls=found.urls or other.urls,
        **changes,
    )


def _container(found: Container | None, other: Container | None) -> Container | None:
    if found is None or other is None:
        return found or other
    pages = ("pages", "first_page", "last_page", "article_number")
    placed = any(getattr(found, name) for name in pages)
    names = ("titles", "issn", "isbn", "volume", "issue", *(() if placed else pages))
    missing = {name: getattr(other, name) for name in names if not getattr(found, name)}
    return msgspec.structs.replace(found, **missing)

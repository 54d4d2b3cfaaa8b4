"""schema.org in JSON-LD: ``ScholarlyArticle`` and its like, as publishers, DataCite and preprint servers give them.

Source: https://schema.org/ScholarlyArticle; the journal is in the chain ``isPartOf``: issue, volume, periodical.
"""

from __future__ import annotations

from functools import partial
from typing import Any

import msgspec

from crawler.formats.article_pages import jsonld_nodes
from crawler.formats.article_pages.jsonld_nodes import Node, kinds
from crawler.formats.article_pages.jsonld_record import record
from crawler.formats.bundles.json_items import objects_of
from crawler.formats.items import item
from crawler.formats.page import PageError, ParsedPage, ParsedRecord, Rejected, SourceHints
from crawler.formats.text.xml import check_size

ARTICLES = frozenset({"scholarlyarticle", "medicalscholarlyarticle"})
PUBLICATIONS = ARTICLES | {
    "article", "techarticle", "chapter", "book", "thesis", "report", "dataset", "creativework",
    "publication", "presentationdigitaldocument", "review",
}  # fmt: skip


def parse(data: bytes, _source: SourceHints) -> ParsedPage:
    """Every publication of a document: one node, a list, a ``@graph``, or one document a line. Raises PageError."""
    check_size(data)
    items: list[ParsedRecord | Rejected] = []
    for whole in objects_of(data):
        if isinstance(whole, Rejected):
            items.append(whole)
        else:
            items += map(_item, publications(whole))
    if not any(isinstance(one, ParsedRecord) for one in items) and not _described(items):
        raise PageError("wrong-format", "no node of a publication (like ScholarlyArticle) in it")
    return ParsedPage(items=tuple(items))


def _described(items: list[ParsedRecord | Rejected]) -> bool:
    return any(isinstance(one, Rejected) and one.reason != "not-well-formed" for one in items)


def publications(whole: Any) -> list[Node]:
    """The nodes of publications; what they cite or stand in is none of them."""
    return [node for node in jsonld_nodes.read(whole) if kinds(node) & PUBLICATIONS]


def _item(node: Node) -> ParsedRecord | Rejected:
    raw = partial(msgspec.json.encode, node)
    try:
        return item(record(node), raw)
    except (AttributeError, TypeError, ValueError, KeyError, IndexError) as error:
        # the vocabulary promises types; a node that breaks them must not cost its neighbours
        detail = f"a value has another type than promised: {error}"
        return Rejected(reason="invalid-value", detail=detail, raw=raw())

"""JSON-LD without a context being fetched: names without their prefix, lists and references to other nodes resolved.

Source: JSON-LD 1.1 (https://www.w3.org/TR/json-ld11/), keywords ``@graph``, ``@id``, ``@value``, ``@list``. Only
schema.org's names are read, in the forms that its context allows: ``name``, ``schema:name``, ``http://schema.org/name``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from crawler.formats.bundles.json_items import text
from crawler.formats.text.text import plain
from schemas import LocalizedText
from schemas.vocabularies import language_code

Node = dict[str, Any]

_PREFIX = re.compile(r"^(?:https?://(?:www\.)?schema\.org/|schema:|sdo:)", re.IGNORECASE)
_DEEPEST = 12
# through these one comes from what a page or file is about to the publications that it describes
_LEADS = (
    "@graph",
    "mainEntity",
    "mainEntityOfPage",
    "hasPart",
    "itemListElement",
    "item",
    "@included",
)
_OWN = ("abstract", "citation")
_POINTS = (
    "citation",
    "isBasedOn",
    "references",
    "isPartOf",
    "about",
    "mentions",
    "relatedLink",
    "workTranslation",
)


def read(whole: object) -> list[Node]:
    """The nodes that a document is about, each with the nodes that it refers to put into it."""
    tidy = _tidy(whole)
    cited = set(_pointed_at(tidy))
    resolver = _Resolver(tidy)
    starts = {id(node): (node, holder) for node, holder in _starts(tidy)}
    return [
        _held(resolver.whole(node), holder and resolver.whole(holder))
        for node, holder in starts.values()
        if not _is_only_cited(node, cited)
    ]


def _is_only_cited(node: Node, cited: set[str]) -> bool:
    """True for a node that another cites or stands in, and of which nothing tells that it is described for itself."""
    name = node.get("@id")
    return isinstance(name, str) and name in cited and not any(key in node for key in _OWN)


def _held(node: Node, holder: Node | None) -> Node:
    """The node without what it only leads to; in an issue or a book whose ``hasPart`` led here."""
    own = {key: value for key, value in node.items() if key not in _LEADS}
    if holder is not None and "isPartOf" not in own:
        own["isPartOf"] = {key: value for key, value in holder.items() if key not in _LEADS}
    return own


def _tidy(thing: object, deep: int = 0) -> Any:
    """Names without prefix; a list in its ``@list`` or ``@set`` is a list."""
    if isinstance(thing, list):
        return [_tidy(one, deep + 1) for one in thing]
    if not isinstance(thing, dict) or deep > 2 * _DEEPEST:
        return thing
    for key in ("@list", "@set"):
        if key in thing:
            return _tidy(thing[key], deep + 1)
    return {_PREFIX.sub("", str(key)): _tidy(value, deep + 1) for key, value in thing.items()}


def _nodes(thing: object, deep: int = 0) -> Iterator[Node]:
    if deep > 2 * _DEEPEST:
        return
    if isinstance(thing, dict):
        yield thing
        for value in thing.values():
            yield from _nodes(value, deep + 1)
    elif isinstance(thing, list):
        for one in thing:
            yield from _nodes(one, deep + 1)


def _pointed_at(thing: object) -> Iterator[str]:
    """What other nodes cite or stand in: these are no publications of their own here."""
    for node in _nodes(thing):
        for key in _POINTS:
            for target in listed(node.get(key)):
                name = target.get("@id") if isinstance(target, dict) else target
                if isinstance(name, str) and name != node.get("@id"):
                    yield name


def _starts(
    thing: object, holder: Node | None = None, deep: int = 0
) -> Iterator[tuple[Node, Node | None]]:
    """The nodes that one comes to from the document, each with the one whose part it is."""
    for node in listed(thing) if deep <= _DEEPEST else ():
        if isinstance(node, dict):
            yield node, holder
            for key in _LEADS:
                if key in node:
                    yield from _starts(node[key], node if key == "hasPart" else None, deep + 1)


class _Resolver:
    """Puts nodes in place of mere references to them; each node is resolved once, and none is put into itself."""

    def __init__(self, document: object) -> None:
        self.known: dict[str, Node] = {}
        self.done: dict[str, Node] = {}
        self.begun: set[str] = set()
        for node in _nodes(document):
            name = node.get("@id")
            if isinstance(name, str) and len(node) > max(1, len(self.known.get(name, ()))):
                self.known[name] = node

    def whole(self, node: Node, deep: int = 0) -> Node:
        """The node with what it refers to."""
        return {
            key: value if key in _LEADS else self._thing(value, deep + 1)
            for key, value in node.items()
        }

    def _thing(self, thing: Any, deep: int) -> Any:
        if deep > 2 * _DEEPEST:
            return thing
        if isinstance(thing, list):
            return [self._thing(one, deep + 1) for one in thing]
        if not isinstance(thing, dict):
            return thing
        name = thing.get("@id")
        if len(thing) == 1 and isinstance(name, str) and name in self.known:
            return self._named(name, deep)
        return self.whole(thing, deep)

    def _named(self, name: str, deep: int) -> Node:
        if name not in self.done and name not in self.begun:
            self.begun.add(name)
            self.done[name] = self.whole(self.known[name], deep)
        return self.done.get(name, {"@id": name})


def listed(value: object) -> list[Any]:
    """The values of a property, which may be one or a list."""
    if value is None:
        return []
    if not isinstance(value, list):
        return [value]
    # a list in its "@list" is a list in a list
    return [one for inner in value for one in (inner if isinstance(inner, list) else [inner])]


def kinds(node: object) -> set[str]:
    """The types of a node, without prefix and in lower case."""
    given = listed(node.get("@type")) if isinstance(node, dict) else []
    return {_PREFIX.sub("", kind).lower() for kind in given if isinstance(kind, str)}


def localized(value: object) -> Iterator[LocalizedText]:
    """The texts of a property, with their languages; of a node its name."""
    for one in listed(value):
        if isinstance(one, dict) and "@value" not in one:
            yield from localized(one.get("name"))
        elif isinstance(one, dict):
            told = one.get("@language")
            if written := text(one["@value"]):
                yield LocalizedText(
                    plain(written), language_code(told) if isinstance(told, str) else None
                )
        elif written := text(one):
            yield LocalizedText(plain(written))


def texts(value: object) -> list[str]:
    """The texts of a property alone."""
    return [found.text for found in localized(value)]


def first(node: Node, *names: str) -> str | None:
    """The first text under these names."""
    return next((found for name in names for found in texts(node.get(name))), None)

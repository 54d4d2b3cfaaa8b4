"""A query as a scholar types it → an answer: what it means is asked; if nothing is found, what it may have meant.

In this order: the query as understood; the same typed with another keyboard layout; with misspelt words put right; with
the fewest words left out. The first that finds something is the answer, and says so by a chip.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence

import msgspec

from indexer.search import suggest
from indexer.search.errors import QuerySyntaxError
from indexer.search.interface import (
    Hit,
    SearchBackend,
    SearchRequest,
    SearchResults,
    Suggestion,
)
from indexer.search.query import parse_query
from indexer.search.tree import AtLeast, Field, Node, Word
from indexer.search.understand.chips import Chip
from indexer.search.understand.citations import Across, has_citations, resolved
from indexer.search.understand.layouts import retyped
from indexer.search.understand.references import Recognise, Recognised, looks_like_reference
from indexer.search.understand.units import Unit, beginnings, units_of, units_of_text, wanted
from schemas.ids import public_id

FEW = 10
"""Works: whoever finds fewer is shown some that have fewer of the words, beside them."""
_MOST_RESPELT = 12
"""Units of a query whose words may be misspelt; a longer text is found by the words that are right."""
_LEAST_PASTED = 5
"""Units of a text that was pasted, and not typed with a mistake in its syntax."""
_MOST_UNITS = 60
"""Units of which some may be left out; of a longer text the first ones."""


class Reading(msgspec.Struct, frozen=True):
    """A query to ask for with what it takes for meant."""

    query: str | Node
    identity: str
    units: Sequence[Unit] = ()
    chips: tuple[Chip, ...] = ()


class Asked(msgspec.Struct, frozen=True, kw_only=True):
    """An answer with what was understood, and the works that have fewer of the words."""

    results: SearchResults
    chips: tuple[Chip, ...] = ()
    also: tuple[Hit, ...] = ()
    recognised: Recognised | None = None


class Library(msgspec.Struct, frozen=True, kw_only=True):
    """What the catalogue knows beside the index: which work a whole reference cites, and who cites whom."""

    recognise: Recognise = lambda _: None
    across: Across | None = None


def ask(
    backend: SearchBackend,
    request: SearchRequest,
    taken_away: Collection[str] = (),
    library: Library | None = None,
) -> Asked:
    """Answer a request whose query is text as somebody typed it.

    ``taken_away`` are keys of chips not to be applied.
    Raises the errors of the backend's search.
    """
    text = request.query
    if not isinstance(text, str) or not text.strip():
        return Asked(results=backend.search(request))
    library = library or Library()
    asking = _Asking(backend, request, text, taken_away, library)
    if looks_like_reference(text) and Chip("reference", "").key not in taken_away:
        return asking.cited(library.recognise(text))
    return asking.answer()


class _Asking:
    """One text, asked of one index."""

    def __init__(
        self,
        backend: SearchBackend,
        request: SearchRequest,
        text: str,
        taken_away: Collection[str],
        library: Library,
    ) -> None:
        self._backend = backend
        self._request = request
        self._text = text
        self._taken_away = frozenset(taken_away)
        self._across = library.across

    def answer(self) -> Asked:
        """The first reading that finds something; what the query says literally if none does."""
        try:
            first = self._understood(self._text)
        except QuerySyntaxError:
            other = map(self._answered, (*self._other_layouts(), *self._as_text()))
            if answered := next(filter(None, other), None):
                return answered
            raise
        found = self._search(first)
        if found.total:
            return self._complete(first, found)
        for reading in self._instead(first):
            if answered := self._answered(reading):
                return answered
        return Asked(results=found, chips=first.chips)

    def cited(self, recognised: Recognised | None) -> Asked:
        """The work that the text cites, and those like it beside; without one, those that have most of the text."""
        units = units_of_text(self._text, self._taken_away)
        if recognised is not None:
            chips = (Chip("reference", recognised.fields.title or ""),)
            node = Field("id", Word(public_id(recognised.work)))
            if answered := self._answered(Reading(node, self._text, units, chips)):
                return msgspec.structs.replace(answered, recognised=recognised)
        whole = Reading(wanted(units), self._text, units)
        for reading in (msgspec.structs.replace(whole, chips=_own(units)), *self._fewer(whole)):
            if answered := self._answered(reading):
                return answered
        return self.answer()

    def _understood(self, text: str, *chips: Chip) -> Reading:
        units = units_of(text, self._taken_away)
        if units is None:
            return self._said(text, chips)
        return Reading(wanted(units), text, units, (*chips, *_own(units)))

    def _as_text(self) -> Iterator[Reading]:
        """A text pasted with brackets or quotation marks that pair with none: "C[0,∞)"."""
        units = units_of_text(self._text, self._taken_away)
        if _LEAST_PASTED <= len(units) <= _MOST_UNITS:
            yield Reading(wanted(units), self._text, units)

    def _said(self, text: str, chips: tuple[Chip, ...]) -> Reading:
        """A query that says just what it means; what it says of citations is looked up."""
        tree = parse_query(text)
        if self._across is None or not has_citations(tree):
            return Reading(text, "", (), chips)
        node, bounded = resolved(tree, self._backend, self._across)
        told = tuple(Chip("bounded", f"{each.taken}/{each.found}") for each in bounded)
        return Reading(node, text, (), (*chips, *told))

    def _instead(self, first: Reading) -> Iterator[Reading]:
        yield from self._other_layouts()
        if first.units:
            yield from self._respelt(first)
            yield from self._fewer(first)

    def _other_layouts(self) -> Iterator[Reading]:
        for text in retyped(self._text):
            chip = Chip("layout", text)
            if chip.key in self._taken_away:
                continue
            try:
                yield self._understood(text, chip)
            except QuerySyntaxError:
                continue

    def _respelt(self, first: Reading) -> Iterator[Reading]:
        if len(first.units) > _MOST_RESPELT:
            return
        offered = self._suggestion()
        if offered and Chip("spelling", offered.query).key not in self._taken_away:
            yield self._understood(offered.query, Chip("spelling", offered.query))

    def _suggestion(self) -> Suggestion | None:
        """What the index offers for misspelt words."""
        asked = msgspec.structs.replace(
            self._request, suggest=True, size=0, facets=(), cursor=None, highlight=False
        )
        return self._backend.search(asked).suggestion

    def _fewer(self, whole: Reading) -> Iterator[Reading]:
        """As many of the telling units as some work has."""
        nodes = _loose(whole.units)
        if (
            not nodes
            or any(unit.exact for unit in whole.units)
            or Chip("fewer", "").key in self._taken_away
        ):
            return
        if least := self._most(nodes):
            node = AtLeast(least, nodes) if len(nodes) > 1 else nodes[0]
            chip = Chip("fewer", f"{least}/{len(nodes)}")
            identity = f"{least} of {whole.identity}"
            yield Reading(node, identity, whole.units, (*whole.chips, chip))

    def _most(self, nodes: Sequence[Node]) -> int:
        """The greatest number of nodes that one work has."""
        low, high = 0, len(nodes)
        while low < high:
            middle = (low + high + 1) // 2
            if self._count(AtLeast(middle, tuple(nodes))):
                low = middle
            else:
                high = middle - 1
        return low

    def _complete(self, reading: Reading, found: SearchResults) -> Asked:
        also = self._also(reading, found) if found.total < FEW else ()
        if reading.identity == self._text and reading.units and self._may_be_misspelt(found):
            found = msgspec.structs.replace(found, suggestion=self._suggestion())
        return Asked(results=found, chips=reading.chips, also=also)

    def _may_be_misspelt(self, found: SearchResults) -> bool:
        return self._request.suggest and found.total <= suggest.FEW

    def _also(self, reading: Reading, found: SearchResults) -> tuple[Hit, ...]:
        """Works that have some of the words, the more the better; what begins alike in a title counts a little."""
        size = self._request.size - len(found.hits)
        if any(unit.exact for unit in reading.units) or size <= 0 or self._request.cursor:
            return ()
        nodes = (*_loose(reading.units), *beginnings(reading.units))
        if len(nodes) < 2:
            return ()
        known = {hit.number for hit in found.hits}
        wider = Reading(AtLeast(1, nodes), f"any of {reading.identity}")
        more = self._search(wider, facets=(), size=self._request.size, sort="relevance")
        return tuple(hit for hit in more.hits if hit.number not in known)[:size]

    def _answered(self, reading: Reading) -> Asked | None:
        found = self._search(reading)
        return self._complete(reading, found) if found.total else None

    def _count(self, node: Node) -> int:
        return self._search(Reading(node, "-"), facets=(), size=0, cursor=None).total

    def _search(self, reading: Reading, **changes: object) -> SearchResults:
        # a page belongs to what was understood, so to what was taken away of it too
        identity = "\n".join([reading.identity, *sorted(self._taken_away)])
        asked = {"query": reading.query, "identity": identity, **changes}
        return self._backend.search(msgspec.structs.replace(self._request, **asked))


def _own(units: Sequence[Unit]) -> tuple[Chip, ...]:
    return tuple(unit.chip for unit in units if unit.chip)


def _loose(units: Sequence[Unit]) -> tuple[Node, ...]:
    telling = [unit for unit in units if unit.telling and not unit.lone] or units
    return tuple(unit.loose or unit.node for unit in telling)[:_MOST_UNITS]

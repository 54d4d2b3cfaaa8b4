"""The one interface of search: what goes into an index, what is asked, what comes out. No backend shows through.

A request holds a query (text or tree), filters by facet, a sort and a cursor. Facet counts follow
the multi-select rule: the counts of a facet are taken under the query and every *other* filter, so
choosing one value alone gives exactly the number that stood beside it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import AbstractContextManager
from typing import Literal, Protocol, get_args

import msgspec

from indexer.search.errors import (
    BadCursor,
    BadRequest,
    QuerySyntaxError,
    SearchError,
    SearchUnavailable,
)
from indexer.search.tree import Node
from schemas.ids import hash63
from schemas.record import Identifier, LocalizedText, PersonName
from schemas.work import CountryBasis, WorkKind

__all__ = [
    "FACETS",
    "MAX_SIZE",
    "BadCursor",
    "BadRequest",
    "Facet",
    "FacetCount",
    "Fragment",
    "Highlight",
    "Hit",
    "Node",
    "QuerySyntaxError",
    "SearchBackend",
    "SearchDocument",
    "SearchError",
    "SearchRequest",
    "SearchResults",
    "SearchUnavailable",
    "Sort",
    "Suggestion",
    "Writer",
]

Facet = Literal[
    "country", "basis", "region", "year", "journal", "language", "type", "source", "kind",
    "institution", "person",
]  # fmt: skip
FACETS: tuple[Facet, ...] = get_args(Facet)
Sort = Literal["relevance", "citations", "year", "year_asc"]
MAX_SIZE = 1000

# Part of every document's version: raise it when the same document would be indexed differently.
ANALYSIS_VERSION = 9


class SearchDocument(msgspec.Struct, frozen=True, omit_defaults=True, kw_only=True):
    """A work as the index holds it.

    ``names`` are all the written forms of all its contributors; ``journal`` is the one title that
    stands for the journal in the facet, ``containers`` are all its titles; ``institutions`` are
    the ids of the registry (the facet), ``institution_names`` every affiliation as given
    (searched). ``identifiers`` includes ISSN and ISBN of the container. ``basis`` is the ground
    on which the work has its countries, ``people`` are the public ids of the persons who wrote it.
    ``numbering`` are the terms of
    :mod:`indexer.search.numbering`, ``subjects`` codes of classifications, ``addresses`` those of its pages elsewhere.
    """

    number: int
    id: str
    kind: WorkKind = "held"
    titles: tuple[LocalizedText, ...] = ()
    names: tuple[PersonName, ...] = ()
    journal: str | None = None
    containers: tuple[str, ...] = ()
    abstracts: tuple[LocalizedText, ...] = ()
    keywords: tuple[str, ...] = ()
    year: int | None = None
    countries: tuple[str, ...] = ()
    basis: CountryBasis = "none"
    regions: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    type: str = "unknown"
    sources: tuple[str, ...] = ()
    institutions: tuple[str, ...] = ()
    institution_names: tuple[str, ...] = ()
    people: tuple[str, ...] = ()
    identifiers: tuple[Identifier, ...] = ()
    numbering: tuple[str, ...] = ()
    subjects: tuple[str, ...] = ()
    addresses: tuple[str, ...] = ()
    citations: int = 0
    generated: bool = False

    @property
    def version(self) -> int:
        """A positive 63-bit hash of the whole content: equal exactly if indexing again would change nothing."""
        return hash63(str(ANALYSIS_VERSION), msgspec.json.encode(self).decode())


class SearchRequest(msgspec.Struct, frozen=True, kw_only=True):
    """What is asked. ``query`` is text in our syntax, a tree, or "" for everything; ``identity`` is what the pages of
    an answer belong to in place of a tree, which may be large.

    ``filters``: values of one facet are alternatives, facets combine. ``facets``: those to count,
    ``facet_size`` values each. ``year_from`` and ``year_to`` bound the year for hits and for all
    counts. ``suggest``: look for misspelt words if the text finds hardly anything.
    """

    query: str | Node = ""
    identity: str = ""
    filters: Mapping[Facet, tuple[str, ...]] = {}
    year_from: int | None = None
    year_to: int | None = None
    sort: Sort = "relevance"
    size: int = 20
    cursor: str | None = None
    facets: tuple[Facet, ...] = ()
    facet_size: int = 20
    highlight: bool = False
    suggest: bool = False


class Fragment(msgspec.Struct, frozen=True):
    """A piece of text; ``match`` if the query found it. Plain text, never HTML."""

    text: str
    match: bool = False


class Highlight(msgspec.Struct, frozen=True, kw_only=True):
    """One text of a hit in fragments. ``cut`` if it is a passage and not the whole text."""

    field: Literal["title", "abstract"]
    fragments: tuple[Fragment, ...]
    lang: str | None = None
    cut: bool = False


class Hit(msgspec.Struct, frozen=True, kw_only=True):
    """One found work; ``score`` only orders hits within one answer."""

    number: int
    id: str
    score: float | None = None
    highlights: tuple[Highlight, ...] = ()


class FacetCount(msgspec.Struct, frozen=True):
    """A value of a facet and how many works choosing it alone would show."""

    value: str
    count: int


class Suggestion(msgspec.Struct, frozen=True):
    """A better query: the reader's own text in which only misspelt words are others (``match``), and what it finds."""

    fragments: tuple[Fragment, ...]
    total: int

    @property
    def query(self) -> str:
        """The query as text."""
        return "".join(each.text for each in self.fragments)


class SearchResults(msgspec.Struct, frozen=True, kw_only=True):
    """The answer. ``next_cursor`` is None on the last page; ``suggestion`` is None where none is better."""

    total: int
    hits: tuple[Hit, ...]
    facets: Mapping[Facet, tuple[FacetCount, ...]]
    next_cursor: str | None
    suggestion: Suggestion | None = None


class Writer(Protocol):
    """Whatever takes documents in bulk."""

    def apply(self, upserts: Iterable[SearchDocument], deletes: Iterable[int] = ()) -> None:
        """Delete, then insert or replace, and make it visible at once or (if it fails) not at all.

        Idempotent: applying the same again changes nothing. Both are read as streams. A number in
        both is kept. Raises SearchUnavailable.
        """
        ...


class SearchBackend(Writer, Protocol):
    """A search index. Safe for many readers in many processes; writers wait for each other."""

    def search(self, request: SearchRequest) -> SearchResults:
        """Answer a request. Raises QuerySyntaxError, BadRequest, BadCursor, SearchUnavailable."""
        ...

    def rebuild(self) -> AbstractContextManager[Writer]:
        """A new empty index to fill; it takes the old one's place when the block ends without an error.

        Until then readers see the old one. Other writers wait.
        """
        ...

    def usable(self) -> bool:
        """False before the first index, and where another version of the program built it: :meth:`rebuild` it then.

        Raises SearchUnavailable.
        """
        ...

    def count(self) -> int:
        """How many works the index holds."""
        ...

    def ids_and_versions(self) -> Iterator[tuple[int, int]]:
        """Number and version of every document, by ascending number, as a stream."""
        ...

    def close(self) -> None:
        """Let go of files and connections; closing twice is fine."""
        ...

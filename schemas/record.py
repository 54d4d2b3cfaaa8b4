"""The record: one source's description of one publication, as a format parser hands it over.

A record says what its source said and nothing else: text stays as given, in its own script, with its language where the
source or the element tells it. Normalising, folding and guessing are the indexer's work.

The structs are frozen and hold texts, numbers and one another, so they never form a cycle: ``gc=False`` spares the
collector millions of them.
"""

from __future__ import annotations

from typing import Literal

import msgspec

from schemas.reference import Reference

ContributorRole = Literal[
    "author", "editor", "translator", "reviewer", "compiler", "advisor", "other"
]


class LocalizedText(msgspec.Struct, frozen=True, gc=False, omit_defaults=True):
    """A text as given, with its language (BCP 47: ``ru``, ``kk``, ``kk-Latn``, ``hy``) where it is known."""

    text: str
    lang: str | None = None


class Identifier(msgspec.Struct, frozen=True, gc=False, omit_defaults=True):
    """An identifier in a named scheme: ``doi edn isbn issn orcid spin elibrary-author handle url oai …``.

    ``value`` is kept as the source wrote it, apart from surrounding white space; the indexer validates it.
    """

    scheme: str
    value: str


class Affiliation(msgspec.Struct, frozen=True, gc=False, omit_defaults=True, kw_only=True):
    """Where a contributor worked, as given; ``country`` is ISO 3166-1 alpha-2 only if the source states it."""

    names: tuple[LocalizedText, ...] = ()
    country: str | None = None
    city: str | None = None
    identifiers: tuple[Identifier, ...] = ()


class PersonName(msgspec.Struct, frozen=True, gc=False, omit_defaults=True, kw_only=True):
    """One written form of a name. ``literal`` is always there; the parts only if the source separates them."""

    literal: str
    family: str | None = None
    given: str | None = None
    lang: str | None = None


class Contributor(msgspec.Struct, frozen=True, gc=False, omit_defaults=True, kw_only=True):
    """A person or an organisation, with every written form of the name that the record holds (first = main)."""

    names: tuple[PersonName, ...]
    role: ContributorRole = "author"
    kind: Literal["person", "organisation"] = "person"
    identifiers: tuple[Identifier, ...] = ()
    affiliations: tuple[Affiliation, ...] = ()


class Container(msgspec.Struct, frozen=True, gc=False, omit_defaults=True, kw_only=True):
    """The journal, proceedings or book that holds the publication, and the place in it.

    ``pages`` is as given; ``first_page`` and ``last_page`` only where the parser could tell them.
    """

    titles: tuple[LocalizedText, ...] = ()
    kind: Literal["journal", "proceedings", "book"] | None = None
    issn: tuple[str, ...] = ()
    isbn: tuple[str, ...] = ()
    volume: str | None = None
    issue: str | None = None
    pages: str | None = None
    first_page: str | None = None
    last_page: str | None = None
    article_number: str | None = None


class Subject(msgspec.Struct, frozen=True, gc=False, omit_defaults=True, kw_only=True):
    """A keyword (``scheme="keyword"``) or a classification code (``grnti udc bbk vak jel msc …``)."""

    scheme: str
    value: str
    lang: str | None = None


class HarvestedRecord(msgspec.Struct, frozen=True, gc=False, omit_defaults=True, kw_only=True):
    """What one source says of one publication.

    ``identifier`` is unique within its source only: the key of a record is (source, identifier).
    ``warnings`` names whatever the parser had to leave out or repair, so that nothing is lost silently.
    A deletion is a record with ``deleted=True`` and nothing else.
    """

    identifier: str
    datestamp: str | None = None
    deleted: bool = False
    sets: tuple[str, ...] = ()
    titles: tuple[LocalizedText, ...] = ()
    abstracts: tuple[LocalizedText, ...] = ()
    contributors: tuple[Contributor, ...] = ()
    container: Container | None = None
    publishers: tuple[LocalizedText, ...] = ()
    place: str | None = None
    year: int | None = None
    published: str | None = None
    languages: tuple[str, ...] = ()
    type: str = "unknown"
    type_as_given: str | None = None
    identifiers: tuple[Identifier, ...] = ()
    subjects: tuple[Subject, ...] = ()
    references: tuple[Reference, ...] = ()
    urls: tuple[str, ...] = ()
    rights: tuple[str, ...] = ()
    country: str | None = None
    warnings: tuple[str, ...] = ()


class Provenance(msgspec.Struct, frozen=True, gc=False, omit_defaults=True, kw_only=True):
    """Where a record came from: the source, its own identifier there, the run and page that brought it last."""

    source: str
    identifier: str
    run: int
    page: int
    url: str | None = None
    format: str | None = None
    fetched_at: str | None = None

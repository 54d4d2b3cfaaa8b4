"""The work: the publication itself, one or more records merged, or a cited-only work known from references."""

from __future__ import annotations

from typing import Literal, get_args

import msgspec

from schemas.record import Affiliation, Container, Contributor, Identifier, LocalizedText, Subject

WorkKind = Literal["held", "cited-only"]
ReferenceStatus = Literal[
    "pending", "matched", "cited-only", "unmatched", "paired", "back-reference"
]
"""What a reference means: not known yet, a work that a source holds, one known from references alone, no work, the
same as the reference of another list that it is paired with, or the same as one above it in its own list."""
NoWork = Literal["not-a-work:unpublished", "not-a-work:nothing-above"]
"""Why an entry names no work, where its list alone decides it: it names papers that nobody published, or it stands for
an entry above it and there is none."""
BY_LIST: tuple[ReferenceStatus, ...] = ("paired", "back-reference")
"""Of what the list alone says that another entry is matched and counted for it."""
NO_WORK: tuple[NoWork, ...] = get_args(NoWork)
LanguageBasis = Literal["stated", "detected", "none"]
"""Whether a source says the language of the publication, or it is told from title and abstract."""
CountryBasis = Literal["affiliation", "publication", "source", "none"]
"""On what ground a work has its countries: an author's affiliation is there, else it was published there, else its
source is of there."""


class Attributed(msgspec.Struct, frozen=True, omit_defaults=True, kw_only=True):
    """A text and the sources that give it in just this form."""

    text: str
    lang: str | None = None
    sources: tuple[str, ...] = ()


class PersonStatement(msgspec.Struct, frozen=True, omit_defaults=True, kw_only=True):
    """What one source says of a person beside the name."""

    source: str
    identifiers: tuple[Identifier, ...] = ()
    affiliations: tuple[Affiliation, ...] = ()


class AttributedContributor(msgspec.Struct, frozen=True, omit_defaults=True, kw_only=True):
    """A contributor of a work: the main form with the identifiers and affiliations of all records.

    ``key`` is the folded name key by which works of the same written name are counted together. ``forms`` are all forms
    of the name as given and by whom; ``statements`` is what each source says, where several records name the person.
    """

    contributor: Contributor
    key: str
    forms: tuple[Attributed, ...] = ()
    statements: tuple[PersonStatement, ...] = ()

    def sources_of_place(self, name: str) -> tuple[str, ...]:
        """The sources that give an affiliation this name; none where one record alone names the person."""
        return tuple(
            each.source
            for each in self.statements
            if any(text.text == name for place in each.affiliations for text in place.names)
        )

    def sources_of_identifier(self, identifier: Identifier) -> tuple[str, ...]:
        """The sources that give the identifier in just this form; none where one record alone names the person."""
        return tuple(each.source for each in self.statements if identifier in each.identifiers)


class WorkRecord(msgspec.Struct, frozen=True, omit_defaults=True, kw_only=True):
    """One record of a work."""

    source: str
    identifier: str
    urls: tuple[str, ...] = ()


class Work(msgspec.Struct, frozen=True, omit_defaults=True, kw_only=True):
    """A work as the site, the exports and the search index see it.

    ``id`` is the public id (see :mod:`schemas.ids`). ``countries`` are ISO 3166-1 alpha-2, with the ground on which
    they were taken; ``regions`` are those of the members that affiliations name, ISO 3166-2.
    Counts live in the catalogue's tables, not here.
    """

    id: str
    kind: WorkKind
    titles: tuple[Attributed, ...] = ()
    abstracts: tuple[LocalizedText, ...] = ()
    contributors: tuple[AttributedContributor, ...] = ()
    container: Container | None = None
    publishers: tuple[LocalizedText, ...] = ()
    place: str | None = None
    year: int | None = None
    published: str | None = None
    languages: tuple[str, ...] = ()
    language_basis: LanguageBasis = "none"
    type: str = "unknown"
    identifiers: tuple[Identifier, ...] = ()
    subjects: tuple[Subject, ...] = ()
    countries: tuple[str, ...] = ()
    country_basis: CountryBasis = "none"
    regions: tuple[str, ...] = ()
    institutions: tuple[str, ...] = ()
    records: tuple[WorkRecord, ...] = ()
    urls: tuple[str, ...] = ()
    generated: bool = False

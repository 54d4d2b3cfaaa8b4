"""Describes a work out of its records, or a cited-only work out of the references that cite it. Pure functions.

Nothing is chosen away: every title and every form of a name is kept with the sources that give it. What must be one
(the year, the type, the place in the journal) is taken from the record that says most, the oldest of equals.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Iterable, Iterator, Sequence
from typing import NamedTuple, TypeVar

import msgspec

from indexer.document_type import type_of_record, type_of_reference
from indexer.institutions import Resolution, countries_named, regions_named, resolve
from indexer.text.author_key import author_key
from indexer.text.folding import fold
from indexer.text.language import detected
from indexer.text.scripts import script_of
from indexer.united_people import united
from schemas import (
    Affiliation,
    Attributed,
    AttributedContributor,
    Container,
    Contributor,
    HarvestedRecord,
    Identifier,
    LocalizedText,
    PersonName,
    ReferenceFields,
    Work,
    WorkRecord,
)
from schemas.ids import public_id
from schemas.work import CountryBasis, LanguageBasis

T = TypeVar("T", bound=Hashable)


class SourcedRecord(msgspec.Struct, frozen=True, kw_only=True):
    """A record with what is known of its source."""

    source: str
    record: HarvestedRecord
    source_country: str | None = None
    generated: bool = False


class SourcedReference(msgspec.Struct, frozen=True, kw_only=True):
    """A reference to a cited-only work, with the source of the citing record."""

    source: str
    raw: str
    lang: str | None
    fields: ReferenceFields
    generated: bool = False


class Description(msgspec.Struct, frozen=True, kw_only=True):
    """A work and what is counted by."""

    work: Work
    institutions: tuple[Resolution, ...] = ()


def describe_held(number: int, parts: Sequence[SourcedRecord]) -> Description:
    """The work of these records (oldest first; at least one)."""
    records = [part.record for part in parts]
    fullest = max(records, key=_fullness)
    claims, countries, basis, regions = placed(parts)
    languages, language_basis = _languages(records)
    container = united_container(records)
    work = Work(
        id=public_id(number),
        kind="held",
        titles=_attributed((t, part.source) for part in parts for t in part.record.titles),
        abstracts=_unique(text for record in records for text in record.abstracts),
        contributors=united([(part.source, part.record.contributors) for part in parts]),
        container=container,
        publishers=_unique(text for record in records for text in record.publishers),
        place=_first(record.place for record in (fullest, *records)),
        year=_first(record.year for record in (fullest, *records)),
        published=_first(record.published for record in (fullest, *records)),
        languages=languages,
        language_basis=language_basis,
        type=_stated_type(records) or _told_type(records, container),
        identifiers=_unique(name for record in records for name in record.identifiers),
        subjects=_unique(subject for record in records for subject in record.subjects),
        countries=countries,
        country_basis=basis,
        regions=regions,
        institutions=tuple(claim.institution.id for claim in claims),
        records=tuple(
            WorkRecord(source=p.source, identifier=p.record.identifier, urls=p.record.urls)
            for p in parts
        ),
        urls=_unique(url for record in records for url in record.urls),
        generated=all(part.generated for part in parts),
    )
    return Description(work=work, institutions=claims)


class Placed(NamedTuple):
    """The institutions of a work, its countries and the ground on which it has them, and its regions."""

    institutions: tuple[Resolution, ...]
    countries: tuple[str, ...]
    basis: CountryBasis
    regions: tuple[str, ...]


def placed(parts: Sequence[SourcedRecord]) -> Placed:
    """Where the work of these records is from."""
    records = [part.record for part in parts]
    claims = tuple(_institutions(records))
    areas = {code for place in _places(records) for code in _regions(place)}
    return Placed(claims, *_countries(parts, claims), tuple(sorted(areas)))


def describe_cited_only(number: int, parts: Sequence[SourcedReference]) -> Work:
    """The cited-only work of these references (oldest first; at least one)."""
    fullest = max((part.fields for part in parts), key=_fullness)
    titles = [
        (LocalizedText(part.fields.title, part.lang), part.source)
        for part in parts
        if part.fields.title
    ]
    raw = [(LocalizedText(part.raw, part.lang), part.source) for part in parts[:1]]
    people = next((p.fields.authors for p in parts if p.fields.authors), ())
    return Work(
        id=public_id(number),
        kind="cited-only",
        titles=_attributed(titles or raw),
        contributors=tuple(_named(name, parts[0].source) for name in people if fold(name)),
        container=_cited_container(fullest),
        publishers=(LocalizedText(fullest.publisher),) if fullest.publisher else (),
        place=fullest.place,
        year=_most_common(part.fields.year for part in parts),
        type=_type_cited(parts),
        identifiers=_unique(
            Identifier(scheme, value)
            for part in parts
            for scheme in ("doi", "edn", "isbn", "arxiv", "pmid")
            if (value := getattr(part.fields, scheme))
        ),
        urls=_unique(part.fields.url for part in parts if part.fields.url),
        generated=all(part.generated for part in parts),
    )


def authors_of(work: Work) -> Iterator[AttributedContributor]:
    """The authors (not editors, translators …) of a work in order."""
    return (person for person in work.contributors if person.contributor.role == "author")


def _fullness(item: msgspec.Struct) -> int:
    return sum(1 for name in item.__struct_fields__ if getattr(item, name) not in (None, (), ""))


def _attributed(texts: Iterable[tuple[LocalizedText, str]]) -> tuple[Attributed, ...]:
    """Each text once, with all the sources that give it; texts not all in capitals first."""
    sources: dict[LocalizedText, list[str]] = {}
    for text, source in texts:
        sources.setdefault(text, []).append(source)
    ordered = sorted(sources, key=lambda text: text.text.isupper())
    return tuple(
        Attributed(text=text.text, lang=text.lang, sources=_unique(sources[text]))
        for text in ordered
    )


def _named(literal: str, source: str) -> AttributedContributor:
    name = PersonName(literal=literal)
    return AttributedContributor(
        contributor=Contributor(names=(name,)),
        key=author_key(name),
        forms=(Attributed(text=literal, sources=(source,)),),
    )


def _stated_type(records: Sequence[HarvestedRecord]) -> str | None:
    return _first(record.type for record in records if record.type != "unknown")


def _told_type(records: Sequence[HarvestedRecord], container: Container | None) -> str:
    """The type that the place tells. A publisher without a town may be the university whose repository it is."""
    published = any(record.publishers and record.place for record in records)
    own = (each.scheme for record in records for each in record.identifiers)
    return type_of_record(container, published=published, has_isbn="isbn" in own)


def _type_cited(parts: Sequence[SourcedReference]) -> str:
    """The type that most references show; of equally frequent ones that of the oldest reference."""
    shown = [type_of_reference(part.fields, part.raw) for part in parts]
    counts = Counter(kind for kind in shown if kind != "unknown")
    return max(counts, key=lambda kind: (counts[kind], -shown.index(kind)), default="unknown")


def united_container(records: Sequence[HarvestedRecord]) -> Container | None:
    """What the records say together of the journal or book, and the place in it."""
    given = [record.container for record in records if record.container]
    if not given:
        return None
    return msgspec.structs.replace(
        max(given, key=_fullness),
        titles=_unique(title for container in given for title in container.titles),
        issn=_unique(issn for container in given for issn in container.issn),
        isbn=_unique(isbn for container in given for isbn in container.isbn),
    )


def _cited_container(fields: ReferenceFields) -> Container | None:
    container = Container(
        titles=(LocalizedText(fields.container),) if fields.container else (),
        issn=(fields.issn,) if fields.issn else (),
        volume=fields.volume,
        issue=fields.issue,
        first_page=fields.first_page,
        last_page=fields.last_page,
        article_number=fields.article_number,
    )
    return None if container == Container() else container


def _places(records: Iterable[HarvestedRecord]) -> Iterator[Affiliation]:
    """Where the authors worked; editors and translators give a work no institution and no country."""
    for record in records:
        for person in record.contributors:
            if person.role == "author":
                yield from person.affiliations


def _institutions(records: Sequence[HarvestedRecord]) -> Iterator[Resolution]:
    """Each institution that an affiliation names, with the first evidence for it."""
    seen: set[str] = set()
    for place in _places(records):
        ids = [(each.scheme, each.value) for each in place.identifiers]
        stated = [place.country] if place.country else []
        for found in resolve([name.text for name in place.names], stated, ids):
            if found.institution.id not in seen:
                seen.add(found.institution.id)
                yield found


def _countries(
    parts: Sequence[SourcedRecord], claims: Sequence[Resolution]
) -> tuple[tuple[str, ...], CountryBasis]:
    """The countries of a work and the ground: affiliations, else where it was published, else the source."""
    said = [code for place in _places(part.record for part in parts) for code in _said(place)]
    resolved = [claim.institution.country for claim in claims]
    grounds: tuple[tuple[CountryBasis, Sequence[str | None]], ...] = (
        ("affiliation", [*said, *resolved]),
        ("publication", [part.record.country for part in parts]),
        ("publication", [_country_of(part.record.place) for part in parts]),
        ("source", [part.source_country for part in parts]),
    )
    for basis, countries in grounds:
        if found := _unique(country for country in countries if country):
            return tuple(sorted(found)), basis
    return (), "none"


def _said(place: Affiliation) -> Sequence[str]:
    """The country that the source states for an affiliation, else those that its text points to."""
    if place.country:
        return [place.country]
    return countries_named([*(name.text for name in place.names), *filter(None, [place.city])])


def _regions(place: Affiliation) -> Sequence[str]:
    """The regions of the city that the source states, else those that the text of the affiliation points to."""
    stated = [place.country] if place.country else []
    if place.city and (found := regions_named([place.city], stated)):
        return found
    return regions_named([name.text for name in place.names], stated)


def _country_of(place: str | None) -> str | None:
    """The country of a place of publication, if it is one."""
    found = countries_named([place]) if place else ()
    return found[0] if len(found) == 1 else None


def _languages(records: Sequence[HarvestedRecord]) -> tuple[tuple[str, ...], LanguageBasis]:
    """The languages that the records state; if none does, the one that the oldest record's text is in."""
    if stated := _unique(lang for record in records for lang in record.languages):
        return stated, "stated"
    found = next((lang for record in records if (lang := detected(_texts(record)))), None)
    return ((found,), "detected") if found else ((), "none")


def _texts(record: HarvestedRecord) -> Iterator[str]:
    """The first title, and the abstract in its script: others are translations."""
    for title in record.titles[:1]:
        yield title.text
        script = script_of(title.text)
        yield from [text.text for text in record.abstracts if script_of(text.text) == script][:1]


def _unique(values: Iterable[T]) -> tuple[T, ...]:
    return tuple(dict.fromkeys(values))


def _first(values: Iterable[T | None]) -> T | None:
    return next((value for value in values if value), None)


def _most_common(values: Iterable[int | None]) -> int | None:
    counts = Counter(value for value in values if value is not None)
    return min(counts, key=lambda value: (-counts[value], value)) if counts else None

"""OpenAlex REST API, ``/works`` (https://docs.openalex.org): one work, a page of ``results``, or one work a line."""

from __future__ import annotations

from collections.abc import Iterator

from crawler.formats.bundles import json_items
from crawler.formats.bundles.json_items import Json, objects, text, texts
from crawler.formats.items import Entry, references, unique
from crawler.formats.page import ParsedPage, SourceHints
from crawler.formats.text.text import plain
from crawler.formats.values.dates import iso_date
from schemas import (
    Affiliation,
    Container,
    Contributor,
    HarvestedRecord,
    Identifier,
    LocalizedText,
    PersonName,
    ReferenceFields,
    Subject,
)
from schemas.vocabularies import document_type, language_code

_LONGEST_ABSTRACT = 20_000  # words; positions come from outside
_SCHEMES = {"pmid": "pmid", "pmcid": "pmcid", "mag": "mag"}


def parse(data: bytes, _source: SourceHints) -> ParsedPage:
    """Every work of an answer. Raises PageError."""
    return json_items.parse(data, ("results",), "id", _record)


def _record(work: Json) -> HarvestedRecord:
    lang = language_code(text(work.get("language")))
    year = work.get("publication_year")
    given_type = text(work.get("type_crossref")) or text(work.get("type"))
    return HarvestedRecord(
        identifier=_last(text(work.get("id"))) or "",
        datestamp=text(work.get("updated_date")),
        # the language that OpenAlex tells is guessed from title and abstract together, so that it is not the title's
        titles=unique(
            LocalizedText(plain(t)) for t in texts(work.get("title") or work.get("display_name"))
        ),
        abstracts=_abstracts(work),
        contributors=tuple(_contributors(work)),
        container=_container(work),
        year=year if isinstance(year, int) else None,
        published=iso_date(text(work.get("publication_date")) or ""),
        languages=unique([lang]),
        type=document_type((given_type or "").replace("-", " ")),
        type_as_given=given_type,
        identifiers=unique(_identifiers(work)),
        subjects=unique(_subjects(work)),
        references=references(_entry(url) for url in texts(work.get("referenced_works"))),
        urls=unique([text((work.get("primary_location") or {}).get("landing_page_url"))]),
        rights=unique([text((work.get("primary_location") or {}).get("license"))]),
    )


def _last(address: str | None) -> str | None:
    return address.rstrip("/").rpartition("/")[2] if address else None


def _abstracts(work: Json) -> tuple[LocalizedText, ...]:
    """The inverted index (word → positions) turned back into text."""
    index = work.get("abstract_inverted_index")
    if not isinstance(index, dict):
        return ()
    placed = [
        (at, word) for word, places in index.items() for at in places if at < _LONGEST_ABSTRACT
    ]
    told = plain(" ".join(word for _, word in sorted(placed)))
    return (LocalizedText(told),) if told else ()


def _contributors(work: Json) -> Iterator[Contributor]:
    for authorship in objects(work.get("authorships")):
        author = authorship.get("author") or {}
        forms = [text(authorship.get("raw_author_name")), text(author.get("display_name"))]
        names = unique(PersonName(literal=form) for form in forms if form)
        if names:
            orcid = _last(text(author.get("orcid")))
            yield Contributor(
                names=names,
                identifiers=unique(
                    [Identifier("orcid", orcid) if orcid else None, *_openalex(author)]
                ),
                affiliations=_affiliations(authorship),
            )


def _openalex(author: Json) -> Iterator[Identifier]:
    if number := _last(text(author.get("id"))):
        yield Identifier("openalex", number)


def _affiliations(authorship: Json) -> tuple[Affiliation, ...]:
    """The institutions that OpenAlex made out, else the affiliations as printed."""
    found = [
        Affiliation(
            names=(LocalizedText(name),),
            country=text(place.get("country_code")),
            identifiers=unique(
                [Identifier("ror", ror) if (ror := _last(text(place.get("ror")))) else None]
            ),
        )
        for place in objects(authorship.get("institutions"))
        if (name := text(place.get("display_name")))
    ]
    printed = texts(authorship.get("raw_affiliation_strings"))
    return unique(found or [Affiliation(names=(LocalizedText(name),)) for name in printed])


def _container(work: Json) -> Container | None:
    source = (work.get("primary_location") or {}).get("source")
    if not isinstance(source, dict):
        return None
    place = work.get("biblio") or {}
    first, last = text(place.get("first_page")), text(place.get("last_page"))
    return Container(
        titles=unique(LocalizedText(t) for t in texts(source.get("display_name"))),
        kind="journal" if source.get("type") == "journal" else None,
        issn=unique([*texts(source.get("issn")), text(source.get("issn_l"))]),
        volume=text(place.get("volume")),
        issue=text(place.get("issue")),
        pages=(f"{first}-{last}" if last and last != first else first) if first else None,
        first_page=first,
        last_page=last,
    )


def _identifiers(work: Json) -> Iterator[Identifier]:
    if doi := text(work.get("doi")):
        yield Identifier("doi", doi.removeprefix("https://doi.org/"))
    if number := _last(text(work.get("id"))):
        yield Identifier("openalex", number)
    for key, scheme in _SCHEMES.items():
        if value := _last(text((work.get("ids") or {}).get(key))):
            yield Identifier(scheme, value)


def _subjects(work: Json) -> Iterator[Subject]:
    for keyword in objects(work.get("keywords")):
        if value := text(keyword.get("display_name")):
            yield Subject(scheme="keyword", value=value)


def _entry(url: str) -> Entry:
    """A cited work is told by its OpenAlex address alone."""
    return Entry(raw=url, fields=ReferenceFields(url=url))

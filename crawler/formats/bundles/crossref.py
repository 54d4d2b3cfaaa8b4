"""Crossref REST API, ``/works`` (https://api.crossref.org): one work, a list of works, or one work a line."""

from __future__ import annotations

import re
from collections.abc import Iterator

from crawler.formats.bundles import json_items
from crawler.formats.bundles.json_items import Json, objects, text, texts
from crawler.formats.items import Entry, references, unique
from crawler.formats.page import ParsedPage, SourceHints
from crawler.formats.pages import split_pages
from crawler.formats.text.text import plain
from crawler.formats.values.dates import Dated, dated, year_of
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
from schemas.record import ContributorRole
from schemas.vocabularies import document_type, language_code

_PEOPLE: tuple[tuple[str, ContributorRole], ...] = (
    ("author", "author"),
    ("editor", "editor"),
    ("translator", "translator"),
)
_HEADING = re.compile(r"^\s*<jats:title>[^<]{0,60}</jats:title>(?=\s*<jats:(?:p|sec)>)")
_DATES = ("issued", "published", "published-print", "published-online", "created")
_PROCEEDINGS = frozenset({"proceedings-article"})
_BOOKS = frozenset({"book-chapter", "book-section", "book-part"})


def parse(data: bytes, _source: SourceHints) -> ParsedPage:
    """Every work of an answer. Raises PageError."""
    return json_items.parse(data, ("message", "items"), "DOI", _record)


def _record(work: Json) -> HarvestedRecord:
    when = _published(work)
    given_type = text(work.get("type"))
    lang = language_code(text(work.get("language")))
    return HarvestedRecord(
        identifier=(text(work.get("DOI")) or "").lower(),
        datestamp=text((work.get("indexed") or {}).get("date-time")),
        titles=_titles(work, lang),
        abstracts=unique(_abstracts(work, lang)),
        contributors=tuple(_contributors(work)),
        container=_container(work),
        publishers=unique(LocalizedText(t) for t in texts(work.get("publisher"))),
        place=text(work.get("publisher-location")),
        year=when.year,
        published=when.published,
        languages=unique([lang]),
        type=document_type((given_type or "").replace("-", " ")),
        type_as_given=given_type,
        identifiers=unique(_identifiers(work)),
        subjects=unique(Subject(scheme="keyword", value=t) for t in texts(work.get("subject"))),
        references=references(map(entry, objects(work.get("reference")))),
        urls=unique([text(work.get("URL"))]),
        rights=unique(text(licence.get("URL")) for licence in objects(work.get("license"))),
        warnings=when.warnings,
    )


def _abstracts(work: Json, lang: str | None) -> Iterator[LocalizedText]:
    """The abstracts without the heading "Abstract", which stands before all else."""
    for given in texts(work.get("abstract")):
        if text := plain(_HEADING.sub("", given)) or plain(given):
            yield LocalizedText(text, lang)


def _titles(work: Json, lang: str | None) -> tuple[LocalizedText, ...]:
    """``language`` is that of the text, and ``original-title`` then is in it; a title beside it is a translation."""
    original, subtitles = texts(work.get("original-title")), texts(work.get("subtitle"))
    given = texts(work.get("title"))
    if len(given) == 1 and (len(subtitles) == 1 or not original):
        given = [": ".join([*given, *subtitles])]
    found = [LocalizedText(plain(t), None if original else lang) for t in given]
    return unique([*found, *(LocalizedText(plain(t), lang) for t in original)])


def _contributors(work: Json) -> Iterator[Contributor]:
    for key, role in _PEOPLE:
        for person in objects(work.get(key)):
            if (name := _name(person)) is not None:
                yield Contributor(
                    names=(name,),
                    role=role,
                    kind="person" if person.get("family") else "organisation",
                    identifiers=unique(_orcid(person)),
                    affiliations=affiliations(person),
                )


def affiliations(person: Json) -> tuple[Affiliation, ...]:
    """The names of the institutions of a person."""
    return unique(
        Affiliation(names=(LocalizedText(told),))
        for place in objects(person.get("affiliation"))
        if (told := text(place.get("name")))
    )


def _name(person: Json) -> PersonName | None:
    family, given = text(person.get("family")), text(person.get("given"))
    literal = " ".join(p for p in (family, given) if p) or text(person.get("name"))
    return PersonName(literal=literal, family=family, given=given) if literal else None


def _orcid(person: Json) -> Iterator[Identifier]:
    if orcid := text(person.get("ORCID")):
        yield Identifier("orcid", orcid.rstrip("/").rpartition("/")[2])


def _container(work: Json) -> Container | None:
    titles, issn, isbn = (texts(work.get(key)) for key in ("container-title", "ISSN", "ISBN"))
    if not (titles or issn):
        return None
    pages = text(work.get("page"))
    first, last = split_pages(pages)
    return Container(
        titles=unique(LocalizedText(plain(t)) for t in titles),
        kind="proceedings"
        if work.get("type") in _PROCEEDINGS
        else "book"
        if work.get("type") in _BOOKS
        else "journal",
        issn=unique(issn),
        isbn=unique(isbn),
        volume=text(work.get("volume")),
        issue=text(work.get("issue")),
        pages=pages,
        first_page=first,
        last_page=last,
        article_number=text(work.get("article-number")),
    )


def _published(work: Json) -> Dated:
    """The first date that has a year, by our order of their kinds; else what is wrong with them."""
    found = [_date((work.get(key) or {}).get("date-parts")) for key in _DATES]
    wrong = tuple(dict.fromkeys(line for told in found for line in told.warnings))
    return next((told for told in found if told.year), Dated(warnings=wrong))


def _date(parts: object) -> Dated:
    """``[[2021, 5]]`` → ``2021-05``; Crossref writes ``[[null]]`` for no date."""
    numbers = parts[0] if isinstance(parts, list) and parts and isinstance(parts[0], list) else []
    return dated("-".join([str(n) for n in numbers[:3] if isinstance(n, int)]))


def _identifiers(work: Json) -> Iterator[Identifier]:
    if doi := text(work.get("DOI")):
        yield Identifier("doi", doi)
    for other in texts(work.get("alternative-id")):
        yield Identifier("local", other)


def entry(given: Json) -> Entry:
    """``unstructured`` is the text as printed; without it the parts are put in a row."""
    year = text(given.get("year"))
    title, journal = text(given.get("article-title")), text(given.get("journal-title"))
    book = text(given.get("volume-title")) or text(given.get("series-title"))
    author = text(given.get("author"))
    fields = ReferenceFields(
        authors=(author,) if author else (),
        title=title or book,
        container=journal or (book if title else None),
        year=year_of(year),
        date=year,
        volume=text(given.get("volume")),
        issue=text(given.get("issue")),
        first_page=text(given.get("first-page")),
        edition=text(given.get("edition")),
        doi=text(given.get("DOI")),
        isbn=text(given.get("ISBN")),
        issn=text(given.get("ISSN")),
    )
    parts = (
        author,
        title,
        book,
        journal,
        year,
        *(text(given.get(k)) for k in ("volume", "issue", "first-page", "DOI")),
    )
    raw = text(given.get("unstructured")) or ". ".join(part.rstrip(".") for part in parts if part)
    return Entry(raw=plain(raw), fields=fields if fields != ReferenceFields() else None)

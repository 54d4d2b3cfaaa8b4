"""A publication as reference managers describe it, whatever file it came in: RIS, EndNote, RefWorks.

Each format names its tags as the fields of :class:`Told`; what they mean is read here, once for all.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from typing import Literal

import msgspec

from crawler.formats.items import unique
from crawler.formats.pages import last_page, split_pages
from crawler.formats.reference_files.manager_people import contributors
from crawler.formats.text.text import plain
from crawler.formats.values.agree import type_of_place
from crawler.formats.values.dates import Dated, dated
from crawler.formats.values.identifiers import classify, issn_of, url_of
from crawler.formats.values.identity import identity
from crawler.formats.values.printed_place import NOWHERE, Place, number_of, pages_of_part, place_of
from schemas import Container, Contributor, HarvestedRecord, Identifier, LocalizedText, Subject
from schemas.identifiers import clean, find_dois
from schemas.vocabularies import document_type, language_code

# what programs write for a type where the vocabulary has no word, or another one → a word of the vocabulary
_TYPES = {
    "jour": "article",
    "ejour": "article",
    "mgzn": "article",
    "news": "article",
    "inpr": "article",
    "abst": "article",
    "electronic article": "article",
    "magazine article": "article",
    "newspaper article": "article",
    "book": "book",
    "ebook": "book",
    "edbook": "book",
    "electronic book": "book",
    "edited book": "book",
    "book, whole": "book",
    "book, edited": "book",
    "chap": "chapter",
    "echap": "chapter",
    "book section": "chapter",
    "book, section": "chapter",
    "electronic book section": "chapter",
    "ency": "chapter",
    "encyclopedia": "chapter",
    "conf": "conference paper",
    "cpaper": "conference paper",
    "conference paper": "conference paper",
    # so EndNote calls the paper too; a whole volume has no title of what holds it
    "conference proceedings": "conference paper",
    "conference proceeding": "conference paper",
    "thes": "thesis",
    "thesis": "thesis",
    "dissertation/thesis": "thesis",
    "dissertation/thesis, unpublished": "thesis",
    "rprt": "report",
    "pat": "patent",
    "patent": "patent",
    "stand": "standard",
    "standard": "standard",
    "elec": "webpage",
    "web page": "webpage",
    "blog": "webpage",
    "data": "dataset",
    "aggregated database": "dataset",
    "online database": "dataset",
    "unpb": "preprint",
    "unpublished work": "preprint",
    "unpublished material": "preprint",
}
_VAGUE = "miscellaneous"
_HELD: dict[str, Literal["journal", "proceedings", "book"]] = {
    "article": "journal",
    "chapter": "book",
    "conference-paper": "proceedings",
}
_ALONE = frozenset({"book", "thesis", "report", "patent", "standard", "webpage", "dataset"})
_JOURNAL = ("journal", "secondary_title", "journal_short")
_TITLES_OF_HOLDERS = {
    "chapter": ("book_title", "secondary_title", "journal", "tertiary_title", "journal_short"),
    "conference-paper": ("proceedings", *_JOURNAL, "book_title", "tertiary_title"),
}
_RIS_DATE = re.compile(r"^\s*(\d{4})?/(\d{0,2})/(\d{0,2})(?:/.*)?\s*$")
_MORE = re.compile(r"\s*(?:;|\(|\)|\[|\]|,|\n|/(?!\d)|\band\b)\s*", re.IGNORECASE)
_EXTENT = re.compile(r"^\d+\s*(?:с|стр|бет|б|p|pp|pages)\.?$", re.IGNORECASE)
_ADDRESSES = re.compile(r"\s+|[;,](?=https?://)")
_PUBMED = re.compile(r"pubmed|medline|^nlm$", re.IGNORECASE)


class Told(msgspec.Struct, frozen=True, kw_only=True):
    """The values of an entry by field, its people, and what had to be left out."""

    fields: Mapping[str, list[str]]
    people: tuple[Contributor, ...] = ()
    warnings: tuple[str, ...] = ()


_OF_PEOPLE = frozenset({"author", "editor", "translator", "affiliation"})


def told(pairs: Iterable[tuple[str, str]], names: Mapping[str, str]) -> Told:
    """Tagged values by the names of our fields; what has no name is not read."""
    fields: dict[str, list[str]] = defaultdict(list)
    people = []
    for tag, value in pairs:
        name = names.get(tag)
        if name in _OF_PEOPLE:
            people.append((name or "", value))
        elif name:
            fields[name].append(value)
    found, warnings = contributors(people)
    return Told(fields=fields, people=found, warnings=warnings)


def record(entry: Told) -> HarvestedRecord:
    """The entry as a record, identified by what it says: its own numbers count in its file only."""
    fields = entry.fields
    given_type = _one(fields, "type")
    kind = _kind(given_type, fields)
    when = _dated(fields)
    lang = next(iter(_languages(fields)), None)
    found = HarvestedRecord(
        identifier="",
        titles=unique(_titles(kind, fields, lang)),
        abstracts=unique(LocalizedText(plain(text)) for text in fields.get("abstract", ())),
        contributors=_people(kind, entry.people),
        container=_container(kind, fields),
        publishers=unique(LocalizedText(plain(text)) for text in fields.get("publisher", ())),
        place=_one(fields, "place"),
        year=when.year,
        published=when.published,
        languages=unique(_languages(fields)),
        type=kind,
        type_as_given=given_type,
        identifiers=unique(_identifiers(kind, fields)),
        subjects=unique(_subjects(fields)),
        urls=unique(_urls(fields)),
        warnings=(*entry.warnings, *when.warnings),
    )
    if kind == _VAGUE and (placed := type_of_place(found, by_publisher=False)) != "unknown":
        found = msgspec.structs.replace(found, type=placed)
    local = (*_all(fields, "local", "accession", "url"), given_type or "")
    return msgspec.structs.replace(found, identifier=identity(found, *local))


Fields = Mapping[str, list[str]]


def _all(fields: Fields, *names: str) -> list[str]:
    return [value for name in names for value in fields.get(name, ())]


def _one(fields: Fields, *names: str) -> str | None:
    return next(iter(_all(fields, *names)), None)


def _kind(given: str | None, fields: Fields) -> str:
    """The type by the word that the program wrote; a whole volume of proceedings is a book."""
    word = (given or "").strip().lower()
    kind = document_type(_TYPES.get(word, given))
    if word.startswith("conference proceeding") and not _all(
        fields, "secondary_title", "book_title", "proceedings", "journal", "pages", "first_page"
    ):
        return "book"
    return kind


def _people(kind: str, people: tuple[Contributor, ...]) -> tuple[Contributor, ...]:
    """A thesis has no editors: programs write its advisors in their place (RIS ``A3``, EndNote's tertiary authors)."""
    if kind != "thesis":
        return people
    return tuple(
        msgspec.structs.replace(person, role="advisor") if person.role == "editor" else person
        for person in people
    )


def _titles(kind: str, fields: Fields, lang: str | None) -> Iterator[LocalizedText]:
    whole = ("book_title",) if kind == "book" else ()
    for text in _all(fields, "title", *whole, "short_title")[:1]:
        yield LocalizedText(plain(text), lang)
    for text in fields.get("translated_title", ()):
        yield LocalizedText(plain(text))


def _dated(fields: Fields) -> Dated:
    """The most exact date of the year that the entry names first: of several the others are of something else."""
    found = [dated(_written(text)) for text in _all(fields, "year", "date")]
    first = next((date for date in found if date.year), next(iter(found), Dated()))
    # "Mar 15" beside the year
    found += [dated(f"{text} {first.year}") for text in fields.get("date", ()) if first.year]
    same = [date for date in found if date.year and date.year == first.year]
    return max(same, key=lambda date: len(date.published or ""), default=first)


def _written(given: str) -> str:
    """``2015/03//`` is March 2015 (RIS: year, month, day, other, with slashes between them)."""
    parts = _RIS_DATE.match(given)
    return "-".join(part for part in parts.groups() if part) if parts else given.strip(" /")


def _languages(fields: Fields) -> Iterator[str]:
    for text in fields.get("language", ()):
        for part in re.split(r"[;,/]", text):
            if code := language_code(part.strip()):
                yield code


def _container(kind: str, fields: Fields) -> Container | None:
    names = _TITLES_OF_HOLDERS.get(kind, _JOURNAL)
    if kind in _ALONE:
        names = ("journal", "journal_short")
    title, printed = _and_its_issue(_one(fields, *names))
    issn, isbn = _numbers(fields)
    pages, first, last = _pages(fields)
    volume = number(_one(fields, "volume")) or printed.volume
    issue = number(_one(fields, "issue")) or printed.issue
    place = (volume, issue, *_all(fields, "article_number"), pages)
    if not (title or (kind not in _ALONE and issn) or (kind in _HELD and any(place))):
        return None
    return Container(
        titles=unique([LocalizedText(plain(title))] if title else []),
        kind=_HELD.get(kind, "journal"),
        issn=unique(issn),
        isbn=unique(isbn) if kind in _PARTS else (),
        volume=volume,
        issue=issue,
        pages=pages,
        first_page=first,
        last_page=last,
        article_number=_one(fields, "article_number"),
    )


def _and_its_issue(title: str | None) -> tuple[str | None, Place]:
    """OJS writes the issue behind the journal: ``Вестник степи; Том 3, № 2 (2020): О реках``."""
    journal, _, rest = (title or "").partition(";")
    printed = place_of(rest.partition(":")[0] if rest else None)
    return (journal.strip(), printed) if printed.volume or printed.issue else (title, NOWHERE)


def number(given: str | None) -> str | None:
    """The volume or issue without the word before it: ``Т. 3``, ``No. 2``."""
    return given if given is None or given[:1].isdigit() else number_of(given) or given


_PARTS = frozenset({"chapter", "conference-paper"})


def _pages(fields: Fields) -> tuple[str | None, str | None, str | None]:
    """The range, the first and the last page; many programs write the range where the first page belongs."""
    first, last = _one(fields, "pages", "first_page"), _one(fields, "last_page")
    first = pages_of_part(first) or first if first and not first[:1].isdigit() else first
    if first is None or _EXTENT.match(first):
        # CNKI writes the range where RefWorks has the last page
        first, last = (last, None) if last and split_pages(last)[1] else (None, None)
    begins, ends = split_pages(first)
    if last:
        begins, ends = begins or first, next(filter(None, reversed(split_pages(last))), last)
        ends = last_page(begins, ends) if begins and ends else ends
        return f"{begins}-{ends}" if begins != ends else begins, begins, ends
    return first, begins or first, ends


def _numbers(fields: Fields) -> tuple[list[str], list[str]]:
    """ISSN and ISBN out of the one tag that stands for both, which may hold several with words about them."""
    issn: list[str] = []
    isbn: list[str] = []
    for part in _parts(fields.get("number", ())):
        if found := issn_of(part) or (part if clean("issn", part) else None):
            issn.append(found)
        elif len(re.sub(r"\D", "", part)) in {9, 10, 12, 13}:
            isbn.append(part)
    return issn, isbn


def _parts(texts: Iterable[str]) -> Iterator[str]:
    for text in texts:
        for part in _MORE.split(text):
            words = part.split()
            # several numbers with nothing but spaces between them; an ISBN may have spaces of its own
            several = len(words) > 1 and all(_is_number(word) for word in words)
            yield from words if several else [part]


def _is_number(text: str) -> bool:
    return bool(issn_of(text) or clean("issn", text) or clean("isbn", text))


def _identifiers(kind: str, fields: Fields) -> Iterator[Identifier]:
    if doi := _doi(fields):
        yield Identifier("doi", doi)
    if kind not in _PARTS:
        for number in _numbers(fields)[1]:
            yield Identifier("isbn", number)
    for name in ("pmid", "pmcid", "edn"):
        for number in fields.get(name, ()):
            yield Identifier(name, number)
    for number in fields.get("accession", ()):
        if number.isdecimal() and any(map(_PUBMED.search, fields.get("database", ()))):
            yield Identifier("pmid", number)
        elif number.upper().startswith("WOS:"):
            yield Identifier("wos", number[4:])


def _doi(fields: Fields) -> str | None:
    """The DOI of its own tag, else the one in an address or a note."""
    for text in fields.get("doi", ()):
        found = classify(text)
        return found[0].value if found and found[0].scheme == "doi" else text
    for text in _all(fields, "url", "maybe_doi"):
        if "10." in text and len(found_dois := find_dois(text)) == 1:
            return found_dois[0]
    return None


def _subjects(fields: Fields) -> Iterator[Subject]:
    given = fields.get("keyword", [])
    for text in given:
        parts = text.split(";")
        if len(given) == 1 and len(parts) == 1:
            parts = text.split(",")  # one tag with all of them in it
        for part in parts:
            if keyword := part.strip(" .,"):
                yield Subject(scheme="keyword", value=keyword)


def _urls(fields: Fields) -> Iterator[str | None]:
    for text in fields.get("url", ()):
        for part in _ADDRESSES.split(text):
            yield url_of(part.rstrip(";,"))

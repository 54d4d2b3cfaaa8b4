"""A publication's node of schema.org as a record."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice
from typing import Literal

import msgspec

from crawler.formats.article_pages.jsonld_nodes import Node, first, kinds, listed, localized, texts
from crawler.formats.article_pages.jsonld_people import people
from crawler.formats.items import Entry, references, unique
from crawler.formats.pages import split_pages
from crawler.formats.values.dates import Dated, dated
from crawler.formats.values.identifiers import classify, url_of
from crawler.formats.values.identity import identity
from schemas import Container, HarvestedRecord, Identifier, LocalizedText, ReferenceFields, Subject
from schemas.vocabularies import document_type, language_code

_TYPES = {
    "scholarlyarticle": "article",
    "medicalscholarlyarticle": "article",
    "article": "article",
    "techarticle": "article",
    "chapter": "chapter",
    "book": "book",
    "thesis": "thesis",
    "report": "report",
    "dataset": "dataset",
}
_SCHEMES = ("doi", "pmid", "pmcid", "arxiv", "edn", "isbn", "handle")
_DEEPEST = 6
_TELLING = 12  # letters of a title that no other citation has by chance
_MOST_HOLDERS = 20
_NUMBER = re.compile(r"^(?:vol(?:ume)?|issue|no|том|т|выпуск|вып|№)\.?\s*", re.IGNORECASE)
_JOURNALS = frozenset({"periodical", "newspaper", "comicseries", "blog"})


def record(node: Node) -> HarvestedRecord:
    """What the node says; the DOI or a digest of the description identifies it."""
    found = _described(node)
    named = identity(found, *_local(node))
    return msgspec.structs.replace(found, identifier=named, references=references(_entries(node)))


def _described(node: Node) -> HarvestedRecord:
    """The description alone, as a cited work has it too."""
    when = _dated(node)
    given_type = next((kind for kind in _TYPES if kind in kinds(node)), None)
    return HarvestedRecord(
        identifier="",
        titles=unique(_titles(node)),
        abstracts=unique(_abstracts(node)),
        contributors=people(node),
        container=_container(node),
        publishers=unique(localized(node.get("publisher") or node.get("sourceOrganization"))),
        year=when.year,
        published=when.published,
        languages=unique(_languages(node)),
        type=document_type(_TYPES.get(given_type or "")),
        type_as_given=next(iter(texts(node.get("@type"))), None),
        identifiers=unique(_identifiers(node)),
        subjects=unique(_subjects(node)),
        urls=unique(_urls(node)),
        rights=unique(_rights(node)),
        warnings=when.warnings,
    )


def _local(node: Node) -> list[str]:
    return [name for key in ("@id", "url") if (name := first(node, key))]


def _titles(node: Node) -> Iterator[LocalizedText]:
    """``name`` and ``headline`` are one title, of which the headline may be cut; the others follow."""
    names, headlines = list(localized(node.get("name"))), list(localized(node.get("headline")))
    yield from names or headlines
    for title in headlines if names else ():
        if not any(name.text.startswith(title.text.rstrip(" .…")) for name in names):
            yield title
    yield from localized(node.get("alternativeHeadline") or node.get("alternateName"))


def _abstracts(node: Node) -> Iterator[LocalizedText]:
    yield from localized(node.get("abstract") or node.get("description"))


def _dated(node: Node) -> Dated:
    """The publication's date; that of its issue or of the copyright where it has none."""
    issues = [above.get("datePublished") for above in islice(_holders(node), _MOST_HOLDERS)]
    values = (
        node.get("datePublished"),
        *issues,
        node.get("copyrightYear"),
        node.get("dateCreated"),
    )
    found = [dated(text) for value in values for text in texts(value)]
    return next((date for date in found if date.year), next(iter(found), Dated()))


def _holders(node: Node, deep: int = 0) -> Iterator[Node]:
    """Whatever the publication is part of, from the issue to the journal."""
    if deep < _DEEPEST:
        for above in listed(node.get("isPartOf")):
            if isinstance(above, dict):
                yield above
                yield from _holders(above, deep + 1)


def _container(node: Node) -> Container | None:
    holders = list(islice(_holders(node), _MOST_HOLDERS))
    titled = _titled(node, holders)
    numbers = [node, *holders]
    titles = unique(localized(titled.get("name"))) if titled else unique(_named_only(node))
    issn = unique(number for above in numbers for number in texts(above.get("issn")))
    pages, begins, ends = _pages(node)
    volume = _number(numbers, "volumeNumber") or _numbered(holders, "publicationvolume")
    issue = _number(numbers, "issueNumber") or _numbered(holders, "publicationissue")
    if not (titles or issn or pages or volume):
        return None
    return Container(
        titles=titles,
        kind=_kind(node, titled),
        issn=issn,
        isbn=unique(number for above in holders for number in texts(above.get("isbn"))),
        volume=volume,
        issue=issue,
        pages=pages,
        first_page=begins,
        last_page=ends,
        article_number=first(node, "articleNumber"),
    )


def _titled(node: Node, holders: list[Node]) -> Node | None:
    """What gives the title: the journal, else the book or what else is no issue or volume of one."""
    own = [above for above in listed(node.get("periodical")) if isinstance(above, dict)]
    journals = [above for above in (*holders, *own) if kinds(above) & _JOURNALS]
    parts = {"publicationissue", "publicationvolume", "website", "webpage", "datacatalog"}
    others = [above for above in holders if not kinds(above) & parts]
    return next((above for above in (*journals, *others) if texts(above.get("name"))), None)


def _named_only(node: Node) -> Iterator[LocalizedText]:
    for key in ("isPartOf", "periodical"):
        for above in listed(node.get(key)):
            if isinstance(above, str) and not url_of(above):
                yield from localized(above)


def _kind(node: Node, titled: Node | None) -> Literal["journal", "book"]:
    book = "chapter" in kinds(node) or (titled is not None and "book" in kinds(titled))
    return "book" if book else "journal"


def _number(nodes: list[Node], key: str) -> str | None:
    found = (_NUMBER.sub("", text) for node in nodes for text in texts(node.get(key)))
    return next(filter(None, found), None)


def _numbered(holders: list[Node], kind: str) -> str | None:
    """The number of an issue or volume that has it in its name: "Vol. 3"."""
    names = (text for above in holders if kind in kinds(above) for text in texts(above.get("name")))
    numbers = (_NUMBER.sub("", name) for name in names)
    return next((number for number in numbers if number.isdecimal()), None)


def _pages(node: Node) -> tuple[str | None, str | None, str | None]:
    begins, ends = first(node, "pageStart"), first(node, "pageEnd")
    pages = first(node, "pagination")
    if begins:
        return (f"{begins}-{ends}" if ends and ends != begins else begins), begins, ends
    return pages, *split_pages(pages)


def _languages(node: Node) -> Iterator[str | None]:
    for given in listed(node.get("inLanguage")):
        inner = given if isinstance(given, dict) else {"name": given}
        found = (
            language_code(text)
            for key in ("alternateName", "name", "@value")
            for text in texts(inner.get(key))
        )
        yield next(filter(None, found), None)


def _identifiers(node: Node) -> Iterator[Identifier]:
    given = [
        *listed(node.get("identifier")), *listed(node.get("doi")), *listed(node.get("sameAs")), node.get("@id"),
        node.get("url"), *({"propertyID": "isbn", "value": number} for number in texts(node.get("isbn"))),
    ]  # fmt: skip
    for one in given:
        yield from _identifier(one)


def _identifier(given: object) -> Iterator[Identifier]:
    """A text, or a ``PropertyValue`` with the name of its scheme; what is local to a site says nothing here."""
    name, value = "", None
    if isinstance(given, dict):
        name = (first(given, "propertyID", "name") or "").lower()
        value = first(given, "value", "@value", "@id", "url")
    else:
        value = next(iter(texts(given)), None)
    if not value:
        return
    found = classify(value)[0]
    if found.scheme in {"doi", "edn", "handle"}:
        yield found
    elif (scheme := name.rpartition("/")[2]) in _SCHEMES:
        yield Identifier(scheme, value)


def _subjects(node: Node) -> Iterator[Subject]:
    given = [keyword for keyword in localized(node.get("keywords")) if keyword.text]
    for keyword in given:
        signs = ",;" if len(given) == 1 else ";"
        for part in re.split(f"[{signs}]", keyword.text):
            if part.strip():
                yield Subject(scheme="keyword", value=part.strip(), lang=keyword.lang)


def _urls(node: Node) -> Iterator[str | None]:
    for key in ("url", "@id"):
        for text in texts(node.get(key)):
            yield url_of(text)


def _rights(node: Node) -> Iterator[str]:
    for given in listed(node.get("license")):
        value = (
            first(given, "url", "@id", "name")
            if isinstance(given, dict)
            else next(iter(texts(given)), None)
        )
        if value:
            yield value


def _entries(node: Node) -> Iterator[Entry]:
    """``citation``: texts, or nodes of the cited works; a text with the own title is how to cite this one."""
    own = [title.text.casefold() for title in _titles(node)]
    for key in ("citation", "references"):
        for given in listed(node.get(key)):
            if isinstance(given, dict) and "@value" not in given:
                yield _entry(given)
                continue
            for text in texts(given):
                if not any(title in text.casefold() for title in own if len(title) >= _TELLING):
                    yield Entry(raw=text)


def _entry(cited: Node) -> Entry:
    found = _described(cited)
    place = found.container or Container()
    journal = place.titles[0].text if place.titles else None
    authors = tuple(
        person.names[0].literal for person in found.contributors if person.role == "author"
    )
    numbers = {identifier.scheme: identifier.value for identifier in reversed(found.identifiers)}
    title = found.titles[0].text if found.titles else None
    fields = ReferenceFields(
        authors=authors,
        title=title,
        container=journal,
        year=found.year,
        date=found.published,
        volume=place.volume,
        issue=place.issue,
        first_page=place.first_page,
        last_page=place.last_page,
        doi=numbers.get("doi"),
        isbn=numbers.get("isbn"),
        pmid=numbers.get("pmid"),
        url=next(iter(found.urls), None),
    )
    told = first(cited, "text", "description", "citation")
    parts = (
        ", ".join(authors),
        title,
        journal,
        found.published,
        place.volume,
        place.issue,
        place.pages,
        numbers.get("doi"),
    )
    spelled = ". ".join(part.rstrip(".") for part in parts if part)
    return Entry(raw=told or spelled or next(iter(found.urls), ""), fields=fields)

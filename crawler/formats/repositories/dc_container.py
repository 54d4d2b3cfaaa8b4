"""The journal and the place in it, from Dublin Core: bibo elements (CyberLeninka), ``dc:source`` (OJS), citations."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

import msgspec

from crawler.formats.pages import split_pages
from crawler.formats.repositories.dc_fields import NONE, Fields, Value, first, once, texts
from crawler.formats.repositories.dc_relations import Relations
from crawler.formats.values.citation import Place, place_in
from crawler.formats.values.dates import year_of
from crawler.formats.values.identifiers import issn_of, url_of
from schemas import Container, LocalizedText

_VOLUME = r"(?:том|т|tom|t|vol(?:ume)?|v|bd|հատոր|հատ|հ|б)\b\.?\s*"
_ISSUE = r"(?:№|no|n|вып(?:уск|\.)?|issue|iss|nr|n[uú]m(?:ber|ero)?|саны|համար|нөмір)\.?\s*"
_VOLUME_OF = re.compile(rf"(?<!\w){_VOLUME}(\d[\w-]*|(?-i:[IVXLC]{{1,8}})(?![\w.]))", re.IGNORECASE)
_YEAR = r"(?:1[5-9]|20)\d\d"
_YEARS = rf"{_YEAR}(?:[-–/](?:\d\d){{1,2}})?"  # "2018-2019", "2018/19"
_ISSUE_OF = re.compile(
    rf"(?<!\w){_ISSUE}((?:[A-ZА-Я])?\d[\w,/ ()-]{{0,40}}?)(?=\s*(?:\(\d{{4}}\)|\({_YEARS}\)|[:;,]|$))",
    re.IGNORECASE,
)
_ISSUE_YEAR = re.compile(rf"\((?={_YEARS}\))({_YEAR})|^({_YEAR})(?=\s*(?::|$))")
_IDENTIFIER = re.compile(
    r"^(?:(?:doi:|https?://(?:dx\.)?doi\.org/)\s?)?10\.\d{4,9}/\S+$|^https?://\S+$"
)
_SHORTEST_CITATION = 20  # letters
_LONGEST_ISSN = 32  # with its label, or its address
_PAGES = re.compile(
    r"^(?:с|стр|p|pp|б|էջ)?\.?\s*[A-Za-zА-Яа-я]?\d+(?:\s*[-–—−]\s*[A-Za-zА-Яа-я]?\d+)?(?:\s*с\.?)?$"
    r"|^[ivxlc]{1,8}\s*[-–—−]\s*[ivxlc]{1,8}$"
)
_BARE_RANGE = re.compile(r"\d+\s?[-–—−]\s?\d+$")


class Host(NamedTuple):
    """The journal or book, and the year: of its issue, and as a citation of the publication tells it."""

    container: Container | None = None
    year_of_issue: int | None = None
    year_cited: int | None = None


def host(fields: Fields, related: Relations) -> Host:
    """The journal, the place in it and the year, from whatever elements tell them."""
    if bibo := _from_bibo(fields):
        return Host(bibo)
    issn = (*_own_issns(fields), *related.issn)
    source = _from_sources(fields, issn)
    cited = None if source and _is_whole(source) else _from_citations(fields)
    found = [told for told in (source, cited) if told] or (
        list(_from_relations(fields)) if "relation" in fields else []
    )
    issn = tuple(dict.fromkeys(issn)) if issn else ()
    if not found:
        return Host(Container(issn=issn, kind="journal") if issn else None)
    whole = found[0].container
    for further in found[1:]:
        whole = _filled(whole, further.container)
    if issn and not whole.issn:
        whole = msgspec.structs.replace(whole, issn=issn, kind=whole.kind or "journal")
    return Host(whole, source.year if source else None, cited.year if cited else None)


def _is_whole(place: Place) -> bool:
    """Whether nothing is left that a citation could tell: so it is with most journals of OJS."""
    told = place.container
    return bool(place.year and told.titles and told.volume and told.issue and told.pages)


def cited_place(text: str, fields: Fields) -> Place | None:
    """The place of the publication, if the element holds a whole citation of it."""
    if len(text) < _SHORTEST_CITATION or text.startswith("http"):
        return None
    return place_in(text, tuple(texts(fields.get("title", NONE))))


def _filled(one: Container, other: Container) -> Container:
    """The container, with what the other one says where it is silent; of the pages all or nothing."""
    told = msgspec.structs.asdict(one)
    names = ["titles", "kind", "issn", "isbn", "volume", "issue"]
    if not (one.pages or one.first_page):
        names += ["pages", "first_page", "last_page"]
    return Container(**told | {n: told[n] or getattr(other, n) for n in names})


def _own_issns(fields: Fields) -> list[str]:
    """ISSNs beside the identifiers of the publication, as DSpace has them."""
    given = fields.get("identifier", NONE)
    # to see that there is no hyphen costs less than a call
    short = [v.text for v in given if "-" in v.text and len(v.text) <= _LONGEST_ISSN]
    return [number for text in short if (number := issn_of(text))] if short else short


def _from_citations(fields: Fields) -> Place | None:
    """DSpace's ``dc.identifier.citation`` is one more identifier in ``oai_dc``."""
    for name in ("citation", "bibliographicCitation", "identifier", "source"):
        for value in fields.get(name, NONE):
            text = value.text
            # most identifiers are addresses; to see that here saves the call
            if len(text) < _SHORTEST_CITATION or text.startswith("http"):
                continue
            if told := cited_place(text, fields):
                return told
    return None


def _from_relations(fields: Fields) -> Iterator[Place]:
    """DSpace's ``dc.relation.ispartofseries``: ``Вестник степи;№ 2``. Of a series of books it has a number alone."""
    for value in fields.get("relation", NONE):
        text = value.text
        if ";" not in text:
            continue
        title, *details = _semicolon_parts(text)
        volume = next(filter(None, map(_volume, details)), None)
        issue = next(filter(None, map(_issue, details)), None)
        if title and issue and not url_of(text):
            pages = next((told for told in reversed(details) if _PAGES.match(told)), None)
            first_page, last_page = split_pages(pages)
            yield Place(
                Container(
                    titles=(LocalizedText(title),),
                    kind="journal",
                    volume=volume,
                    issue=issue,
                    pages=pages,
                    first_page=first_page,
                    last_page=last_page,
                )
            )
            return


def _from_bibo(fields: Fields) -> Container | None:
    if not ("issn" in fields or "eissn" in fields or "bibliographicCitation" in fields):
        return None  # most dialects have none of them
    numbers = [first(fields.get("issn", NONE)), first(fields.get("eissn", NONE))]
    issn = tuple(dict.fromkeys([number for number in numbers if number]))
    title = next(_citation_titles(fields, issn), None)
    if not (issn or title):
        return None
    pages = first(fields.get("pages", NONE))
    first_page, last_page = split_pages(pages)
    return Container(
        titles=(LocalizedText(title),) if title else (),
        kind="journal" if issn else None,
        issn=issn,
        volume=first(fields.get("volume", NONE)),
        issue=first(fields.get("issue", NONE)),
        pages=pages,
        first_page=first_page,
        last_page=last_page,
    )


def _citation_titles(fields: Fields, issn: tuple[str, ...]) -> Iterator[str]:
    """The title comes first in CyberLeninka's repeated citation, then the ISSN, the pages and the place."""
    given = texts(fields.get("bibliographicCitation", NONE))
    # a lone citation is a whole reference to the article itself, as DSpace gives it
    if given and (issn or len(given) > 1) and not issn_of(given[0]):
        yield given[0]


def _from_sources(fields: Fields, elsewhere: Sequence[str]) -> Place | None:
    """OJS: ``Journal; issue; pages``, once a language, and the ISSNs alone."""
    numbers: list[str] = []
    others: list[Value] = []
    for value in fields.get("source", NONE):
        if ";" in value.text:
            others.append(value)
        elif number := issn_of(value.text):
            numbers.append(number)
        elif value.text and not _IDENTIFIER.match(value.text):
            others.append(value)
    issn = once(numbers) or tuple(dict.fromkeys(elsewhere))
    parts = [
        (_semicolon_parts(value.text), value.lang)
        for value in others
        if ";" in value.text or (issn and not cited_place(value.text, fields))
    ]
    if not parts:
        return Place(Container(issn=issn, kind="journal")) if issn else None
    titles = [LocalizedText(names[0], lang) for names, lang in parts if names[0]]
    details = [detail for names, _ in parts for detail in names[1:] if detail]
    # a range of pages holds none of these, and is another one in each article: it would fill their memories
    numbered = [detail for detail in details if not _BARE_RANGE.match(detail)]
    year = next(filter(None, map(_year_of_issue, numbered)), None)
    # "Journal; 2019" ends with its year
    ends = (text for text in reversed(details) if text != str(year))
    pages = next((text for text in ends if _PAGES.match(text)), None)
    first_page, last_page = split_pages(pages)
    journal = Container(
        titles=once(titles),
        kind="journal",
        issn=issn,
        volume=next(filter(None, map(_volume, numbered)), None),
        issue=next(filter(None, map(_issue, numbered)), None),
        pages=pages,
        first_page=first_page,
        last_page=last_page,
    )
    return Place(journal, year)


def _semicolon_parts(text: str) -> list[str]:
    """``Journal; issue; pages``; the issue may hold semicolons of its own, so title and pages are the outer parts."""
    return [part.strip() for part in text.split(";")]


# the articles of an issue share them
@lru_cache(4096)
def _volume(detail: str) -> str | None:
    match = _VOLUME_OF.search(detail)
    return match.group(1).strip() if match else None


@lru_cache(4096)
def _issue(detail: str) -> str | None:
    match = _ISSUE_OF.search(detail)
    return match.group(1).strip() if match else None


@lru_cache(4096)
def _year_of_issue(detail: str) -> int | None:
    """``Том 5, № 2 (1998): Реки`` and ``1998: Реки`` tell the year of the issue; the date is that of the upload."""
    match = _ISSUE_YEAR.search(detail)
    return year_of(match[1] or match[2]) if match else None

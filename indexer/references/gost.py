"""References in GOST form (7.1-2003, R 7.0.5-2008, 7.0.100-2018) in any script, one small function a field."""

from __future__ import annotations

import re
from functools import lru_cache

from indexer.references.authors import heading_of, with_others
from indexer.references.dates import YEAR, blank_access, date_of
from indexer.references.documents import (
    bulletin_of,
    is_patent,
    publication_of,
    without_application,
)
from indexer.references.heading import leading_people
from indexer.references.imprint import (
    imprint_at,
    known_place,
    loose_imprint_at,
    named,
    publisher_of,
)
from indexer.references.links import links
from indexer.references.printing import as_printed, plain_stops, spaced, without_asides
from indexer.references.responsibility import Responsibility, responsibility
from indexer.references.segments import Description, describe
from indexer.references.titles import Parts, parts, tidy
from indexer.text.pages import article_number, page_range, pages_total
from indexer.text.printed import DASH, LETTER, LOWER, UPPER
from indexer.text.volumes import volume_and_issue
from schemas.reference import ReferenceFields

_SERIES = re.compile(
    rf"[{DASH}.]\s?\((?P<series>[^()]*(?:\([^()]*\)[^()]*)*?)(?:\s?;\s?[^;()]*)?\)?[.\s]*(?:$|[{DASH}.])"
)
_EDITION = re.compile(
    r"((?:Изд\.\s)?\d+(?:-\w+)?(?:th|nd|rd|st)?,?\s?(?:(?:\w+\.,?\s|и\s|and\s)*)"
    r"(?:изд(?:ание|-е)?|ed(?:ition|n)?|выд(?:анне)?|бас(?:ылым\w*|ылыш\w*|ма)?|հրատ(?:արակ\w*)?)(?!\w)\.?|"
    r"(?:[А-Я]\w+\.\s(?:и\s\w+\.\s)?)изд(?:-е|\.|ание))",
    re.IGNORECASE,
)
_EDITION_WORDS = ("изд", "ed", "выд", "бас", "հրատ")  # one of them is in every statement of edition
_AREA_ENDS = re.compile(rf"(?:\.\s?[{DASH}]{{1,2}}|\s[{DASH}]{{1,2}}|[.)\]])\s")
_LAST_SENTENCE = re.compile(
    rf"[.?!»\"]\s(?=[{UPPER}«\"][^.]*(?:\.\s?[{LOWER}{UPPER}][^.]{{1,20}}){{0,4}}\.?$)"
)
# geologists and others write ". — Доклады АН СССР, 1988, № 6, с. 5–9" with no "//"
_DASHED_HOST = re.compile(
    rf"(?P<host>[{UPPER}«][^—–:\d]{{2,120}}?),\s(?={YEAR},\s(?:№|(?:[ТтTt]|[Vv]ol|N|[Вв]ып|[Чч]ыг|[Шш]ығ|no|[Հհ]|"
    r"[Թթ]իվ|[Պպ]րակ|[СсБбPpSs]|[Էէ]ջ)\b))"
)
_WORD = re.compile(rf"[{LETTER}]{{3}}")
# how the name of a book of several authors begins
_COLLECTION = re.compile(
    r"(?:В кн\b|В сб\b|У кн\b|Сб(?:\.|орник)|Зб(?:\.|орнік)|Материалы|Матэрыялы|Труды|Тр\.|Праці|Тезисы|Доклады|"
    r"Уч[её]н|Материалдар|Жинақ|Жыйнак|Еңбек|Նյութեր|Ժողովածու|In\b|Proc|Trudy|Sb\.|Sbornik|Materialy)"
)
_NUMBERED_SERIES = re.compile(r"[—–-]\s?\([^()]{6,}\)")
_PUBLISHER_WORD = (
    r"(?=[^,]*(?:Press|Publish|Verlag|[ÉEée]ditions|University|Springer|Wiley|Books|"
    r"Изд|«|фирма|баспа|Выд|հրատ))"
)
# an imprint without a place: a word for a publisher is in it, or a Latin name stands where the place is left out
_PUBLISHER_YEAR = re.compile(
    rf"(?P<publisher>(?:{_PUBLISHER_WORD}|(?=[A-Z][A-Za-z]))[{UPPER}][^:;()]{{2,80}}?),\s(?={YEAR})"
)


def parse_gost(text: str) -> ReferenceFields:
    """The fields of a description in GOST form; every one a verbatim piece of the text."""
    printed = spaced(blank_access(text))
    plain = plain_stops(printed)
    return as_printed(_read(text, plain), plain, printed)


def _read(text: str, plain: str) -> ReferenceFields:
    """The fields of a text out of its plain form; identifiers are read as they are printed."""
    identifiers = links(text)
    piece = with_right_host(describe(without_asides(plain)))
    heading = heading_of(piece.head)
    head = parts(piece.head[heading.start :])
    host = parts(piece.host) if piece.host is not None else None
    who = responsibility(head.statement)
    host_who = responsibility(host.statement) if host else Responsibility()
    tail = piece.tail
    volume, issue = numbers(tail, head, host)
    year, date = date_of(imprint_date(tail))
    if host is None and is_patent(text):
        volume, issue = None, bulletin_of(text)
        published = publication_of(text)
        year, date = published if published[0] else date_of(without_application(tail))
    if year is None:
        year, date = date_of(heading.year or piece.host or piece.head[heading.start :])
    first, last = page_range(tail) if host else (None, None)
    place, publisher = imprint(tail)
    return ReferenceFields(
        authors=with_others(heading.authors, who.authors),
        editors=heading.editors or who.editors or host_who.editors,
        translators=who.translators or host_who.translators,
        title=head.title or None,
        container=(host.title.split(" : ")[0] or None) if host else None,
        year=year,
        date=date,
        volume=volume,
        issue=issue,
        first_page=first,
        last_page=last,
        article_number=article_number(tail),
        pages_total=None if first else pages_total(tail),
        publisher=publisher,
        place=place,
        series=series(tail),
        edition=edition(tail),
        **identifiers,
    )


def with_right_host(piece: Description) -> Description:
    """Gives an article its host where the list left out the "//": the last sentence of the head, or "In X".

    What stands as the host of a patent is its number, and no host.
    """
    if piece.host is not None:
        numbered = is_patent(f"{piece.host} {piece.tail}")
        return Description(piece.head, None, f"{piece.host} {piece.tail}") if numbered else piece
    if dashed := _DASHED_HOST.match(piece.tail):
        known = imprint_at(piece.tail)
        if not (known and known.known):
            return Description(piece.head, dashed["host"], piece.tail[dashed.end() :])
    labelled = page_range(piece.tail)[0] and not pages_total(piece.tail)
    volume, issue = volume_and_issue(piece.tail)
    if not labelled and not (issue and volume):
        return piece
    begin = leading_people(piece.head)[1]
    cut = _LAST_SENTENCE.search(piece.head, begin + 2)
    if not cut or not _WORD.search(piece.head, begin, cut.start()):
        return piece
    if imprint_at(piece.tail) and not _COLLECTION.match(piece.head, cut.end()):
        return piece  # a book, of which one page is cited
    return Description(piece.head[: cut.end()], piece.head[cut.end() :], piece.tail)


def numbers(tail: str, head: Parts, host: Parts | None) -> tuple[str | None, str | None]:
    """Volume and issue: of the tail for an article, of the title area for a volume of a book."""
    if host is None and head.volume:
        return head.volume, None
    volume, issue = volume_and_issue(_without_series(tail))
    return volume or (host.volume if host else None), issue


def imprint(tail: str) -> tuple[str | None, str | None]:
    """Place and publisher, as printed; None for what the text says is not known."""
    for area in areas(tail):
        found = imprint_at(area) or loose_imprint_at(area)
        if found and (found.known or found.publisher):
            return named(found.place), publisher_of(tidy(found.publisher or ""))
        if match := _PUBLISHER_YEAR.match(area):
            return None, tidy(match["publisher"])
        if found:
            return found.place, None
    first = next(iter(areas(tail)), "")
    if match := known_place(first):
        return named(match["place"]), publisher_of(tidy(match["publisher"] or ""))
    return None, None


def imprint_date(tail: str) -> str:
    """The tail from the end of the imprint's publisher on, so that other years before it do not count."""
    for area in areas(tail):
        if found := imprint_at(area) or loose_imprint_at(area):
            return area[found.length :]
    return tail


@lru_cache(maxsize=1 << 4)  # two fields of one tail are looked for in its areas
def areas(tail: str) -> tuple[str, ...]:
    """The pieces of the tail that may begin an area: after ". — ", after a stop, or the whole."""
    starts = [0, *(match.end() for match in _AREA_ENDS.finditer(tail))]
    return tuple([tail[start:].lstrip() for start in starts])


def series(tail: str) -> str | None:
    """The series in its brackets, without its number."""
    match = _SERIES.search(tail)
    found = match["series"].strip() if match else ""
    return found if len(found) > 4 and not re.fullmatch(rf"{YEAR}|\d+", found) else None


def edition(tail: str) -> str | None:
    """The statement of edition ("3-е изд", "2nd ed")."""
    lower = tail.lower()
    if not any(word in lower for word in _EDITION_WORDS):
        return None
    match = _EDITION.search(tail)
    return match.group(1).strip() if match else None


def _without_series(tail: str) -> str:
    return _NUMBERED_SERIES.sub(" ", tail) if "(" in tail else tail

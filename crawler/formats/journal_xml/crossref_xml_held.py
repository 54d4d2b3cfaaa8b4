"""What a part of a Crossref deposit says of all that it holds: a journal of its articles, a book of its chapters."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice

import msgspec
from lxml import etree

from crawler.formats.items import unique
from crawler.formats.text import xml
from crawler.formats.values.dates import Dated, dated
from crawler.formats.values.names import fitting
from schemas import LocalizedText
from schemas.vocabularies import language_code

_DATES = (
    "publication_date",
    "posted_date",
    "approval_date",
    "review_date",
    "database_date",
    "acceptance_date",
)
_ONLINE = "online"
_MOST = 20  # names or numbers of a container: each is written once an item
_MONTHS = 12  # above are seasons and quarters


class Held(msgspec.Struct, frozen=True, kw_only=True):
    """The names, numbers, place and dates that one or more parts give; ``printed`` come before what is ``online``."""

    titles: tuple[LocalizedText, ...] = ()
    issn: tuple[str, ...] = ()
    isbn: tuple[str, ...] = ()
    volume: str | None = None
    issue: str | None = None
    lang: str | None = None
    publishers: tuple[LocalizedText, ...] = ()
    place: str | None = None
    printed: tuple[str, ...] = ()
    online: tuple[str, ...] = ()


def held(parts: list[etree._Element]) -> Held:
    """What the parts say together."""
    dates = [(e.get("media_type") or "", _spelled(e)) for part in parts for e in _dates(part)]
    return Held(
        titles=unique(t for part in parts for t in own_titles(part, _lang(part)))[:_MOST],
        issn=unique(_numbers(parts, "issn"))[:_MOST],
        isbn=unique(_numbers(parts, "isbn"))[:_MOST],
        volume=_first(parts, ("journal_volume", "volume"), ("volume",)),
        issue=_first(parts, ("issue",)),
        lang=next((code for part in parts if (code := _lang(part))), None),
        publishers=unique(name for part in parts for name in _publishers(part))[:_MOST],
        place=_first(parts, ("publisher", "publisher_place")),
        printed=unique(date for media, date in dates if media != _ONLINE)[:_MOST],
        online=unique(date for media, date in dates if media == _ONLINE)[:_MOST],
    )


def published(own: Held, around: Held) -> Dated:
    """The work's date in print, else that of its issue or volume, else the day of its upload."""
    given = (*own.printed, *around.printed, *around.online, *own.online)
    known = [date for date in map(dated, given) if date.year]
    if not known:
        return Dated()
    same = [date for date in known if date.year == known[0].year]
    return max(same, key=lambda date: len(date.published or ""))


def own_titles(element: etree._Element, lang: str | None) -> tuple[LocalizedText, ...]:
    """The titles with their subtitles; ``full_title`` is a journal's, ``proceedings_title`` that of proceedings.

    ``language`` is that of the text, and ``original_language_title`` is in it; a title beside it is a translation.
    """
    found = [*_named(element, lang)]
    for titles in islice(xml.children(element, "titles"), _MOST):
        originals = list(islice(xml.children(titles, "original_language_title"), _MOST))
        subtitles = _texts(titles, "subtitle")
        told = _texts(titles, "title")
        if len(told) == 1:
            told = [": ".join([*told, *(subtitles[:1] if originals else subtitles)])]
        found += [_text(text, None if originals else lang) for text in told]
        for original in originals:
            text = ": ".join(part for part in (xml.text_of(original), *subtitles[1:]) if part)
            found.append(LocalizedText(text, _lang(original) or lang))
    return unique(title if title.text else None for title in found)


def _named(element: etree._Element, lang: str | None) -> Iterator[LocalizedText]:
    for name in ("full_title", "proceedings_title"):
        for text in _texts(element, name):
            yield _text(text, lang)


def _text(text: str, lang: str | None) -> LocalizedText:
    """In the language, if it is written in its letters: one attribute stands for titles in several."""
    return LocalizedText(text, fitting(lang, text))


def _texts(element: etree._Element, name: str) -> list[str]:
    found = (xml.text_of(e) for e in islice(xml.children(element, name), _MOST))
    return [text for text in found if text]


def _lang(element: etree._Element) -> str | None:
    return language_code(element.get("language"))


def _numbers(parts: list[etree._Element], name: str) -> Iterator[str]:
    """The numbers, those of a series in the part too; but not those of what the part cites."""
    for part in parts:
        for holder in (part, *xml.children(part, "series_metadata")):
            yield from _texts(holder, name)


def _publishers(part: etree._Element) -> Iterator[LocalizedText]:
    """The publisher, or the institution where a thesis or a report was written."""
    for holder, name in (("publisher", "publisher_name"), ("institution", "institution_name")):
        for e in xml.children(part, holder):
            if text := xml.text_at(e, name):
                yield LocalizedText(text)


def _first(parts: list[etree._Element], *paths: tuple[str, ...]) -> str | None:
    found = (xml.text_at(part, *path) for part in parts for path in paths)
    return next((text for text in found if text), None)


def _dates(part: etree._Element) -> Iterator[etree._Element]:
    for name in _DATES:
        yield from islice(xml.children(part, name), _MOST)


def _spelled(date: etree._Element) -> str:
    year, month, day = (xml.text_at(date, name) for name in ("year", "month", "day"))
    if not (month and month.isdecimal() and len(month) < 3 and int(month) <= _MONTHS):
        return year or ""
    return "-".join(part for part in (year, month, day) if part)

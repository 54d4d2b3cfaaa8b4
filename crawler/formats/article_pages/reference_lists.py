"""The reference lists that a reader sees: "Литература", "References", "Әдебиеттер" …, as HTML lists or numbered lines.

Where an entry of such lines begins and ends is told in :mod:`crawler.formats.article_pages.entry_cutting`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from lxml import etree, html

from crawler.formats.article_pages.entry_cutting import (
    begins_with_number,
    cut,
    follows_on,
    without_mark,
)
from crawler.formats.article_pages.reference_headings import heading_of
from crawler.formats.article_pages.reference_items import (
    HEADING_TAGS,
    LISTS,
    is_entry,
    is_link_list,
)
from schemas import Reference

_STOP = re.compile(
    r"^(?:сведения об автор|информация об автор|об автор(?:е|ах)\b|авторы?:|information about the author|"
    r"about the author|authors?['’]? info|поступила в редакцию|статья поступила|материал поступил|"
    r"received\b|submitted\b|поступила:? \d|для цитирования|for citation|"
    r"авторлар туралы|авторлор жөнүндө|տեղեկություններ հեղինակ|звесткі пра аўтар|приложени[ея] ?\d*$|appendix\b|"
    r"благодарност|acknowledge?ments?|конфликт интересов|conflict of interest|abstract[.:]?$|"
    r"аннотация[.:]?$|summary[.:]?$|"
    r"резюме[.:]?$|рецензент|e-?mail:|©)",
    re.IGNORECASE,
)
# CyberLeninka sets its own advertisement between the lines of the text
_ADVERTISEMENT = re.compile(
    r"^i?\s*Не можете найти то, что вам нужно\?|^i?\s*Надоели баннеры\?|Попробуйте сервис подбора литературы"
)
_NUMBER_ALONE = re.compile(r"^\[?\d{1,3}[\].)]{1,2}$")
_BLOCKS = frozenset(
    {
        "p",
        "div",
        "li",
        "tr",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "section",
        "article",
        "dd",
        "dt",
        "blockquote",
        "td",
        "pre",
    }
)
_DIGITS = 5
_SKIPPED = frozenset({"script", "style", "nav", "noscript", "template", "button", "form"})


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the page; ``item`` numbers the HTML list that it is an item of; ``heading`` is from h1…h6.

    ``start`` is the number with which that list begins.
    """

    text: str
    item: int | None = None
    heading: bool = False
    start: int = 1


_Section = tuple[str, list[Line]]


def visible(document: html.HtmlElement) -> tuple[Reference, ...]:
    """The references of every list of the page, positions counted through."""
    return references(_lines(document))


def references(lines: Sequence[Line]) -> tuple[Reference, ...]:
    """The references under every heading of a reference list.

    A heading without entries below it (a menu, a table of contents) gives none. ``list_id`` is the heading's language
    if there are several lists, else "".
    """
    page = [line.text for line in lines]
    sections = _whole_lists(list(_sections(lines)))
    lists = [(list_id, entries) for list_id, body in sections if (entries := _entries(body, page))]
    lists = _without_repeats(lists)
    flat = [(list_id, text) for list_id, entries in lists for text in entries]
    return tuple(
        Reference(raw=text, position=position, list_id=list_id if len(lists) > 1 else "")
        for position, (list_id, text) in enumerate(flat, start=1)
    )


def _sections(lines: Sequence[Line]) -> Iterator[_Section]:
    current: _Section | None = None
    for line in lines:
        # an item of a list is no heading: it is a menu's link to the list
        lang = heading_of(line.text) if line.item is None else None
        if lang is not None:
            if current:
                yield current
            current = (lang, [])
        elif current and (line.heading or _STOP.match(line.text)):
            yield current
            current = None
        elif current:
            current[1].append(line)
    if current:
        yield current


def _whole_lists(sections: Sequence[_Section]) -> list[_Section]:
    """The sections; one whose numbers go on from those of the one before is a part of its list."""
    whole: list[_Section] = []
    for list_id, body in sections:
        before = whole[-1][1] if whole else []
        if body and before and (body[0].start == len(_of_list(before)) + 1 > 1):
            more = [replace(line, item=before[0].item) for line in _of_list(body)]
            whole[-1] = (whole[-1][0], [*_of_list(before), *more])
        elif follows_on([line.text for line in before], [line.text for line in body]):
            whole[-1] = (whole[-1][0], [*before, *body])
        else:
            whole.append((list_id, body))
    return whole


def _of_list(lines: Sequence[Line]) -> list[Line]:
    """The items of the HTML list that the section begins with; none if it begins with other text."""
    number = lines[0].item
    return [line for line in lines if number is not None and line.item == number]


def _entries(body: Sequence[Line], page: Sequence[str]) -> list[str]:
    lines = [line for line in body if not _ADVERTISEMENT.search(line.text)]
    if not lines:
        return []
    if lines[0].item is not None:
        return _items(lines)
    return cut([line.text for line in lines], page)


def _items(lines: Sequence[Line]) -> list[str]:
    """The texts of the HTML list that the section begins with."""
    texts = [without_mark(line.text) for line in _of_list(lines)]
    return [text for text in texts if text]


def _without_repeats(lists: list[tuple[str, list[str]]]) -> list[tuple[str, list[str]]]:
    """A page may show one list twice (in the full text and in a tab): the same entries are one list."""
    kept: dict[tuple[str, ...], str] = {}
    taken: set[str] = set()
    for list_id, entries in lists:
        if (told := tuple(entries)) not in kept:
            kept[told] = list_id if list_id not in taken else f"{list_id}{len(kept) + 1}"
            taken.add(kept[told])
    return [(list_id, list(entries)) for entries, list_id in kept.items()]


def _lines(document: html.HtmlElement) -> list[Line]:
    """The visible text in lines: a block element or a ``br`` ends one; an item of a list is always one line."""
    body = document.find("body")
    walker = _Walker()
    walker.walk(body if body is not None else document)
    walker.flush()
    return walker.lines


def _start_of(element: etree._Element) -> int:
    """The number of the first item of an HTML list."""
    given = element.get("start", "")
    return int(given) if given.isascii() and given.isdigit() and len(given) < _DIGITS else 1


class _Walker:
    """Collects text into lines; knows the list item and the heading that it is inside of."""

    def __init__(self) -> None:
        self.lines: list[Line] = []
        self._text: list[str] = []
        self._lists = 0
        self._list = 0
        self._start = 1
        self._item: int | None = None
        self._heading = False
        self._row = False

    def walk(self, element: etree._Element) -> None:
        """Add an element and all below it (lxml limits the depth to 256)."""
        tag = element.tag
        if not isinstance(tag, str) or tag in _SKIPPED:
            return
        if self._item is not None and tag in {"a", *LISTS} and is_link_list(element):
            return
        outer = self._list, self._item, self._heading
        self._enter(element, tag)
        self._add(element.text)
        for child in element:
            self.walk(child)
            if tag in LISTS and self._item is not None and child.getnext() is not None:
                self._separate()
            self._add(child.tail)
        if tag == "tr":
            self._row = False
        if tag in _BLOCKS:
            self._break()
        if self._item != outer[1]:
            self.flush()
        self._list, self._item, self._heading = outer

    def _enter(self, element: etree._Element, tag: str) -> None:
        if tag in _BLOCKS or tag == "br":
            self._break()
        if self._item is not None:
            return  # a list inside an entry is a part of it
        if tag in LISTS:
            self._lists += 1
            self._list = self._lists
            self._start = _start_of(element)
        elif tag == "li" and element.find(".//h2") is None and is_entry(element):
            self.flush()
            self._item = self._list
        elif tag in HEADING_TAGS:
            self._heading = True
        elif tag == "tr":
            self._row = True

    def _break(self) -> None:
        if self._item is None:
            self.flush()
        else:
            self._text.append(" ")

    def _separate(self) -> None:
        """A comma between the authors of an entry, each of which is an item of a list inside it."""
        while self._text and not self._text[-1].strip():
            self._text.pop()
        if self._text:
            self._text.append(", ")

    def _add(self, text: str | None) -> None:
        """Running text; a line break in it counts only where a number or a heading follows."""
        first, *rest = (text or "").split("\n")
        self._text.append(first)
        for piece in rest:
            if self._item is None and (
                begins_with_number(piece.strip()) or heading_of(piece) is not None
            ):
                self.flush()
            self._text.append(f"\n{piece}")

    def flush(self) -> None:
        """End the line."""
        text = " ".join("".join(self._text).split())
        self._text.clear()
        if self._row and _NUMBER_ALONE.match(text):
            self._text.append(f"{text} ")  # Math-Net.Ru: the entry stands in the next cell
        elif text:
            start = 1 if self._item is None else self._start
            self.lines.append(Line(text, self._item, self._heading, start))

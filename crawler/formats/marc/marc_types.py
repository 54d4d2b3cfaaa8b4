"""What kind of document a MARC record describes: by words, codes of contents, and the level in the leader."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from typing import Literal

from schemas import Container
from schemas.vocabularies import document_type, most_telling_type

HostKind = Literal["journal", "proceedings", "book"]

ANALYTIC = frozenset("ab")  # a part of a monograph or of a serial; UNIMARC's "a" is either
_TEXT = frozenset("atlm ")  # printed and electronic text (leader 06)
_OTHER_LEVELS = frozenset("scid")  # serial, collection, integrating resource, subunit
# "автореф. дис. ... канд. наук", "дис. на соиск."; "Диссертация как жанр" is a title
_THESIS = re.compile(
    r"(?<!\w)(?:автореф\w*\.?:?\s+(?:дис|на соиск)"
    r"|(?:дис|дисс|диссертац\w*|дыс\w*)\.?\s*(?:\.{2,}|…|на соиск|д-ра|канд))",
    re.IGNORECASE,
)
_MEETING = re.compile(
    r"конференци|канферэнц|симпозиум|съезд|конгресс|семинар(?!и)|чтени[яй]|conference|symposium|congress|workshop|"
    r"proceedings of|тезисы докл|тез\. докл|материалы.{0,40}\bконф\.|гитаж|գիտաժողով",
    re.IGNORECASE,
)


def stated_type(words: Iterable[str]) -> tuple[str, str | None]:
    """What says most among the words, as our code and as given; the first word if the vocabulary has none of them."""
    given = [word for word in words if word]
    found = most_telling_type(given)
    word = next((word for word in given if document_type(word) == found), None)
    return found, word


def level_type(leader: str, container: Container | None) -> str:
    """The type by the leader's level (07): a monograph is a book, a part is what its host makes it.

    A serial, a collection, and what is no text (maps, music, films) are something else.
    """
    kind, level = leader[6:7] or " ", leader[7:8] or " "
    if level in ANALYTIC:
        return part_type(container, of_serial=level == "b")
    if kind not in _TEXT or level in _OTHER_LEVELS:
        return "miscellaneous"
    return "book" if level == "m" else "unknown"


def part_type(container: Container | None, *, of_serial: bool = False) -> str:
    """A part of a journal is an article, of proceedings a conference paper, of a book a chapter."""
    if container is None:
        return "article" if of_serial else "unknown"
    if of_serial or container.issn or container.kind == "journal":
        return "article"
    if container.kind == "proceedings":
        return "conference-paper"
    return "chapter" if container.kind == "book" else "unknown"


def host_kind(
    issn: Collection[str], isbn: Collection[str], issue: str | None, titles: Iterable[str | None]
) -> HostKind | None:
    """What the host is: by its numbers, by a title that names a conference, or by having issues."""
    if issn:
        return "journal"
    if any(title and _MEETING.search(title) for title in titles):
        return "proceedings"
    if isbn:
        return "book"
    return "journal" if issue else None


def names_thesis(texts: Iterable[str]) -> bool:
    """True if a subtitle says that this is a thesis or its abstract."""
    return any(_THESIS.search(text) for text in texts)

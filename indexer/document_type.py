"""The type of a work whose sources do not state it: from the place where it stands, and from words of its description.

In a host it is a part: an article where there are numbers of a serial, a paper where the host's name is of a meeting, a
chapter where the host is a book. By itself it is what its words say (thesis, patent, standard, report), else a book if
it has a publisher, else a page if it has an address. Words stand in ``schemas/vocabularies/type_words.toml``. What a
source states always comes first; what says too little stays "unknown".
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import NamedTuple

from indexer.references.documents import is_patent, is_standard
from indexer.text.folding import fold
from schemas import Container, ReferenceFields
from schemas.type_words import begins, says
from schemas.vocabularies import document_type

_SITE = re.compile(r"(?:www\.)?[\w-]+(?:\.[\w-]+)*\.[a-zрф]{2,12}(?:/\S*)?", re.IGNORECASE)
_DOMAIN = re.compile(r"(?:https?://)?(?P<domain>[^/\s?#]+)", re.IGNORECASE)
_SHORTEST_LABEL = 4  # letters of a part of a domain that names a site
_COUNTED = re.compile(r"\b(?:1[5-9]|20)\d\d\b[^\w]{1,5}\d{2,4}\s?(?:с|б|p|s|л|c|էջ|бет)\b")


class Place(NamedTuple):
    """What the type of a publication depends on: where it stands, and who published it.

    ``host``: the name of the journal, book or site. ``numbered``: it has a volume or an issue. ``paged``: it has pages
    or an article number in there. ``published``: it has a publisher, an editor or an ISBN. ``dated``: it has a year.
    """

    host: str = ""
    numbered: bool = False
    paged: bool = False
    issn: bool = False
    published: bool = False
    dated: bool = True
    kind: str = "unknown"
    url: str = ""


def type_of_reference(fields: ReferenceFields, raw: str) -> str:
    """The type of what a reference cites: the one that its source states, else the one that its description shows.

    >>> type_of_reference(ReferenceFields(title="О реках", container="Вестник БГУ", issue="2"), "")
    'article'
    """
    if (stated := document_type(fields.type)) != "unknown":
        return stated
    place = Place(
        host=fields.container or "",
        numbered=bool(fields.volume or fields.issue),
        paged=bool(fields.first_page or fields.article_number),
        issn=bool(fields.issn),
        published=bool(fields.publisher or fields.editors or fields.isbn),
        dated=fields.year is not None,
        url=fields.url or "",
    )
    if place.host or place.issn:
        return _part(place, behind=raw.partition("//")[2])
    counted = bool(fields.pages_total or (fields.place and fields.year))
    return _whole(raw, place, counted=counted)


def type_of_record(container: Container | None, *, published: bool, has_isbn: bool = False) -> str:
    """The type of a record that states none, from its host.

    Without a host it is a book, if it was ``published`` somewhere or has an ISBN; with an ISBN of its own the host is
    the series of the book.
    """
    if has_isbn or container is None:
        return "book" if published or has_isbn else "unknown"
    place = Place(
        host=container.titles[0].text if container.titles else "",
        numbered=bool(container.volume or container.issue),
        paged=bool(container.pages or container.first_page or container.article_number),
        issn=bool(container.issn),
        published=bool(container.isbn),
        kind=container.kind or "unknown",
    )
    return _part(place) if place.host or place.issn or place.numbered else "unknown"


def _part(place: Place, behind: str = "") -> str:
    """The type of what stands in a host; ``behind``: all that a reference says behind its "//"."""
    return next((kind for kind, holds in _PARTS if holds(place, behind)), "article")


def _is_serial(place: Place) -> bool:
    return place.kind == "journal" or begins("serial", place.host)


def _is_of_meeting(place: Place, _: str) -> bool:
    return place.kind == "proceedings" or (says("meeting", place.host) and not _is_serial(place))


def _is_page(place: Place) -> bool:
    """Whether the host is a site: it is named by its address, or nothing says when the text came out."""
    if place.paged:
        return False
    return bool(_SITE.fullmatch(place.host)) or bool(
        place.url and (not place.dated or _is_named(place.host, place.url))
    )


def _is_named(host: str, url: str) -> bool:
    """Whether a part of the address's domain is in the host's name: "Tex Terra" and texterra.ru."""
    match = _DOMAIN.match(url)
    labels = match["domain"].casefold().split(".")[:-1] if match else []
    joined = fold(host).replace(" ", "")
    return any(len(label) >= _SHORTEST_LABEL and fold(label) in joined for label in labels)


def _whole(text: str, place: Place, *, counted: bool) -> str:
    """The type of what stands by itself; ``counted``: a town with a year, or the number of its pages, is known."""
    if found := next((kind for kind, holds in _WHOLES if holds(place, text)), None):
        return found
    if counted or says("book", text) or _COUNTED.search(text):
        return "book"
    return "webpage" if place.url or says("webpage", text) else "unknown"


_Ground = Callable[[Place, str], bool]
_PARTS: tuple[tuple[str, _Ground], ...] = (
    ("conference-paper", _is_of_meeting),
    ("article", lambda place, _: _is_serial(place) or place.issn),
    ("conference-paper", lambda place, text: not place.numbered and says("meeting", text)),
    ("thesis", lambda place, _: not place.numbered and says("thesis", place.host)),
    ("chapter", lambda place, _: place.kind == "book" or says("collection", place.host)),
    ("article", lambda place, _: place.numbered),
    ("conference-paper", lambda place, _: says("proceedings", place.host)),
    ("chapter", lambda place, _: place.published),
    ("webpage", lambda place, _: _is_page(place)),
)
"""What stands in a host is what the first ground that holds says; the text is what stands behind "//"."""
_WHOLES: tuple[tuple[str, _Ground], ...] = (
    ("patent", lambda _, text: is_patent(text)),
    ("standard", lambda _, text: is_standard(text)),
    ("thesis", lambda _, text: says("thesis", text)),
    ("thesis", lambda place, text: not place.published and says("about-theses", text)),
    ("report", lambda _, text: says("report", text)),
    ("preprint", lambda _, text: says("preprint", text)),
    ("dataset", lambda _, text: says("dataset", text)),
    ("book", lambda place, _: place.published),
    ("article", lambda place, _: place.numbered and place.paged),
)
"""The same of what stands by itself."""

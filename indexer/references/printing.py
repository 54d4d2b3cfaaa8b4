"""What has to be put right in a printed description before it is cut: lost spaces, Armenian stops, asides.

Every change keeps the letters of the text, so that each value stays a piece of it.
"""

from __future__ import annotations

import re

import msgspec

from indexer.references.dates import YEAR
from indexer.references.imprint import imprint_at
from indexer.text.printed import DASH, LETTER, LOWER, UPPER
from schemas.reference import ReferenceFields

# "Природа.-1980.-Т.5.-№2", but no initials ("Ж.-П. Сартр") and no "С.-Пб."
_GLUED_AREA = re.compile(
    rf"(?<=[{LOWER}\d)\]»”\"])([.,])\s?([{DASH}])\s?(?=(?:\d|№|[{UPPER}][{LETTER}]{{0,3}}\.?\s?\d|[{UPPER}][{LETTER}.]*\s?:|[{UPPER}]{{3,4}}\b))"
)
_GLUED_CAPITAL = re.compile(rf"(?<=[{UPPER}])\.([{DASH}])(?=\d{{4}}|№)")
# "1980.Т.5.№2.С.5": a number and the next label
_GLUED_LABEL = re.compile(r"(?<=\d)\.(?=(?:[ТТTVСCPБ]|№|Вып|Vol|Էջ|Հ)\.?\s?\d)")
_GLUED_MARKS = (".-", ".–", ".—", ",-", ",–", ",—", ". -", ")-", ").")
# Armenian has "։" for a stop, and print has ":" for it
_ARMENIAN_STOP = re.compile(rf":(?=\s(?:{YEAR}|№|Հ\.|[Հհ]ատ|[Էէ]ջ|Թիվ|\d+\s[Էէ]ջ)|\s?$)")
_ARMENIAN = re.compile("[ա-և]")
_ASIDE = re.compile(
    r"[.\s—–-]*(?:Пер\. по изд|Ориг\. изд|Рец\. на|Рэц\. на|Деп\. [ву] |Дэп\. |Dep\. v ).*$"
)
_ASIDES = (
    "по изд",
    "Ориг. изд",
    "Рец. на",
    "Рэц. на",
    "Деп. ",
    "Дэп. ",
    "Dep. v ",
)  # one of them is in each
_REVIEW = re.compile(
    r"(?:Рец\.|Рэц\.|Рецензия|Рэцэнзія|Пікір|Сын-пікір|Գրախոս\w*|Review\sof|Rev\.\sof|Rets\.|\[Rev\.)"
)
_SENTENCE_END = re.compile(rf"[.!?»\]]\s(?:[{DASH}]\s)?")
_YEAR = re.compile(YEAR)


def spaced(text: str) -> str:
    """The text with a space where print lost one between areas."""
    if any(mark in text for mark in _GLUED_MARKS):
        text = _GLUED_CAPITAL.sub(r". \1 ", _GLUED_AREA.sub(r"\1 \2 ", text))
    return _GLUED_LABEL.sub(". ", text)


def plain_stops(text: str) -> str:
    """The text with a plain stop for each Armenian one, so that places in it stay."""
    if not _ARMENIAN.search(text):
        return text
    return _ARMENIAN_STOP.sub(".", text.replace("։", "."))


def as_printed(fields: ReferenceFields, plain: str, printed: str) -> ReferenceFields:
    """The fields of a text with plain stops, with the stops that were printed."""
    if plain == printed:
        return fields
    read = msgspec.structs.asdict(fields)
    texts = {name: value for name, value in read.items() if isinstance(value, str)}
    places = {name: plain.find(value) for name, value in texts.items()}
    return msgspec.structs.replace(
        fields,
        **{name: printed[at : at + len(texts[name])] for name, at in places.items() if at >= 0},
    )


def without_asides(text: str) -> str:
    """The text without what it says behind the description: which edition was translated, where it was reviewed.

    A review that is itself described ("Рец. на кн.: … // Вестник. 2006") is no aside.
    """
    if not any(mark in text for mark in _ASIDES):
        return text
    aside = _ASIDE.search(text)
    behind_date = aside and _YEAR.search(text, 0, aside.start())
    return text[: aside.start()] if aside and behind_date else text


def reviewed(head: str) -> str:
    """The head of a review in a host, without the imprint of the book that it is on."""
    review = _REVIEW.search(head)
    if not review:
        return head
    for end in _SENTENCE_END.finditer(head, review.end()):
        if imprint_at(head[end.end() :]):
            return head[: end.start() + 1]
    return head

"""What the two families of MARC share: subfields as text, without the punctuation that cataloguers put between them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Literal

import pymarc

from crawler.formats.text.text import collapse, plain
from crawler.formats.values.identifiers import issn_of
from crawler.formats.values.printed_place import is_numbering
from schemas import LocalizedText
from schemas.identifiers import clean_issn
from schemas.vocabularies import language_code

# ISBD punctuation at the end of a subfield announces the next one
_ISBD = re.compile(r"\s*[/:;,=]\s*$|(?<=[^\W\d_]{3})\.\s*$|(?<=[\d\])])\.\s*$")
_ISSN = re.compile(r"(?<![\d-])(\d{4})-?(\d{3}[\dXxХх])(?![\d-])")
_ISBN = re.compile(r"(?<!\d)(?:97[89][- ]?)?\d[\d-]{7,14}[\dXxХх](?!\d)")
_ENDS = frozenset("/:;,=.")  # to look at the last letter costs a fifth of searching
_NON_SORTING = re.compile("[\x88\x89\x98\x9c]|NSB|NSE")
# the general material designation, which many write into the title
_MEDIUM = re.compile(
    r" ?\[(?:текст|тэкст|мәтін|text|электронный ресурс|электронны рэсурс|электрондық ресурс|electronic resource|"
    r"электрон\.? ресурс|рукопись|microform|микроформа)[^\]]{0,40}\]",
    re.IGNORECASE,
)


def clean(text: str) -> str:
    """The text of a subfield without ISBD punctuation at its end and without marks of non-sorting parts."""
    text = collapse(text)
    if "NS" in text or not text.isprintable():  # the marks are no printable signs
        text = collapse(_NON_SORTING.sub("", text))
    if text[-1:] not in _ENDS:
        return text
    end = _ISBD.search(text, max(0, len(text) - 2))  # one space and a sign at most
    return text[: end.start()] if end else text


def titled(text: str) -> str:
    """A part of a title: cleaned, without mark-up and without ``[Текст]``."""
    return clean(plain(_MEDIUM.sub("", " ".join(text.split()))))


TitlePart = Literal["head", "sub", "number", "name"]
_BETWEEN: dict[TitlePart, str] = {"head": ". ", "sub": ": ", "number": ". ", "name": ". "}


def title_of(parts: Iterable[tuple[TitlePart, str]]) -> str:
    """``История степи. Ч. 2, Реки: очерк``: title proper, number and name of the part, and what explains it."""
    told, before = "", ""
    for part, given in parts:
        if not (text := titled(given)):
            continue
        between = ", " if part == "name" and before == "number" else _BETWEEN[part]
        told += f"{between}{text}" if told else text
        before = part
    return told


def with_whole(whole: str | None, number: str | None, own: str) -> str:
    """The title of a volume that has only a number or years, with that of the set or journal: ``Задачи. Вып. 13``."""
    if not whole or not is_numbering(own) or own.startswith(whole):
        return own
    if number and not any(letter.isalpha() for letter in own):
        own = f"{number}, {own}"
    return f"{whole}{' ' if whole.endswith('.') else '. '}{own}"


def issn_in(text: str) -> str | None:
    """The ISSN in a subfield: ``ISSN 2411-8591``, ``2411-8591 (online)``, ``24118591``; None if there is none."""
    match = _ISSN.search(collapse(text))
    if match is None:
        return None
    number = f"{match[1]}-{match[2]}"
    if match[1][:2] in {"19", "20"} and clean_issn(number) is None:  # "2017-2018"
        return None
    return issn_of(number)


def isbn_in(text: str) -> str | None:
    """The ISBN in a subfield without its label and what is said of the binding; of a damaged one the first word."""
    match = _ISBN.search(collapse(text))
    word = match[0] if match else clean(text).split(" ")[0]
    return word if any(map(str.isdigit, word)) else None


def values(marc: pymarc.Record, tag: str, *codes: str) -> Iterator[str]:
    """Every such subfield of every such field, cleaned."""
    for field in marc.get_fields(tag):
        for text in field.get_subfields(*codes):
            if told := clean(text):
                yield told


def texts(marc: pymarc.Record, tag: str, code: str) -> Iterator[str]:
    """Running text (abstracts) without mark-up, which keeps its punctuation."""
    for field in marc.get_fields(tag):
        yield from (told for text in field.get_subfields(code) if (told := plain(text)))


def first(field: pymarc.Field, *codes: str) -> str | None:
    """The first such subfield of a field, in the order of the codes."""
    found = (clean(text) for code in codes for text in field.get_subfields(code))
    return next((text for text in found if text), None)


def joined(field: pymarc.Field, separator: str, *codes: str) -> str:
    """The subfields in the order of the field."""
    found = (clean(text) for text in field.get_subfields(*codes))
    return separator.join(text for text in found if text)


def localized(text: str | None, lang: str | None = None) -> tuple[LocalizedText, ...]:
    """A text that may be missing."""
    return (LocalizedText(text, language_code(lang)),) if text else ()

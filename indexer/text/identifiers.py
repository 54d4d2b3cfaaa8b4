"""Identifiers as they occur in metadata and in printed references, brought to one form or refused.

Every ``clean_*`` takes the text as given and returns the normal form, or None where it is no valid
identifier: an identifier damaged by OCR must not join two works. Check digits are python-stdnum's.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from urllib.parse import unquote

from stdnum import isbn as stdnum_isbn
from stdnum import isni as stdnum_isni
from stdnum import issn as stdnum_issn
from stdnum.exceptions import ValidationError

# Crossref's recommended pattern: prefix of 4 to 9 digits (with optional sub-prefixes), a slash, a suffix in ASCII
_DOI = re.compile(r"10\.\d{4,9}(?:\.\d+)*/[-._;()/:a-z0-9<>\[\]+&#%=,~!*'$@\\^|?]+", re.IGNORECASE)
_DOI_WHOLE = re.compile(r"10\.\d{4,9}(?:\.\d+)*/[!-~]+")
_DOI_PREFIX = re.compile(
    r"^(?:https?://)?(?:(?:dx\.|www\.)?doi\.org/|doi[:\s.]*(?:https?://(?:dx\.)?doi\.org/)?)+",
    re.IGNORECASE,
)
_DOI_SPACED = re.compile(r"(10\.\d{4,9})\s*/\s+(?=[a-z0-9])", re.IGNORECASE)
_TRAILING = ".,;:'\"!?*»”’>"
_BRACKETS = {")": "(", "]": "[", ">": "<"}
_URL = re.compile(r"(?:https?|ftp)://[^\s<>\"«»“”]+|(?<![\w@./])www\.[^\s<>\"«»“”]+", re.IGNORECASE)
_ORCID_LABEL = re.compile(r"^.*orcid(?:\.org/|[:\s]+(?:id[:\s]*)?|\s+id[:\s]*)", re.IGNORECASE)
_EDN = re.compile(
    r"^(?:https?://(?:www\.)?elibrary\.ru/)?(?:edn\b)?[:\s]*([a-z]{6})$", re.IGNORECASE
)
_SPIN = re.compile(r"^(?:spin\b[-\w]*)?[:\s-]*(\d{4})\s*-?\s*(\d{4})$", re.IGNORECASE)
_ISXN = re.compile(
    r"^\s*(?:e-?|p-?)?is[sb]n(?:-?1[03])?(?:\s*\((?:online|print)\))?[:\s]*", re.IGNORECASE
)
_DASHES = re.compile(r"[\u00ad\u2010-\u2015\u2212]")
_LOOKS_X = str.maketrans("ХхXx", "XXXX")  # a Cyrillic Х as check digit


def clean_doi(text: str) -> str | None:
    """The DOI in lower case without resolver or label, e.g.

    ``10.1234/ab(5)``; None if it is none or is damaged.

    Closing punctuation goes, and closing brackets that nothing opens. A letter outside ASCII, as
    OCR leaves it (``10.15514ЛSPRA8``), means damage: DOI suffixes in use are ASCII.
    """
    text = _DASHES.sub("-", text.strip())
    text = _DOI_PREFIX.sub("", text).strip()
    if "%2f" in text.lower():
        text = unquote(text)
    text = _DOI_SPACED.sub(r"\1/", text)
    text = _without_tail(text)
    return text.lower() if _DOI_WHOLE.fullmatch(text) else None


def _without_tail(text: str) -> str:
    """Take off closing punctuation and unbalanced closing brackets, as often as needed."""
    while text:
        last = text[-1]
        opening = _BRACKETS.get(last)
        unbalanced = opening is not None and text.count(last) > text.count(opening)
        if unbalanced or (opening is None and last in _TRAILING):
            text = text[:-1]
        else:
            break
    return text


def find_dois(text: str) -> tuple[str, ...]:
    """All valid DOIs in running text, in order, each once."""
    if "10." not in text:
        return ()
    return tuple(dict.fromkeys(_dois(_DOI_SPACED.sub(r"\1/", _DASHES.sub("-", text)))))


def _dois(text: str) -> Iterator[str]:
    for match in _DOI.finditer(text):
        following = text[match.end() : match.end() + 1]
        if following.isalpha():  # the suffix goes on in letters no DOI has
            continue
        doi = clean_doi(match.group())
        if doi is not None:
            yield doi


def find_urls(text: str) -> tuple[str, ...]:
    """All http, https, ftp and www addresses in running text, in order, each once, without closing
    punctuation.
    """
    found = (_without_tail(match.group()) for match in _URL.finditer(text))
    return tuple(dict.fromkeys(url for url in found if "." in url))


@lru_cache(maxsize=1 << 14)
def clean_issn(text: str) -> str | None:
    """The ISSN as eight characters without hyphen (``2079858X``); None if the check digit is wrong."""
    number = _number(text)
    try:
        return str(stdnum_issn.validate(number))
    except ValidationError:
        return None


def clean_isbn(text: str) -> str | None:
    """The ISBN as thirteen digits, an ISBN-10 converted; None if the check digit is wrong."""
    number = _number(text)
    try:
        return str(stdnum_isbn.to_isbn13(stdnum_isbn.validate(number))).replace("-", "")
    except ValidationError:
        return None


def _number(text: str) -> str:
    return _plain_number(_ISXN.sub("", text))


def _plain_number(text: str) -> str:
    return _DASHES.sub("-", text).translate(_LOOKS_X).strip(" \t\n./,;")


def clean_orcid(text: str) -> str | None:
    """The ORCID iD as ``0000-0002-1825-0097``; None if it is none or the check digit is wrong.

    ORCID iDs are ISNIs of a block of their own and share the check digit (ISO 7064 mod 11-2).
    """
    number = _ORCID_LABEL.sub("", text.strip())
    try:
        digits = str(stdnum_isni.validate(_plain_number(number).replace("-", "")))
    except ValidationError:
        return None
    return "-".join(digits[start : start + 4] for start in range(0, 16, 4))


def clean_edn(text: str) -> str | None:
    """The EDN of eLIBRARY (six Latin letters) in upper case; None if it is none."""
    match = _EDN.match(text.strip().rstrip("."))
    return match[1].upper() if match else None


def clean_spin(text: str) -> str | None:
    """The SPIN code of an author as ``1234-5678``; None if it is none."""
    match = _SPIN.match(_DASHES.sub("-", text.strip()))
    return f"{match[1]}-{match[2]}" if match else None

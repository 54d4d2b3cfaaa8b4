"""What kind of identifier a string is. Sorting only: the indexer validates and normalises."""

from __future__ import annotations

import re

from stdnum import issn

from schemas import Identifier

_DOI = re.compile(
    r"^(?:doi:?\s*|https?://(?:dx\.|www\.)?doi\.org/|info:doi/|urn:doi:)?(10\.\d{4,9}/\S+)$",
    re.IGNORECASE,
)
_DOI_PATH = re.compile(r"^doi/(10\.\d{4,9}/\S+)$", re.IGNORECASE)
_HANDLE = re.compile(r"^https?://[^/]+/(?:handle/)?(\d[\d.]*/\d+)$", re.IGNORECASE)
_ISSN = re.compile(r"^(?:e?-?p?-?issn:?\s*|urn:issn:)?(\d{4}-\d{3}[\dXxХх])$", re.IGNORECASE)
_ISBN = re.compile(
    r"^(?:isbn(?:-1[03])?:?\s*|urn:isbn:)((?:97[89][- ]?)?[\d][\d -]{7,15}[\dXxХх])$", re.IGNORECASE
)
_EDN = re.compile(r"^(?:edn:?\s*|https?://(?:www\.)?elibrary\.ru/)([A-Z]{6})$", re.IGNORECASE)
_BARE_ISBN = re.compile(r"^(?:97[89]-)?\d{1,5}-\d{1,7}-\d{1,7}-[\dXxХх]$")
_URL = re.compile(r"^https?://[^\s<>\"']+$", re.IGNORECASE)

_PATTERNS = (
    ("doi", _DOI),
    ("doi", _DOI_PATH),
    ("edn", _EDN),
    ("handle", _HANDLE),
    ("issn", _ISSN),
    ("isbn", _ISBN),
)


def classify(text: str) -> tuple[Identifier, ...]:
    """The identifier in a ``dc:identifier``: doi, edn, handle, issn, isbn, url, or ``local`` for anything else."""
    text = text.strip()
    for scheme, pattern in _PATTERNS:
        match = pattern.match(text)
        # "2017-2018" has the form of an ISSN and is none
        if match and (scheme != "issn" or issn.is_valid(match.group(1))):
            return (Identifier(scheme, match.group(1)),)
    if _BARE_ISBN.match(text) and sum(c.isalnum() for c in text) in {10, 13}:
        return (Identifier("isbn", text),)
    if _URL.match(text):
        return (Identifier("url", text),)
    return (Identifier("local", text),) if text else ()


def url_of(text: str) -> str | None:
    """The text if it is an http(s) address, else None (``javascript:`` and the like never pass)."""
    text = text.strip()
    return text if _URL.match(text) else None


def issn_of(text: str) -> str | None:
    """The ISSN if the text is one and nothing else."""
    match = _ISSN.match(text.strip())
    return match.group(1) if match else None

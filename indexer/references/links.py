"""Identifiers and addresses inside a reference, verbatim; checking them is the matcher's work."""

from __future__ import annotations

import re
from typing import TypedDict

from indexer.references.doi import balanced, doi_of

_URL = re.compile(
    r"(?:https?|ftp)\s?://\s?[^\s<>\"«»\[\]]*[^\s<>\"«».,;:()\[\]]|www\.\s?[^\s<>\"«»,;]*[\w/]",
    re.IGNORECASE,
)
_EDN = re.compile(r"(?<![A-Za-z])EDN:?\s?([A-Z]{6})\b")
_ISBN = re.compile(r"ISBN(?:-1[03])?:?\s?((?:97[89][\s-]?)?\d[\d\s\-–—‐]{7,15}[\dXxХх])")
_ISSN = re.compile(r"ISSN:?\s?(\d{4}\s?[-–—‐]\s?\d{3}[\dXxХх])")
_ARXIV = re.compile(
    r"(?:arXiv\s?:?\s?)?(?:\d{4}\.\d{4,5}(?:v\d+)?(?!\d)|[a-z-]{2,8}(?:\.[A-Z]{2})?/\d{7})",
    re.IGNORECASE,
)
# the old form needs no "arXiv" beside it
_OLD_ARXIV = re.compile(
    r"(?<![a-z-])(?:hep|astro|cond|math|gr|nucl|quant)[a-z-]{0,4}(?:\.[A-Z]{2})?/\d{7}",
    re.IGNORECASE,
)
_NUMBER_BEHIND_SLASH = re.compile(r"/\d{7}")  # found at once, while the letters before it are not
_PMID = re.compile(r"PMID:?\s?(\d{4,9})")
LINK_START = re.compile(
    r"(?:URL|Url|DOI|doi|EDN|ISBN|ISSN|arXiv|PMID)\b\s?:?|https?\s?://|www\.|Режим доступа|Рэжым доступу|"
    r"Available (?:at|from)|Retrieved from|Published online|Электрон\. (?:дан|журн)"
)


class Links(TypedDict, total=False):
    """The fields of :class:`schemas.ReferenceFields` that hold identifiers."""

    doi: str
    edn: str
    isbn: str
    issn: str
    arxiv: str
    pmid: str
    url: str


def links(text: str) -> Links:
    """Every identifier and the first address of the text; a DOI given as an address is a DOI."""
    found: Links = {}
    lower = text.lower()
    if "10." in text and (doi := doi_of(text)):
        found["doi"] = doi
    if ("//" in text or "www." in lower) and (url := _URL.search(text)):
        address = balanced(url.group())
        if "doi.org" not in address.lower() or found.get("doi", " ") in address:
            found["url"] = address  # one of a broken DOI would lead to another work
    if "EDN" in text and (edn := _EDN.search(text)):
        found["edn"] = edn.group(1)
    if "ISBN" in text and (isbn := _ISBN.search(text)):
        found["isbn"] = isbn.group(1)
    if "ISSN" in text and (issn := _ISSN.search(text)):
        found["issn"] = issn.group(1)
    if arxiv := _arxiv(text, lower):
        found["arxiv"] = arxiv.group()
    if "PMID" in text and (pmid := _PMID.search(text)):
        found["pmid"] = pmid.group(1)
    return found


def _arxiv(text: str, lower: str) -> re.Match[str] | None:
    """An arXiv number, only where the text says arXiv or the number is of the old form "hep-th/0411189"."""
    if "arxiv" in lower:
        return _ARXIV.search(text)
    return _OLD_ARXIV.search(text) if _NUMBER_BEHIND_SLASH.search(text) else None

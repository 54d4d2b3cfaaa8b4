"""What kind of identifier a string is. Sorting only: :mod:`schemas.identifiers` validates and normalises."""

from __future__ import annotations

import re
from functools import lru_cache

from schemas import Identifier
from schemas.identifiers import DOI_PREFIX, clean, scheme_of

_ISSN_FORM = r"(?:e?-?p?-?issn:?\s*|urn:issn:)?(?P<issn>\d{4}-\d{3}[\dXxХх])"
_ISSN = re.compile(f"^{_ISSN_FORM}$", re.IGNORECASE)
# the group that matched names the scheme; the first form that fits counts
_FORM = re.compile(
    "^(?:"
    rf"(?:doi:?\s*)?(?:(?:https?://)?(?:dx\.|www\.)?doi\.org/|info:doi/|urn:doi:|doi/)?(?P<doi>{DOI_PREFIX}/\S+)"
    r"|(?:edn:?\s*|https?://(?:www\.)?elibrary\.ru/)(?P<edn>[A-Z]{6})"
    r"|(?:https?://[^/]+/(?:[^/\s]+/)?handle/|(?:https?://)?hdl\.handle\.net/|hdl:\s*|info:hdl/)(?P<handle>\d[\d.]*/[^\s/?#]+)"
    r"|(?:(?:https?://)?(?:www\.)?(?:pubmed\.ncbi\.nlm\.nih\.gov|ncbi\.nlm\.nih\.gov/pubmed)/|(?:info:)?pmid[:/]?\s*)"
    r"(?P<pmid>\d{1,9})/?"
    r"|(?:(?:https?://)?(?:www\.)?ncbi\.nlm\.nih\.gov/pmc/articles/|pmc(?:id)?:?\s*)(?P<pmcid>PMC\d{1,9})/?"
    r"|(?:(?:https?://)?(?:www\.)?arxiv\.org/abs/|(?:info:)?arxiv[:/]\s*)"
    r"(?P<arxiv>\d{4}\.\d{4,5}(?:v\d+)?|[a-z-]+(?:\.[a-z]{2})?/\d{7}(?:v\d+)?)"
    r"|(?P<urn>urn:nbn:\S+)"
    r"|(?:orcid(?:\s*id)?:?\s*)?(?:(?:https?://)?(?:www\.)?orcid\.org/)?(?P<orcid>(?:\d{4}-){3}\d{3}[\dXxХх])/?"
    f"|{_ISSN_FORM}"
    r"|(?:isbn(?:-1[03])?:?\s*|urn:isbn:)(?P<isbn>(?:97[89][- ]?)?[\d][\d -]{7,15}[\dXxХх])"
    ")$",
    re.IGNORECASE,
)
_KNOWN_ADDRESSES = ("doi.org", "elibrary.ru", "/handle/", "hdl.", "orcid.org", "arxiv.org", "ncbi.")
_OF_ANY_KIND = frozenset({"", "url", "purl", "uri", "other"})
_CHECKED = frozenset({"issn", "orcid"})  # "2017-2018" has the form of an ISSN
_BARE_ISBN = re.compile(r"^(?:97[89]-)?\d{1,5}-\d{1,7}-\d{1,7}-[\dXxХх]$")
_URL = re.compile(r"^[hH][tT][tT][pP][sS]?://[^\s<>\"']+$")  # letter by letter: twice as fast


def classify(text: str) -> tuple[Identifier, ...]:
    """The identifier in a ``dc:identifier``: doi, edn, handle, orcid, issn, isbn, url, or else ``local``."""
    text = text.strip()
    # most identifiers are addresses of the server itself: to look for the known ones first costs a fifth
    match = None if is_unknown_address(text) else _FORM.match(text)
    if match and (scheme := match.lastgroup) and _is_sound(scheme, match[scheme]):
        return (Identifier(scheme, match[scheme]),)
    if text[:1].isdigit() and _BARE_ISBN.match(text) and sum(c.isalnum() for c in text) in {10, 13}:
        return (Identifier("isbn", text),)
    if _URL.match(text):
        return (Identifier("url", text),)
    return (Identifier("local", text),) if text else ()


def is_unknown_address(text: str) -> bool:
    """Whether the text begins as an address and holds no identifier of those that are told by their form."""
    if not text.startswith("http"):
        return False
    # a search without regard to case costs ten times as much, and a generator three times
    lower = text.lower()
    for known in _KNOWN_ADDRESSES:  # noqa: SIM110
        if known in lower:
            return False
    return True


def named(scheme: str, text: str) -> tuple[Identifier, ...]:
    """The identifier of a scheme that the source names; addresses and unnamed ones are told by their form."""
    scheme, text = scheme_of(scheme), text.strip()
    if not text:
        return ()
    if scheme in _OF_ANY_KIND:
        return classify(text)
    known = tuple(each for each in classify(text) if each.scheme == scheme)
    return known or (Identifier(scheme, text),)


def _is_sound(scheme: str, value: str) -> bool:
    return scheme not in _CHECKED or clean(scheme, value) is not None


def url_of(text: str) -> str | None:
    """The text if it is an http(s) address, else None (``javascript:`` and the like never pass)."""
    text = text.strip()
    # to look at the letter first costs a fifth of beginning to match
    return text if text[:1] in "hH" and _URL.match(text) else None


@lru_cache(4096)
def issn_of(text: str) -> str | None:
    """The ISSN if the text is one and nothing else."""
    match = _ISSN.match(text.strip())
    return match.group(1) if match else None

"""Identifiers as sources, printed references and scholars write them: the one place that reads them.

Every ``clean_*`` takes the text as given and returns its normal form, or None where the text is not a valid
identifier: an identifier damaged by OCR must not join two works. Check digits are python-stdnum's.
:func:`clean` does the same by the name of the scheme; :func:`bare` also gives what is not valid a form of its own,
so that an index term and a query meet.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from functools import lru_cache
from urllib.parse import unquote

from stdnum import isbn as stdnum_isbn
from stdnum import isni as stdnum_isni
from stdnum import issn as stdnum_issn
from stdnum.exceptions import ValidationError

# Crossref's recommended pattern: prefix of 4 to 9 digits (with optional sub-prefixes), a slash, a suffix in ASCII
DOI_PREFIX = r"10\.\d{4,9}(?:\.\d+)*"
"""The part of a DOI before its slash, as a regular expression."""
_DOI = re.compile(DOI_PREFIX + r"/[-._;()/:a-z0-9<>\[\]+&#%=,~!*'$@\\^|?]+", re.IGNORECASE)
_DOI_WHOLE = re.compile(DOI_PREFIX + r"/[!-~]+")
_DOI_LABEL = re.compile(
    r"^(?:https?://|(?:dx\.|www\.)?doi\.org/|info:doi/|urn:doi:|doi/|doi[:\s.]*)+", re.IGNORECASE
)
_DOI_SPACED = re.compile(rf"({DOI_PREFIX})\s*/\s+(?=[a-z0-9])", re.IGNORECASE)
_TRAILING = ".,;:'\"!?*»”’>"
_BRACKETS = {")": "(", "]": "[", ">": "<"}
_ORCID_LABEL = re.compile(r"^.*orcid(?:\.org)?(?:\s*[-_]?id\b)?[/:\s]*", re.IGNORECASE | re.DOTALL)
_ADDRESS_TAIL = re.compile(r"[/?#].*$", re.DOTALL)
_EDN = re.compile(
    r"^(?:https?://(?:www\.)?elibrary\.ru/)?(?:edn\b)?[:\s]*([a-z]{6})$", re.IGNORECASE
)
_ISXN = re.compile(
    r"^\s*(?:https?://portal\.issn\.org/resource/issn/|urn:)?(?:(?:e-?|p-?|l-?)?is[sb]n(?:-?1[03]|-?l)?)?"
    r"(?:\s*\((?:online|print)\))?[:\s]*",
    re.IGNORECASE,
)
_ISSN_FORM = re.compile(r"\d{4}-?\d{3}[\dXxХх]")
_ARXIV = re.compile(
    r"^(?:https?://(?:www\.)?arxiv\.org/(?:abs|pdf)/|arxiv:\s*)?"
    r"(\d{4}\.\d{4,5}|[a-z-]+(?:\.[a-z]{2})?/\d{7})(?:v\d+)?(?:\.pdf)?(?:\s*\[[\w.-]+\])?$",
    re.IGNORECASE,
)
_PMID = re.compile(
    r"^(?:https?://(?:www\.)?(?:pubmed\.ncbi\.nlm\.nih\.gov|ncbi\.nlm\.nih\.gov/pubmed)/|pmid:?\s*)?"
    r"(\d{1,9})/?$",
    re.IGNORECASE,
)
_HANDLE = re.compile(
    r"^(?:https?://[^/\s]+/(?:[^/\s]+/)?handle/|(?:https?://)?hdl\.handle\.net/|hdl:\s*|info:hdl/)?"
    r"(\d[\d.]*/[!-~]+?)/?$",
    re.IGNORECASE,
)
_DASHES = re.compile(r"[\u00ad\u2010-\u2015\u2212]")
_LOOKS_X = str.maketrans("ХхXx", "XXXX")  # a Cyrillic Х as check digit


def clean_doi(text: str) -> str | None:
    """The DOI in lower case without resolver or label (``10.1234/ab(5)``); None if it is not valid or is damaged.

    Closing punctuation goes, and closing brackets that nothing opens. A letter outside ASCII, as
    OCR leaves it (``10.15514ЛSPRA8``), means damage: DOI suffixes in use are ASCII.
    """
    text = _DASHES.sub("-", text.strip())
    text = _DOI_LABEL.sub("", text).strip()
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
    """The ORCID iD as ``0000-0002-1825-0097``; None if the check digit is wrong.

    ORCID iDs are ISNIs of a block of their own and share the check digit (ISO 7064 mod 11-2). Read from an
    address with or without its scheme, behind a label, with or without hyphens.
    """
    number = _ADDRESS_TAIL.sub("", _ORCID_LABEL.sub("", text.strip()))
    try:
        digits = str(stdnum_isni.validate(_plain_number(number).replace("-", "")))
    except ValidationError:
        return None
    return "-".join(digits[start : start + 4] for start in range(0, 16, 4))


def clean_edn(text: str) -> str | None:
    """The EDN of eLIBRARY (six Latin letters) in upper case; None if it is not valid."""
    match = _EDN.match(text.strip().rstrip("."))
    return match[1].upper() if match else None


def clean_arxiv(text: str) -> str | None:
    """The arXiv identifier in lower case without its version (``2101.00001``, ``math.gt/0309136``), or None."""
    match = _ARXIV.match(text.strip())
    return match[1].lower() if match else None


def clean_pmid(text: str) -> str | None:
    """The number of PubMed as digits, or None."""
    match = _PMID.match(text.strip())
    return match[1].lstrip("0") or None if match else None


def clean_handle(text: str) -> str | None:
    """The handle as ``prefix/suffix`` in lower case, or None. Handles are not sensitive to case (RFC 3651)."""
    match = _HANDLE.match(text.strip())
    return match[1].lower() if match and not match[1].startswith("10.") else None


CLEANERS: Mapping[str, Callable[[str], str | None]] = {
    "doi": clean_doi,
    "edn": clean_edn,
    "issn": clean_issn,
    "isbn": clean_isbn,
    "orcid": clean_orcid,
    "arxiv": clean_arxiv,
    "pmid": clean_pmid,
    "handle": clean_handle,
}
"""What reads the identifiers of a scheme."""

_ALIASES = {
    "hdl": "handle",
    "issn-l": "issn",
    "issnl": "issn",
    "lissn": "issn",
    "pubmed": "pmid",
    "medline": "pmid",
    "pmc": "pmcid",
}
_MEDIUM = re.compile(r"^[ep]-?(?=is[sb]n$)")


def scheme_of(name: str) -> str:
    """The scheme that a source means by a name: "eISSN" and "p-issn" are "issn", "hdl" is "handle"."""
    lower = name.strip().lower()
    return _ALIASES.get(lower) or _MEDIUM.sub("", lower)


def clean(scheme: str, value: str) -> str | None:
    """The normal form of an identifier; None if its scheme does not allow it or is not one of :data:`CLEANERS`."""
    read = CLEANERS.get(scheme_of(scheme))
    return read(value) if read else None


def cleaned(scheme: str, value: str) -> str | None:
    """The normal form of an identifier; of a scheme that is not one of :data:`CLEANERS` the text in lower case."""
    value = value.strip()
    return clean(scheme, value) if scheme in CLEANERS else value.lower()


def bare(scheme: str, value: str) -> str:
    """The normal form in lower case; of what is not valid the text without label, hyphens and spaces.

    Never raises and gives the same for every way to write one identifier, so it makes index terms.
    """
    valid = clean(scheme, value)
    if valid is not None:
        return valid.lower()
    if scheme_of(scheme) in {"issn", "isbn"}:
        return "".join(_number(value).lower().replace("-", "").split())
    if scheme_of(scheme) == "orcid":
        number = _ADDRESS_TAIL.sub("", _ORCID_LABEL.sub("", value.strip()))
        return "".join(_plain_number(number).lower().split())
    return "".join(value.lower().split())


def schemes_in(word: str) -> tuple[str, ...]:
    """The schemes of which a word may be an identifier by its form alone.

    An EDN has to stand in capitals or behind its label: six letters alone are a word. An ISBN has to have hyphens or
    a label, or begin with 978 or 979; an ISSN may have a wrong check digit, since sources print such ones.
    """
    return tuple(scheme for scheme, may_be in _FORMS.items() if may_be(word.strip()))


def _may_be_edn(word: str) -> bool:
    edn = clean_edn(word)
    return edn is not None and (edn in word or len(word) > len(edn))


def _may_be_issn(word: str) -> bool:
    return clean_issn(word) is not None or _ISSN_FORM.fullmatch(word) is not None


def _may_be_isbn(word: str) -> bool:
    telling = not word.isdigit() or word.startswith(("978", "979"))
    return telling and clean_isbn(word) is not None


_FORMS: Mapping[str, Callable[[str], bool]] = {
    "doi": lambda word: clean_doi(word) is not None,
    "issn": _may_be_issn,
    "edn": _may_be_edn,
    "orcid": lambda word: clean_orcid(word) is not None,
    "isbn": _may_be_isbn,
}

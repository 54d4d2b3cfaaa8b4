"""Identifiers as exact terms, ``scheme:value``, normalised alike when indexed and when asked for."""

from __future__ import annotations

import re
from collections.abc import Callable

from indexer.text.identifiers import clean_doi, clean_isbn

_DOI = re.compile(r"10\.\d{4,9}/\S+")
_ISSN = re.compile(r"\d{4}-?\d{3}[\dXx]")
_EDN = re.compile(r"[A-Z]{6}")
_ORCID = re.compile(r"(?:\d{4}-){3}\d{3}[\dX]")


def identifier_term(scheme: str, value: str) -> str:
    """The term of an identifier; a value that its scheme does not allow is kept, lower-case, without spaces."""
    scheme = scheme.lower()
    plain = "".join(value.lower().split())
    normalise = _NORMALISERS.get(scheme, str)
    return f"{scheme}:{normalise(plain)}"


def terms_in(word: str) -> tuple[str, ...]:
    """The terms that a word of a query may be, by its form alone."""
    if found := _DOI.search(word):
        return (identifier_term("doi", found[0]),)
    forms = (("issn", _ISSN), ("edn", _EDN), ("orcid", _ORCID))
    return tuple(identifier_term(scheme, word) for scheme, form in forms if form.fullmatch(word))


def _doi(value: str) -> str:
    return clean_doi(value) or value


def _isbn(value: str) -> str:
    return clean_isbn(value) or value.replace("-", "")


def _without_hyphens(value: str) -> str:
    return value.replace("-", "")


def _orcid(value: str) -> str:
    return value.removeprefix("https://orcid.org/").removeprefix("http://orcid.org/")


_NORMALISERS: dict[str, Callable[[str], str]] = {
    "doi": _doi,
    "isbn": _isbn,
    "issn": _without_hyphens,
    "eissn": _without_hyphens,
    "orcid": _orcid,
}

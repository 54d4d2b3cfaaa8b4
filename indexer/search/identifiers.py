"""Identifiers as exact terms, ``scheme:value``, made alike when a work is indexed and when it is asked for."""

from __future__ import annotations

import re

from schemas.identifiers import DOI_PREFIX, bare, scheme_of, schemes_in

_DOI = re.compile(rf"{DOI_PREFIX}/\S+")


def identifier_term(scheme: str, value: str) -> str:
    """The term of an identifier. A value that its scheme does not allow has one too, so that it can be found."""
    return f"{scheme_of(scheme)}:{bare(scheme, value)}"


def terms_in(word: str) -> tuple[str, ...]:
    """The terms that a word of a query may be, by its form alone."""
    if found := _DOI.search(word):
        return (identifier_term("doi", found[0]),)
    return tuple(identifier_term(scheme, word) for scheme in schemes_in(word))

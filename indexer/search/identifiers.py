"""Identifiers as exact terms, ``scheme:value``, made alike when a work is indexed and when it is asked for."""

from __future__ import annotations

import re

from schemas.identifiers import DOI_PREFIX, bare, scheme_of, schemes_in
from schemas.ids import work_number

_DOI = re.compile(rf"{DOI_PREFIX}/\S+")
_PROTOCOL = re.compile(r"^(?:https?://)?(?:www\.)?", re.IGNORECASE)
_ADDRESS = re.compile(r"(?:https?://|www\.)\S+", re.IGNORECASE)
_PERMALINK = re.compile(r"(?:\S*/works/)?(\w{13})(?:[/?#]\S*)?")


def identifier_term(scheme: str, value: str) -> str:
    """The term of an identifier. A value that its scheme does not allow has one too, so that it can be found."""
    return f"{scheme_of(scheme)}:{bare(scheme, value)}"


def address_term(address: str) -> str:
    """The term of a web address, whatever its protocol, with or without "www" and a last slash."""
    return f"url:{_PROTOCOL.sub('', address.strip()).partition('#')[0].rstrip('/').lower()}"


def public_ids_in(word: str) -> tuple[str, ...]:
    """The public ids that a word may be: one by itself, or the last part of a page's address on this site."""
    found = _PERMALINK.fullmatch(word.strip())
    return (found[1].lower(),) if found and work_number(found[1]) is not None else ()


def terms_in(word: str) -> tuple[str, ...]:
    """The terms that a word of a query may be, by its form alone."""
    if found := _DOI.search(word):
        return (identifier_term("doi", found[0]), *_addresses(word))
    known = (identifier_term(scheme, word) for scheme in schemes_in(word))
    return (*known, *_addresses(word))


def _addresses(word: str) -> tuple[str, ...]:
    return (address_term(word),) if _ADDRESS.fullmatch(word) else ()

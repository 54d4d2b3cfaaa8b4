"""What the two families of MARC share: subfields as text, without the punctuation that cataloguers put between them."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pymarc

from schemas import LocalizedText
from schemas.record import ContributorRole
from schemas.vocabularies import language_code

# ISBD punctuation at the end of a subfield announces the next one
_ISBD = re.compile(r"\s*[/:;,=]\s*$|(?<=[^\W\d_]{3})\.\s*$")
_NON_SORTING = re.compile("[\x88\x89\x98\x9c]|NSB|NSE")
# MARC relators: codes, and UNIMARC's three digits
ROLES: dict[str, ContributorRole] = {
    "": "author",
    "aut": "author",
    "author": "author",
    "автор": "author",
    "070": "author",
    "edt": "editor",
    "editor": "editor",
    "340": "editor",
    "trl": "translator",
    "translator": "translator",
    "730": "translator",
    "com": "compiler",
    "compiler": "compiler",
    "220": "compiler",
    "ths": "advisor",
    "727": "advisor",
    "rev": "reviewer",
    "675": "reviewer",
}


def clean(text: str) -> str:
    """The text of a subfield without ISBD punctuation at its end and without marks of non-sorting parts."""
    return _ISBD.sub("", " ".join(_NON_SORTING.sub("", text).split()))


def values(marc: pymarc.Record, tag: str, *codes: str) -> Iterator[str]:
    """Every such subfield of every such field, cleaned."""
    for field in marc.get_fields(tag):
        for text in field.get_subfields(*codes):
            if told := clean(text):
                yield told


def texts(marc: pymarc.Record, tag: str, code: str) -> Iterator[str]:
    """Running text (abstracts), which keeps its punctuation."""
    for field in marc.get_fields(tag):
        yield from (told for text in field.get_subfields(code) if (told := " ".join(text.split())))


def first(field: pymarc.Field, *codes: str) -> str | None:
    """The first such subfield of a field, in the order of the codes."""
    found = (clean(text) for code in codes for text in field.get_subfields(code))
    return next((text for text in found if text), None)


def joined(field: pymarc.Field, separator: str, *codes: str) -> str:
    """The subfields in the order of the field."""
    found = (clean(text) for text in field.get_subfields(*codes))
    return separator.join(text for text in found if text)


def role_of(field: pymarc.Field, *codes: str) -> ContributorRole:
    """The first relator that is in the table, "other" if none is, "author" if there is none."""
    given = [text.strip().strip(".").lower() for text in field.get_subfields(*codes)]
    return next((ROLES[text] for text in given or [""] if text in ROLES), "other")


def localized(text: str | None, lang: str | None = None) -> tuple[LocalizedText, ...]:
    """A text that may be missing."""
    return (LocalizedText(text, language_code(lang)),) if text else ()

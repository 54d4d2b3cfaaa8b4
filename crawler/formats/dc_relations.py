"""What ``dc:relation`` says: other identifiers, and cited works (OpenAIRE Guidelines 3.0, ``info:eu-repo/semantics``).

``info:eu-repo/semantics/altIdentifier/SCHEME/VALUE`` is the publication or its journal under another identifier;
``info:eu-repo/semantics/reference/SCHEME/VALUE`` is a work that it cites. Some write a colon before the value.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from crawler.formats.dc_fields import NONE, Fields, texts
from crawler.formats.identifiers import classify, issn_of, named, url_of
from crawler.formats.items import Entry
from schemas import Identifier, ReferenceFields
from schemas.identifiers import scheme_of

_EU_REPO = re.compile(
    r"^info:eu-repo/semantics/(altidentifier|reference)/([a-z-]+)[/:]\s*(\S.*)$", re.IGNORECASE
)


def other_identifiers(fields: Fields) -> Iterator[Identifier]:
    """The identifiers that relations name as those of the publication or of its journal, in the scheme they name."""
    for kind, scheme, value in _told(fields):
        if kind == "altidentifier":
            yield from named(scheme, value)


def issns(fields: Fields) -> Iterator[str]:
    """The ISSNs of the journal in relations: under a scheme, or alone ("ISSN 2411-8591")."""
    for identifier in other_identifiers(fields):
        if scheme_of(identifier.scheme) == "issn":
            yield identifier.value
    for text in texts(fields.get("relation", NONE)):
        if number := issn_of(text):
            yield number


def cited(fields: Fields) -> Iterator[Entry]:
    """The cited works: by identifier in ``dc:relation``, as text in ``dcterms:references``."""
    for kind, scheme, value in _told(fields):
        if kind == "reference":
            yield _by_identifier(scheme, value)
    for given in fields.get("references", NONE):
        doi = next((i.value for i in classify(given.text) if i.scheme == "doi"), None)
        url = None if doi else url_of(given.text)
        told = ReferenceFields(doi=doi, url=url) if doi or url else None
        yield Entry(raw=given.text, lang=given.lang, fields=told)


def _told(fields: Fields) -> Iterator[tuple[str, str, str]]:
    """Kind, scheme and value of what relations say by ``info:eu-repo``."""
    for text in texts(fields.get("relation", NONE)):
        if match := _EU_REPO.match(text):
            yield match[1].lower(), scheme_of(match[2]), match[3].strip()


def _by_identifier(scheme: str, value: str) -> Entry:
    doi = value if scheme == "doi" else None
    return Entry(
        raw=f"{scheme.upper()} {value}", fields=ReferenceFields(doi=doi, url=url_of(value))
    )

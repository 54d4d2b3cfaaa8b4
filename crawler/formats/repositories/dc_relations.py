"""What ``dc:relation`` says: other identifiers, and cited works (OpenAIRE Guidelines 3.0, ``info:eu-repo/semantics``).

``info:eu-repo/semantics/altIdentifier/SCHEME/VALUE`` is the publication or its journal under another identifier;
``info:eu-repo/semantics/reference/SCHEME/VALUE`` is a work that it cites. Some write a colon before the value.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from crawler.formats.items import Entry
from crawler.formats.repositories.dc_fields import NONE, Fields, texts
from crawler.formats.values.identifiers import classify, issn_of, named, url_of
from schemas import Identifier, ReferenceFields
from schemas.identifiers import scheme_of

_EU_REPO = re.compile(
    r"^info:eu-repo/semantics/(altidentifier|reference)/([a-z-]+)[/:]\s*(\S.*)$", re.IGNORECASE
)


class Relations(NamedTuple):
    """What relations say: the publication's other identifiers, the ISSNs of its journal, and the cited works."""

    identifiers: tuple[Identifier, ...] = ()
    issn: tuple[str, ...] = ()
    cited: tuple[Entry, ...] = ()


_NONE = Relations()


def read(fields: Fields) -> Relations:
    """What ``dc:relation`` and ``dcterms:references`` say."""
    if not ("relation" in fields or "references" in fields):
        return _NONE
    # most relations are addresses
    given = [t for t in texts(fields.get("relation", NONE)) if not t.startswith("http")]
    if not (given or "references" in fields):
        return _NONE
    told = [match for text in given if (match := _EU_REPO.match(text))]
    identifiers = tuple(
        identifier
        for match in told
        if match[1].lower() == "altidentifier"
        for identifier in named(match[2], match[3])
    )
    named_issn = (i.value for i in identifiers if scheme_of(i.scheme) == "issn")
    alone = (number for text in given if (number := issn_of(text)))
    return Relations(identifiers, (*named_issn, *alone), tuple(_cited(told, fields)))


def _cited(told: list[re.Match[str]], fields: Fields) -> Iterator[Entry]:
    """The cited works: by identifier in ``dc:relation``, as text in ``dcterms:references``."""
    for match in told:
        if match[1].lower() == "reference":
            yield _by_identifier(scheme_of(match[2]), match[3].strip())
    for given in fields.get("references", NONE):
        doi = next((i.value for i in classify(given.text) if i.scheme == "doi"), None)
        url = None if doi else url_of(given.text)
        known = ReferenceFields(doi=doi, url=url) if doi or url else None
        yield Entry(raw=given.text, lang=given.lang, fields=known)


def _by_identifier(scheme: str, value: str) -> Entry:
    doi = value if scheme == "doi" else None
    return Entry(
        raw=f"{scheme.upper()} {value}", fields=ReferenceFields(doi=doi, url=url_of(value))
    )

"""The document type out of all the words that a format gives for it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from schemas.vocabularies import document_type, most_telling_type

# that there is a text, in which version it is, who has read it, who may
_SAYS_NOTHING = re.compile(
    r"^(text|текст|info:eu-repo/semantics/\w*version|https?://purl\.org/coar/(?:version|access_right)/.*"
    r"|(?:not|non)?-?peer-?reviewed|doc-type:.*)$",
    re.IGNORECASE,
)


class Typed(NamedTuple):
    """Our code of a type, and the word that it is from; of types that we do not know the first that says anything."""

    code: str = "unknown"
    as_given: str | None = None


def type_of(given: Sequence[str]) -> Typed:
    """The type that says most among those given (a review and no article), and its word."""
    words = [word for word in given if word and not _SAYS_NOTHING.match(word)]
    code = most_telling_type(words)
    known = (word for word in words if code != "unknown" and document_type(word) == code)
    return Typed(code, next(known, None) or next((word for word in (*words, *given) if word), None))

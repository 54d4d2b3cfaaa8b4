"""Reference text → fields. The style is detected first; each style has its own parser, each field its own function."""

from __future__ import annotations

from indexer.references.gost import parse_gost
from indexer.references.letters import squeeze, unnumbered
from schemas.reference import ReferenceFields


def parse_reference(raw: str, lang: str | None = None) -> ReferenceFields:
    """The fields of one reference, each a verbatim piece of the text (white space apart). Never raises.

    ``lang`` is the language of the list, where known; the text itself decides in doubt.
    """
    text = unnumbered(squeeze(raw))
    return parse_gost(text)

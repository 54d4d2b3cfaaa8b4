"""The registry of formats: bytes in, records out; every parser is a pure function."""

from __future__ import annotations

from collections.abc import Callable

from crawler.formats import highwire, oai, oai_dc, rsci
from crawler.formats.page import (
    PageError,
    ParsedPage,
    ParsedRecord,
    ProtocolError,
    Rejected,
    SourceHints,
)

Parser = Callable[[bytes, SourceHints], ParsedPage]


def _parse_oai_dc(data: bytes, _source: SourceHints) -> ParsedPage:
    return oai.parse_envelope(data, oai_dc.parse)


FORMATS: dict[str, Parser] = {
    "oai_dc": _parse_oai_dc,
    "rsci": rsci.parse,
    "highwire": highwire.parse,
}


def parse_page(format: str, data: bytes, *, source: SourceHints) -> ParsedPage:
    """Parse one page of a named format.

    Raises PageError if nothing of the page can be read, and KeyError for a format that is not in :data:`FORMATS`
    (sources and commands check the name first, and say what there is).
    """
    return FORMATS[format](data, source)


__all__ = [
    "FORMATS",
    "PageError",
    "ParsedPage",
    "ParsedRecord",
    "ProtocolError",
    "Rejected",
    "SourceHints",
    "parse_page",
]

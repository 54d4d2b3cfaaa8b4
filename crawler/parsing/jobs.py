"""What a child can be asked for: pages, the bytes of their records, and what a repository says of itself."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from crawler.formats import ParsedPage, ParsedRecord, parse_page
from crawler.formats.oai_pmh.oai_about import (
    parse_identifiers,
    parse_identify,
    parse_metadata_formats,
    parse_sets,
)
from crawler.parsing.wire import PageOnWire, Task, packed


def _parsed(task: Task) -> ParsedPage:
    return parse_page(task.format, task.data, source=task.hints)


def _page(task: Task) -> PageOnWire:
    return packed(_parsed(task))


def _raws(task: Task) -> list[bytes]:
    return [item.raw for item in _parsed(task).items if isinstance(item, ParsedRecord)]


JOBS: dict[str, Callable[[Task], Any]] = {
    "page": _page,
    "raws": _raws,
    "identify": lambda task: parse_identify(task.data),
    "metadata-formats": lambda task: parse_metadata_formats(task.data),
    "sets": lambda task: parse_sets(task.data),
    "identifiers": lambda task: parse_identifiers(task.data),
}
"""Each raises PageError; what it gives is a struct, or texts, that MessagePack can carry."""

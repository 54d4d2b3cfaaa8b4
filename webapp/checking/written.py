"""A checked list to take away: in a citation style, or as a file of a reference manager."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple

import msgspec

from schemas import Work
from webapp.checking.verdicts import Verdict
from webapp.exports import STYLES, in_style, to_bibtex, to_csl, to_ris
from webapp.exports.media_types import MEDIA_TYPES


class Kind(NamedTuple):
    """A kind of file: what it is called, its media type, and how works are written."""

    label: str
    media_type: str
    written: Callable[[Sequence[Work]], str]


def _each(one: Callable[[Work], str]) -> Callable[[Sequence[Work]], str]:
    return lambda works: "\n".join(one(work).strip() + "\n" for work in works)


def _csl(works: Sequence[Work]) -> str:
    return msgspec.json.encode([to_csl(work) for work in works]).decode()


KINDS: Mapping[str, Kind] = {
    "bib": Kind("BibTeX", MEDIA_TYPES["bib"], _each(to_bibtex)),
    "ris": Kind("RIS", MEDIA_TYPES["ris"], _each(to_ris)),
    "json": Kind("CSL-JSON", MEDIA_TYPES["json"], _csl),
}


def works_of(verdicts: Sequence[Verdict]) -> list[Work]:
    """The works of the list, each once, in its order; what the index does not know as it could be read."""
    return list({each.described.id: each.described for each in verdicts}.values())


def as_list(verdicts: Sequence[Verdict], style: str) -> list[str]:
    """The list in one of :data:`STYLES`. What the index does not know stays as it was given: it is not checked."""
    lines: dict[str, str] = {}
    for each in verdicts:
        known = each.work is not None
        text = in_style(each.described, style) if known else each.resolved.given.raw
        lines.setdefault(each.described.id, text)
    return list(lines.values())


def default_style() -> str:
    """The first of the styles."""
    return next(iter(STYLES))

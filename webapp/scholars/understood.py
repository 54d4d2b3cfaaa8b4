"""What was understood of a query, as chips; taking one away asks for the words as they are written."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import islice

import msgspec
from flask_babel import gettext as _
from flask_babel import lazy_gettext
from flask_babel.speaklater import LazyString

from indexer.search.understand.chips import Chip, ChipKind
from indexer.search.understand.references import Recognised
from webapp.formatting import number, percent
from webapp.scholars.query import SearchQuery

_TITLES: dict[ChipKind, LazyString] = {
    "author": lazy_gettext("Author"),
    "year": lazy_gettext("Year"),
    "place": lazy_gettext("Volume, issue or page"),
    "institution": lazy_gettext("Institution"),
    "layout": lazy_gettext("Typed with another keyboard layout"),
    "spelling": lazy_gettext("Spelt otherwise"),
    "reference": lazy_gettext("Recognised as a reference"),
}


_MOST = 12  # chips on a page
_BUDGET = 20_000  # bytes that their addresses may take together


class ChipView(msgspec.Struct, frozen=True):
    """A chip as it is shown; ``url`` is the page without it."""

    title: str
    text: str
    url: (
        str | None
    )  # None for what nobody can take away, and where the page has no room for the address


def chip_views(query: SearchQuery, chips: Iterable[Chip]) -> Iterator[ChipView]:
    """The chips of an answer, in their order."""
    left = _BUDGET
    for chip in islice(chips, _MOST):
        address = query.change(literally=(*query.literally, chip.key)).url()
        left -= len(address)
        title, text = _shown(chip)
        yield ChipView(title, text, address if left > 0 and chip.kind != "bounded" else None)


def recognised_view(recognised: Recognised) -> list[tuple[str, str]]:
    """How sure a reference was recognised, and what was read from it: names and values to show."""
    fields = recognised.fields
    values = {
        _("certainty"): percent(recognised.score),
        _("authors"): "; ".join(fields.authors),
        _("title"): fields.title,
        _("in"): fields.container,
        _("year"): fields.year and str(fields.year),
        _("volume"): fields.volume,
        _("issue"): fields.issue,
        _("pages"): "–".join(filter(None, (fields.first_page, fields.last_page))),
        "DOI": fields.doi,
    }
    return [(str(name), value) for name, value in values.items() if value]


def _shown(chip: Chip) -> tuple[str, str]:
    if chip.kind == "fewer":
        return _fewer(chip.text), ""
    if chip.kind == "bounded":
        return _bounded(chip.text), ""
    return str(_TITLES[chip.kind]), chip.text


def _bounded(text: str) -> str:
    """``1000/25000`` in words."""
    taken, _slash, found = text.partition("/")
    told = _(
        "Of the %(found)s works inside citedby or refersto the %(taken)s most cited count",
        found=number(int(found)),
        taken=number(int(taken)),
    )
    return str(told)


def _fewer(text: str) -> str:
    """``3/5`` in words."""
    found, _slash, asked = text.partition("/")
    if found == asked:
        return str(_("No work was found under this name: these have the surname"))
    told = _(
        "No work has all the words: these have %(found)s of %(asked)s", found=found, asked=asked
    )
    return str(told)

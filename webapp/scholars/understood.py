"""What was understood of a query, as chips; taking one away asks for the words as they are written."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import msgspec
from flask_babel import gettext as _
from flask_babel import lazy_gettext
from flask_babel.speaklater import LazyString

from indexer.search.understand.chips import Chip, ChipKind
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


class ChipView(msgspec.Struct, frozen=True):
    """A chip as it is shown; ``url`` is the page without it."""

    title: str
    text: str
    url: str


def chip_views(query: SearchQuery, chips: Iterable[Chip]) -> Iterator[ChipView]:
    """The chips of an answer, in their order."""
    for chip in chips:
        without = query.change(literally=(*query.literally, chip.key))
        title, text = _shown(chip)
        yield ChipView(title, text, without.url())


def _shown(chip: Chip) -> tuple[str, str]:
    if chip.kind == "fewer":
        return _fewer(chip.text), ""
    return str(_TITLES[chip.kind]), chip.text


def _fewer(text: str) -> str:
    """``3/5`` in words."""
    found, _slash, asked = text.partition("/")
    if found == asked:
        return str(_("No work was found under this name: these have the surname"))
    told = _(
        "No work has all the words: these have %(found)s of %(asked)s", found=found, asked=asked
    )
    return str(told)

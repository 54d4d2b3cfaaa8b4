"""What was understood of a query, as small pieces that a reader can take away one by one."""

from __future__ import annotations

from typing import Literal

import msgspec

ChipKind = Literal[
    "author", "year", "place", "institution", "layout", "spelling", "fewer", "reference", "bounded"
]

_ONE_AT_A_TIME = frozenset({"fewer", "reference"})


class Chip(msgspec.Struct, frozen=True):
    """``text`` is what was understood: a name, a year, the query in another layout or spelling.

    Of "fewer" it is how many of how many parts of the query are found ("3/5"), of "reference" the title of the work.
    """

    kind: ChipKind
    text: str

    @property
    def key(self) -> str:
        """What names the chip in the address of a page on which it is taken away."""
        return self.kind if self.kind in _ONE_AT_A_TIME else f"{self.kind}:{self.text}"

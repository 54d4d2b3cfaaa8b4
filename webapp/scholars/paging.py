"""Pages of a list that is counted: ?page=2."""

from __future__ import annotations

import msgspec
from flask import abort, request

from webapp.addresses import here
from webapp.numbers import whole_number

SIZE = 20
_LAST = 100_000  # beyond this an address is a mistake or a trap, not a reader


class Paging(msgspec.Struct, frozen=True, kw_only=True):
    """Which page is shown. ``previous`` and ``next`` are the neighbours' addresses, where there are any."""

    page: int
    size: int = SIZE
    first: int = 0
    last: int = 0
    total: int = 0
    previous: str | None = None
    next: str | None = None

    @classmethod
    def of_request(cls) -> Paging:
        """The page that the address asks for; 404 for one that cannot be."""
        asked = request.args.get("page", "1")
        return cls(page=whole_number(asked, _LAST) or abort(404))

    def over(self, total: int) -> Paging:
        """This page of a list of that length; 404 beyond its end."""
        before = (self.page - 1) * self.size
        if self.page > 1 and before >= total:
            abort(404)
        last = min(before + self.size, total)
        return msgspec.structs.replace(
            self,
            first=before + 1,
            last=last,
            total=total,
            previous=_address(self.page - 1) if self.page > 1 else None,
            next=_address(self.page + 1) if last < total else None,
        )


def _address(page: int) -> str:
    return here(page=page if page > 1 else None)

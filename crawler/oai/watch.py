"""Watching a list that is read: what came before, and whether it will ever end."""

from __future__ import annotations

from collections.abc import Iterable

from crawler.formats import ParsedPage, ParsedRecord
from crawler.oai.seen import Seen
from crawler.oai.state import ListState

_MOST_EMPTY = 20
_FAR_OVER = 1000


class Watch:
    """Remembers the identifiers of a set, and the tokens and pages of a list."""

    def __init__(self) -> None:
        self._seen = Seen()
        self._tokens: set[str] = set()
        self._pages: set[int] = set()
        self._empty = 0

    def know(self, identifiers: Iterable[str]) -> None:
        """Identifiers that came before this process began."""
        for identifier in identifiers:
            self._seen.add(identifier)

    def __contains__(self, identifier: str) -> bool:
        """True if the set brought it already."""
        return identifier in self._seen

    def new_set(self) -> None:
        """Forget everything: another set begins, or the same once more."""
        self._seen.clear()
        self.new_list()

    def new_list(self) -> None:
        """Forget the list."""
        self._tokens.clear()
        self._pages.clear()
        self._empty = 0

    @property
    def followed(self) -> bool:
        """True if the list went over more than one page."""
        return bool(self._tokens)

    def fresh(self, page: ParsedPage) -> int:
        """How many items of the page had not come before; they have now."""
        known = len(self._seen)
        nameless = 0
        for name in names(page):
            if name is None or self._seen.full:
                nameless += 1
            else:
                self._seen.add(name)
        return len(self._seen) - known + nameless

    def repeats(self, page: ParsedPage) -> bool:
        """True if a page of the same items came before in this list."""
        return bool(page.items) and hash(names(page)) in self._pages

    def endless(self, page: ParsedPage, state: ListState) -> str | None:
        """Why the list, which goes on after this page, would never end; notes the page."""
        token = state.token or ""
        if token in self._tokens:
            return f"the server hands out a resumption token that it gave before ({token!r})"
        if self.repeats(page):
            return "the server gives the same page again"
        self._tokens.add(token)
        self._pages.add(hash(names(page)))
        self._empty = 0 if page.items else self._empty + 1
        if self._empty > _MOST_EMPTY:
            return f"{self._empty} pages in a row are empty"
        if state.size is not None and state.received > 2 * state.size + _FAR_OVER:
            return f"{state.received} records came of a list of {state.size}"
        return None


def names(page: ParsedPage) -> tuple[str | None, ...]:
    """The identifiers of a page's items; None for one without."""
    return tuple(
        item.record.identifier if isinstance(item, ParsedRecord) else item.identifier
        for item in page.items
    )

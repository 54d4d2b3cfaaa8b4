"""By what works of one journal are counted together: an ISSN, or a title in whatever script it is written.

A title alone may be that of two journals, so nothing is joined beyond it: the numbers of a journal are those of one
ISSN or of one title.
"""

from __future__ import annotations

from indexer.text.folding import fold
from schemas import Container
from schemas.identifiers import clean_issn

_BOOKS = {"book", "proceedings"}
_LONGEST = 300  # characters of a key: an index holds it


def journal_keys(container: Container | None) -> tuple[str, ...]:
    """The keys of the journal in order; none of a book or of proceedings without an ISSN."""
    if container is None:
        return ()
    numbers = {found for text in container.issn if (found := clean_issn(text))}
    if container.kind in _BOOKS and not numbers:
        return ()
    titles = {title_key(title.text) for title in container.titles}
    return tuple(sorted((numbers | titles) - {""}))


def title_key(title: str) -> str:
    """The key of a title."""
    return fold(title)[:_LONGEST].strip()


def key_of(text: str) -> str:
    """The key of what a reader gives: an ISSN, or a title."""
    return clean_issn(text) or title_key(text)

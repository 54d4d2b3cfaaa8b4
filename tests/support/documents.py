"""Documents of the search index, generated for tests."""

from __future__ import annotations

from typing import Any

from indexer.search.interface import SearchDocument
from schemas.ids import public_id, record_number
from schemas.record import LocalizedText, PersonName


def document(title: str, *authors: str, **values: Any) -> SearchDocument:
    """A held work of this title by these authors."""
    number = record_number("generated", title)
    return SearchDocument(
        number=number,
        id=public_id(number),
        titles=(LocalizedText(title),),
        names=tuple(PersonName(literal=author) for author in authors),
        **values,
    )

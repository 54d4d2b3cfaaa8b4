"""For ``pybabel extract`` (see babel.cfg): the sentences of errors, written in English where they are raised."""

from __future__ import annotations

from collections.abc import Iterator
from typing import IO, Any

from indexer.search import errors
from webapp.checking.errors import CannotCheckError


def search_errors(
    _file: IO[bytes], keywords: Any, comment_tags: Any, options: Any
) -> Iterator[tuple[int, str, str, list[str]]]:
    """One message (line, function, text, comments) for each sentence of each error."""
    for kind in (
        errors.QuerySyntaxError,
        errors.BadRequest,
        errors.BadCursor,
        errors.SearchTooSlow,
        CannotCheckError,
    ):
        for message in kind.messages.values():
            yield 1, "gettext", message, []

"""Mentions for the tests, of names as written."""

from __future__ import annotations

from typing import Any

from indexer.people.mention import Mention
from indexer.text.folding import fold
from indexer.text.name_words import word_of
from indexer.text.names import name_keys, parse_name


def mention(work: int, *names: str, position: int = 1, **values: Any) -> Mention:
    """A mention with these forms of the name."""
    parsed = [parse_name(name) for name in names]
    return Mention(
        work=work,
        position=position,
        names=tuple(dict.fromkeys(key for name in parsed for key in name_keys(name))),
        patronymics=tuple(
            fold(name.patronymic) for name in parsed if word_of(name.patronymic).patronymic
        ),
        **values,
    )

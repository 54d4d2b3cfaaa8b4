"""Words as people spell them, in small letters: what a suggestion is made of, and where they stand in a text."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

import msgspec

from indexer.text.folding import words

# a shorter word has so many neighbours that the right one cannot be told; a longer one is hardly a word
_LEAST, _MOST = 4, 40
_WORD = re.compile(r"[^\W_]+(?:['’ʼ\u00ad\u0301][^\W_]+)*")


class Place(msgspec.Struct, frozen=True):
    """A word and where it stands in the text."""

    word: str
    start: int
    end: int


def spelt_words(text: str) -> list[str]:
    """The words of a text that could be misspelt, in small letters, without signs of stress and the like."""
    return [word for chunk in text.split() for word in _of_chunk(chunk)]


def is_spelt(word: str) -> bool:
    """Whether it is long enough, and nothing but letters."""
    return _LEAST <= len(word) <= _MOST and word.isalpha()


def places(text: str) -> Iterator[Place]:
    """Where those words stand."""
    for match in _WORD.finditer(text):
        found = _of_chunk(match.group())
        if len(found) == 1:
            yield Place(found[0], *match.span())


def cased(word: str, like: str) -> str:
    """The word in capitals, or with a capital, as the other one has it."""
    if like.isupper():
        return word.upper()
    return word[:1].upper() + word[1:] if like[:1].isupper() else word


@lru_cache(maxsize=1 << 16)
def _of_chunk(chunk: str) -> tuple[str, ...]:
    if chunk.endswith("-"):
        return ()  # broken at the end of a line
    return tuple(filter(is_spelt, (word.lower() for word in words(chunk))))

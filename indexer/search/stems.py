"""Stems as terms of the index: computed here, so that every backend finds the same.

A term is a stem with its language before it (``kk:тарих``). A text has the stems of its own language; a query, which
says no language, has those of every language that its letters allow. So a word meets its forms in texts of one
language, and a rule of Kazakh never joins two Russian words. Which stems a word has is said by
:mod:`indexer.text.inflection`. Case does not matter, nor do signs of stress and soft hyphens.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from functools import lru_cache

from indexer.text.inflection import stems_in
from indexer.text.inflection.languages import Languages, languages_of_text, languages_of_word

# written inside a word and no part of it: Armenian intonation, the stress of Russian dictionaries, the soft hyphen
_MARKS = "\u055b\u055c\u055e\u0301\u00ad"
# the apostrophe is a letter of Belarusian (сям'я), and parts words elsewhere
_APOSTROPHE = re.compile("(?<=[\u0400-\u052f])['’‘ʼ`](?=[\u0400-\u052f])")
_MARK = re.compile(f"[{_MARKS}]")
_WORD = re.compile(rf"[^\W_]+(?:[{_MARKS}]+[^\W_]+)*")
_LONGEST = 255  # letters; what is longer is no word, and a backend limits the bytes of a term


def words_of(text: str) -> tuple[str, ...]:
    """The words of a text in small letters, in order: letters and digits make words, all else parts them."""
    return tuple(word for chunk in text.split() for word in _of_chunk(chunk))


def text_stems(text: str, given: Iterable[str | None] = ()) -> Iterator[str]:
    """The terms of all words of a text whose languages are ``given``, in order, every occurrence anew."""
    languages = languages_of_text(text, given)
    for word in words_of(text):
        yield from _terms(word, languages)


def query_stems(text: str) -> tuple[tuple[str, ...], ...]:
    """For each word of a query the terms of which a text must have one."""
    return tuple(_terms(word, ()) for word in words_of(text))


@lru_cache(maxsize=1 << 16)
def _of_chunk(chunk: str) -> tuple[str, ...]:
    """The words in what stands between two white spaces, which has no say in those of its neighbours."""
    found = _WORD.findall(_APOSTROPHE.sub("", unicodedata.normalize("NFC", chunk)))
    # the ligature has no capital of its own
    return tuple(_MARK.sub("", word).lower().replace("և", "եւ")[:_LONGEST] for word in found)


@lru_cache(maxsize=1 << 16)
def _terms(word: str, given: Languages) -> tuple[str, ...]:
    """Sorted, so that the same word makes the same document; a word of no language is a term by itself."""
    languages = languages_of_word(word, given)
    if not languages:
        return (f":{word}",)
    stems = {f"{each}:{stem}" for each in languages for stem in stems_in(word, each)}
    return tuple(sorted(stems))

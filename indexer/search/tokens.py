"""Words of texts as terms: which of them meet across scripts, and which within theirs alone.

Words of titles, keywords and abstracts meet in their own script: море is no "more", and көл no кол. A title in
romanised letters is the exception: its words meet those of the other script by their folding, in a field of its own.
Names, places and journals are written in any script, so their folding is all that counts.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache

from indexer.text.folding import fold, fold_word, words
from indexer.text.romanised import looks_romanised
from indexer.text.scripts import script_of

_ROMANISED = "="
"""Stands before a word of a romanised title, which only words of other scripts ask for."""
_LATIN_LANGUAGES = frozenset(
    {"en", "de", "fr", "es", "it", "pl", "cs", "tr", "la", "pt", "nl", "fi"}
)
_DOUBLED = re.compile(r"(\w)\1+")
"""Left out, as in the folding: nothing is misspelt so often."""
_LONG = re.compile("(?<=[oо])(?=[oо])", re.IGNORECASE)


def folded_tokens(text: str) -> tuple[str, ...]:
    """The words of a journal, a place or an institution: the same in every script."""
    return tuple(fold(text).split())


def name_tokens(text: str) -> tuple[str, ...]:
    """The words of a name. A long o is no short one: Moore is not what море would be in Latin letters."""
    if not has_long_o(text):
        return folded_tokens(text)
    return tuple(fold(_LONG.sub("0", text)).replace("o0o", "oo").split())


def has_long_o(text: str) -> bool:
    """Whether a name is written with one."""
    return _LONG.search(text) is not None


def own_tokens(text: str) -> tuple[str, ...]:
    """The words of a running text, each in its own script."""
    return tuple(filter(None, map(_own, words(text))))


def native_terms(text: str) -> tuple[str, ...]:
    """The terms by which a romanised query finds a title in another script; none for a Latin title."""
    every = words(text)
    return tuple(map(fold_word, every)) if any(map(_is_native, every)) else ()


def romanised_terms(text: str, lang: str | None) -> tuple[str, ...]:
    """The terms by which words of other scripts find a title, if it is romanised; ``lang`` is what its source says."""
    if not is_romanised(text, lang):
        return ()
    return tuple(_ROMANISED + fold_word(word) for word in words(text))


def crossing_terms(text: str, *, romanised: bool) -> tuple[str, ...]:
    """What words of a query ask titles of other scripts for; none if they are Latin words of a western language."""
    asked: list[str] = []
    for word in words(text):
        if _is_native(word):
            asked.append(_ROMANISED + fold_word(word))
        elif romanised:
            asked.append(fold_word(word))
        else:
            return ()
    return tuple(asked)


def is_romanised(text: str, lang: str | None) -> bool:
    """Whether a title in Latin letters is another script's: by its language, else by its letters."""
    if lang is None:
        return looks_romanised(text)
    return lang not in _LATIN_LANGUAGES and script_of(text) == "Latn"


def joined(tokens: Iterable[str]) -> str:
    """The value of a field, which every backend parts at its spaces."""
    return " ".join(tokens)


def _is_native(word: str) -> bool:
    return script_of(word) in {"Cyrl", "Armn"}


@lru_cache(maxsize=1 << 16)
def _own(word: str) -> str:
    script = script_of(word)
    if script == "Cyrl":
        return _DOUBLED.sub(r"\1", word.lower().replace("ё", "е"))
    if script == "Armn":
        return _DOUBLED.sub(r"\1", word.lower().replace("և", "եվ").replace("եւ", "եվ"))
    return fold_word(_LONG.sub("0", word)).replace("o0o", "oo")

"""Inflection: which stems a word may have in a language. Two forms of one word share at least one.

Pure functions of a word, one module a language: :mod:`.russian` asks a dictionary, :mod:`.english` asks Snowball and a
table of irregular plurals, the others follow the grammar alone. A grammar without a dictionary cannot tell whether
тілі is "its tongue" or a word by itself: so a word has *all* the stems that it may have, and words meet where their
sets meet. A stem is for finding, never for showing, and says nothing in another language.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from indexer.text.inflection.armenian import armenian_stems
from indexer.text.inflection.belarusian import belarusian_stems
from indexer.text.inflection.english import english_stems
from indexer.text.inflection.kazakh import kazakh_stems
from indexer.text.inflection.kyrgyz import kyrgyz_stems
from indexer.text.inflection.russian import russian_stems

Stems = frozenset[str]

_OF_LANGUAGE: Mapping[str, Callable[[str], Stems]] = {
    "be": belarusian_stems,
    "en": english_stems,
    "hy": armenian_stems,
    "kk": kazakh_stems,
    "ky": kyrgyz_stems,
    "ru": russian_stems,
}


def stems_in(word: str, language: str) -> Stems:
    """The stems that a word in small letters may have in a language; the word itself where no grammar is known."""
    known = _OF_LANGUAGE.get(language)
    return known(word) if known else frozenset({word})

"""Scripts of words, repair of look-alike letters and neutral spelling of spaces, dashes and quotes.

Output of :func:`clean` and :func:`repair_homoglyphs` is still text in its own script, fit to parse
and to compare; it is not a key (see :mod:`indexer.text.folding`) and not what a page shows, which
is always the text as given.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import Literal

Script = Literal["Latn", "Cyrl", "Armn", "Mixed", ""]

_LATIN_ALIKE = "ABCEHIKMOPTXYSJaceiopxysjkëïËÏ"
_CYRILLIC_ALIKE = "АВСЕНІКМОРТХУЅЈасеіорхуѕјкёїЁЇ"
_TO_CYRILLIC = dict(zip(_LATIN_ALIKE, _CYRILLIC_ALIKE, strict=True))
_TO_LATIN = dict(zip(_CYRILLIC_ALIKE, _LATIN_ALIKE, strict=True))
# acidity, often half Cyrillic: the one word whose letters all look alike and whose majority misleads
_LATIN_PAIRS = {"рН": "pH", "pН": "pH", "рH": "pH"}

_LETTERS = re.compile(r"[^\W\d_]+")
_CYRILLIC = re.compile(r"[\u0400-\u052f\u1c80-\u1c8f\u2de0-\u2dff\ua640-\ua69f]")
_LATIN = re.compile(
    r"[A-Za-z\u00aa\u00ba\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u02af\u1e00-\u1eff\u2c60-\u2c7f]"
)
_ARMENIAN = re.compile(r"[\u0531-\u0556\u0560-\u0588\ufb13-\ufb17]")
_NOT_CYRILLIC = re.compile(f"{_LATIN.pattern}|{_ARMENIAN.pattern}")

INVISIBLE = re.compile(r"[\u00ad\u034f\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff]")
_DASHES = re.compile(r"[\u2010-\u2015\u2043\u2212\u2e3a\u2e3b\ufe58\ufe63\uff0d\u058a]")
_QUOTES = re.compile(r"[«»“”„‟〝〞＂]")
_APOSTROPHES = re.compile(r"[‘’‚‛`´ʹʻʼʽˈ′＇]")
_ODD = re.compile("|".join(p.pattern for p in (INVISIBLE, _DASHES, _QUOTES, _APOSTROPHES)))

_CYRILLIC_NAME = "[А-ЯЁІЎЇЄҐӘҒҚҢӨҰҮҺ][а-яёіўїєґәғқңөұүһ]+"
_LATIN_NAME = "[A-Z\u00c0-\u00de][a-z\u00df-\u017f]+"
# an initial of the wrong script right before a capitalised name: "P. Жуйков" with a Latin P
_LATIN_INITIAL = re.compile(rf"(?<![\w'’])[ABCEHKMOPTY](?=\.\s*(?:[^\W\d_]\.\s*)?{_CYRILLIC_NAME})")
_CYRILLIC_INITIAL = re.compile(rf"(?<![\w'’])[АВСЕНКМОРТУ](?=\.\s*(?:[^\W\d_]\.\s*)?{_LATIN_NAME})")


def script_of(word: str) -> Script:
    """The script of a word's letters; ``Mixed`` for several of ours, "" for none of them."""
    latin = _LATIN.search(word) is not None
    if word.isascii():
        return "Latn" if latin else ""
    cyrillic = _CYRILLIC.search(word) is not None
    if latin and cyrillic:
        return "Mixed"
    if _ARMENIAN.search(word):
        return "Mixed" if latin or cyrillic else "Armn"
    return "Latn" if latin else "Cyrl" if cyrillic else ""


def is_mixed(text: str) -> bool:
    """Whether :func:`script_of` is ``Mixed``, which most texts are not: told of these by one look."""
    return (
        not text.isascii() and _NOT_CYRILLIC.search(text) is not None and script_of(text) == "Mixed"
    )


@lru_cache(maxsize=1 << 14)
def _repair_word(word: str) -> str:
    """The word in one script, if its letters allow that; the word itself if they do not."""
    if script_of(word) != "Mixed" or _ARMENIAN.search(word):
        return word
    if word in _LATIN_PAIRS:
        return _LATIN_PAIRS[word]
    latin = [letter for letter in word if _LATIN.match(letter)]
    cyrillic = [letter for letter in word if _CYRILLIC.match(letter)]
    sure_latin = any(letter not in _TO_CYRILLIC for letter in latin)
    sure_cyrillic = any(letter not in _TO_LATIN for letter in cyrillic)
    if sure_latin and sure_cyrillic:
        return word
    if sure_latin or (not sure_cyrillic and len(latin) > len(cyrillic)):
        return "".join(_TO_LATIN.get(letter, letter) for letter in word)
    return "".join(_TO_CYRILLIC.get(letter, letter) for letter in word)


def repair_homoglyphs(text: str) -> str:
    """Put look-alike letters of the wrong script right: Latin ones in Cyrillic words and back.

    A mixed word goes to the script of its unambiguous letters, else of most of its letters, else
    to Cyrillic; a word with unambiguous letters of both scripts is left alone. An initial follows
    the capitalised name right behind it. Words in one script, Belarusian and Kazakh ``і``
    included, stay as they are.
    """
    if not is_mixed(text):
        return text
    text = _LETTERS.sub(lambda match: _repair_word(match.group()), text)
    text = _LATIN_INITIAL.sub(lambda match: _TO_CYRILLIC[match.group()], text)
    return _CYRILLIC_INITIAL.sub(lambda match: _TO_LATIN[match.group()], text)


def repair_name(text: str) -> str:
    """:func:`repair_homoglyphs` for a text known to be a name: initials follow its long words."""
    text = repair_homoglyphs(text)
    if not is_mixed(text):
        return text
    scripts = {script_of(word) for word in _LETTERS.findall(text) if len(word) > 1}
    if scripts == {"Cyrl"}:
        return _LETTERS.sub(lambda match: _TO_CYRILLIC.get(match.group(), match.group()), text)
    if scripts == {"Latn"}:
        return _LETTERS.sub(lambda match: _TO_LATIN.get(match.group(), match.group()), text)
    return text


def clean(text: str) -> str:
    """NFC without invisible characters; one spelling each of spaces, dashes and quotes."""
    if text.isascii():
        text = text.replace("`", "'")
    elif _ODD.search(text) or not unicodedata.is_normalized("NFC", text):
        text = unicodedata.normalize("NFC", INVISIBLE.sub("", text))
        text = _QUOTES.sub('"', _DASHES.sub("-", text))
        text = _APOSTROPHES.sub("'", text)
    return " ".join(text.split())

"""Scripts of words, repair of look-alike letters and neutral spelling of spaces, dashes and quotes.

Output of :func:`clean` and :func:`repair_homoglyphs` is still text in its own script, fit to parse and to compare; it is not
a key (see :mod:`indexer.text.folding`) and not what a page shows, which is always the text as given.
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
# letters that no Latin word would hold by mistake; "i" in a Russian word stays the і it looks like
_LATIN_PAIRS = {"рН": "pH", "pН": "pH", "рH": "pH"}

_LETTERS = re.compile(r"[^\W\d_]+")
_CYRILLIC = re.compile(r"[\u0400-\u052f\u1c80-\u1c8f\u2de0-\u2dff\ua640-\ua69f]")
_LATIN = re.compile(
    r"[A-Za-z\u00aa\u00ba\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u02af\u1e00-\u1eff\u2c60-\u2c7f]"
)
_ARMENIAN = re.compile(r"[\u0531-\u0556\u0560-\u0588\ufb13-\ufb17]")

_INVISIBLE = re.compile(r"[\u00ad\u034f\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff]")
_DASHES = re.compile(r"[\u2010-\u2015\u2043\u2212\u2e3a\u2e3b\ufe58\ufe63\uff0d\u058a]")
_QUOTES = re.compile(r"[«»“”„‟〝〞＂]")
_APOSTROPHES = re.compile(r"[‘’‚‛`´ʹʻʼʽˈ′＇]")
_SPACES = re.compile(r"\s+")

_CYR_INITIAL = "АВСЕНКМОРТУ"
_LAT_INITIAL = "ABCEHKMOPTY"
_CYR_NAME = r"[А-ЯЁІЎЇЄҐӘҒҚҢӨҰҮҺ][а-яёіўїєґәғқңөұүһ]+"
_LAT_NAME = r"[A-Z\u00c0-\u00de][a-z\u00df-\u017f]+"


def _initials_beside(letters: str, name: str) -> re.Pattern[str]:
    """One of ``letters`` as an initial right before (or, after a comma or space, behind) a capitalised ``name``."""
    before = rf"(?<![\w'’])[{letters}](?=\.\s*(?:[^\W\d_]\.\s*)?{name})"
    behind = rf"(?<=[\w,.]\s)[{letters}](?=\.\s*(?:[^\W\d_]\.)?\s*(?:$|[,;]))"
    return re.compile(f"{before}|{behind}")


_LATIN_INITIALS = _initials_beside(_LAT_INITIAL, _CYR_NAME)
_CYRILLIC_INITIALS = _initials_beside(_CYR_INITIAL, _LAT_NAME)


@lru_cache(maxsize=1 << 16)
def script_of(word: str) -> Script:
    """The script of a word's letters; ``Mixed`` for more than one of ours, "" where it has none of them."""
    found: list[Script] = []
    if _LATIN.search(word):
        found.append("Latn")
    if _CYRILLIC.search(word):
        found.append("Cyrl")
    if _ARMENIAN.search(word):
        found.append("Armn")
    if len(found) > 1:
        return "Mixed"
    return found[0] if found else ""


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
    """Put look-alike letters of the wrong script right: Latin ones in Cyrillic words and the reverse.

    A mixed word goes to the script of its unambiguous letters, else of most of its letters, else to Cyrillic; a word with
    unambiguous letters of both scripts is left alone. A single-letter initial follows the capitalised name beside it. Words
    in one script, Belarusian and Kazakh ``і`` included, stay as they are.
    """
    if script_of(text) != "Mixed":
        return text
    repaired = _LETTERS.sub(lambda match: _repair_word(match.group()), text)
    if script_of(repaired) != "Mixed":
        return repaired
    return _repair_initials(repaired)


def _repair_initials(text: str) -> str:
    has_cyrillic_name = re.search(_CYR_NAME, text) is not None
    has_latin_name = re.search(_LAT_NAME, text) is not None
    if has_cyrillic_name and not has_latin_name:
        return _LATIN_INITIALS.sub(lambda match: _TO_CYRILLIC[match.group()], text)
    if has_latin_name and not has_cyrillic_name:
        return _CYRILLIC_INITIALS.sub(lambda match: _TO_LATIN[match.group()], text)
    return text


def clean(text: str) -> str:
    """NFC with invisible characters dropped and spaces, dashes, quotes and apostrophes in one spelling each."""
    text = unicodedata.normalize("NFC", _INVISIBLE.sub("", text))
    text = _DASHES.sub("-", text)
    text = _QUOTES.sub('"', text)
    text = _APOSTROPHES.sub("'", text)
    return _SPACES.sub(" ", text).strip()

"""Which languages a word may be in: those of its text, else those of its letters, else every likely one.

In a text of known language only that language counts. A query says none, so its words are looked up in every language
whose alphabet has all their letters; since stems of one language meet no stems of another, that finds no more than the
right one would.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache

from indexer.text.scripts import script_of

_RUSSIAN = frozenset("абвгдеёжзийклмнопрстуфхцчшщъыьэюя")
_ALPHABETS = {
    "ru": _RUSSIAN,
    "be": _RUSSIAN - set("ищъ") | set("іў"),
    "kk": _RUSSIAN | set("әғқңөұүһі"),
    "ky": _RUSSIAN | set("ңөү"),
}
"""Languages of Cyrillic letters, the likeliest first."""
_ALIKE = {"hyw": "hy", "hye": "hy"}
_OF_SCRIPT = {"Latn": ("en",), "Armn": ("hy",)}
_CYRILLIC = re.compile("[\u0400-\u052f]")

Languages = tuple[str, ...]


def languages_of_word(word: str, given: Languages = ()) -> Languages:
    """The languages that a word in small letters may be in, of those ``given`` if they have its letters."""
    script = script_of(word)
    if script != "Cyrl":
        return _OF_SCRIPT.get(script, ())
    possible = _with_letters(word)
    return tuple(each for each in possible if each in given) or possible


def languages_of_text(text: str, given: Iterable[str | None]) -> Languages:
    """The languages of Cyrillic words in a text: those that its source gives, else those of all its letters.

    ``given`` holds what is known of the text or of the work around it, the most certain first.
    """
    known = (_ALIKE.get(each, each) for each in given if each)
    found = tuple(each for each in known if each in _ALPHABETS)
    return found or _with_letters("".join(sorted(set(_CYRILLIC.findall(text.lower())))))


@lru_cache(maxsize=1 << 14)
def _with_letters(word: str) -> Languages:
    letters: Sequence[str] | set[str] = set(_CYRILLIC.findall(word))
    found = tuple(name for name, alphabet in _ALPHABETS.items() if alphabet.issuperset(letters))
    return found or ("ru",)

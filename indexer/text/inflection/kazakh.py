"""Kazakh: the ladder of suffixes with its harmony and its consonants.

The rules are those of Muhamedowa, "Kazakh: A Comprehensive Grammar" (2016). A last п, қ, к is б, ғ, г where a vowel
follows (кітап, кітабы), and a high vowel before the last consonant may drop (ауыз, аузы; орын, орны). Loans keep their
letters (клуб, клубы); some take front suffixes in spite of their vowels (парк, паркі).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from indexer.text.inflection.ladder import Grammar, Sounds, Suffixes, ladder_stems, steps_of

_BACK, _FRONT, _EITHER = "аоұыяё", "әөүіеэ", "иую"
_VOWELS = _BACK + _FRONT + _EITHER
_VOWEL = re.compile(f"[{_VOWELS}]")
_CLOSED = re.compile("[иую][^аоұыяёәөүіеэиую]*$")
_DROPPED = re.compile("(?<=[рлйуңғ])[нрлзқкп]$")
_SHORT = re.compile(f"[{_VOWELS}][^{_VOWELS}]|[^{_VOWELS}][{_EITHER}]")

# class → its last letters, then what L N K B D M stand for, whether ғ or қ, and whether it ends in a full vowel
_CLASSES = {
    "vowel": ("аоұыяёәөүіеэ", "лннддм"),
    "glide": ("рйиую", "лддддм"),
    "lateral": ("л", "дддддм"),
    "nasal": ("мнң", "дндндм"),
    "buzz": ("зж", "дддддб"),
}
_HARD = "тттттп"
_HARMONIES = (("back", "а", "ы", "ғ", "қ"), ("front", "е", "і", "г", "к"))
_CASES = (("case", "NIң"), ("case", "KI"), ("case", "BAн"), ("case", "Mен"), ("place", "DA"))
_POSSESSIVES = (("ours", "HмIз"), ("theirs", "PI"))
_SUFFIXES: Suffixes = {
    "stem": (("plural", "LAр"), *_POSSESSIVES, *_CASES, ("case", "GA")),
    "plural": (*_POSSESSIVES, *_CASES, ("case", "GA")),
    "ours": (*_CASES, ("case", "GA")),
    "theirs": (("case", "NIң"), ("case", "н"), ("case", "нA"), ("case", "нAн"), ("case", "Mен"), ("place", "нDA")),
    "place": (("attribute", "QI"),),
}  # fmt: skip
_WHOLE = frozenset(
    ("басқа", "қысқа", "жаңа", "нақты", "жалпы", "арқылы", "туралы", "бойынша", "кейін", "үшін")
)
"""Words that only look like forms of бас, қыс and others."""


def kazakh_stems(word: str) -> frozenset[str]:
    """The stems that a word in small letters may have, by its suffixes."""
    return frozenset({word}) if word in _WHOLE else ladder_stems(word, _GRAMMAR)


def _sounds() -> dict[str, Sounds]:
    found: dict[str, Sounds] = {}
    for name, letters in {**{key: row[1] for key, row in _CLASSES.items()}, "hard": _HARD}.items():
        for harmony, low, high, voiced, mute in _HARMONIES:
            found[f"{name}-{harmony}"] = {
                **dict(zip("LNKBDM", letters, strict=True)),
                "A": low, "I": high, "Q": voiced,
                "G": mute if name == "hard" else voiced,
                "H": "" if name == "vowel" else high,
                "P": "с" if name == "vowel" else "",
            }  # fmt: skip
    return found


@lru_cache(maxsize=1 << 14)
def _classes(before: str) -> tuple[str, ...]:
    letters = before.rstrip("ь")
    name = next((key for key, row in _CLASSES.items() if letters[-1:] in row[0]), "hard")
    return tuple(f"{name}-{harmony}" for harmony in _harmonies(before))


def _harmonies(before: str) -> tuple[str, ...]:
    vowels = _VOWEL.findall(before)
    full = next((each for each in reversed(vowels) if each not in _EITHER), None)
    loan = before.endswith(("ь", "к", "г")) or (_CLOSED.search(before) and before[-1] not in "у")
    if full is None or loan:
        return ("back", "front")
    return ("back",) if full in _BACK else ("front",)


def _lemmas(letters: str) -> Iterator[str]:
    """Without the voice that the vowel gave to the last consonant, and with the vowel that it took away."""
    last = letters[-1]
    if last not in "қк" or _VOWEL.match(letters[-2:-1]) is None:
        yield from (letters,) if last != "ғ" else ()
    yield from (letters[:-1] + mute for mute in {"б": "п", "г": "к", "ғ": "қ"}.get(last, ""))
    if _DROPPED.search(letters):
        for harmony in _harmonies(letters):
            yield f"{letters[:-1]}{'ы' if harmony == 'back' else 'і'}{last}"


def _is_stem(word: str) -> bool:
    return len(word) > 2 or _SHORT.fullmatch(word) is not None


_GRAMMAR = Grammar(_VOWELS, steps_of(_SUFFIXES, _sounds()), _classes, _lemmas, _is_stem)

"""Kyrgyz: the ladder of suffixes with its fourfold harmony.

The rules are those of Hebert and Poppe, "Kirghiz Manual" (1963). A last п, к is б, г where a vowel follows (китеп,
китеби), and a high vowel before the last consonant may drop (мурун, мурду; калык, калкы). Final б, в, г, д of loans
count as voiced.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from indexer.text.inflection.ladder import Grammar, Sounds, Suffixes, ladder_stems, steps_of

_VOWELS = "аоуыяёюэеиөү"
_VOWEL = re.compile(f"[{_VOWELS}]")
# last vowels → the low and the high vowel of what follows
_HARMONIES = {"back": ("аыя", "а", "ы"), "front": ("еэи", "е", "и"), "round": ("оё", "о", "у"),
              "deep": ("у", "а", "у"), "rounded": ("өү", "ө", "ү")}  # fmt: skip
# class → its last letters, then what L, N (genitive, accusative) and D stand for
_CLASSES = {
    "vowel": (_VOWELS, "лнд"),
    "liquid": ("рй", "лдд"),
    "voiced": ("лмнңзжбвгд", "ддд"),
}
_HARD = "ттт"
_CASES = (("case", "NIн"), ("case", "NI"), ("case", "DAн"), ("place", "DA"))
_POSSESSIVES = (("ours", "HбIз"), ("theirs", "PI"))
_SUFFIXES: Suffixes = {
    "stem": (("plural", "LAр"), *_POSSESSIVES, *_CASES, ("case", "GA")),
    "plural": (*_POSSESSIVES, *_CASES, ("case", "GA")),
    "ours": (*_CASES, ("case", "GA")),
    "theirs": (("case", "NIн"), ("case", "н"), ("case", "нA"), ("case", "нAн"), ("place", "нDA")),
    "place": (("attribute", "гI"),),
}  # fmt: skip
_DROPPED = re.compile("(?<=[рлңй])[нрлзк]$")
_WHOLE = frozenset(
    ("башка", "кыска", "жаңы", "жалпы", "аркылуу", "жөнүндө", "боюнча", "кийин", "үчүн")
)
"""Words that only look like forms of баш, кыс and others."""


def kyrgyz_stems(word: str) -> frozenset[str]:
    """The stems that a word in small letters may have, by its suffixes."""
    return frozenset({word}) if word in _WHOLE else ladder_stems(word, _GRAMMAR)


def _sounds() -> dict[str, Sounds]:
    found: dict[str, Sounds] = {}
    for name, letters in {**{key: row[1] for key, row in _CLASSES.items()}, "hard": _HARD}.items():
        for harmony, (_, low, high) in _HARMONIES.items():
            found[f"{name}-{harmony}"] = {
                **dict(zip("LND", letters, strict=True)),
                "A": low, "I": high,
                "G": "к" if name == "hard" else "г",
                "H": "" if name == "vowel" else high,
                "P": "с" if name == "vowel" else "",
            }  # fmt: skip
    return found


@lru_cache(maxsize=1 << 14)
def _classes(before: str) -> tuple[str, ...]:
    last = before.rstrip("ь")[-1:]
    name = next((key for key, row in _CLASSES.items() if last in row[0]), "hard")
    return tuple(f"{name}-{harmony}" for harmony in _harmonies(before))


def _harmonies(letters: str) -> list[str]:
    vowels = _VOWEL.findall(letters)
    free = not vowels or vowels[-1] == "ю"
    return [key for key, row in _HARMONIES.items() if free or vowels[-1] in row[0]]


def _lemmas(letters: str) -> Iterator[str]:
    """Without the voice that the vowel gave to the last consonant, and with the vowel that it took away."""
    last = letters[-1]
    if last != "к" or _VOWEL.match(letters[-2:-1]) is None:
        yield letters
    yield from (letters[:-1] + mute for mute in {"б": "п", "г": "к"}.get(last, ""))
    bare = letters[:-1] + "н" if letters.endswith("рд") else letters
    if _DROPPED.search(bare):
        for harmony in _harmonies(letters):
            yield f"{bare[:-1]}{_HARMONIES[harmony][2]}{bare[-1]}".replace("йу", "ю")


def _is_stem(word: str) -> bool:
    return len(word) > 2 or _VOWEL.match(word[0]) is not None


_GRAMMAR = Grammar(_VOWELS, steps_of(_SUFFIXES, _sounds()), _classes, _lemmas, _is_stem)

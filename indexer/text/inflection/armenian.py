"""Armenian, Eastern and Western, in both orthographies: endings of nouns, and the vowel that a stem loses before them.

The rules are those of Dum-Tragut, "Armenian: Modern Eastern Armenian" (2009). A last ի or ու drops where an ending
takes the stress (լիճ, լճի; ջուր, ջրի; կառավարում, կառավարման); -ություն is declined as -ության. Classical spelling is
first levelled to the reformed one (ութիւն, եան, է, օ). ``armenian.toml`` has nouns that are declined by themselves
(կին, կնոջ). The endings of "my" and "your", ս and դ, are left out: titles hardly have them, and many nouns end so.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from functools import cache
from pathlib import Path

_LEVELS = tuple(
    (re.compile(pattern), replacement)
    for pattern, replacement in (
        ("և|եւ", "եվ"),
        ("եօ", "յո"),
        ("եայ$", "յա"),
        ("եա", "յա"),
        ("իւ(?=[^աեէըիոօ])", "յու"),
        ("(?<!^)է", "ե"),
        ("(?<!^)օ", "ո"),
        ("^յ", "հ"),
        ("(?<=..)այ$", "ա"),  # տղայ, not հայ
        ("ոյ", "ույ"),
        ("ու(?=[աեըիո])", "վ"),
        ("(?<!ո)ւ", "վ"),
    )
)
_ARTICLE = "(?:(?<=[^աեըիո])ը|ն)?"
_CASE = "(?:ի|ին|ից|ով|ում|ու|ուն|ուց|ույ|յի|յին|յից|յով|յում|վա|վան|վանից|ոջ|(?<=...)(?:ե|են|յան))"
_ENDINGS = (
    re.compile(f"(?:ներ|եր)(?:ի|ին|ից|ով|ում|ու|ուն|ե|են)?{_ARTICLE}$"),
    re.compile(f"{_CASE}{_ARTICLE}$"),
    re.compile(f"(?<=[յմ])(?:ան|ամբ|անից|անով){_ARTICLE}$"),
)
_WITHOUT_CASE = re.compile("(?:ներ(?:ի|ին|ից|ով|ում|ու|ուն|ե|են)?)?(?:ը|ն)?$")
"""Endings before which a stem keeps its vowel."""
_REDUCED = re.compile("(?:ի|(?<!յ)ու)(?=[^աեըիոու]+$)")
_LEAST = 2


def armenian_stems(word: str) -> frozenset[str]:
    """The stems that a word in small letters may have."""
    letters = _levelled(word)
    if letters in _irregular():
        return frozenset({_irregular()[letters]})
    full = {stem for stem in _cut(letters, _WITHOUT_CASE) if len(stem) >= _LEAST}
    declined = {stem for ending in _ENDINGS for stem in _cut(letters, ending)}
    found = full | {_REDUCED.sub("", stem) for stem in full} | declined
    long = {stem for stem in found if len(stem) >= _LEAST} or {letters}
    return frozenset(each for stem in long for each in _variants(stem))


def _levelled(word: str) -> str:
    for pattern, replacement in _LEVELS:
        word = pattern.sub(replacement, word)
    return word


def _cut(letters: str, ending: re.Pattern[str]) -> Iterator[str]:
    """What is left without the ending, from every place where it may begin."""
    for start in range(_LEAST, len(letters) + 1):
        if ending.match(letters, start):
            yield letters[:start]


def _variants(stem: str) -> Iterator[str]:
    """The stem, and what is declined of it where that is another."""
    yield _irregular().get(stem, stem)
    if stem.endswith("յուն"):
        yield stem[:-3]  # կրթություն, կրթության
    elif stem.endswith("իա"):
        yield stem[:-1]  # Թուրքիա, Թուրքիոյ
    elif stem.endswith("ու"):
        yield stem[:-2] + "վ"  # լեզու, լեզվի


@cache
def _irregular() -> dict[str, str]:
    text = Path(__file__).with_name("armenian.toml").read_text("utf-8")
    lines: list[str] = tomllib.loads(text)["words"]
    forms = [[_levelled(form) for form in line.split()] for line in lines]
    return {form: line[0] for line in forms for form in line}

"""Which words count as near to a misspelt one, and how much better a candidate has to be: the same for every backend.

Near is what is one edit away (a letter too many, too few, another, or two neighbours swapped: Damerau 1964 found these
to be four fifths of all misspellings), and for long words with the same beginning also what is two edits away.
"""

from __future__ import annotations

from collections.abc import Iterable
from math import inf, log10

import msgspec
from rapidfuzz.distance import OSA

from indexer.search.words import is_spelt
from indexer.text.folding import fold_word

# Two edits in a shorter word, or in its beginning too, leave little of it, and much to look through.
LONG = 8
BEGINNING = 4
# Where a word is looked for, folded, if nothing is near to it in the script that it is written in.
FOLDED = ("author", "title_crossing")
# One edit more has to be made good by a thousand times as many works.
_AN_EDIT = 3.0
_ALPHABETS = (
    "abcdefghijklmnopqrstuvwxyz",
    "абвгдеёжзийклмнопрстуфхцчшщъыьэюяіўәғқңөұүһ",
    "աբգդեզէըթժիլխծկհձղճմյնշոչպջռսվտրցւփքօֆ",
)


class Near(msgspec.Struct, frozen=True):
    """A word that exists, so many edits from the one asked for, in so many works."""

    word: str
    edits: int
    works: int


def cost(edits: int, works: int) -> float:
    """How unlikely it is that something in so many works was meant by what is so many edits away."""
    return _AN_EDIT * edits - log10(works) if works else inf


def edits_to(word: str, other: str) -> int | None:
    """How many edits make the other word of this one; None if it is itself, or not near."""
    if not is_spelt(other):
        return None
    edits = OSA.distance(word, other, score_cutoff=2)
    if edits == 1 or (edits == 2 and is_long(word) and other.startswith(word[:BEGINNING])):
        return edits
    return None


def written(word: str, near: Iterable[Near]) -> list[Near]:
    """Folded words that are near to a folded word, written as the word is: whatever next to it folds so.

    If nothing does, the folded word stands for itself: it finds the same.
    """
    found = {each.word: each for each in sorted(near, key=lambda each: each.works)}
    if not found:
        return []
    spellings: dict[str, str] = {}
    for each in sorted(one_edit_away(word)):
        spellings.setdefault(fold_word(each), each)
    return [
        msgspec.structs.replace(each, word=spellings.get(folded, folded))
        for folded, each in found.items()
    ]


def is_long(word: str) -> bool:
    """Whether two edits are allowed in it."""
    return len(word) >= LONG


def one_edit_away(word: str) -> frozenset[str]:
    """Everything that is one edit away from a word in the letters of its alphabets, words or not."""
    letters = "".join(each for each in _ALPHABETS if set(each) & set(word))
    cuts = [(word[:n], word[n:]) for n in range(len(word) + 1)]
    fewer = {left + right[1:] for left, right in cuts if right}
    swapped = {left + right[1] + right[0] + right[2:] for left, right in cuts if len(right) > 1}
    others = {left + letter + right[1:] for left, right in cuts if right for letter in letters}
    more = {left + letter + right for left, right in cuts for letter in letters}
    return frozenset((fewer | swapped | others | more) - {word})

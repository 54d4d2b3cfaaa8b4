"""Folding: one script-independent key for every way to write a word.

The output is for comparing, blocking and searching, never for showing. Every romanisation of a
Cyrillic or Armenian word folds like the word itself as far as one key can hold: the word is first
written in plain Latin letters (:mod:`indexer.text.letters`), then what the romanisations disagree
about is levelled out: ``kh x h`` → ``h``, ``shch sch šč ş`` → ``sh``, ``ts tz cz c`` → ``c``, ``ya
ja ia`` → ``ia``, ``yo jo ё e ye`` → ``e``, ``y j i ii iy`` → ``i``, soft and hard signs and doubled
letters dropped. Cyrillic goes through the same levelling, so that what is ambiguous in Latin is
ambiguous alike on both sides. Digits stay. What one key cannot hold (Kazakh ``j`` for ж, Belarusian
h for г in names) is left to :mod:`indexer.text.surnames`.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from indexer.text.letters import latinise
from indexer.text.scripts import INVISIBLE, repair_homoglyphs

# soft and hard signs, aspirates, apostrophes, the dot that BGN/PCGN puts between letters
_SIGNS = re.compile("(?<=[^\\W\\d_])['’‘`´′″˝\"”“՚·\u0374]+(?=[^\\W\\d_])")
# the same as modifier letters, and accents that no letter takes up (t͡s): they never part words
_MODIFIERS = re.compile("[\u02b0-\u02ff\u0559]")
_ACCENTS = re.compile(
    "[\u0300-\u036f\u0483-\u0489\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f]"
)
# a word broken at the end of a printed line; not "фото- и видео"
_BROKEN = re.compile(
    r"(?<=[^\W\d_])- +(?=[a-zа-яёіўәғқңөұүһա-և])"
    r"(?!(?:и|или|і|або|та|және|мен|жана|և|and|or|to|und|et)\b)"
)
_WORD = re.compile(r"[^\W_]+(?:\+\+|#(?!\w))?")
_NOT_ASCII_WORD = re.compile("[^a-z0-9]+")

# in this order; all are applied again until none finds anything: that makes the folding idempotent
_LEVELS = tuple(
    (re.compile(pattern), replacement)
    for pattern, replacement in (
        ("kh", "h"),
        ("gh", "g"),
        ("^eh(?=[bcdfgklmnprstvz])", "e"),  # э of GOST 16876-71, table 2
        # Alexander, Maxim, Oxana, Felix, express have ks; elsewhere x is х (GOST 7.79 B, Armenian)
        (r"(?<=^ale)x|(?<=^[aeo])x|(?<=^ma)x|(?<=^ro)x|(?<=feli)x", "ks"),
        ("x", "h"),
        ("q", "k"),
        ("w", "v"),
        ("[jy]", "i"),
        ("sh?ch", "sh"),
        ("shh+", "sh"),
        ("tch", "ch"),
        (r"tz(?!h)|tc(?!h)|cz(?!h)|ts", "c"),
        ("dzh", "zh"),
        (r"(?P<letter>[a-z])(?P=letter)+", r"\g<letter>"),
        ("i[eo]", "e"),
    )
)
_UNSETTLED = re.compile("|".join(pattern.pattern for pattern, _ in _LEVELS))
_VOWELS = re.compile("[aeiou]+")
_SKELETON = (("zh", "z"), ("sh", "s"), ("ch", "c"), ("dz", "z"), ("h", "g"), ("k", "g"))


def level(word: str) -> str:
    """Level out what romanisations disagree about, in a word of lower-case ASCII letters."""
    while _UNSETTLED.search(word):
        for pattern, replacement in _LEVELS:
            word = pattern.sub(replacement, word)
    return word


@lru_cache(maxsize=1 << 17)
def fold_word(word: str) -> str:
    """The folding of one word, in lower-case ASCII letters and digits; "" if it has neither."""
    if not word.isascii():
        word = _composed(word)
    if word.endswith("++"):
        word = word[:-2] + "plusplus"
    elif word.endswith("#"):
        word = word[:-1] + "sharp"
    return level(_NOT_ASCII_WORD.sub("", latinise(word)))


def fold(text: str) -> str:
    """The folding of running text: the folded words, separated by single spaces.

    Idempotent; never raises.
    """
    return " ".join(filter(None, map(fold_word, words(text))))


def words(text: str) -> list[str]:
    """The words of a text as the folding sees them.

    Hyphens part words, signs and accents do not; a word broken at a line's end is put together.
    """
    if not text.isascii():
        text = _composed(text)
    return _WORD.findall(_SIGNS.sub("", _BROKEN.sub("", text) if "- " in text else text))


def _composed(text: str) -> str:
    """NFKC with every sign and accent gone that is no part of a letter, and look-alikes repaired."""
    text = _MODIFIERS.sub("", INVISIBLE.sub("", unicodedata.normalize("NFC", text)))
    text = unicodedata.normalize("NFKC", _SIGNS.sub("", _ACCENTS.sub("", text)))
    return repair_homoglyphs(_ACCENTS.sub("", text))


@lru_cache(maxsize=1 << 16)
def skeleton(word: str) -> str:
    """The consonants of the folded word in coarse classes: spellings that differ in vowels meet.

    For blocking. A word without consonants keeps its vowels; digits stay.
    """
    folded = fold_word(word)
    coarse = folded
    for letters, code in _SKELETON:
        coarse = coarse.replace(letters, code)
    return _VOWELS.sub("", coarse) or folded

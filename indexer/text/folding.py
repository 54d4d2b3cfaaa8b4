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
from collections.abc import Sequence
from functools import lru_cache
from itertools import groupby

from indexer.text.formulas import in_latin
from indexer.text.letters import latinise
from indexer.text.mojibake import repair_mojibake
from indexer.text.scripts import INVISIBLE, repair_homoglyphs, script_of
from indexer.text.turkic import as_turkic, typed_letters

# soft and hard signs, aspirates, apostrophes, the dot that BGN/PCGN puts between letters
_SIGN = re.compile("['’‘`´′″˝\"”“՚·\u0374]")
_SIGNS = re.compile(f"(?<=[^\\W\\d_]){_SIGN.pattern}+(?=[^\\W\\d_])")
# the same as modifier letters, and accents that no letter takes up (t͡s): they never part words
_MODIFIERS = re.compile("[\u02b0-\u02ff\u0559]")
_ACCENTS = re.compile(
    "[\u0300-\u036f\u0483-\u0489\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f]"
)
_LOOSE = re.compile("|".join(p.pattern for p in (INVISIBLE, _MODIFIERS, _ACCENTS)))
# a word broken at the end of a printed line; not "фото- и видео"
_BROKEN = re.compile(
    r"(?<=[^\W\d_])- +(?=[a-zа-яёіўәғқңөұүһա-և])"
    r"(?!(?:и|или|і|або|та|және|мен|жана|և|and|or|to|und|et)\b)"
)
_SHORTEST_RUN = 4  # single letters in a row that are a word printed w i d e l y
_WORD = re.compile(r"[^\W_]+(?:\+\+|#(?!\w))?")
_NOT_ASCII_WORD = re.compile("[^a-z0-9]+")
# letters that are as they are in every normal form and alike to nothing else: most words have no others
_PLAIN = re.compile("[а-яёА-ЯЁ]+|[a-zA-Z]+")

# in this order, each only where its first text occurs; all are applied again until none changes anything: that makes
# the folding idempotent
_LEVELS = tuple(
    (sign, re.compile(pattern), replacement)
    for sign, pattern, replacement in (
        ("kh", "kh", "h"),
        ("gh", "gh", "g"),
        ("eh", "^eh(?=[bcdfgklmnprstvz])", "e"),  # э of GOST 16876-71, table 2
        # Alexander, Maxim, Oxana, Felix, express have ks; elsewhere x is х (GOST 7.79 B, Armenian)
        ("x", r"(?<=^ale)x|(?<=^[aeo])x|(?<=^ma)x|(?<=^ro)x|(?<=feli)x", "ks"),
        ("x", "x", "h"),
        ("q", "q", "k"),
        ("w", "w", "v"),
        ("j", "j", "i"),
        ("y", "y", "i"),
        ("ch", "sh?ch", "sh"),
        ("shh", "shh+", "sh"),
        ("tch", "tch", "ch"),
        ("", "tz(?!h)|tc(?!h)|cz(?!h)|ts", "c"),
        ("dzh", "dzh", "zh"),
        ("", r"(?P<letter>[a-z])(?P=letter)+", r"\g<letter>"),
        ("i", "i[eo]", "e"),
    )
)
_VOWELS = re.compile("[aeiou]+")
_SKELETON = (("zh", "z"), ("sh", "s"), ("ch", "c"), ("dz", "z"), ("h", "g"), ("k", "g"))


def level(word: str) -> str:
    """Level out what romanisations disagree about, in a word of lower-case ASCII letters."""
    before = ""
    while word != before:
        before = word
        for sign, pattern, replacement in _LEVELS:
            if sign in word:
                word = pattern.sub(replacement, word)
    return word


@lru_cache(maxsize=1 << 17)
def fold_word(word: str) -> str:
    """The folding of one word, in lower-case ASCII letters and digits; "" if it has neither."""
    if _PLAIN.fullmatch(word):
        return level(latinise(in_latin(word)))
    if not word.isascii():
        word = in_latin(_composed(word))
    if word.endswith("++"):
        word = word[:-2] + "plusplus"
    elif word.endswith("#"):
        word = word[:-1] + "sharp"
    return level(_NOT_ASCII_WORD.sub("", latinise(word)))


def fold(text: str) -> str:
    """The folding of running text: the folded words, separated by single spaces.

    Idempotent; never raises.
    """
    text = _as_meant(text)
    each = list(map(_fold_chunk, text.split()))
    if _any_bound([signs for _, signs in each]):
        return " ".join(filter(None, map(fold_word, _joined(_words(_composed(text))))))
    return " ".join([own for own, _ in each if own])


def _as_meant(text: str) -> str:
    """The text with the letters that were meant, as far as only all of it tells them."""
    if not text.isascii():
        text = repair_mojibake(text)
    return as_turkic(text)


def _any_bound(each: Sequence[int]) -> bool:
    """Whether any chunk of a text has a say in another's folding."""
    seen = 0
    for signs in each:
        seen |= signs
    return bool(seen & (_HYPHEN | _INITIAL | _SINGLE | _SEVERAL)) and _bound(seen, each)


def _bound(seen: int, each: Sequence[int]) -> bool:
    """Whether chunks cannot be folded one by one, from all their signs and from those of each.

    So it is with a hyphen, and with an initial before a name of another script, or before one more initial and it;
    and with single letters in a row, which may be a word.
    """
    if seen & _SEVERAL or (seen & _SINGLE and _are_in_a_row(each)):
        return True
    if seen & _HYPHEN or seen & _MIXED_INITIAL != _MIXED_INITIAL:
        return bool(seen & _HYPHEN)
    if seen & _NOTHING:
        return True
    for one, following, second in zip(each, each[1:], [*each[2:], 0], strict=False):
        if one & _INITIAL:
            near = one | following | (second if following & _INITIAL else 0)
            if near & _MIXED_INITIAL == _MIXED_INITIAL:
                return True
    return False


# What a chunk says about its neighbours: with these in a text, its chunks cannot be folded one by one.
_LATIN, _CYRILLIC, _INITIAL, _HYPHEN, _NOTHING, _SINGLE, _SEVERAL, _EMPTY = (
    1,
    2,
    4,
    8,
    16,
    32,
    64,
    128,
)
_MIXED_INITIAL = _LATIN | _CYRILLIC | _INITIAL
_LAST_INITIAL = re.compile(r"(?<![^\W\d_])[^\W\d_]\.(?:[^\W\d_]\.)?$")


@lru_cache(maxsize=1 << 16)
def _fold_chunk(chunk: str) -> tuple[str, int]:
    """The folding of what stands between two white spaces, and the signs of what binds it to the next."""
    if _PLAIN.fullmatch(chunk):
        folded = fold_word(chunk)
        return folded, _counted([chunk]) | (_LATIN if chunk.isascii() else _CYRILLIC)
    composed = (
        chunk if chunk.isascii() else _composed(chunk).strip()
    )  # "´" is a space with an accent
    script = script_of(composed)
    signs = (
        _LATIN * (script in {"Latn", "Mixed"})
        | _CYRILLIC * (script in {"Cyrl", "Mixed"})
        | _INITIAL * (composed.endswith(".") and _LAST_INITIAL.search(composed) is not None)
        | _HYPHEN * (composed.endswith("-") and composed != "-")
        | _NOTHING * (not composed)
    )
    each = _words(composed)
    return " ".join(filter(None, map(fold_word, each))), signs | _counted(each)


def _counted(each: list[str]) -> int:
    """Whether a chunk holds no word that is left, one single letter, or several."""
    left = list(filter(fold_word, each))
    singles = sum(map(_is_single, left))
    return _EMPTY * (not left) | _SINGLE * (singles > 0) | _SEVERAL * (singles > 1)


def _are_in_a_row(each: Sequence[int]) -> bool:
    """Whether three chunks in a row hold a single letter, so that four letters may be in one."""
    row = 0
    for signs in each:
        if not signs & _EMPTY:
            row = row + 1 if signs & _SINGLE else 0
        if row > 2:
            return True
    return False


def words(text: str) -> list[str]:
    """The words of a text as the folding sees them.

    Hyphens part words, signs and accents do not; a word broken at a line's end is put together.
    """
    text = _as_meant(text)
    chunks = text.split()
    each = list(map(_fold_chunk, chunks))
    if _any_bound([signs for _, signs in each]):
        return _joined(_words(text if text.isascii() else _composed(text)))
    return [word for chunk in chunks for word in _words_of_chunk(chunk)]


@lru_cache(maxsize=1 << 16)
def _words_of_chunk(chunk: str) -> tuple[str, ...]:
    return tuple(filter(fold_word, _words(chunk if chunk.isascii() else _composed(chunk))))


def _words(composed: str) -> list[str]:
    if "- " in composed:
        composed = _BROKEN.sub("", composed)
    return _WORD.findall(_without_signs(composed))


def _joined(each: list[str]) -> list[str]:
    """The words with every run of single letters as one word: "м о с т о в" was printed widely."""
    found: list[str] = []
    for single, run in groupby(filter(fold_word, each), key=_is_single):
        letters = list(run)
        found += ["".join(letters)] if single and len(letters) >= _SHORTEST_RUN else letters
    return found


def _is_single(word: str) -> bool:
    folded = fold_word(word)
    return (len(word) == 1 or len(folded) == 1) and folded.isalpha()


def _composed(text: str) -> str:
    """NFKC with every sign and accent gone that is no part of a letter, and look-alikes repaired."""
    text = unicodedata.normalize("NFC", text)
    if _LOOSE.search(text):
        text = _ACCENTS.sub("", _MODIFIERS.sub("", INVISIBLE.sub("", text)))
    text = _ACCENTS.sub("", unicodedata.normalize("NFKC", _without_signs(text)))
    return typed_letters(repair_homoglyphs(text))


def _without_signs(text: str) -> str:
    return _SIGNS.sub("", text) if _SIGN.search(text) else text  # to look for a sign first is fast


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

"""Compares the names of journals, books and proceedings: abbreviations, series, other spellings and languages.

"Вестн. Моск. ун-та. Сер. 1" is "Вестник Московского университета. Серия 1: Математика", "ЖЭТФ" is "Журнал
экспериментальной и теоретической физики". But a name that begins another is not the same ("Physical Review" and
"Physical Review Letters"), nor is one series another. Names of meetings are printed too freely for such rules: of them
only the letters and words in common count.

Both sides are folded (:func:`indexer.text.folding.fold`); :mod:`indexer.text.host_words` compares word by word.
"""

from __future__ import annotations

from collections import defaultdict
from functools import lru_cache

from rapidfuzz import fuzz

from indexer.text.host_names import HostName, host_name, is_general
from indexer.text.host_vocabulary import FOLDED, is_a, kinds
from indexer.text.host_words import (
    has_own_word,
    rests,
    same_meanings,
    slips,
    words_agree,
    words_begin,
)

SAME = 0.8
"""The likeness from which two names are of one host."""

DOUBTFUL = 0.5
"""The likeness of two names of which one has words that the other has not; what is less alike is another host."""

_ABBREVIATED = 0.95
_LESS_SAID = 0.9  # one side names a series, a place or a subtitle that the other leaves out
_OTHER = 0.4  # another series
_SMALL_WORDS = FOLDED["small"]
_SAYING_LITTLE = frozenset({"places", "left_out", "series"})
_SHORTEST_ACRONYM, _SHORTEST_WORD = 3, 4


def same_host_names(left: str, right: str) -> bool:
    """Whether two folded names are of one host."""
    return likeness(left, right) >= SAME


def likeness(left: str, right: str) -> float:
    """Likeness 0..1 of two folded names of hosts, whichever comes first; from :data:`SAME` they are one host."""
    if left == right:
        return 1.0
    return _likeness(left, right) if left < right else _likeness(right, left)


@lru_cache(maxsize=1 << 16)
def _likeness(left: str, right: str) -> float:
    letters = letters_alike(left, right)
    one, other = host_name(left), host_name(right)
    if one.meeting or other.meeting:
        return letters
    found = _relation(one, other)
    if found is None:
        return letters
    return max(letters, found) if found >= SAME else min(letters, found)


def letters_alike(left: str, right: str) -> float:
    """Likeness of two folded names by letters and words alone; words may be abbreviated to their beginnings."""
    short, long = sorted((left.split(), right.split()), key=len)
    if left == right or _is_acronym(short, long) or _is_acronym(long, short):
        return 1.0
    return max(
        _in_common(short, long) * 0.95,
        fuzz.token_set_ratio(left, right) / 100 * 0.9,
        fuzz.ratio(left, right) / 100,
    )


def _in_common(short: list[str], long: list[str]) -> float:
    """The share of the words of the shorter name that begin a word of the longer one, or begin with one."""
    if not short or len(short) == 1 < len(long):
        return 0.0
    by_letter: defaultdict[str, list[str]] = defaultdict(list)
    for word in long:
        by_letter[word[0]].append(word)
    hits = sum(
        any(a.startswith(b) or b.startswith(a) for b in by_letter.get(a[0], ())) for a in short
    )
    return hits / len(short)


def _is_acronym(short: list[str], long: list[str]) -> bool:
    """Whether a word of the one is made of the first letters of the other: "vldb", "жэтф"."""
    if len(long) < _SHORTEST_ACRONYM:
        return False
    letters = "".join([word[0] for word in long if word not in _SMALL_WORDS])
    return len(letters) >= _SHORTEST_ACRONYM and letters in short


def _relation(one: HostName, other: HostName) -> float | None:
    """How alike the names are by their words; None where these do not decide."""
    one, other = _parted_alike(one, other), _parted_alike(other, one)
    behind = rests(one.words, other.words)
    if behind is None:
        if not same_meanings(one.words, other.words):
            return None if _in_two_languages(one, other) else _unlike(one.words, other.words)
    elif behind[0]:
        return _with_rest(one, other, behind[0])
    elif behind[1]:
        return _with_rest(other, one, behind[1])
    return _same_words(one, other)


def _parted_alike(name: HostName, other: HostName) -> HostName:
    """The name parted at the letter that the other one ends with: "Applied Physics A: Solids" and "Appl. Phys. A"."""
    letter = other.part[0] if other.part and not other.said else ""
    if name.part or letter not in name.words[1:]:
        return name
    at = name.words.index(letter, 1)
    return name._replace(words=name.words[:at], part=name.words[at:])


def _in_two_languages(one: HostName, other: HostName) -> bool:
    """Whether one name looks English and the other does not: then other words need not name another host."""
    return (one.english and other.foreign) or (other.english and one.foreign)


def _unlike(one: tuple[str, ...], other: tuple[str, ...]) -> float | None:
    """Two names of other words or in another order, neither of which begins the other."""
    own = has_own_word(one, other) or has_own_word(other, one)
    if own or not (slips(one, other) or slips(other, one)):
        return DOUBTFUL  # "Право и экономика", "Экономика и право": all words, and yet two journals
    return None


def _same_words(one: HostName, other: HostName) -> float:
    """Two names whose words are the same: the person and the series decide."""
    people = _people_agree(one.person, other.person)
    parts = _pieces_agree(one.part, other.part)
    if _OTHER in {people, parts}:
        return _OTHER
    if parts == _LESS_SAID and not (one.said or other.said):
        return DOUBTFUL  # "Physical Review" was another journal than "Physical Review A"
    if people == _LESS_SAID and is_general(one.words):
        return DOUBTFUL  # "Вестник университета" says little without the name
    if len(one.words) == 1 == len(other.words) and not _one_word(one.words[0], other.words[0]):
        return DOUBTFUL
    return min(people, parts)


def _one_word(one: str, other: str) -> bool:
    """Whether names of one word are the same: nothing else tells what an abbreviation stands for."""
    return min(len(one), len(other)) >= _SHORTEST_WORD and words_begin(one, other)


def _people_agree(one: tuple[str, ...], other: tuple[str, ...]) -> float:
    """How far two persons agree; initials or a first name may be missing."""
    if not one or not other:
        return _ABBREVIATED if one == other else _LESS_SAID
    names = [word for word in one if len(word) >= _SHORTEST_WORD]
    same = any(words_agree(mine, theirs) for mine in names for theirs in other if len(theirs) > 1)
    return _ABBREVIATED if same or one == other else _OTHER


def _pieces_agree(one: tuple[str, ...], other: tuple[str, ...]) -> float:
    """How far two series agree: one may be shorter, as "1" for "1 математика"."""
    if not one and not other:
        return _ABBREVIATED
    if not one or not other:
        return _LESS_SAID
    if one[0].isdecimal() != other[0].isdecimal() and len(one[0]) > 1 < len(other[0]):
        return _LESS_SAID  # a number on one side, a subject on the other
    return _OTHER if rests(one, other) is None else _ABBREVIATED


def _with_rest(longer: HostName, shorter: HostName, rest: tuple[str, ...]) -> float:
    """Two names of which the one goes on with ``rest`` where the other ends."""
    if longer.part and shorter.part and _pieces_agree(longer.part, shorter.part) == _OTHER:
        return _OTHER
    said_besides = (
        _is_subtitle(rest)
        or all(len(word) == 1 or _says_little(word) for word in rest)
        or is_a(rest[-1], "series_behind")
    )
    return _LESS_SAID if said_besides and not is_general(shorter.words) else DOUBTFUL


def _says_little(word: str) -> bool:
    numbered = any(map(str.isdecimal, word))
    return numbered or not _SAYING_LITTLE.isdisjoint(kinds(word))


def _is_subtitle(rest: tuple[str, ...]) -> bool:
    """ "научно практический журнал", "international weekly journal of science"; "journal" alone is part of a name."""
    for at, word in enumerate(rest):
        if is_a(word, "nouns"):
            return at > 0
        if not is_a(word, "described") and len(word) > 1:
            return False
    return False

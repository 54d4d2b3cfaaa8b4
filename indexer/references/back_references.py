"""Entries of a list that stand for an entry above: "Там же. С. 45", "Орлов А. С. Указ. соч. С. 12", "Ibid.".

GOST R 7.0.5-2008 (repeated references) names the Russian and the Latin words; those of the other languages are the ones
that journals of their countries print (``back_references.toml``). Such an entry has the words at its start or behind
its author, and nothing else but a place in the work.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from indexer.references.back_words import ALL, AUTHOR, BEFORE, OPENERS, PLACES, WORK
from indexer.references.heading import leading_people
from indexer.references.publications import YEAR, shows_publication
from indexer.text.folding import fold_word
from indexer.text.printed import folded_text, squeeze, unnumbered

_LONGEST = 240  # letters of such an entry
_FURTHEST = 16  # words before the phrase: a few authors, or one and a short title
_OPENERS = 4  # words of "See also" and its kin, and what they part
_REMARK = 120  # letters of a remark behind the place
_WORD = re.compile(r"[^\W_]+(?:['’ʼ`՛՜՞][^\W_]+)*")
_ROMAN = re.compile(r"[ivxlc]+")
_JOINING = frozenset(
    map(fold_word, ("и", "і", "й", "and", "und", "et", "al", "др", "інш", "және", "жана", "և"))
)


class BackReference(NamedTuple):
    """What an entry stands for: a work above by the author who is printed in front of it, or "" for the one before."""

    author: str


class _Words(NamedTuple):
    """A text, its words folded, and where each begins and ends."""

    text: str
    folded: tuple[str, ...]
    spans: tuple[tuple[int, int], ...]

    def before(self, first: int, at: int) -> str:
        return self.text[self.spans[first][0] : self.spans[at][0]] if first < at else ""

    def behind(self, at: int) -> str:
        return self.text[self.spans[at - 1][1] :]


def back_reference(raw: str) -> BackReference | None:
    """What the entry stands for, or None for one that stands for itself."""
    if not any(map(ALL.may_begin, folded_text(raw).split()[: _FURTHEST + _OPENERS])):
        return None  # most entries
    text = unnumbered(squeeze(raw))
    if len(text) > _LONGEST or "//" in text:
        return None
    words = _words(text)
    first = _opened(words)
    for at, word in enumerate(words.folded[: first + _FURTHEST]):
        if at >= first and ALL.may_begin(word) and (found := _at(words, first, at)):
            return found
    return None


def _words(text: str) -> _Words:
    found = list(_WORD.finditer(text))
    return _Words(
        text,
        tuple(fold_word(each.group()) for each in found),
        tuple(each.span() for each in found),
    )


def _opened(words: _Words) -> int:
    """Where the entry begins behind "См.:", "Цит. по:" and their kin."""
    first = 0
    while first < len(words.folded) and (length := OPENERS.length_at(words.folded, first)):
        first += length
    return first


def _at(words: _Words, first: int, at: int) -> BackReference | None:
    """What the phrase at this place says, if one stands there and all around it is as it has to be."""
    work = WORK.length_at(words.folded, at)
    length = work or BEFORE.length_at(words.folded, at) or AUTHOR.length_at(words.folded, at)
    if not length:
        return None
    front = words.before(first, at)
    if front and length == 1:  # "Ib", "Id" and "Сонда" are names too
        return None
    before_work = AUTHOR.length_at(words.folded, first) == at - first if work and front else False
    if front and not before_work and not _names_author(front, with_title=bool(work)):
        return None
    if not _is_place(words, at + length):
        return None
    return BackReference(front.strip(" ,:;—–-(") if work and not before_work else "")


def _names_author(front: str, *, with_title: bool) -> bool:
    """Whether nothing but names stands there; before a work that was cited also their short title."""
    if YEAR.search(front) or "//" in front:
        return False
    words = _WORD.findall(front)
    if all(word[:1].isupper() or fold_word(word) in _JOINING for word in words):
        return len(words) <= _FURTHEST and not any(mark in front for mark in ':«»"?!')
    return with_title and bool(leading_people(front)[1])


def _is_place(words: _Words, at: int) -> bool:
    """Whether only a place in the work follows, or one and a remark that describes no publication."""
    folded = words.folded[at:]
    if all(_may_be_in_place(word) for word in folded):
        return True
    rest = words.behind(at)
    if len(rest) > _REMARK or YEAR.search(rest) or shows_publication(rest):
        return False
    in_brackets = rest.lstrip(" .,").startswith("(")
    return in_brackets or (_may_be_in_place(folded[0]) and _has_number(folded[:2]))


def _has_number(folded: tuple[str, ...]) -> bool:
    return any(word[0].isdigit() for word in folded)


def _may_be_in_place(word: str) -> bool:
    return (
        len(word) <= 2
        or any(letter.isdigit() for letter in word)
        or _ROMAN.fullmatch(word) is not None
        or PLACES.length_at((word,), 0) == 1
    )

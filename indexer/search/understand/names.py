"""Where names stand among the plain words of a query: a surname with initials, in any order, with or without stops.

What has stops is a name. Without stops (``Лакан Ж``, ``Ivanov II``, ``шапиро м в``) it may be one, or words; so may
two or three words that could be a given name and a surname.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

import msgspec

from indexer.search.understand.stop_words import is_stop_word
from indexer.search.understand.words import Plain

_MOST_INITIALS = 4
_MOST_PARTICLES = 3
_PARTICLES = frozenset(
    word
    for line in (
        "van von der den de del della di da du la le ter el al af ibn bin dos",
        "ван фон дер ден де да ди дель делла дю ла ле тер аль эль ибн бен бин оглы кызы",
    )
    for word in line.split()
)
_PATRONYMIC = re.compile(
    r"(?:ович|евич|ьич|овна|евна|ична|инична|авіч|евіч|аўна|еўна|ovich|evich|ovna|evna|[kq]yzy|uly|ұлы|улы|қызы|кызы|уулу)$",
    re.IGNORECASE,
)


class Found(msgspec.Struct, frozen=True):
    """A name at the words from ``first`` up to before ``end``; ``sure`` if it can be nothing else."""

    first: int
    end: int
    text: str
    surname: str
    sure: bool = True


def names_in(words: Sequence[Plain]) -> list[Found]:
    """The names, in their order; none shares a word with another."""
    if whole := _whole(words):
        return [whole]
    found: list[Found] = []
    at = 0
    while at < len(words):
        name = _name_at(words, at, found[-1].end if found else 0)
        if name is not None:
            found.append(name)
        at = name.end if name is not None else at + 1
    return found


def _whole(words: Sequence[Plain]) -> Found | None:
    """A query that is a name as a whole, without stops; or may be."""
    if not 2 <= len(words) <= 4 or any(each.is_dotted and len(each.bare) > 1 for each in words):
        return None
    long = [each for each in words if each.may_be_name]
    short = [each for each in words if each.is_single]
    if len(long) == 1 and len(long) + len(short) == len(words) and _agree(words):
        text = " ".join([long[0].bare, *(f"{each.bare}." for each in short)])
        return Found(0, len(words), text, long[0].bare, sure=False)
    if len(long) == len(words) and len(words) <= 3 and _may_be_full(long):
        return Found(0, len(words), " ".join(each.bare for each in words), long[0].bare, sure=False)
    return None


def _agree(words: Sequence[Plain]) -> bool:
    """Whether all begin with a capital, or none does."""
    return len({each.is_capitalised for each in words}) == 1


def _may_be_full(words: Sequence[Plain]) -> bool:
    """Given name and surname: all capitalised and no stop word; of three, one a patronymic."""
    if any(is_stop_word(each.bare) or each.is_glued for each in words):
        return False
    if len(words) == 2:
        return all(each.is_capitalised for each in words)
    return _agree(words) and any(_PATRONYMIC.search(each.bare) for each in words[1:])


def _name_at(words: Sequence[Plain], at: int, after: int) -> Found | None:
    """The name whose initials begin here; its surname stands before them, but not before ``after``, or behind them."""
    if not words[at].is_dotted:
        return _glued(words, at, after)
    end = _run(words, at)
    initials = " ".join(each.text.rstrip(",;") for each in words[at:end])
    before = words[at - 1] if at > after else None
    behind = words[end] if end < len(words) else None
    if _takes(before, behind, words[end - 1]):
        first = _with_particles(words, at - 1, after)
        family = " ".join(each.bare for each in words[first:at])
        return Found(first, end, f"{family} {initials}", words[at - 1].bare)
    last = end
    while last < len(words) and last - end < _MOST_PARTICLES and words[last].bare in _PARTICLES:
        last += 1
    if last < len(words) and words[last].may_be_name:
        family = " ".join(each.bare for each in words[end : last + 1])
        return Found(at, last + 1, f"{initials} {family}", words[last].bare)
    return None


def _takes(before: Plain | None, behind: Plain | None, initials: Plain) -> bool:
    """Whether initials belong to the word before them rather than to the one behind."""
    if before is None or not before.may_be_name or is_stop_word(before.bare):
        return False
    if behind is None or not behind.may_be_name or initials.text.endswith((",", ";")):
        return True
    if before.text.endswith(";"):
        return False
    return before.is_capitalised or not behind.is_capitalised


def _run(words: Sequence[Plain], at: int) -> int:
    end = at
    while end < len(words) and end - at < _MOST_INITIALS and words[end].is_dotted:
        end += 1
        if words[end - 1].text.endswith((",", ";")):
            break
    return end


def _with_particles(words: Sequence[Plain], surname: int, after: int) -> int:
    """Where a surname with the particles before it begins."""
    first = surname
    while (
        first > after and surname - first < _MOST_PARTICLES and words[first - 1].bare in _PARTICLES
    ):
        first -= 1
    return first


def _glued(words: Sequence[Plain], at: int, after: int) -> Found | None:
    """``Ivanov II``: capitals behind a capitalised word that is not all in capitals."""
    if at <= after or not words[at].is_glued:
        return None
    before = words[at - 1]
    if not (before.may_be_name and before.is_capitalised and before.bare[1:].islower()):
        return None
    initials = ".".join(words[at].bare) + "."
    return Found(at - 1, at + 1, f"{before.bare} {initials}", before.bare, sure=False)

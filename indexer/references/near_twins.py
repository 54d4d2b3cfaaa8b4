"""Tells near twins: two titles that are equal but for a telling word in the place of another.

"… на скальных грунтах" and "… на слабых грунтах" share author, publisher and year, and are two books. A word in another
case, an abbreviation, another romanisation and a misprint of one letter are the same word
(:mod:`indexer.text.word_forms`). What only one side has tells nothing here: a subtitle, a series, a running head.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher
from functools import lru_cache

from rapidfuzz.distance import OSA

from indexer.text.word_forms import Likeness, is_form, is_small, word_likeness

Words = Sequence[str]

_MOST_WORDS = 60  # longer titles are not compared word by word; of real ones hardly any is
_SAME_RUN = 8  # one letter in so many may differ where words were divided differently
_MOST_AT_THE_EDGE = 6  # words of both sides; more are another field that was cut wrongly


@lru_cache(maxsize=1 << 14)
def title_likeness(mine: str, theirs: str) -> Likeness:
    """How two folded titles go together: ``OTHER`` if they are near twins, ``DOUBTFUL`` if a word may be misprinted.

    ``SAME`` says only that no word stands in the place of another: the titles may still be unlike.

    >>> title_likeness("fauna iuzhnogo priuralia", "fauna severnogo priuralia").name
    'OTHER'
    """
    left, right = (
        [word for word in title.split() if not is_small(word)] for title in (mine, theirs)
    )
    if mine == theirs or max(len(left), len(right)) > _MOST_WORDS:
        return Likeness.SAME
    return min(_replacements(left, right), default=Likeness.SAME)


def _replacements(left: Words, right: Words) -> Iterator[Likeness]:
    """For each place where the titles differ, how the words of the two go together."""
    blocks = SequenceMatcher(None, left, right, autojunk=False).get_opcodes()
    for number, (kind, i, k, j, m) in enumerate(blocks):
        if kind == "replace":
            last = number == len(blocks) - 1
            if not (last and _only_forms(left[i:k], right[j:m])):
                both = _without_kin(left[i:k], right), _without_kin(right[j:m], left)
                yield _block(left[i:k], right[j:m], both, at_edge=last or number == 0)


def _only_forms(mine: Words, theirs: Words) -> bool:
    """Whether titles end in different words for a form of publication: "учебник", "учебное пособие"."""
    return all(map(is_form, mine)) or all(map(is_form, theirs))


def _without_kin(words: Words, others: Words) -> Words:
    """The words of the one side that go with none of the other title."""
    return [word for word in words if not any(map(word_likeness, [word] * len(others), others))]


def _block(mine: Words, theirs: Words, alone: tuple[Words, Words], *, at_edge: bool) -> Likeness:
    """How two runs go together of which each stands in the other's place; ``alone``: their words without kin."""
    if len(mine) + len(theirs) > 2 and _same_run("".join(mine), "".join(theirs)):
        return Likeness.SAME
    if not all(alone):
        return _closest(mine, theirs)
    if not at_edge:
        return Likeness.OTHER
    if len(mine) + len(theirs) > _MOST_AT_THE_EDGE:
        return Likeness.SAME  # one side has a subtitle, or a name or host that was cut wrongly
    return Likeness.OTHER if len(mine) == len(theirs) else Likeness.DOUBTFUL


def _closest(mine: Words, theirs: Words) -> Likeness:
    """``DOUBTFUL`` if a word of the shorter side has no better partner."""
    fewer, more = (mine, theirs) if len(mine) <= len(theirs) else (theirs, mine)
    best = (max(word_likeness(word, other) for other in more) for word in fewer)
    return Likeness.DOUBTFUL if Likeness.DOUBTFUL in best else Likeness.SAME


def _same_run(one: str, other: str) -> bool:
    """Whether both are one text that was divided into words differently, but for slips."""
    most = max(len(one), len(other)) // _SAME_RUN
    return OSA.distance(one, other, score_cutoff=most) <= most and one.isalpha() and other.isalpha()

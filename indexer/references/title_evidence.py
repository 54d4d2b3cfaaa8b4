"""How far the titles of a reference and a work agree, and whether they are those of near twins.

Where the parser lost the border of a title, the work's title is looked for in the text itself.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from rapidfuzz import fuzz
from rapidfuzz.distance import Indel

from indexer.dedupe.titles import compare_titles, languages
from indexer.profiles.profile import Profile
from indexer.references.named_hosts import joined
from indexer.references.near_twins import title_likeness
from indexer.text.word_forms import Likeness, is_small, word_likeness

SAME_TITLE, OTHER_TITLE = 0.88, 0.7
"""Agreement from which titles are one, and below which they are two."""
_LONG_TITLE = 40  # letters from which a title is as telling as it gets
_IN_TEXT = 18  # a shorter title may stand in a text by chance
_IN_TEXT_RATIO = 95  # per cent of its letters, so that slips are forgiven
_STANDS_IN_TEXT = 0.95  # agreement of a title that the text holds
_INSIDE_ANOTHER = 4  # letters of a word that is found inside another one by chance
_BEGINNING, _ALIKE_BEGINNING = 20, 0.85  # the same for a beginning with other endings of its words
_CUT = 0.05  # what letters may be less alike than words, where they are cut inside a word
_PREFIX, _SAME_PREFIX = 8, 0.93  # letters and likeness from which one title begins another


class Text(NamedTuple):
    """The folded text of a reference, once as words and once without spaces.

    ``notes``: "erratum", "retraction" where a piece of the text begins like the title of one, whatever was parsed.
    ``raw``: the text as printed.
    """

    words: frozenset[str]
    joined: str
    notes: frozenset[str] = frozenset()
    raw: str = ""


class TitleEvidence(NamedTuple):
    """How far a title agrees (0..1), how telling its length makes it (0..2), and whether it can be compared at all.

    ``words``: whether the titles that agree hold other words in one place, as those of near twins do.
    """

    agreement: float
    weight: float
    known: bool
    foreign: bool = False
    words: Likeness = Likeness.SAME


def title_may_agree(reference: Profile, text: Text, work: Profile) -> bool:
    """False only if :func:`title_evidence` cannot find the titles alike: a bound, for a fraction of its cost."""
    return any(
        _may_stand_in(joined(theirs), text.joined)
        or any(_may_be_alike(joined(mine), joined(theirs)) for mine in reference.titles)
        for theirs in work.titles
    )


def title_evidence(reference: Profile, text: Text, work: Profile) -> TitleEvidence:
    """The best agreement over the parallel titles; a long title that stands in the text agrees as well."""
    if not work.titles:
        return TitleEvidence(0.0, 0.0, known=False)
    scored = list(_scored(reference, text, work))
    if not scored:
        return TitleEvidence(0.0, 0.0, known=False)
    agreement, theirs, _ = max(scored)
    foreign = agreement < OTHER_TITLE and languages(reference.titles).isdisjoint(
        languages(work.titles)
    )
    weight = min(2.0, len(joined(theirs)) / _LONG_TITLE)
    words = (each[2] for each in scored if each[0] >= OTHER_TITLE)
    return TitleEvidence(agreement, weight, True, foreign, max(words, default=Likeness.SAME))


def _scored(reference: Profile, text: Text, work: Profile) -> Iterator[tuple[float, str, Likeness]]:
    """Each agreement with a title of the work, that title, and how the words of the two go together."""
    for theirs in work.titles:
        known = Likeness.SAME
        for mine in reference.titles:
            agreement = agreement_of(mine, theirs)
            alike = title_likeness(mine, theirs) if agreement >= OTHER_TITLE else Likeness.SAME
            known = min(known, alike)
            yield agreement, theirs, alike
        if _stands_in(theirs, text.joined) and _may_be_title(theirs, reference):
            yield _STANDS_IN_TEXT, theirs, min(known, _words_in(theirs, text))


def begins_in_text(reference: Profile, text: Text, work: Profile) -> bool:
    """Whether the text holds a title of the work as it is, of which the parser took the beginning only."""
    return any(
        len(joined(theirs)) >= _IN_TEXT and joined(theirs) in text.joined
        for theirs in work.titles
        if any(theirs.startswith(mine) for mine in reference.titles)
    )


def _words_in(title: str, text: Text) -> Likeness:
    """Whether the text holds every telling word of a title that stands in it but for slips."""
    if joined(title) in text.joined:
        return Likeness.SAME
    missing = (word for word in title.split() if not _is_held(word, text))
    best = (max(word_likeness(word, other) for other in text.words) for word in missing)
    return min(best, default=Likeness.SAME)


def _is_held(word: str, text: Text) -> bool:
    """Whether the text holds the word, a longer one also as part of another: words may be divided otherwise."""
    return (
        is_small(word)
        or word in text.words
        or (len(word) > _INSIDE_ANOTHER and word in text.joined)
    )


def agreement_of(mine: str, theirs: str) -> float:
    """How far two folded titles agree, 0..1: other words count double, a subtitle on one side counts little.

    What cannot reach the threshold of titles that are alike is 0: comparing word by word is dear.
    """
    if not _may_be_alike(joined(mine), joined(theirs)):
        return 0.0
    match = compare_titles(mine, theirs)
    if match.prefix and match.length >= _PREFIX and match.substituted < 0.05:
        return max(match.similarity, 1 - 0.1 * min(1.0, match.extra))
    whole = max(0.0, match.similarity - match.substituted)
    return whole if whole >= SAME_TITLE else max(whole, _beginning(mine, theirs))


def _beginning(mine: str, theirs: str) -> float:
    """Agreement of the longer title's first words with the shorter one, the same words in other forms; else 0.

    Behind it stands a subtitle, or the host where a parser lost the border.
    """
    left, right = mine.split(), theirs.split()
    count = min(len(left), len(right))
    one, other = " ".join(left[:count]), " ".join(right[:count])
    if len(left) == len(right) or min(map(len, (joined(one), joined(other)))) < _BEGINNING:
        return 0.0
    match = compare_titles(one, other)
    agreement = match.similarity - match.substituted
    alike = agreement >= _ALIKE_BEGINNING and title_likeness(one, other) is Likeness.SAME
    return SAME_TITLE if alike else 0.0


def _may_be_alike(mine: str, theirs: str) -> bool:
    """Whether the agreement can reach the threshold: most letters in common, or one begins the other."""
    if Indel.normalized_similarity(mine, theirs, score_cutoff=OTHER_TITLE):
        return True
    shared = min(len(mine), len(theirs))
    wanted = _SAME_PREFIX if shared < _BEGINNING else _ALIKE_BEGINNING - _CUT
    return shared >= _PREFIX and bool(
        Indel.normalized_similarity(mine[:shared], theirs[:shared], score_cutoff=wanted)
    )


def _stands_in(title: str, text: str) -> bool:
    wanted = joined(title)
    return _may_stand_in(wanted, text) and (
        wanted in text or fuzz.partial_ratio(wanted, text) >= _IN_TEXT_RATIO
    )


def _may_stand_in(wanted: str, text: str) -> bool:
    """Whether one piece of the title stands in the text as it is.

    A title that is there but for so many letters, cut into one piece more than that, has a piece without a slip.
    """
    length = len(wanted)
    if length < _IN_TEXT:
        return False
    pieces = 2 * length * (100 - _IN_TEXT_RATIO) // 100 + 1
    step = length // pieces
    return any(wanted[start : start + step] in text for start in range(0, step * pieces, step))


def _may_be_title(title: str, reference: Profile) -> bool:
    """Not if the reference names it as what holds the cited item, or its own title is clearly another one."""
    if any(agreement_of(title, host) >= SAME_TITLE for host in reference.container):
        return any(agreement_of(title, own) >= SAME_TITLE for own in reference.titles)
    whole = joined(title)
    return not reference.titles or any(
        joined(own) in whole or whole in joined(own) or fuzz.partial_ratio(own, title) >= 85
        for own in reference.titles
    )

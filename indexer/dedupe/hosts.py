"""Compares journals, proceedings and other hosts by their folded titles and ISSN."""

from __future__ import annotations

from functools import lru_cache

from rapidfuzz import fuzz

from indexer.profiles.profile import Profile
from indexer.text.folding import fold

_SMALL = "of the and in on for a an de la и і в на по для о об և"
_SMALL_WORDS = frozenset(map(fold, _SMALL.split()))
_MEETING_WORDS = (
    "proceedings proc conference conf symposium symp workshop meeting congress annual "
    "конференция конференции конф конференций симпозиум симпозиума съезд съезда тезисы "
    "канферэнцыя канферэнцыі конференциясы конференциясының конференциянын գիտաժողով գիտաժողովի"
)
_MEETING = frozenset(map(fold, _MEETING_WORDS.split()))
_SHORTEST_ACRONYM = 3


def same_host(left: Profile, right: Profile) -> float:
    """1 the same host, −1 another one, between them what is doubtful; 0 if either side does not say."""
    if left.issn and right.issn and not set(left.issn).isdisjoint(right.issn):
        return 1.0
    if not left.container or not right.container:
        return 0.0
    if left.container == right.container:
        return 1.0
    return 2 * max(_similar(*sorted((a, b))) for a in left.container for b in right.container) - 1


def meeting_against_journal(left: Profile, right: Profile) -> bool:
    """Whether one side was printed in the papers of a meeting and the other, by its host, was not."""
    if not left.container or not right.container or left.container == right.container:
        return False
    return _is_meeting(left.container) != _is_meeting(right.container)


@lru_cache(maxsize=1 << 14)
def _is_meeting(container: tuple[str, ...]) -> bool:
    return any(word in _MEETING for title in container for word in title.split())


@lru_cache(maxsize=1 << 16)
def _similar(left: str, right: str) -> float:
    """Similarity 0..1 of two folded names; abbreviated words count as whole ones, acronyms for what they stand for."""
    if left == right or _is_acronym(left, right) or _is_acronym(right, left):
        return 1.0
    shorter, longer = sorted((left.split(), right.split()), key=len)
    hits = sum(any(a.startswith(b) or b.startswith(a) for b in longer) for a in shorter)
    abbreviated = hits / max(len(shorter), 1) * 0.95 if len(shorter) > 1 else 0.0
    return max(
        abbreviated, fuzz.token_set_ratio(left, right) / 100 * 0.9, fuzz.ratio(left, right) / 100
    )


def _is_acronym(short: str, long: str) -> bool:
    """Whether a word of the one is made of the first letters of the other: "vldb", "жэтф"."""
    letters = "".join(word[0] for word in long.split() if word not in _SMALL_WORDS)
    return len(letters) >= _SHORTEST_ACRONYM and letters in short.split()

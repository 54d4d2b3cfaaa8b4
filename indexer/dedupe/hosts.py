"""Compares journals, proceedings and other hosts of two profiles by their names and ISSN."""

from __future__ import annotations

from functools import lru_cache

from indexer.profiles.profile import Profile
from indexer.text.folding import fold
from indexer.text.hosts import likeness

_MEETING_WORDS = (
    "proceedings proc conference conf symposium symp workshop meeting congress annual "
    "конференция конференции конф конференций симпозиум симпозиума съезд съезда тезисы "
    "канферэнцыя канферэнцыі конференциясы конференциясының конференциянын գիտաժողով գիտաժողովի"
)
_MEETING = frozenset(map(fold, _MEETING_WORDS.split()))


def same_host(left: Profile, right: Profile) -> float:
    """1 the same host, −1 another one, between them what is doubtful; 0 if either side does not say."""
    if left.issn and right.issn and not set(left.issn).isdisjoint(right.issn):
        return 1.0
    if not left.container or not right.container:
        return 0.0
    if left.container == right.container:
        return 1.0
    return 2 * max(likeness(a, b) for a in left.container for b in right.container) - 1


def meeting_against_journal(left: Profile, right: Profile) -> bool:
    """Whether one side was printed in the papers of a meeting and the other, by its host, was not."""
    if not left.container or not right.container or left.container == right.container:
        return False
    return _is_meeting(left.container) != _is_meeting(right.container)


@lru_cache(maxsize=1 << 14)
def _is_meeting(container: tuple[str, ...]) -> bool:
    return any(word in _MEETING for title in container for word in title.split())

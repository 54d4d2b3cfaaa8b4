"""Sorts the errors of reference matching into classes, each by a rule, so that a distance to a target can be explained.

Missed: the work that the reference cites is held, and the reference is linked to nothing. False: it is linked to
another work, or to one although the cited work is not held.
"""

from __future__ import annotations

from collections.abc import Container, Set

from indexer.keys.strength import ENOUGH, strength
from indexer.profiles.profile import Profile
from indexer.references.matching import Decision

_SAID = {"tie": "tie", "weak": "validation refused", "not-a-work": "taken for no work"}


def missed_class(
    decision: Decision, shared: Set[int], usable: Container[int], *, seen: bool
) -> str:
    """Why a reference was not linked to its work.

    ``shared`` are the hashed keys that it shares with the work, ``usable`` those of blocks that are not cut; ``seen``
    says whether the work was validated.
    """
    if seen:
        return _SAID.get(decision.reason or "", decision.reason or "")
    if not shared:
        return "no key shared"
    if sum(map(strength, shared)) < ENOUGH:
        return "too little shared"
    if sum(strength(key) for key in shared if key in usable) < ENOUGH:
        return "shared keys too common"
    return "pushed out by others"


def false_class(linked: Profile, wanted: Profile | None, *, seen: bool) -> str:
    """Why a reference was linked to the wrong work; ``wanted`` is the right one, if held, ``seen`` as above."""
    if wanted is None:
        return "work not held"
    if set(linked.titles) & set(wanted.titles):
        return "near twin: same title"
    return "near twin: other title" if seen else "right work not found"

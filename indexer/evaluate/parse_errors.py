"""Sorts the errors of reference parsing into classes, each by a rule, to explain a distance to a target."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable


def slip(accepted: Collection[str], value: str) -> str:
    """What is wrong with a field's value beside the accepted ones (all squashed); empty if nothing is."""
    if value in accepted:
        return ""
    if not value:
        return "not found"
    if any(value in wanted for wanted in accepted):
        return "cut short"
    if any(wanted in value for wanted in accepted):
        return "runs on"
    return "other text"


def people_slip(wanted: Counter[str], given: Counter[str]) -> str:
    """What is wrong with a list of surnames: the first that applies; empty if nothing is."""
    if wanted == given:
        return ""
    if not given:
        return "not found"
    if not wanted - given:
        return "a name too many"
    return "a name missed" if not given - wanted else "a name misread"


def error_classes(slips: Iterable[tuple[str, str]]) -> dict[str, dict[str, int]]:
    """How many errors of each class, by field, from pairs of field and slip; right values count nowhere."""
    counts: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for field, kind in slips:
        if kind:
            counts[field][kind] += 1
    return {field: dict(counts[field].most_common()) for field in sorted(counts)}

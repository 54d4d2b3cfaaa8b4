"""References with one folded text cite one work, whatever their lists and sources say beside the text.

The same string may stand in a list that marks its fields, in one that gives it in two languages, and alone. Each is
decided by what is known there; then one decision counts for all. A veto is worth more than a match: it looks at the
words of the text itself, while a match may come from the neighbour that the text was paired with.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping

from indexer.references.matching import Decision


def agreed(decisions: Mapping[int, Decision], texts: Mapping[int, int]) -> dict[int, Decision]:
    """The decisions by reference, the same for all of one text; ``texts``: the number of each reference's text."""
    by_text: defaultdict[int, list[int]] = defaultdict(list)
    for item in decisions:
        by_text[texts[item]].append(item)
    return {
        item: chosen
        for items in by_text.values()
        for chosen in [_chosen([decisions[item] for item in sorted(items)])]
        for item in items
    }


def _chosen(decisions: list[Decision]) -> Decision:
    """The decision that says most, the surest of those; of equal ones that about the lowest work."""
    return min(decisions, key=lambda one: (_rank(one), -one.score, one.work or 0, one.rule))


def _rank(decision: Decision) -> int:
    if (decision.reason or "").startswith("veto:"):
        return 0
    if decision.work is not None:
        return 1
    return {"tie": 2, "not-a-work": 4}.get(decision.reason or "", 3)

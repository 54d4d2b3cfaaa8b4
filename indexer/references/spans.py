"""Where labelled runs stand in a text."""

from __future__ import annotations

Span = tuple[int, int]
Spans = dict[str, list[Span]]
"""Label → the runs that bear it, in order."""


def without(spans: Spans, label: str) -> Spans:
    """The runs of the other labels."""
    return {other: found for other, found in spans.items() if other != label}

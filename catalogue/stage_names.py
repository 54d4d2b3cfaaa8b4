"""The names of the indexer's stages, each of which works off a list of its own (:mod:`catalogue.derived.tasks`)."""

from __future__ import annotations

from typing import Literal

StageName = Literal[
    "normalise", "record-keys", "pair", "cluster", "merge", "reference-keys", "work-keys", "match", "group",
    "describe", "cite", "count",
]  # fmt: skip

FIRST_STAGE: StageName = "normalise"
"""Where changed records wait for the indexer."""

"""The names of the indexer's stages, each of which works off a list of its own (:mod:`catalogue.derived.tasks`)."""

from __future__ import annotations

from typing import Literal, get_args

StageName = Literal[
    "normalise", "record-keys", "pair", "cluster", "merge", "reference-keys", "work-keys", "person-keys", "people",
    "person", "match", "group", "describe", "cite", "count",
]  # fmt: skip

PARTED: Literal["part"] = "part"
"""The list of keys whose blocks have grown, so that pairs inside may share too little now; "record-keys" empties it."""
PUBLISH: Literal["publish"] = "publish"
"""Where works that the search index refuses are set aside; publishing has no list, but the outbox."""

ListName = Literal[StageName, "part"]
AsideName = Literal[StageName, "publish"]
ASIDE_NAMES: tuple[AsideName, ...] = get_args(AsideName)

FIRST_STAGE: StageName = "normalise"
"""Where changed records wait for the indexer."""

"""The fitted model as data: trees over named features, and the sum they give. Nothing to fit.

:mod:`indexer.dedupe.forest` gives the same sums for many pairs at once.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from importlib import resources
from math import exp
from typing import TypeAlias, Union

import msgspec

Node: TypeAlias = Union[float, tuple[int, float, "Node", "Node"]]  # noqa: UP007  # names itself, so no "|"
"""A leaf's value, or (feature, threshold, the node at or below it, the node above it)."""


class Model(msgspec.Struct, frozen=True, kw_only=True):
    """Boosted trees: the log odds of a pair are ``base`` and the sum of one leaf a tree.

    ``names``: the features by index. ``card``: on what, when and how well the model was fitted.
    """

    base: float
    names: list[str]
    trees: list[Node]
    card: dict[str, object] = {}

    def log_odds(self, values: Mapping[str, float]) -> float:
        """The log odds of features by name; those that are not there count as 0."""
        row = [values.get(name, 0.0) for name in self.names]
        total = self.base
        for tree in self.trees:
            node = tree
            while type(node) is tuple:
                node = node[2] if row[node[0]] <= node[1] else node[3]
            total += node  # type: ignore[operator]  # a leaf
        return total


def probability(log_odds: float) -> float:
    """The probability of log odds; the ends are cut, so that no score is a certainty."""
    return 1 / (1 + exp(-max(-30.0, min(30.0, log_odds))))


@cache
def shipped_model() -> Model:
    """The model that ships with the program."""
    text = resources.files("indexer.dedupe").joinpath("model.json").read_bytes()
    raw = msgspec.json.decode(text)
    return Model(
        base=raw["base"],
        names=raw["names"],
        trees=[_node(tree) for tree in raw["trees"]],
        card=raw["card"],
    )


def _node(raw: object) -> Node:
    """JSON has lists where tuples are walked faster."""
    if not isinstance(raw, list):
        return float(raw)  # type: ignore[arg-type]  # a number by the file's form
    return raw[0], raw[1], _node(raw[2]), _node(raw[3])

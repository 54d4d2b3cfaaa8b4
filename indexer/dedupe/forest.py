"""The model's trees as arrays: what :meth:`Model.log_odds` gives for one pair, for many pairs at once."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from itertools import chain
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from indexer.dedupe.features import NAMES
from indexer.dedupe.model import Model, Node, shipped_model

Array: TypeAlias = NDArray[np.float64]
Splits: TypeAlias = list[tuple[int, float]]

_ALWAYS_LEFT = (0, float("inf"))


class Forest:
    """Trees filled up to one depth, so that every pair takes the same number of steps down every tree.

    The leaves are summed in the order of the trees, as the model does: the sums are equal to the last bit, so that a
    score depends neither on the way it was computed nor on the company of other pairs.
    """

    def __init__(self, model: Model, names: Sequence[str]) -> None:
        """``names``: the order in which rows will have the model's features."""
        self._base, self._depth = model.base, max(map(_depth, model.trees), default=0)
        filled = [_filled(tree, self._depth) for tree in model.trees]
        splits = list(chain.from_iterable(splits for splits, _ in filled))
        column = [names.index(name) for name in model.names]
        self._features = np.array([column[feature] for feature, _ in splits], dtype=np.intp)
        self._thresholds = np.array([threshold for _, threshold in splits])
        self._leaves = np.array(list(chain.from_iterable(leaves for _, leaves in filled)))
        first = np.arange(len(model.trees), dtype=np.intp)[:, np.newaxis]
        self._first_split, self._first_leaf = first * (2**self._depth - 1), first * 2**self._depth

    def log_odds(self, rows: Array) -> Array:
        """The log odds of each row of features."""
        columns = np.ascontiguousarray(rows.T)
        pairs = np.arange(len(rows), dtype=np.intp)
        place = np.zeros((len(self._first_leaf), len(rows)), dtype=np.intp)
        for level in range(self._depth):
            split = self._first_split + (2**level - 1) + place
            above = columns[self._features[split], pairs] > self._thresholds[split]
            place = 2 * place + above
        total = np.full(len(rows), self._base)
        for leaves in self._leaves[self._first_leaf + place]:
            total += leaves
        return total


@cache
def shipped_forest() -> Forest:
    """The shipped model's trees, for rows of features as they are worked out."""
    return Forest(shipped_model(), NAMES)


def _depth(node: Node) -> int:
    return 1 + max(_depth(node[2]), _depth(node[3])) if isinstance(node, tuple) else 0


def _filled(tree: Node, depth: int) -> tuple[Splits, list[float]]:
    """The splits of the whole tree level by level, and its leaves from left to right."""
    level: list[Node] = [tree]
    splits: Splits = []
    for _ in range(depth):
        splits += [
            (node[0], node[1]) if isinstance(node, tuple) else _ALWAYS_LEFT for node in level
        ]
        level = [
            below
            for node in level
            for below in (node[2:] if isinstance(node, tuple) else (node, node))
        ]
    return splits, [leaf for leaf in level if isinstance(leaf, float)]

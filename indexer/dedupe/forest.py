"""The model's trees as arrays: what :meth:`Model.log_odds` gives for one pair, for many pairs at once."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from indexer.dedupe.features import NAMES
from indexer.dedupe.model import Model, Node, shipped_model

Array: TypeAlias = NDArray[np.float64]
Split: TypeAlias = tuple[int, float]

_ALWAYS_LEFT = (0, float("inf"))
_ROWS = 1024  # at once, so that memory is bounded


class Forest:
    """Trees filled up to one depth, so that every pair takes the same number of steps down every tree.

    The leaves are summed in the order of the trees, as the model does: the sums are equal to the last bit, so that a
    score depends neither on the way it was computed nor on the company of other pairs.
    """

    def __init__(self, model: Model, names: Sequence[str]) -> None:
        """``names``: the order in which rows will have the model's features."""
        self._base, self._depth = model.base, max(map(_depth, model.trees), default=0)
        filled = [_filled(tree, self._depth) for tree in model.trees]
        splits = sorted({split for levels, _ in filled for level in levels for split in level})
        self._columns = [names.index(model.names[feature]) for feature, _ in splits]
        self._thresholds = np.array([[threshold] for _, threshold in splits])
        number = {split: number for number, split in enumerate(splits)}
        # level by level: the numbers of the splits, by their place in the level first and by tree second
        self._levels = [
            np.array([[number[split] for split in place] for place in zip(*trees, strict=True)])
            for trees in zip(*(levels for levels, _ in filled), strict=True)
        ]
        self._leaves = np.array([leaf for _, leaves in filled for leaf in leaves])
        self._first_leaf = np.arange(0, self._leaves.size, 2**self._depth)[:, np.newaxis]

    def log_odds(self, rows: Array) -> Array:
        """The log odds of each row of features."""
        parts = [self._some(rows[start : start + _ROWS]) for start in range(0, len(rows), _ROWS)]
        return np.concatenate(parts) if parts else np.zeros(0)

    def _some(self, rows: Array) -> Array:
        """The same for not too many rows."""
        above = np.ascontiguousarray(rows.T)[self._columns] > self._thresholds
        leaf = np.repeat(self._first_leaf, len(rows), axis=1)
        ways: list[NDArray[np.bool_]] = []
        for depth, level in enumerate(self._levels, start=1):
            taken = above.take(level, axis=0)
            for way in ways:
                # of two halves the one that the way above leads to; a choice bit by bit is the quickest
                left, right = np.split(taken, 2)
                taken = left ^ (way & (left ^ right))
            ways.append(taken[0])
            leaf += taken[0] * np.intp(2 ** (self._depth - depth))
        total = np.full(len(rows), self._base)
        for leaves in self._leaves.take(leaf):
            total += leaves
        return total


@cache
def shipped_forest() -> Forest:
    """The shipped model's trees, for rows of features as they are worked out."""
    return Forest(shipped_model(), NAMES)


def _depth(node: Node) -> int:
    return 1 + max(_depth(node[2]), _depth(node[3])) if isinstance(node, tuple) else 0


def _filled(tree: Node, depth: int) -> tuple[list[list[Split]], list[float]]:
    """The splits of the whole tree level by level, and its leaves from left to right."""
    level: list[Node] = [tree]
    splits: list[list[Split]] = []
    for _ in range(depth):
        splits.append([node[:2] if isinstance(node, tuple) else _ALWAYS_LEFT for node in level])
        level = [
            below
            for node in level
            for below in (node[2:] if isinstance(node, tuple) else (node, node))
        ]
    return splits, [leaf for leaf in level if isinstance(leaf, float)]

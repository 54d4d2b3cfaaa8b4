"""Gradient-boosted trees with directions kept: a small model of how features combine, without products made by hand.

Every tree is shallow, and every feature with a direction can only push the score that way (below a split the values of
the two sides are bounded by their middle, the "basic" method of LightGBM and XGBoost), so that what was learned on one
corpus makes sense on another. Scoring is in :mod:`indexer.dedupe.model`, and for
many pairs at once in :mod:`indexer.dedupe.forest`.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

import msgspec
import numpy as np
from numpy.typing import NDArray

from indexer.dedupe.model import Model, Node

Array = NDArray[np.float64]
Bins = NDArray[np.int64]

_BINS = 24


class Settings(msgspec.Struct, frozen=True):
    """How the trees grow. ``penalty`` and ``least`` are relative to weights that add up to one."""

    trees: int = 120
    depth: int = 4
    rate: float = 0.12
    penalty: float = 2e-4
    least: float = 2e-4


class _Split(NamedTuple):
    feature: int
    bin: int
    left: float
    right: float


class _Sums(NamedTuple):
    """By feature and bin."""

    gradient: Array
    curvature: Array


class _Bounds(NamedTuple):
    low: float = -np.inf
    high: float = np.inf


def fit_trees(
    x: Array, y: Array, weight: Array, names: list[str], directions: list[int], settings: Settings
) -> Model:
    """A model of the probability that ``y`` is 1, by logistic loss; rows weigh ``weight``. Deterministic."""
    cuts = [_cuts(x[:, column]) for column in range(x.shape[1])]
    bins = np.stack([np.searchsorted(c, x[:, i]) for i, c in enumerate(cuts)], axis=1)
    bins, y, weight = _merged(bins, y, weight)
    share = float((weight * y).sum() / weight.sum())
    base = float(np.log(share / (1 - share)))
    total = np.full(len(y), base)
    trees = []
    for _ in range(settings.trees):
        p = 1 / (1 + np.exp(-total))
        grower = _Grower(bins, weight * (p - y), weight * p * (1 - p), directions, settings)
        root = grower.grow(np.arange(len(y)), _Bounds(), settings.depth)
        total += grower.output
        trees.append(_as_node(root, cuts))
    return Model(base=round(base, 4), names=names, trees=trees)


def _merged(bins: Bins, y: Array, weight: Array) -> tuple[Bins, Array, Array]:
    """Rows that the trees cannot tell apart as one row with their weight together: the same model, sooner."""
    both = np.column_stack([bins, y.astype(np.int64)])
    unique, place = np.unique(both, axis=0, return_inverse=True)
    summed = np.asarray(np.bincount(place.ravel(), weight, len(unique)), dtype=np.float64)
    return unique[:, :-1], unique[:, -1].astype(np.float64), summed


def _cuts(column: Array) -> Array:
    """Thresholds between the values of a column, at most 23."""
    values = np.unique(column)
    if len(values) > _BINS:
        values = np.unique(np.quantile(values, np.linspace(0, 1, _BINS)))
    return np.asarray(np.round((values[1:] + values[:-1]) / 2, 4), dtype=np.float64)


class _Grower:
    """Grows one tree; ``output`` collects what it adds to each row."""

    def __init__(
        self, bins: Bins, gradient: Array, curvature: Array, directions: list[int], s: Settings
    ) -> None:
        self.bins, self.gradient, self.curvature, self.settings = bins, gradient, curvature, s
        self.directions = np.array(directions)[:, None]
        self.places = bins + np.arange(bins.shape[1]) * _BINS
        self.output = np.zeros(len(bins))

    def grow(
        self, rows: NDArray[np.int64], bounds: _Bounds, depth: int, sums: _Sums | None = None
    ) -> Any:
        """The tree over these rows; ``sums`` are their histograms, where the caller has them."""
        sums = sums or (self._sums(rows) if depth else None)
        split = self._best_split(*sums, bounds) if depth and sums else None
        if split is None or sums is None:
            g, h = self.gradient[rows].sum(), self.curvature[rows].sum()
            value = self.settings.rate * float(self._value(g, h, bounds))
            self.output[rows] = value
            return round(value, 4)
        goes_left = self.bins[rows, split.feature] <= split.bin
        sides = rows[goes_left], rows[~goes_left]
        known = self._sums_of_sides(sides, sums) if depth > 1 else (None, None)
        left, right = (
            self.grow(side, limits, depth - 1, of)
            for side, limits, of in zip(
                sides, self._bounds_below(split, bounds), known, strict=True
            )
        )
        return split.feature, split.bin, left, right

    def _sums_of_sides(self, sides: Sequence[NDArray[np.int64]], whole: _Sums) -> list[_Sums]:
        """The histograms of both sides: the smaller one is counted, the other is what is left of the whole."""
        smaller = int(len(sides[1]) < len(sides[0]))
        counted = self._sums(sides[smaller])
        rest = _Sums(whole.gradient - counted.gradient, whole.curvature - counted.curvature)
        return [rest, counted] if smaller else [counted, rest]

    def _best_split(self, g: Array, h: Array, bounds: _Bounds) -> _Split | None:
        left_g, left_h = g.cumsum(1)[:, :-1], h.cumsum(1)[:, :-1]
        all_g, all_h = float(g[0].sum()), float(h[0].sum())
        right_g, right_h = all_g - left_g, all_h - left_h
        left, right = self._value(left_g, left_h, bounds), self._value(right_g, right_h, bounds)
        whole = self._value(all_g, all_h, bounds)
        gain = self._won(left, left_g, left_h) + self._won(right, right_g, right_h)
        gain -= self._won(whole, all_g, all_h)
        few = (left_h < self.settings.least) | (right_h < self.settings.least)
        gain[few | ((right - left) * self.directions < 0)] = -1.0
        feature, cut = np.unravel_index(int(gain.argmax()), gain.shape)
        if gain[feature, cut] <= 1e-7:
            return None
        return _Split(int(feature), int(cut), float(left[feature, cut]), float(right[feature, cut]))

    def _sums(self, rows: NDArray[np.int64]) -> _Sums:
        places = self.places[rows].ravel()
        return _Sums(*(self._histogram(places, of[rows]) for of in (self.gradient, self.curvature)))

    def _histogram(self, places: NDArray[np.int64], of: Array) -> Array:
        columns = self.bins.shape[1]
        sums = np.bincount(places, np.repeat(of, columns), columns * _BINS)
        return np.asarray(sums.reshape(columns, _BINS), dtype=np.float64)

    def _bounds_below(self, split: _Split, bounds: _Bounds) -> tuple[_Bounds, _Bounds]:
        direction = int(self.directions[split.feature, 0])
        if not direction:
            return bounds, bounds
        middle = (split.left + split.right) / 2
        lower, upper = _Bounds(bounds.low, middle), _Bounds(middle, bounds.high)
        return (lower, upper) if direction > 0 else (upper, lower)

    def _value(self, g: Any, h: Any, bounds: _Bounds) -> Any:
        return np.clip(-g / (h + self.settings.penalty), bounds.low, bounds.high)

    def _won(self, value: Any, g: Any, h: Any) -> Any:
        return -(g * value + 0.5 * (h + self.settings.penalty) * value * value)


def _as_node(tree: Any, cuts: list[Array]) -> Node:
    if isinstance(tree, float):
        return tree
    feature, cut, left, right = tree
    return feature, float(cuts[feature][cut]), _as_node(left, cuts), _as_node(right, cuts)

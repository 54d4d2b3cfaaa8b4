"""Fits the weights of :mod:`indexer.dedupe.scoring` on labelled sets, and says how they do on what was held out.

Usage: ``python -m indexer.dedupe.train FOLDER… > weights.json``. Deterministic. Every set counts the same,
whatever its size, so that no source's habits rule; works (clusters) are divided into two halves by the hash of their
key, the weights are fitted on the one and the log loss on the other goes to standard error, beside the loss on each
set when it is left out altogether. What ships are numbers; the sets themselves stay where they are.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from itertools import combinations
from math import prod
from pathlib import Path
from typing import Any

import msgspec
import numpy as np
from numpy.typing import NDArray

from indexer.dedupe.features import evidence, features
from indexer.dedupe.scoring import TOGETHER, Weights, veto_of
from indexer.evaluate.dedupe import DedupeSet, candidates, read_dedupe_set
from schemas.ids import hash63

Array = NDArray[np.float64]

RIDGE = 3e-5  # keeps the weights of rare features small
_STEPS = 60


class Sample(msgspec.Struct, frozen=True):
    """The pairs of one set: features, label, and whether the pair is held out of fitting."""

    name: str
    rows: list[dict[str, float]]
    same: list[bool]
    held_out: list[bool]


def sample(folder: Path) -> Sample:
    """The candidate pairs of a set, or its labelled pairs, with their features; vetoed pairs teach nothing."""
    labelled = read_dedupe_set(folder)
    profiles = labelled.profiles()
    pairs = sorted(candidates(profiles))
    if labelled.pairs:
        pairs = sorted(labelled.pairs)
    wanted = labelled.wanted()
    seen = {(a, b): evidence(profiles[a], profiles[b]) for a, b in pairs}
    pairs = [(a, b) for a, b in pairs if not veto_of(profiles[a], profiles[b], seen[a, b])]
    rows = [features(profiles[a], profiles[b], seen[a, b]) for a, b in pairs]
    return Sample(
        folder.name,
        rows,
        [pair in wanted for pair in pairs],
        [_held_out(labelled, pair[0]) for pair in pairs],
    )


def fit(samples: Sequence[Sample], *, whole: bool = False) -> Weights:
    """Logistic weights by Newton's method with a ridge; ``whole`` fits on the held-out halves too."""
    names = sorted({name for one in samples for row in one.rows for name in row})
    names += [f"{one}*{other}" for one, other in combinations(TOGETHER, 2)]
    parts = [_matrix(one, names, held_out=None if whole else False) for one in samples]
    x = np.vstack([part[0] for part in parts])
    y = np.concatenate([part[1] for part in parts])
    weight = np.concatenate([_balance(part[1]) for part in parts]) / len(parts)
    beta = _newton(x, y, weight)
    return Weights(
        intercept=round(float(beta[0]), 4),
        weights={
            name: round(float(value), 3)
            for name, value in zip(names, beta[1:], strict=True)
            if abs(value) >= 0.001  # products that never occur
        },
        provenance="Logistic regression by indexer.dedupe.train on the candidate pairs of "
        + ", ".join(f"{one.name} ({len(one.rows)})" for one in samples)
        + "; every set counts the same; fitted on one half of the works of each set.",
    )


def log_loss(one: Sample, weights: Weights, *, held_out: bool | None = True) -> float:
    """Mean log loss over the held-out pairs of a set (``None``: over all of them)."""
    names = sorted(weights.weights)
    x, y = _matrix(one, names, held_out=held_out)
    beta = np.array([weights.intercept, *(weights.weights[name] for name in names)])
    p = np.clip(_sigmoid(x @ beta), 1e-6, 1 - 1e-6)
    return float(-np.mean(y * np.log(p) + (1 - y) * np.log(1 - p)))


def _held_out(labelled: DedupeSet, position: int) -> bool:
    key = labelled.records[position].id
    return hash63("held-out", labelled.clusters.get(key, key)) % 2 == 1


def _matrix(one: Sample, names: Sequence[str], *, held_out: bool | None) -> tuple[Array, Array]:
    chosen = [i for i, out in enumerate(one.held_out) if held_out is None or out == held_out]
    parts = [name.split("*") for name in names]
    rows = [
        [1.0, *(prod(one.rows[i].get(part, 0.0) for part in both) for both in parts)]
        for i in chosen
    ]
    return np.array(rows), np.array([float(one.same[i]) for i in chosen])


def _balance(y: Array) -> Array:
    """Every pair of a set counts the same, and every set adds up to one."""
    return np.full(len(y), 1 / len(y))


def _newton(x: Array, y: Array, weight: Array) -> Array:
    beta = np.zeros(x.shape[1])
    ridge = np.full(x.shape[1], RIDGE)
    ridge[0] = 0.0
    for _ in range(_STEPS):
        p = _sigmoid(x @ beta)
        gradient = x.T @ (weight * (p - y)) + ridge * beta
        curvature = (x * (weight * p * (1 - p))[:, None]).T @ x + np.diag(ridge + 1e-9)
        step = np.linalg.solve(curvature, gradient)
        beta -= step * min(1.0, 5.0 / float(np.max(np.abs(step)) + 1e-12))
        if float(np.max(np.abs(step))) < 1e-8:
            break
    return beta


def _sigmoid(z: Any) -> Array:
    return np.asarray(1 / (1 + np.exp(-np.clip(z, -30, 30))), dtype=np.float64)


def main(folders: Sequence[str]) -> None:
    """Prints the weights as JSON, and the losses to standard error."""
    samples = [sample(Path(folder)) for folder in folders]
    weights = fit(samples)
    for one in samples:
        others = [other for other in samples if other is not one]
        alone = log_loss(one, fit(others, whole=True), held_out=None) if others else float("nan")
        print(
            f"{one.name}: {len(one.rows)} pairs, {sum(one.same)} same; log loss held out "
            f"{log_loss(one, weights):.4f}, set left out {alone:.4f}",
            file=sys.stderr,
        )
    print(msgspec.json.format(msgspec.json.encode(weights), indent=1).decode())


if __name__ == "__main__":
    main(sys.argv[1:])

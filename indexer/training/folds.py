"""Cross-validation of the deduplication model: held-out works, and whole sets left out.

*Held-out works*: the works of each set fall into folds; a pair is scored by a model that saw no pair of either work's
fold, and then the whole set is clustered on those scores, with all its distractors. *Set left out*: the model is fitted
on the other sets only, so nothing of this corpus, its sources or its habits is known to it.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from itertools import combinations_with_replacement

import numpy as np
from numpy.typing import NDArray

from indexer.dedupe.clustering import Edge
from indexer.dedupe.grouping import Scores, clustered
from indexer.dedupe.mended import mended
from indexer.dedupe.model import Model
from indexer.dedupe.scoring import REVIEW_THRESHOLD, veto_of
from indexer.evaluate.dedupe import score_clusters
from indexer.training.fit import Sample, everything, fit, folds_of, scores_of

Array = NDArray[np.float64]

FOLDS = 5


def cross_validated(samples: Sequence[Sample], model: Model) -> dict[str, object]:
    """Precision, recall, F1 and log loss of each set: on what was fitted, on held-out works, and left out."""
    held_out = _held_out(samples)
    figures: dict[str, object] = {}
    for one in samples:
        others = fit([(other, everything(other)) for other in samples if other is not one])
        scores = {
            "fitted": scores_of(model, one),
            "held-out works": held_out[one.name],
            "set left out": scores_of(others, one),
        }
        figures[one.name] = {name: _figures(one, values) for name, values in scores.items()}
        print(one.name, figures[one.name], file=sys.stderr)
    return figures


def _rest_of(one: Sample, scores: Array) -> Scores:
    """The scores of these very models for the pairs inside a component that were not kept."""
    known = dict(zip(one.pairs, scores.tolist(), strict=True))
    return lambda pairs: [known.get(both) for both, _, _ in pairs]


def _held_out(samples: Sequence[Sample]) -> dict[str, Array]:
    folds = {one.name: folds_of(one, FOLDS) for one in samples}
    scores = {one.name: np.zeros(len(one.pairs)) for one in samples}
    for both in combinations_with_replacement(range(FOLDS), 2):
        model = fit([(one, _untouched(folds[one.name], both)) for one in samples])
        for one in samples:
            here = (folds[one.name] == both).all(axis=1)
            scores[one.name][here] = scores_of(model, one, here)
    return scores


def _untouched(folds: NDArray[np.int64], both: tuple[int, int]) -> NDArray[np.bool_]:
    """The pairs neither of whose works is in these folds."""
    return np.asarray(~np.isin(folds, both).any(axis=1))


def _figures(one: Sample, scores: Array) -> dict[str, float]:
    edges = [
        Edge(a, b, score, veto_of(*mended(one.profiles[a], one.profiles[b]), None))
        for (a, b), score, compared in zip(one.pairs, scores.tolist(), one.compared, strict=True)
        if compared and score >= REVIEW_THRESHOLD
    ]
    found = clustered(one.profiles, edges, _rest_of(one, scores))
    p = np.clip(np.where(one.same, scores, 1 - scores)[one.usable], 1e-6, 1)
    figures = score_clusters(one.labelled, found).as_dict()
    return {**figures, "log_loss": round(float(-np.log(p).mean()), 4)}

"""Fitting and scoring by trees: what is learned, that directions hold, that the shipped model keeps them."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from indexer.dedupe.features import DIRECTIONS
from indexer.dedupe.model import probability, shipped_model
from indexer.training.boosting import Settings, fit_trees

SMALL = Settings(trees=30, depth=2, rate=0.3)


def generated(count: int = 400) -> tuple[np.ndarray, np.ndarray]:  # type: ignore[type-arg]
    """Two features: the label is 1 where both are high; a little noise."""
    random = np.random.default_rng(7)
    x = random.random((count, 2)).round(2)
    y = ((x[:, 0] > 0.5) & (x[:, 1] > 0.3)).astype(float)
    y[:10] = 1 - y[:10]
    return x, y


def test_the_trees_learn_how_two_features_combine() -> None:
    x, y = generated()
    model = fit_trees(x, y, np.full(len(y), 1 / len(y)), ["a", "b"], [1, 1], SMALL)
    assert probability(model.log_odds({"a": 0.9, "b": 0.9})) > 0.8
    assert probability(model.log_odds({"a": 0.9, "b": 0.1})) < 0.2
    assert probability(model.log_odds({"b": 0.9})) < 0.2


def test_fitting_is_deterministic() -> None:
    x, y = generated()
    weight = np.full(len(y), 1 / len(y))
    one, other = (fit_trees(x, y, weight, ["a", "b"], [1, 0], SMALL) for _ in range(2))
    assert one == other


def test_a_row_of_double_weight_is_two_rows() -> None:
    x, y = generated()
    weight = np.full(len(y), 1 / len(y))
    twice = fit_trees(
        np.vstack([x, x]), np.tile(y, 2), np.tile(weight, 2), ["a", "b"], [1, 1], SMALL
    )
    heavy = fit_trees(x, y, 2 * weight, ["a", "b"], [1, 1], SMALL)
    for row in ({"a": 0.9, "b": 0.9}, {"a": 0.9, "b": 0.1}, {"b": 0.9}):
        assert twice.log_odds(row) == pytest.approx(heavy.log_odds(row))


def test_a_direction_holds_against_the_data() -> None:
    x, y = generated()
    model = fit_trees(x, y, np.full(len(y), 1 / len(y)), ["a", "b"], [-1, 0], SMALL)
    for b in (0.0, 0.4, 1.0):
        odds = [model.log_odds({"a": a / 20, "b": b}) for a in range(21)]
        assert odds == sorted(odds, reverse=True)


VALUES = st.dictionaries(
    st.sampled_from(sorted(DIRECTIONS)), st.floats(-1, 1, allow_nan=False), max_size=12
)


@settings(max_examples=60, deadline=None)
@given(VALUES, st.sampled_from(sorted(n for n, d in DIRECTIONS.items() if d)), st.floats(0, 1))
def test_the_shipped_model_keeps_its_directions(
    values: dict[str, float], name: str, more: float
) -> None:
    model = shipped_model()
    before, after = (
        model.log_odds(values),
        model.log_odds(values | {name: values.get(name, 0) + more}),
    )
    assert (after - before) * DIRECTIONS[name] >= -1e-9


def test_the_shipped_model_knows_exactly_the_features() -> None:
    assert shipped_model().names == list(DIRECTIONS)


@pytest.mark.parametrize("name", ["cora", "cross-script", "dblp-acm", "dblp-scholar"])
def test_the_card_says_what_was_held_out(name: str) -> None:
    figures = shipped_model().card["figures"]
    assert isinstance(figures, dict)
    assert {"fitted", "held-out works", "set left out"} == figures[name].keys()

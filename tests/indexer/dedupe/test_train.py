"""What a set's pairs and their damaged copies weigh in the fit. Generated samples."""

from __future__ import annotations

import msgspec
import numpy as np
import pytest

from indexer.evaluate.dedupe import DedupeSet
from indexer.training.fit import NAMES, Sample, _blocks, everything, fit


def sample(*, copied: bool) -> Sample:
    """Eight pairs; the title says whether they are the same."""
    same = np.array([True, False] * 4)
    rows = np.zeros((8, len(NAMES)))
    rows[:, NAMES.index("title_similar")] = same
    return Sample(
        name="generated",
        labelled=DedupeSet([], {}, {}),
        profiles=[],
        pairs=[(number, number + 8) for number in range(8)],
        rows=rows,
        same=same,
        compared=np.ones(8, dtype=np.bool_),
        usable=np.ones(8, dtype=np.bool_),
        crowd=np.ones(8),
        copies=rows / 2 if copied else np.zeros((0, 0)),
        copied=np.full(8, copied) & same,
    )


@pytest.mark.parametrize(("copied", "expected"), [(False, [0.4]), (True, [0.8 / 3, 0.4 / 3])])
def test_a_set_weighs_the_same_with_and_without_copies(copied: bool, expected: list[float]) -> None:
    one = sample(copied=copied)
    blocks = list(_blocks(one, everything(one), 0.4))
    assert [weight.sum() for _, _, weight in blocks] == pytest.approx(expected)


def test_copies_are_fitted_only_where_their_pair_is_chosen() -> None:
    one = sample(copied=True)
    chosen = everything(one)
    chosen[:6] = False
    (rows, labels, _), (copies, copied_labels, _) = _blocks(one, chosen, 1.0)
    assert (len(rows), len(copies)) == (2, 1)
    assert sorted(labels) == [0.0, 1.0]
    assert list(copied_labels) == [1.0]
    assert copies.max() == 0.5


def test_the_model_learns_from_both() -> None:
    one = sample(copied=True)
    model = fit([(one, everything(one))])
    likeness = [model.log_odds({"title_similar": value}) for value in (0.0, 0.5, 1.0)]
    assert likeness[0] < 0 < likeness[1] <= likeness[2]


def test_pairs_of_crowded_works_count_less_and_labels_as_much_as_before() -> None:
    one = sample(copied=False)
    crowded = msgspec.structs.replace(one, crowd=np.array([4.0, 4.0, *[1.0] * 6]))
    (rows, labels, weights), *_ = _blocks(crowded, everything(one), 1.0)
    assert len(rows) == 8
    assert [weights[labels == label].sum() for label in (0, 1)] == pytest.approx([0.5, 0.5])
    assert sorted(weights[labels == 1] / weights[labels == 1].max()) == pytest.approx(
        [0.5, 1, 1, 1]
    )


def test_pairs_of_one_work_count_more_where_records_say_little() -> None:
    one = msgspec.structs.replace(sample(copied=False), name="dblp-scholar")
    (_, labels, weights), *_ = _blocks(one, everything(one), 1.0)
    assert weights.sum() == pytest.approx(1.0)
    assert weights[labels == 1].sum() / weights[labels == 0].sum() == pytest.approx(1.7)

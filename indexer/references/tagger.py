"""The trained tagger: a linear-chain CRF that labels the words of references.

The model is trained by python-crfsuite (:mod:`indexer.references.training`) and applied here, with the same sums of the
same weights and the same best path, in a fraction of its time: the sums of groups of features are kept, and many
references go through each step together.

A label is that of the field, with "B-" in front at the first word of its run.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from itertools import accumulate, repeat
from pathlib import Path

import msgspec
import numpy as np
from numpy.typing import NDArray

from indexer.references.sequence import GROUPS, PLAIN, Token, described
from indexer.references.spelling import Group, spelled

MODEL = Path(__file__).parent / "model" / "western.json"
_KEPT = 1 << 15  # sums of groups that are kept

Floats = NDArray[np.float32]


class Weights(msgspec.Struct, frozen=True):
    """What training found: the weights of steps from label to label, and of the features by number of the label."""

    labels: list[str]
    steps: list[list[float]]
    features: dict[str, dict[int, float]]


@cache
def shipped() -> Tagger:
    """The tagger with the model of this package, one in each process."""
    return Tagger(msgspec.json.decode(MODEL.read_bytes(), type=Weights))


class Tagger:
    """Labels words by the weights given. It keeps sums of them, and so is not for use by several threads at once."""

    def __init__(self, weights: Weights) -> None:
        self._labels = weights.labels
        self._steps = np.array(weights.steps, np.float32)
        # row 0 stays zero: that of all the features which the model does not know
        self._known = {name: row for row, name in enumerate(weights.features, 1)}
        self._first_kept = len(self._known) + 1
        self._rows = np.zeros((self._first_kept + _KEPT, len(self._labels)), np.float32)
        for row, found in enumerate(weights.features.values(), 1):
            self._rows[row, list(found)] = list(found.values())
        self._kept: dict[Group, int] = {}

    def tag(self, texts: Sequence[tuple[str, Sequence[Token]]]) -> list[list[str]]:
        """The most probable label of each word of each text."""
        found: list[list[str]] = [[] for _ in texts]
        # the longest first, so that those which a step still reaches are the first few
        order = sorted(
            (index for index, (_, items) in enumerate(texts) if items),
            key=lambda index: -len(texts[index][1]),
        )
        if not order:
            return found
        lengths = [len(texts[index][1]) for index in order]
        scores = np.concatenate([self._scores(*texts[index]) for index in order])
        for index, path in zip(order, best_paths(scores, lengths, self._steps), strict=True):
            found[index] = [self._labels[label] for label in path]
        return found

    def _scores(self, text: str, items: Sequence[Token]) -> Floats:
        """The sum of the weights of each word's features: a row a word, a column a label."""
        plain, groups = described(text, items)
        if len(self._kept) + len(groups) > _KEPT:
            self._kept.clear()
        singles = np.fromiter(map(self._known.get, plain, repeat(0)), np.intp, len(plain))
        sums = np.fromiter(map(self._row, groups), np.intp, len(groups))
        count, width = len(items), len(self._labels)
        found: Floats = self._rows.take(singles, axis=0).reshape(count, PLAIN, width).sum(axis=1)
        found += self._rows.take(sums, axis=0).reshape(count, GROUPS, width).sum(axis=1)
        return found

    def _row(self, group: Group) -> int:
        """The row with the sum of the group's weights, made if need be."""
        row = self._kept.get(group)
        if row is None:
            row = self._kept[group] = self._first_kept + len(self._kept)
            known = [found for name in spelled(group) if (found := self._known.get(name))]
            self._rows[row] = self._rows[known].sum(axis=0)
        return row


def best_paths(scores: Floats, lengths: Sequence[int], steps: Floats) -> list[list[int]]:
    """The labels with the greatest sum of scores and steps, sequence by sequence (Viterbi).

    ``scores`` holds the rows of all sequences one after the other, the longest sequence first.
    """
    starts = np.array([0, *accumulate(lengths)][:-1])
    reached = [sum(length > place for length in lengths) for place in range(lengths[0] + 1)]
    sums = [scores[starts]]
    for place, count in enumerate(reached[1:-1], 1):
        arriving = (sums[-1][:count, :, None] + steps).max(axis=1)
        sums.append(arriving + scores[starts[:count] + place])
    labels = np.zeros((len(lengths), lengths[0] + 1), np.intp)
    for place in range(lengths[0] - 1, -1, -1):
        onwards = reached[place + 1]  # those whose next label is known
        found = sums[place]
        found[:onwards] += steps[:, labels[:onwards, place + 1]].T
        labels[: len(found), place] = found.argmax(axis=1)
    return [row[:length] for row, length in zip(labels.tolist(), lengths, strict=True)]

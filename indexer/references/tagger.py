"""The trained tagger: a linear-chain CRF that labels the words of references.

The model is trained by python-crfsuite (:mod:`indexer.training.tagger`) and applied here, with the same sums of the
same weights and the same best path, in a fraction of its time: many references go through each step together, and the
sums of what a word or a template adds are kept.

A label is that of the field, with "B-" in front at the first word of its run.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cache, cached_property
from itertools import accumulate, chain, repeat
from pathlib import Path

import msgspec
import numpy as np
from numpy.typing import NDArray

from indexer.references.sequence import UNTOLD, Level, Text, described
from indexer.references.spelling import (
    NEIGHBOURS,
    ROLES,
    TEMPLATES,
    Ints,
    Look,
    affix_names,
    role_name,
    shape_names,
    spelled,
    word_name,
)
from indexer.references.vocabulary import START_AND_END, Table, Told, Vocabulary, numbered

MODEL = Path(__file__).parent / "model" / "western.json"
_KEPT = 1 << 16  # words, or templates of a kind, whose sums are kept
_TOGETHER = 64  # texts

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
        self._features = _Features(weights)
        self._kept = _Kept(self._features)

    def tag(self, texts: Sequence[Text]) -> list[list[str]]:
        """The most probable label of each word of each text."""
        found: list[list[str]] = [[] for _ in texts]
        # the longest first, so that those which a step still reaches are the first few
        order = sorted(
            (index for index, (_, items) in enumerate(texts) if items),
            key=lambda index: -len(texts[index][1]),
        )
        for start in range(0, len(order), _TOGETHER):
            chosen = order[start : start + _TOGETHER]
            lengths = [len(texts[index][1]) for index in chosen]
            scores = self._scores([texts[index] for index in chosen])
            for index, path in zip(chosen, best_paths(scores, lengths, self._steps), strict=True):
                found[index] = [self._labels[label] for label in path]
        return found

    def _scores(self, texts: Sequence[Text]) -> Floats:
        """The sum of the weights of each word's features: a row a word, a column a label."""
        if self._kept.is_full():
            self._kept = _Kept(self._features)
        kept = self._kept
        found = described(texts, kept.vocabulary)
        kept.learn()
        sums = kept.affixes.take(found.words)
        kept.add(sums, found.around)
        pieces = np.zeros((found.piece_of[-1] + 1, sums.shape[1]), np.float32)
        kept.add(pieces, found.pieces)
        styles = np.zeros((len(texts), sums.shape[1]), np.float32)
        kept.add(styles, found.texts)
        sums += pieces.take(found.piece_of, axis=0)
        sums += styles.take(found.text_of, axis=0)
        return sums


class _Features:
    """The weights of features by their names."""

    def __init__(self, weights: Weights) -> None:
        self.width = len(weights.labels)
        self._known = {name: row for row, name in enumerate(weights.features, 1)}
        # row 0 stays zero: that of all the features which the model does not know
        self._rows = np.zeros((len(self._known) + 1, self.width), np.float32)
        for row, found in enumerate(weights.features.values(), 1):
            self._rows[row, list(found)] = list(found.values())

    @cached_property
    def told(self) -> Told:
        """The words that features name; those of names which may be read in two ways too."""
        single = frozenset(name.partition("=")[2] for name in self._known if "=" in name)
        parted = [name for name in self._known if "|" in name]
        two = [name for name in parted if name.count("|") > 1]
        found = (
            frozenset(name.rpartition("|")[2] for name in parted if name.startswith("<")),
            frozenset(name.partition("|")[0] for name in parted if "|>" in name),
            frozenset(name.partition("|")[0] for name in two),
            frozenset(name.rpartition("|")[2] for name in two),
        )
        return Told(single.union(START_AND_END, *found), *found)

    def sums(self, groups: Iterable[Sequence[str]]) -> Floats:
        """Of each group of names the sum of their weights."""
        each = list(groups)
        counts = np.fromiter(map(len, each), np.intp, len(each))
        names = chain.from_iterable(each)
        rows = np.fromiter(map(self._known.get, names, repeat(0)), np.intp, counts.sum())
        found = np.zeros((len(each), self.width), np.float32)
        some = np.flatnonzero(counts)
        starts = (np.cumsum(counts) - counts)[some]
        found[some] = np.add.reduceat(self._rows.take(rows, axis=0), starts, axis=0)
        return found


class _Kept:
    """Sums of weights that are kept: of the words and looks met, and of the templates."""

    def __init__(self, features: _Features) -> None:
        self._features = features
        self.vocabulary = Vocabulary(features.told)
        self.affixes = self._table()
        self._looks = {role: self._table() for role in (*NEIGHBOURS, *ROLES)}
        self._numbers: dict[str, dict[int, int]] = {template: {} for template in TEMPLATES}
        self._templates = {template: self._table() for template in TEMPLATES}

    def _table(self) -> Table[np.float32]:
        return Table(self._features.width, np.float32)

    def is_full(self) -> bool:
        numbers = (*self._numbers.values(), self.vocabulary.texts, self.vocabulary.gaps)
        return max(map(len, numbers)) > _KEPT

    def learn(self) -> None:
        """Add the sums of words that are new in the vocabulary."""
        if new := self.vocabulary.texts[len(self.affixes) :]:
            self.affixes.add(self._features.sums(map(affix_names, new)))
        for role, table in self._looks.items():
            if looks := self.vocabulary.looks[len(table) :]:
                table.add(self._features.sums(_names(look, role) for look in looks))

    def add(self, sums: Floats, level: Level) -> None:
        """Add the weights of each word, piece or text to its row."""
        for role, numbers in level.looks.items():
            sums += self._looks[role].take(numbers)
        for template, codes in level.templates:
            self._add_template(sums, template, codes)

    def _add_template(self, sums: Floats, template: str, codes: Ints) -> None:
        told = np.flatnonzero(codes != UNTOLD)
        table = self._templates[template]

        def learn(new: Sequence[int]) -> None:
            words, gaps = self.vocabulary.names, self.vocabulary.gaps
            table.add(self._features.sums(spelled(template, np.array(new), words, gaps)))

        numbers = numbered(self._numbers[template], codes[told].tolist(), learn)
        sums[told] += table.take(np.array(numbers, np.int64))


def _names(look: Look, role: str) -> list[str]:
    if role in ROLES:
        return [role_name(look, role)]
    return [word_name(look, role), *shape_names(look, role)]


def best_paths(scores: Floats, lengths: Sequence[int], steps: Floats) -> list[list[int]]:
    """The labels with the greatest sum of scores and steps, sequence by sequence (Viterbi).

    ``scores`` holds the rows of all sequences one after the other, the longest sequence first.
    """
    starts = np.array([0, *accumulate(lengths)][:-1])
    reached = [sum(length > place for length in lengths) for place in range(lengths[0] + 1)]
    columns = (
        scores.T
    )  # by label first: a step is the greatest of whole rows, which is what numpy does fast
    sums = [columns[:, starts]]
    for place, count in enumerate(reached[1:-1], 1):
        arriving = (steps[:, :, None] + sums[-1][:, None, :count]).max(axis=0)
        sums.append(arriving + columns[:, starts[:count] + place])
    labels = np.zeros((lengths[0] + 1, len(lengths)), np.intp)
    for place in range(lengths[0] - 1, -1, -1):
        onwards = reached[place + 1]  # those whose next label is known
        found = sums[place]
        found[:, :onwards] += steps.take(labels[place + 1, :onwards], axis=1)
        labels[place, : reached[place]] = found.argmax(axis=0)
    return [row[:length] for row, length in zip(labels.T.tolist(), lengths, strict=True)]

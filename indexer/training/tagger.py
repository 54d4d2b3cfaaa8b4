"""Trains the tagger of references: ``python -m indexer.training.tagger SET… [--out FILE]``.

A set is a folder with ``references.jsonl`` in the form that the evaluation reads. A fifth of the references, told
by a hash of the text, is never trained on (see :mod:`indexer.evaluate.held_out`), so that the evaluation can
report it apart.
The result is the same on every run.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from importlib import import_module
from itertools import pairwise
from pathlib import Path
from tempfile import TemporaryDirectory
from types import ModuleType
from typing import Any
from zlib import crc32

import click
import msgspec

from indexer.evaluate.held_out import is_development, is_held_out
from indexer.references.opening import opened
from indexer.references.sequence import Token, features, tokens
from indexer.references.spans import Span
from indexer.references.tagger import MODEL, Weights
from indexer.text.printed import squeeze

# in the order in which they claim their place: long and unmistakable first, numbers last
_FIELDS = {
    "doi": "link", "url": "link", "arxiv": "link", "isbn": "link", "issn": "link", "pmid": "link",
    "title": "title", "authors_raw": "authors", "editors_raw": "editors", "authors": "authors", "editors": "editors",
    "container": "container", "series": "series", "publisher": "publisher", "place": "place",
    "collaboration": "collaboration", "date": "date", "year": "date", "note": "note", "genre": "note",
    "edition": "edition", "pages": "pages", "pages_total": "pages", "volume": "volume", "issue": "issue",
}  # fmt: skip
_NUMERIC = frozenset({"pages", "pages_total", "volume", "issue", "edition"})

# those of many words, whose first word has a label of its own
_LONG = frozenset(
    {"authors", "editors", "title", "container", "publisher", "place", "series", "note"}
)
_BAGS = 5

Place = tuple[Span, str]  # where a value stands, and its label
Example = tuple[list[list[str]], list[str]]  # the features of each word, and its label


class Labelled(msgspec.Struct, frozen=True):
    """A line of a labelled set; rendered ones say where their values stand."""

    text: str
    fields: dict[str, Any]
    spans: list[tuple[str, int, int]] = []


@click.command()
@click.argument("sets", nargs=-1, required=True, type=click.Path(exists=True, path_type=Path))
@click.option("--out", type=click.Path(path_type=Path), default=MODEL, show_default=True)
@click.option("--development", is_flag=True, help="Keep the development fifth out as well.")
@click.option(
    "--fits",
    type=click.IntRange(1, _BAGS),
    default=1,
    show_default=True,
    help="Average so many models, each fitted on all but a fifth of the references.",
)
@click.option("--iterations", default=100, show_default=True)
@click.option("--l1", default=0.3, show_default=True)
@click.option("--l2", default=0.1, show_default=True)
def main(
    sets: tuple[Path, ...],
    out: Path,
    development: bool,
    fits: int,
    iterations: int,
    l1: float,
    l2: float,
) -> None:
    """Train the tagger on labelled SETS."""
    crfsuite()  # its absence shows before the sets are read
    parameters = {"c1": l1, "c2": l2, "max_iterations": iterations, "feature.minfreq": 2}
    allowed = [
        item
        for folder in sets
        for item in read(folder)
        if not (is_held_out(item.text) or (development and is_development(item.text)))
    ]
    examples = [example(item) for item in allowed]
    bags = [_bag(item.text) if fits > 1 else fits for item in allowed]
    found = [
        fit((one for one, bag in zip(examples, bags, strict=True) if bag != number), parameters)
        for number in range(fits)
    ]
    write_weights(average(found), out)
    click.echo(f"{len(examples)} references, {out.stat().st_size // 1024} KiB, {out}")


def _bag(text: str) -> int:
    """Which of the averaged models does without a reference, told by a hash of its text."""
    return crc32(text.encode("utf-8", "surrogatepass")[::-1]) % _BAGS


def crfsuite() -> ModuleType:
    """The library that fits; raises an error that names the extra where it is not installed."""
    try:
        return import_module("pycrfsuite")
    except ImportError as error:
        raise click.ClickException(
            'python-crfsuite is not installed: run `pip install "eaci[training]"`'
        ) from error


def fit(examples: Iterable[Example], parameters: dict[str, float]) -> Weights:
    """The weights that python-crfsuite finds."""
    trainer = crfsuite().Trainer(verbose=False)
    trainer.set_params(parameters)
    for features_of_words, labels_of_words in examples:
        trainer.append(features_of_words, labels_of_words)
    with TemporaryDirectory() as folder:
        path = Path(folder) / "model.crfsuite"
        trainer.train(str(path))
        return weights_of(path)


def weights_of(path: Path) -> Weights:
    """The weights in a model of python-crfsuite."""
    tagger = crfsuite().Tagger()
    tagger.open(str(path))
    told = tagger.info()
    labels = sorted(told.labels)
    numbers = {label: number for number, label in enumerate(labels)}
    steps = [[told.transitions.get((left, right), 0.0) for right in labels] for left in labels]
    features: dict[str, dict[int, float]] = {}
    for (name, label), weight in told.state_features.items():
        features.setdefault(name, {})[numbers[label]] = weight
    return Weights(labels, steps, features)


def average(models: Sequence[Weights]) -> Weights:
    """The mean of each weight; one that a model leaves out is nought there."""
    labels = sorted({label for model in models for label in model.labels})
    steps = [[0.0] * len(labels) for _ in labels]
    features: dict[str, dict[int, float]] = {}
    for model in models:
        numbers = [labels.index(label) for label in model.labels]
        for left, row in zip(numbers, model.steps, strict=True):
            for right, weight in zip(numbers, row, strict=True):
                steps[left][right] += weight / len(models)
        for name, found in model.features.items():
            sums = features.setdefault(name, {})
            for number, weight in found.items():
                label = numbers[number]
                sums[label] = sums.get(label, 0.0) + weight / len(models)
    return Weights(labels, steps, features)


def write_weights(weights: Weights, path: Path) -> None:
    """Writes the model as JSON, a feature a line, weights to four places."""
    lines = [
        f"{_json(name)}:{_json({label: round(weight, 4) for label, weight in sorted(found.items())})}"
        for name, found in sorted(weights.features.items())
    ]
    steps = [[round(weight, 4) for weight in row] for row in weights.steps]
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(
        f'{{"labels":{_json(weights.labels)},\n"steps":{_json(steps)},\n"features":{{\n'
        + ",\n".join(lines)
        + "\n}}\n",
        encoding="utf-8",
    )


def _json(value: Any) -> str:
    return msgspec.json.encode(value).decode()


def read(folder: Path) -> Iterator[Labelled]:
    """The labelled references of a set."""
    decoder = msgspec.json.Decoder(Labelled)
    with (folder / "references.jsonl").open("rb") as lines:
        for line in lines:
            yield decoder.decode(line)


def example(item: Labelled) -> Example:
    """The features and labels of a labelled reference."""
    text = opened(squeeze(item.text))
    items = tokens(text)
    places = known_places(text, item) if item.spans else places_of(text, item.fields)
    return features(text, items), with_beginnings([_label(token, places) for token in items])


def known_places(text: str, item: Labelled) -> list[Place]:
    """The places that the reference itself gives, in its text without the number."""
    left = len(item.text) - len(text)
    return [
        ((start - left, end - left), _FIELDS[field])
        for field, start, end in item.spans
        if field in _FIELDS
    ]


def with_beginnings(found: Sequence[str]) -> list[str]:
    """The labels with "B-" at the first word of each long run, so that its beginning has weights of its own."""
    return [
        f"B-{label}" if label in _LONG and label != before else label
        for before, label in pairwise(("other", *found))
    ]


def places_of(text: str, fields: dict[str, Any]) -> list[Place]:
    """Where the field values stand in the text, each with its label."""
    taken: list[Place] = []
    for field, label in _FIELDS.items():
        if f"{field}_raw" in fields or (field == "year" and "date" in fields):
            continue
        values = fields.get(field, ())
        for value in (values,) if isinstance(values, str) else values:
            span = _place(text, squeeze(str(value)), taken, numeric=field in _NUMERIC)
            if span:
                taken.append((span, label))
    return taken


def _place(text: str, value: str, taken: list[Place], *, numeric: bool) -> Span | None:
    """Where the value stands: the first free place, for a number behind the host and as a word of its own."""
    pattern = rf"(?<!\d){re.escape(value)}(?!\d)" if numeric else re.escape(value)
    spans = [match.span() for match in re.finditer(pattern, text)] if value else []
    free = [
        span
        for span in spans
        if not any(span[0] < end and start < span[1] for (start, end), _ in taken)
    ]
    if not free:
        return None
    host_end = max((end for (_, end), label in taken if label in {"container", "title"}), default=0)
    return next((span for span in free if not numeric or span[0] >= host_end), free[-1])


def _label(token: Token, taken: list[Place]) -> str:
    return next((label for (start, end), label in taken if start <= token.start < end), "other")


if __name__ == "__main__":
    main()

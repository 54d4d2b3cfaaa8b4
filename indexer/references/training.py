"""Trains the tagger of Western references: ``python -m indexer.references.training SET… [--out FILE]``.

A set is a folder with ``references.jsonl`` in the form that the evaluation reads. A fifth of the references, told
by a hash of the text, is never trained on (see :mod:`indexer.references.held_out`), so that the evaluation can
report it apart.
The result is the same on every run.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import click
import msgspec
import pycrfsuite

from indexer.references.held_out import is_development, is_held_out
from indexer.references.letters import squeeze, unnumbered
from indexer.references.sequence import Token, features, tokens
from indexer.references.western import MODEL, Span

# in the order in which they claim their place: long and unmistakable first, numbers last
_FIELDS = {
    "doi": "link", "url": "link", "arxiv": "link", "isbn": "link", "issn": "link", "pmid": "link",
    "title": "title", "authors_raw": "authors", "editors_raw": "editors", "container": "container", "series": "series",
    "publisher": "publisher", "place": "place", "collaboration": "collaboration", "date": "date", "note": "note",
    "genre": "note", "edition": "edition", "pages": "pages", "volume": "volume", "issue": "issue",
}  # fmt: skip
_NUMERIC = frozenset({"pages", "volume", "issue", "edition"})


class Labelled(msgspec.Struct, frozen=True):
    """A line of a labelled set."""

    text: str
    fields: dict[str, Any]


@click.command()
@click.argument("sets", nargs=-1, required=True, type=click.Path(exists=True, path_type=Path))
@click.option("--out", type=click.Path(path_type=Path), default=MODEL, show_default=True)
@click.option("--development", is_flag=True, help="Keep the development fifth out as well.")
@click.option("--iterations", default=80, show_default=True)
@click.option("--l1", default=0.3, show_default=True)
@click.option("--l2", default=0.1, show_default=True)
def main(
    sets: tuple[Path, ...], out: Path, development: bool, iterations: int, l1: float, l2: float
) -> None:
    """Train the tagger on labelled SETS."""
    trainer = pycrfsuite.Trainer(verbose=False)
    trainer.set_params({"c1": l1, "c2": l2, "max_iterations": iterations, "feature.minfreq": 2})
    count = 0
    for item in (item for folder in sets for item in read(folder)):
        if not (is_held_out(item.text) or (development and is_development(item.text))):
            trainer.append(*example(item))
            count += 1
    out.parent.mkdir(parents=True, exist_ok=True)
    trainer.train(str(out))
    click.echo(f"{count} references, {out.stat().st_size // 1024} KiB, {out}")


def read(folder: Path) -> Iterator[Labelled]:
    """The labelled references of a set."""
    decoder = msgspec.json.Decoder(Labelled)
    with (folder / "references.jsonl").open("rb") as lines:
        for line in lines:
            yield decoder.decode(line)


def example(item: Labelled) -> tuple[list[list[str]], list[str]]:
    """The features and labels of a labelled reference."""
    text = unnumbered(squeeze(item.text))
    items = tokens(text)
    return features(text, items), labels(text, items, item.fields)


def labels(text: str, items: list[Token], fields: dict[str, Any]) -> list[str]:
    """One label a token, from where the field values stand in the text."""
    taken: list[tuple[Span, str]] = []
    for field, label in _FIELDS.items():
        values = fields.get(field, ())
        for value in (values,) if isinstance(values, str) else values:
            span = _place(text, squeeze(str(value)), taken, numeric=field in _NUMERIC)
            if span:
                taken.append((span, label))
    return [_label(token, taken) for token in items]


def _place(text: str, value: str, taken: list[tuple[Span, str]], *, numeric: bool) -> Span | None:
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


def _label(token: Token, taken: list[tuple[Span, str]]) -> str:
    return next((label for (start, end), label in taken if start <= token.start < end), "other")


if __name__ == "__main__":
    main()

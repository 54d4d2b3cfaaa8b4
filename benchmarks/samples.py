"""Takes the small samples that the regression floors run on: ``python -m benchmarks.samples SETS tests/data``.

Only from sets that may be redistributed. Lines are chosen by a hash of their text and copied as they are, so that the
same sets give the same samples.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any
from zlib import crc32

import click

from indexer.evaluate.held_out import is_held_out

_PARSING = ("anystyle", "grobid", "gost")
_REFERENCES, _CITATIONS, _DISTRACTORS = 150, 300, 500


@click.command()
@click.argument("sets", type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.argument("out", type=click.Path(exists=True, file_okay=False, path_type=Path))
def main(sets: Path, out: Path) -> None:
    """Copy samples of the labelled SETS to OUT/parsing, OUT/matching and OUT/names."""
    for name in _PARSING:
        source = sets / "parsing" / name / "references.jsonl"
        chosen = _some(_lines(source), _REFERENCES, lambda item: is_held_out(item["text"]))
        _write(out / "parsing" / name / "references.jsonl", chosen)
    _citations(sets / "matching/crossref", out / "matching/crossref")
    _rendered(sets / "matching/gost", out / "matching/gost")
    names = out / "names/surnames"
    names.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(sets / "names/surnames/pairs.csv", names / "pairs.csv")


def _citations(source: Path, out: Path) -> None:
    """References with the works that they cite, and works that none of them cites."""
    references = _some(_lines(source / "references.jsonl"), _CITATIONS, lambda _: True)
    cited = {item["work"] for item in references}
    works = list(_lines(source / "works.jsonl"))
    others = _some(works, _DISTRACTORS, lambda work: work["id"] not in cited)
    _write(out / "references.jsonl", references)
    _write(out / "works.jsonl", [work for work in works if work["id"] in cited] + others)


def _rendered(source: Path, out: Path) -> None:
    """The strings that biblatex-gost typesets, romanised or not, and the entries behind them: nothing else is free."""
    lines = list(_lines(source / "references.jsonl"))
    cited = {item["work"] for item in lines if item["kind"] == "rendered"}
    free = ("rendered", "translit:")
    references = _some(
        lines,
        _CITATIONS,
        lambda item: item["kind"].startswith(free) and item["work"] in {*cited, None},
    )
    _write(out / "references.jsonl", references)
    works = _lines(source / "works.jsonl")
    _write(out / "works.jsonl", [work for work in works if work["id"] in cited])


def _some(
    items: Iterable[dict[str, Any]], count: int, wanted: Callable[[dict[str, Any]], bool]
) -> list[dict[str, Any]]:
    """That many of the wanted items, in the order of a hash."""
    ordered = sorted(
        filter(wanted, items), key=lambda item: (crc32(item["id"].encode()), item["id"])
    )
    return ordered[:count]


def _lines(path: Path) -> Iterable[dict[str, Any]]:
    with path.open(encoding="utf-8") as lines:
        yield from map(json.loads, lines)


def _write(path: Path, items: Iterable[dict[str, Any]]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    text = "".join(json.dumps(item, ensure_ascii=False) + "\n" for item in items)
    path.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()

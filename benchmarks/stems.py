"""What stems cost: words a second of one core in each language, works a second, and bytes of the index.

Usage: ``python -m benchmarks.stems [--works N] [--seed S]``. The works are generated; their abstracts are put together
from titles in their language, so that texts are as long as real ones. Times are of the processor.
"""

from __future__ import annotations

import json
import random
import tempfile
import time
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import click

from benchmarks.generator.citations import World
from benchmarks.generator.output import write_labelled
from indexer.search.fields import text_fields
from indexer.search.interface import SearchDocument
from indexer.search.tantivy_backend.backend import TantivyBackend
from indexer.text.inflection import stems_in
from schemas.record import LocalizedText, PersonName

_LANGUAGES = ("be", "en", "hy", "kk", "ky", "ru")
_TITLES_AN_ABSTRACT = 12


@click.command()
@click.option("--works", default=1500, show_default=True)
@click.option("--seed", default=7, show_default=True)
def main(works: int, seed: int) -> None:
    """Print the figures as JSON."""
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch)
        write_labelled(World(seed=seed, works=works, references=0, journals=40), folder)
        documents = list(_documents(folder / "dedupe/generated/records.jsonl", seed))
        print(json.dumps({"works": len(documents), **measured(documents, folder / "index")}, indent=1))  # fmt: skip


def measured(documents: list[SearchDocument], index: Path) -> dict[str, Any]:
    """Words and works a second, and the bytes of the index that holds them."""
    words = _words(documents)
    speeds = {language: _speed(language, sorted(words[language])) for language in _LANGUAGES}
    started = time.process_time()
    for document in documents:
        text_fields(document)
    made = time.process_time() - started
    started = time.process_time()
    backend = TantivyBackend(index)
    backend.apply(documents)
    written = time.process_time() - started
    return {
        "distinct words a second": speeds,
        "works a second, fields": round(len(documents) / made),
        "works a second, fields and index": round(len(documents) / written),
        "index bytes": sum(file.stat().st_size for file in index.rglob("*") if file.is_file()),
    }


def _speed(language: str, words: list[str]) -> int:
    if not words:
        return 0
    stems_in(words[0], language)  # a dictionary is read once
    started = time.process_time()
    for word in words:
        stems_in(word, language)
    return round(len(words) / (time.process_time() - started))


def _words(documents: list[SearchDocument]) -> dict[str, set[str]]:
    found: defaultdict[str, set[str]] = defaultdict(set)
    for document in documents:
        for text in document.titles:
            found[text.lang or ""].update(word for word in text.text.lower().split())
    return found


def _documents(path: Path, seed: int) -> Iterator[SearchDocument]:
    records = [json.loads(line) for line in path.open(encoding="utf-8")]
    chance = random.Random(seed)  # noqa: S311 -- nothing secret
    titles: defaultdict[str, list[str]] = defaultdict(list)
    for record in records:
        titles[record.get("language") or ""].append(record.get("title") or "")
    for number, record in enumerate(records, 1):
        language = record.get("language")
        abstract = ". ".join(chance.choices(titles[language or ""], k=_TITLES_AN_ABSTRACT))
        yield SearchDocument(
            number=number,
            id=f"generated{number}",
            titles=_titles(record),
            names=tuple(PersonName(literal=name) for name in record.get("authors", ())),
            abstracts=(LocalizedText(abstract, language),),
            languages=(language,) if language else (),
            generated=True,
        )


def _titles(record: dict[str, Any]) -> tuple[LocalizedText, ...]:
    given = record.get("titles") or [{"text": record.get("title") or "", "lang": record.get("language")}]  # fmt: skip
    return tuple(LocalizedText(each["text"], each.get("lang")) for each in given)


if __name__ == "__main__":
    main()

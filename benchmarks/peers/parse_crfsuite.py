"""A plain linear-chain CRF, with the features that a tutorial gives: ``parse_crfsuite.py TEST TRAIN…``.

TEST and TRAIN are folders of labelled references. It is fitted on four fifths of TRAIN, told by a hash of the text that
the project keeps out of its own training too; TEST must be of the other fifth.
"""

from __future__ import annotations

import json
import os
import re
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from zlib import crc32

import pycrfsuite
from labelled import answer

SETTINGS = (
    "python-crfsuite: word, its shape, 3-letter ends, digits, position, and the same of two neighbours; L-BFGS, "
    "L1 .1, L2 .01, 80 iterations; fitted on the four fifths of TRAIN that our own tagger is fitted on"
)
_FIELDS = (
    "doi",
    "title",
    "authors_raw",
    "container",
    "publisher",
    "year",
    "pages",
    "volume",
    "issue",
)
_INITIALS = r"(?:(?:[A-ZА-Я]\.[\s-]?){1,4}|[A-ZА-Я]{1,3})"
Sequence = list[tuple[str, int, int]]


MODEL = Path(tempfile.gettempdir()) / f"plain-{os.getpid()}.crfsuite"


def prepare() -> None:
    """Fit the model on TRAIN."""
    fit([Path(name) for name in sys.argv[2:]], str(MODEL))


def run(folder: Path) -> list[dict[str, Any]]:
    """The fields of each reference of the folder, in file order."""
    tagger = pycrfsuite.Tagger()
    tagger.open(str(MODEL))
    found = [fields(tagger, item["text"]) for item in read(folder)]
    tagger.close()
    MODEL.unlink()
    return found


def read(folder: Path) -> Iterator[dict[str, Any]]:
    """The labelled references of a set."""
    with (folder / "references.jsonl").open(encoding="utf-8") as lines:
        yield from map(json.loads, lines)


def held_out(text: str) -> bool:
    """Whether the project keeps the reference out of training."""
    return crc32("".join(text.split()).encode("utf-8", "surrogatepass")) % 5 == 0


def fit(folders: list[Path], model: str) -> None:
    """Fit the model on the references that are not held out."""
    trainer = pycrfsuite.Trainer(verbose=False)
    trainer.set_params({"c1": 0.1, "c2": 0.01, "max_iterations": 80})
    for item in (item for folder in folders for item in read(folder)):
        if not held_out(item["text"]):
            words = tokens(item["text"])
            trainer.append(features(words), labels(item, words))
    trainer.train(model)


def tokens(text: str) -> Sequence:
    """Words and marks with their places."""
    return [(m.group(), *m.span()) for m in re.finditer(r"\w+|[^\w\s]", text)]


def labels(item: dict[str, Any], words: Sequence) -> list[str]:
    """One label a token, from the first place where each field's value stands."""
    spans: list[tuple[int, int, str]] = []
    for field in _FIELDS:
        values = item["fields"].get(field) or ()
        for value in (values,) if isinstance(values, str) else values:
            start = item["text"].find(str(value))
            if start >= 0:
                spans.append((start, start + len(str(value)), field))
    return [
        next((field for start, end, field in spans if start <= place < end), "other")
        for _, place, _ in words
    ]


def features(words: Sequence) -> list[list[str]]:
    """The features of each token and of two neighbours on either side."""
    own = [_own(word) for word, _, _ in words]
    shown = []
    for number, names in enumerate(own):
        found = [*names, f"place={number * 10 // len(own)}"]
        for step in (-2, -1, 1, 2):
            near = own[number + step] if 0 <= number + step < len(own) else ["edge"]
            found.extend(f"{step}:{name}" for name in near[:2])
        shown.append(found)
    return shown


def _own(word: str) -> list[str]:
    shape = re.sub(r"\d+", "9", re.sub("[a-zа-яё]+", "x", re.sub("[A-ZА-ЯЁ]", "X", word)))
    return [f"w={word.lower()}", f"s={shape}", f"p={word[:3].lower()}", f"e={word[-3:].lower()}"]


def fields(tagger: pycrfsuite.Tagger, text: str) -> dict[str, Any]:
    """The fields that the tagger finds: for each label its longest run of tokens."""
    words = tokens(text)
    runs: dict[str, tuple[int, int]] = {}
    start, before = 0, ""
    for (_, first, last), label in zip(words, tagger.tag(features(words)), strict=True):
        start = start if label == before else first
        before = label
        if last - start > runs.get(label, (0, 0))[1] - runs.get(label, (0, 0))[0]:
            runs[label] = (start, last)
    values = {label: text[slice(*span)].strip(" ,;:") for label, span in runs.items()}
    return _answer(values)


def _answer(values: dict[str, str]) -> dict[str, Any]:
    given: dict[str, Any] = {
        name: values[name]
        for name in ("title", "container", "publisher", "volume", "issue", "doi")
        if name in values
    }
    given["authors"] = _people(values.get("authors_raw", ""))
    year = re.search(r"\d{4}", values.get("year", ""))
    if year:
        given["year"] = int(year.group())
    pages = re.findall(r"\w*\d\w*", values.get("pages", ""))
    if pages:
        given["first_page"], given["last_page"] = pages[0], pages[-1] if pages[1:] else None
    return given


def _people(text: str) -> list[str]:
    """The names of a run: between "and", semicolons, and commas that do not part a surname from its initials."""
    parts = re.split(rf";|\s(?:and|&|et)\s|,(?!\s*{_INITIALS}\s*(?:[,;&]|$))", text)
    return [part.strip(" ,.") for part in parts if re.search(r"\w{2}", part)]


if __name__ == "__main__":
    answer(run, SETTINGS, prepare)

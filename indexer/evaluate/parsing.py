"""Measures the reference parser on a labelled set.

Every labelled field counts; a field that the source does not mark is not punished. A value is right when it is the same
after folding case, spaces and punctuation. A title is right with or without its labelled subtitle, since catalogues
write both. People count by surname. A single labelled page may be an article's number or a number of pages ("360 pp.").
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from time import process_time
from typing import Any

import msgspec

from indexer.evaluate.held_out import is_held_out
from indexer.evaluate.metrics import from_counts
from indexer.evaluate.parse_errors import error_classes, people_slip, slip
from indexer.evaluate.sets import read_lines
from indexer.references.parse import parse_references
from indexer.text.names import parse_name
from indexer.text.pages import split_pages
from schemas.reference import ReferenceFields

_SHOWN = 20
_LIST = 30
_SCORED = ("title", "container", "year", "volume", "issue", "publisher", "doi")


class LabelledReference(msgspec.Struct, frozen=True, kw_only=True):
    """A line of ``parsing/<set>/references.jsonl``."""

    id: str
    text: str
    fields: dict[str, Any]
    language: str | None = None


class Outcome(msgspec.Struct, frozen=True):
    """One labelled field: how many values were wanted, given and right, and what is wrong, if anything."""

    field: str
    wanted: int
    given: int
    right: int
    slip: str = ""


def evaluate_parsing(folder: Path) -> dict[str, Any]:
    """The figures of ``references.jsonl`` in the folder: micro F1, the scores a field, and F1 by named language.

    ``held_out`` holds the scores over the references that the shipped model has never seen in training: of the sets
    it was trained on, the figure to quote. Of rules it says nothing: they were written with sets in view.
    ``error_classes`` are of these references too, see :mod:`indexer.evaluate.parse_errors`. The speed is that of one
    core, in processor time.
    """
    references = list(read_lines(folder / "references.jsonl", LabelledReference))
    parse_references([("A study, 2010", None)])  # the model is read once, and not by what is timed
    started = process_time()
    parsed = [found for batch in _lists(references) for found in parse_references(batch)]
    seconds = process_time() - started
    outcomes = [
        list(compare(item.fields, found)) for item, found in zip(references, parsed, strict=True)
    ]
    unseen = [
        found for item, found in zip(references, outcomes, strict=True) if is_held_out(item.text)
    ]
    return {
        "references": len(references),
        "f1": _scores([outcome for found in outcomes for outcome in found])["f1"],
        "fields": _by_field(outcome for found in outcomes for outcome in found),
        "by_language": _by_language(references, outcomes),
        "held_out": {
            "references": len(unseen),
            **_scores([outcome for found in unseen for outcome in found]),
        },
        "error_classes": error_classes(
            (outcome.field, outcome.slip) for found in unseen for outcome in found
        ),
        "references_per_second": round(len(references) / seconds) if seconds else 0,
        "worst": _worst(references, parsed, outcomes),
    }


def _lists(references: list[LabelledReference]) -> Iterator[list[tuple[str, str | None]]]:
    """The references in lists as long as an article's, since lists are what the index parses."""
    for start in range(0, len(references), _LIST):
        yield [(item.text, item.language) for item in references[start : start + _LIST]]


def compare(labels: dict[str, Any], found: ReferenceFields) -> Iterator[Outcome]:
    """One outcome for each labelled field that is scored."""
    if "authors" in labels:
        wanted = Counter(_surname(name) for name in labels["authors"])
        given = Counter(_surname(name) for name in found.authors)
        right = (wanted & given).total()
        wrong = people_slip(wanted, given)
        yield Outcome("authors", wanted.total(), given.total(), right, wrong)
    for field in _SCORED:
        if field in labels:
            value = getattr(found, field)
            yield _single(field, _accepted(field, labels), _squashed(str(value or "")))
    if "pages" in labels:
        wanted_pages = split_pages(labels["pages"])
        for field, page, value in zip(
            ("first_page", "last_page"),
            wanted_pages,
            (found.first_page, found.last_page),
            strict=True,
        ):
            if page:
                other = found.article_number or (None if wanted_pages[1] else found.pages_total)
                yield _single(field, {_squashed(page)}, _squashed(value or other or ""))


def _accepted(field: str, labels: dict[str, Any]) -> set[str]:
    value = str(labels[field])
    if field == "title":
        return {_squashed(value), _squashed(value + str(labels.get("subtitle", "")))}
    if field == "year":
        match = re.search(r"\d{4}", value)
        return {match.group() if match else _squashed(value)}
    if field == "doi":
        return {_squashed(re.sub(r"^.*?(?=10\.)", "", value))}
    return {_squashed(value)}


def _single(field: str, accepted: set[str], value: str) -> Outcome:
    return Outcome(field, 1, int(bool(value)), int(value in accepted), slip(accepted, value))


def _squashed(text: str) -> str:
    return re.sub(r"[\W_]+", "", text.casefold())


def _surname(name: str) -> str:
    return _squashed(parse_name(name).family or name)


def _scores(outcomes: list[Outcome]) -> dict[str, float]:
    return from_counts(
        sum(outcome.right for outcome in outcomes),
        sum(outcome.given for outcome in outcomes),
        sum(outcome.wanted for outcome in outcomes),
    ).as_dict()


def _by_field(outcomes: Iterator[Outcome]) -> dict[str, dict[str, float]]:
    fields: dict[str, list[Outcome]] = {}
    for outcome in outcomes:
        fields.setdefault(outcome.field, []).append(outcome)
    return {field: _scores(fields[field]) for field in sorted(fields)}


def _by_language(
    references: list[LabelledReference], outcomes: list[list[Outcome]]
) -> dict[str, dict[str, float]]:
    """The scores of the references in each language that the set names."""
    found: dict[str, list[Outcome]] = {}
    for item, own in zip(references, outcomes, strict=True):
        if item.language:
            found.setdefault(item.language, []).extend(own)
    return {language: _scores(found[language]) for language in sorted(found)}


def _worst(
    references: list[LabelledReference],
    parsed: list[ReferenceFields],
    outcomes: list[list[Outcome]],
) -> list[dict[str, Any]]:
    """The references with the most wrong fields, with what was wanted and found."""
    wrong = [
        [outcome.field for outcome in found if outcome.right < outcome.wanted] for found in outcomes
    ]
    order = sorted(
        range(len(references)), key=lambda index: (-len(wrong[index]), references[index].id)
    )
    return [
        {
            "id": references[index].id,
            "text": references[index].text,
            "wrong": wrong[index],
            "found": msgspec.to_builtins(parsed[index]),
        }
        for index in order[:_SHOWN]
        if wrong[index]
    ]

"""How well affiliation strings are resolved to institutions and countries, on a labelled table."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

import msgspec

from indexer.evaluate.institution_labels import Labels, kind_of, language_of, read_labels
from indexer.evaluate.metrics import from_counts
from indexer.institutions import ancestors, countries_named, resolve

_MOST_ERRORS = 40


class Judged(msgspec.Struct, frozen=True, kw_only=True):
    """A labelled string with what the resolver says of it."""

    labels: Labels
    found: frozenset[str]
    found_country: frozenset[str]

    @property
    def right(self) -> frozenset[str]:
        """Those of the expected institutions that were found."""
        return self.labels.expected & self.found

    @property
    def country_right(self) -> bool:
        """Whether the countries are those of the label."""
        return self.found_country == self.labels.countries


def evaluate_institutions(folder: Path) -> dict[str, Any]:
    """Measure on ``affiliations.csv`` (``string,expected_ids,expected_names,country,note``) of the folder.

    Ids ``new:…`` stand for institutions that the registry may lack: they are looked up by name, country and city,
    and count as nothing expected where it lacks them. An institute counts as the academy that it belongs to.

    Returns ``strings expected found precision recall f1``, the share of strings whose countries are right, figures
    ``by_language`` and of ``kinds`` (``trap``: a string that looks like a name of another institution), and the
    ``worst`` errors. Raises :class:`indexer.evaluate.sets.SetError` if the table is missing or of another form.
    """
    judged = [_judge(labels) for labels in read_labels(folder / "affiliations.csv")]
    with_country = [each for each in judged if each.labels.countries]
    right = sum(each.country_right for each in with_country)
    return {
        **_figures(judged),
        "country": {
            "strings": len(with_country),
            "accuracy": round(right / len(with_country), 4) if with_country else 1.0,
        },
        "by_language": _grouped(judged, lambda each: language_of(each.labels.text)),
        "kinds": _grouped(judged, lambda each: kind_of(each.labels)),
        "worst": [*_errors(judged)][:_MOST_ERRORS],
    }


def _judge(labels: Labels) -> Judged:
    answers = {each.institution.id for each in resolve([labels.text])}
    return Judged(
        labels=labels,
        found=frozenset(_as_expected(answer, labels.expected) for answer in answers),
        found_country=frozenset(countries_named([labels.text])),
    )


def _as_expected(answer: str, expected: frozenset[str]) -> str:
    """The label that an answer is right by: itself, or what it is a part of."""
    return next((each for each in (answer, *ancestors(answer)) if each in expected), answer)


def _figures(judged: Iterable[Judged]) -> dict[str, Any]:
    rows = list(judged)
    right = sum(len(each.right) for each in rows)
    found = sum(len(each.found) for each in rows)
    expected = sum(len(each.labels.expected) for each in rows)
    scores = from_counts(right, found, expected).as_dict()
    return {"strings": len(rows), "expected": expected, "found": found, **scores}


def _grouped(judged: Iterable[Judged], name_of: Callable[[Judged], str]) -> dict[str, Any]:
    groups: dict[str, list[Judged]] = defaultdict(list)
    for each in judged:
        groups[name_of(each)].append(each)
    return {name: _figures(groups[name]) for name in sorted(groups)}


def _errors(judged: Iterable[Judged]) -> Iterator[str]:
    """False institutions first, then missed ones, then wrong countries."""
    rows = list(judged)
    yield from (_said(row, each, "false") for row in rows if (each := row.found - row.right))
    yield from (
        _said(row, each, "missed") for row in rows if (each := row.labels.expected - row.right)
    )
    for row in rows:
        if row.labels.countries and not row.country_right:
            wanted = _joined(row.labels.countries)
            yield f"country | {row.labels.text} | {_joined(row.found_country)} for {wanted}"


def _said(row: Judged, wrong: frozenset[str], how: str) -> str:
    return f"{how} | {row.labels.text} | {_joined(wrong)}"


def _joined(names: Iterable[str]) -> str:
    return " ".join(sorted(names)) or "none"

"""Words of the page that checks a reference list."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

from flask_babel import gettext as _
from flask_babel import lazy_gettext
from flask_babel.speaklater import LazyString

from webapp.checking.errors import CannotCheckError
from webapp.checking.verdicts import Field, Mark, Verdict
from webapp.scholars.labels import REASONS, RULES, words

__all__ = [
    "FIELDS",
    "MARKS",
    "OUTCOMES",
    "REASONS",
    "RULES",
    "counts",
    "outcome",
    "problem",
    "words",
]

FIELDS: Mapping[Field, LazyString] = {
    "title": lazy_gettext("Title"),
    "year": lazy_gettext("Year"),
    "volume": lazy_gettext("Volume"),
    "issue": lazy_gettext("Issue"),
    "first_page": lazy_gettext("First page"),
    "last_page": lazy_gettext("Last page"),
    "doi": lazy_gettext("DOI"),
}
MARKS: Mapping[Mark, LazyString] = {
    "retracted": lazy_gettext("retracted"),
    "generated": lazy_gettext("generated sample"),
    "cited-only": lazy_gettext("known only from references"),
}
OUTCOMES: Mapping[str, LazyString] = {
    "held": lazy_gettext("found, nothing to correct"),
    "completed": lazy_gettext("found, to be completed"),
    "corrected": lazy_gettext("found, to be corrected"),
    "cited-only": lazy_gettext("known only from references"),
    "unknown": lazy_gettext("not found"),
}


def outcome(verdict: Verdict) -> str:
    """A key of :data:`OUTCOMES`."""
    if verdict.work is None:
        return "unknown"
    if verdict.work.body.kind != "held":
        return "cited-only"
    if any(each.given for each in verdict.corrections):
        return "corrected"
    return "completed" if verdict.corrections else "held"


def counts(verdicts: Sequence[Verdict]) -> list[tuple[str, int]]:
    """How many references came out how, those that did."""
    found = Counter(map(outcome, verdicts))
    return [(str(name), found[key]) for key, name in OUTCOMES.items() if found[key]]


def problem(error: CannotCheckError) -> str:
    """Why the list is not checked, in the page's language."""
    return str(_(error.messages[error.code])).format(**error.params)

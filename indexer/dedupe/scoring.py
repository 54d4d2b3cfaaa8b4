"""Scores a pair of profiles: the probability that both describe one publication, why, and what forbids it.

The probability is logistic: the weights in ``weights.json`` were fitted by :mod:`indexer.dedupe.train` (the file says
on what). No labelled set has identifiers, so what an equal identifier adds is set by hand here.
"""

from __future__ import annotations

from functools import cache
from importlib import resources
from math import exp

import msgspec

from indexer.dedupe.features import Evidence, evidence, features
from indexer.profiles import Profile

MERGE_THRESHOLD = 0.5
"""Pairs from here on are merged (clusters permitting)."""
REVIEW_THRESHOLD = 0.2
"""Pairs from here up to :data:`MERGE_THRESHOLD` are left to a person. Below, a pair is not worth keeping."""

Products = tuple[tuple[str, tuple[tuple[str, float], ...]], ...]

_IDENTIFIERS = {"doi_same": 7.0, "edn_same": 6.0, "id_same": 6.0}
_WHOLE = frozenset({"book", "thesis", "report"})
_PART = frozenset(
    {"chapter", "article", "conference-paper", "abstract", "book-review", "editorial"}
)
_NOTES = frozenset({"erratum", "reply", "retraction", "review"})


TOGETHER = (
    *(
        "cross_language",
        "title_same",
        "title_similar",
        "title_agreed",
        "title_extra",
        "title_short",
    ),
    *("people_known", "people_share", "people_none", "year_same", "year_near", "year_other"),
    *("host_same", "host_other", "first_page_other", "same_place"),
)
"""Features whose products count as well: an equal title means less of another year, and so on."""


class Comparison(msgspec.Struct, frozen=True, omit_defaults=True):
    """The outcome for a pair.

    ``score``: probability 0..1 as the evidence has it, whatever the veto. ``rule``: the main ground ("doi", "edn",
    "id", "title+author", "title+place", "place-in-journal", "title", "author", "weak"; "translation-of" marks a link
    that is no merge). ``features``: what was seen. ``veto``: why the two must not be merged, or None.
    """

    score: float
    rule: str
    features: dict[str, float]
    veto: str | None = None


class Weights(msgspec.Struct, frozen=True):
    """Logistic weights by feature, and how they were come by; "a*b" weighs the product of two features."""

    intercept: float
    weights: dict[str, float]
    provenance: str


@cache
def shipped_weights() -> tuple[Weights, Products]:
    """The weights that ship with the program, and their products taken apart."""
    text = resources.files("indexer.dedupe").joinpath("weights.json").read_bytes()
    weights = msgspec.json.decode(text, type=Weights)
    return weights, products_of(weights)


def compare(left: Profile, right: Profile) -> Comparison:
    """Compares two profiles; the order of the two does not matter."""
    seen = evidence(left, right)
    values = features(left, right, seen) | _identifiers(left, right)
    score = probability(values, *shipped_weights())
    veto = veto_of(left, right, seen)
    rule = "translation-of" if veto == "translation" else _rule(values)
    return Comparison(score=score, rule=rule, features=values, veto=veto)


def probability(values: dict[str, float], weights: Weights, products: Products) -> float:
    """The logistic score of features; those without a weight count by the identifiers' table or not at all."""
    total = weights.intercept
    for name, value in values.items():
        total += value * weights.weights.get(name, _IDENTIFIERS.get(name, 0.0))
    for one, others in products:
        if one in values:
            total += values[one] * sum(values.get(other, 0.0) * weight for other, weight in others)
    return 1 / (1 + exp(-max(-30.0, min(30.0, total))))


def products_of(weights: Weights) -> Products:
    """The weights of products, taken apart once: first feature, then (second feature, weight)."""
    grouped: dict[str, list[tuple[str, float]]] = {}
    for name, weight in weights.weights.items():
        one, times, other = name.partition("*")
        if times:
            grouped.setdefault(one, []).append((other, weight))
    return tuple((one, tuple(others)) for one, others in grouped.items())


def _identifiers(left: Profile, right: Profile) -> dict[str, float]:
    pairs = {
        "doi": (left.doi, right.doi),
        "edn": (left.edn, right.edn),
        "id": (left.ids, right.ids),
    }
    return {f"{name}_same": 1.0 for name, (a, b) in pairs.items() if set(a) & set(b)}


def veto_of(left: Profile, right: Profile, seen: Evidence) -> str | None:
    """Why two profiles must not be merged however much they agree, or None."""
    if left.doi and right.doi and not set(left.doi) & set(right.doi):
        return "translation" if _is_translation(left, right, seen) else "different-doi"
    if set(left.markers) & _NOTES != set(right.markers) & _NOTES:
        return "note-about-the-other"
    if set(left.numerals) - set(right.numerals) and set(right.numerals) - set(left.numerals):
        return "different-numerals"
    if _is_other_volume(left, right):
        return "different-volume"
    if {left.kind, right.kind} & _WHOLE and {left.kind, right.kind} & _PART:
        return "whole-and-part"
    return None


def _is_other_volume(left: Profile, right: Profile) -> bool:
    """Of what stands by itself the volume is part of the title: "Works, vol. 1" and "Works, vol. 2"."""
    alone = not (left.container or right.container or left.first_page or right.first_page)
    return alone and bool(left.volume and right.volume) and left.volume != right.volume


def _is_translation(left: Profile, right: Profile, seen: Evidence) -> bool:
    """Same people, another language or a translator's note: a version of its own, with its own DOI."""
    noted = ("translation" in left.markers) != ("translation" in right.markers)
    return seen.people.share >= 0.7 and (noted or seen.cross_language)


def _rule(values: dict[str, float]) -> str:
    for name in ("doi", "edn", "id"):
        if values.get(f"{name}_same"):
            return name
    title = values.get("title_similar", 0.0) >= 0.7 and values.get("title_substituted", 0.0) < 0.2
    people, place = values.get("people_share", 0.0) >= 0.7, values.get("same_place", 0.0) > 0
    grounds = {
        "title+author": title and people,
        "title+place": title and place,
        "place-in-journal": place,
        "title": title,
        "author": people,
    }
    return next((name for name, holds in grounds.items() if holds), "weak")

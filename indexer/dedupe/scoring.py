"""Scores a pair of profiles: the probability that both describe one publication, why, and what forbids it.

The probability comes from the model in ``model.json``, fitted by :mod:`indexer.training.fit` (its card says on what,
and how well it does on what it never saw). No labelled set has identifiers, so what an equal one adds is set by hand.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence, Set
from math import log
from typing import NamedTuple

import msgspec
import numpy as np

from indexer.dedupe.best_case import highest, maybe_translated, with_names_in_titles
from indexer.dedupe.features import (
    NAMES,
    Evidence,
    Row,
    all_features,
    evidence,
    features,
    named_features,
    other_features,
)
from indexer.dedupe.forest import shipped_forest
from indexer.dedupe.mended import all_mended, mended
from indexer.dedupe.model import probability, shipped_model
from indexer.dedupe.people import PeopleMatch, compare_people
from indexer.dedupe.prefilter import all_worth_comparing, worth_comparing
from indexer.dedupe.side_by_side import Array, Pairs, side_by_side
from indexer.dedupe.translated import translated_score
from indexer.profiles.profile import Profile

Pair = tuple[Profile, Profile]

MERGE_THRESHOLD = 0.5
"""Pairs from here on are merged (clusters permitting)."""
REVIEW_THRESHOLD = 0.2
"""Pairs from here up to :data:`MERGE_THRESHOLD` are left to a person. Below, a pair is not worth keeping."""

_IDENTIFIERS = {"doi_same": 7.0, "edn_same": 6.0, "id_same": 6.0}
_SLACK = 1e-6  # log odds; that the model keeps its directions is tested more closely than that
_WHOLE = frozenset({"book", "thesis", "report"})
_PART = frozenset(
    {"chapter", "article", "conference-paper", "abstract", "book-review", "editorial"}
)
_NOTES = frozenset({"erratum", "reply", "retraction", "review"})


class Comparison(msgspec.Struct, frozen=True, omit_defaults=True):
    """The outcome for a pair.

    ``score``: probability 0..1 as the evidence has it, whatever the veto. ``rule``: the main ground ("doi", "edn",
    "id", "title+author", "title+place", "place-in-journal", "translated-title", "title", "author", "weak";
    "translation-of" marks a link that is no merge; "nothing-shared": not compared in full). ``features``: what was
    seen. ``veto``: why the two must not be merged, or None.
    """

    score: float
    rule: str
    features: dict[str, float]
    veto: str | None = None


_NOTHING_SHARED = Comparison(score=0.0, rule="nothing-shared", features={})


def compare(left: Profile, right: Profile) -> Comparison:
    """Compares two profiles; the order of the two does not matter.

    Two that have nothing in common (:func:`worth_comparing`) score 0 at once; whether a veto holds between them is
    still looked up, for both may be linked with a third.
    """
    left, right = mended(left, right)
    if not worth_comparing(left, right):
        return _nothing_shared(left, right)
    seen = evidence(left, right)
    values = _values(left, right, seen)
    return _comparison(left, right, seen, values, shipped_model().log_odds(values))


def compare_all(pairs: Sequence[Pair], *, least: float) -> list[Comparison | None]:
    """What :func:`compare` gives for each pair, to the last bit; None for what scores below ``least``, more than 0.

    Many pairs at once are cheaper by far, and those that would score below even if what is costly to know agreed as
    well as it can are not compared in full.
    """
    found: list[Comparison | None] = [None] * len(pairs)
    for place, comparison in _in_full(_hopeful(side_by_side(all_mended(pairs)), least)):
        if comparison.score >= least:
            found[place] = comparison
    return found


class _Candidate(NamedTuple):
    """A pair that may score enough, by its place among all pairs, how the people agree, and the other features."""

    place: int
    left: Profile
    right: Profile
    people: PeopleMatch
    others: Row


def _hopeful(pairs: Pairs, least: float) -> list[_Candidate]:
    """Those that may score so much: first by what costs next to nothing to know, then with the people and the hosts."""
    enough = log(least / (1 - least)) - _SLACK
    pairs = pairs.only(all_worth_comparing(pairs))
    named = with_names_in_titles(pairs)
    chosen = (highest(pairs, named) >= enough) | pairs.sharing_identifiers()
    chosen |= maybe_translated(pairs)
    pairs, named = pairs.only(chosen), named[chosen]
    left, right = ([each.profile for each in side] for side in (pairs.left, pairs.right))
    people = [compare_people(a.people, b.people) for a, b in zip(left, right, strict=True)]
    others = list(map(other_features, left, right, people))
    candidates = list(map(_Candidate, pairs.place.tolist(), left, right, people, others))
    kept = (highest(pairs, named, others) >= enough) | pairs.sharing_identifiers()
    translated = maybe_translated(pairs)
    return [
        each
        for each, is_kept, other in zip(candidates, kept, translated, strict=True)
        if is_kept or (other and translated_score(each.left, each.right, each.people) >= least)
    ]


def _in_full(candidates: Sequence[_Candidate]) -> Iterator[tuple[int, Comparison]]:
    """The comparison of each, by its place."""
    seen = [evidence(each.left, each.right, each.people) for each in candidates]
    rows = [
        all_features(c.left, c.right, of_it, c.others)
        for c, of_it in zip(candidates, seen, strict=True)
    ]
    columns = (candidates, seen, rows, _log_odds(rows).tolist())
    for each, its_evidence, row, odds in zip(*columns, strict=True):
        values = named_features(row) | _identifiers(each.left, each.right)
        yield each.place, _comparison(each.left, each.right, its_evidence, values, odds)


def _log_odds(rows: Sequence[Sequence[float]]) -> Array:
    return shipped_forest().log_odds(np.array(rows, dtype=np.float64).reshape(-1, len(NAMES)))


def _values(left: Profile, right: Profile, seen: Evidence) -> dict[str, float]:
    return features(left, right, seen) | _identifiers(left, right)


def _added(values: Mapping[str, float]) -> float:
    return sum(weight for name, weight in _IDENTIFIERS.items() if name in values)


def _comparison(
    left: Profile, right: Profile, seen: Evidence, values: dict[str, float], odds: float
) -> Comparison:
    """The comparison, when the model has given its log odds."""
    score = probability(odds + _added(values))
    translated = translated_score(left, right, seen.people)
    veto = veto_of(left, right, seen)
    rule = "translation-of" if veto == "translation" else _rule(values)
    if translated > score:
        score, rule = translated, rule if veto else "translated-title"
        values |= {"translated_title": translated}
    return Comparison(score=score, rule=rule, features=values, veto=veto)


def _nothing_shared(left: Profile, right: Profile) -> Comparison:
    veto = veto_of(left, right, None)
    if veto is None:
        return _NOTHING_SHARED
    if (
        veto == "different-doi"
    ):  # the one veto that a look at people and languages may turn into a link
        veto = veto_of(left, right, evidence(left, right))
    rule = "translation-of" if veto == "translation" else _NOTHING_SHARED.rule
    return Comparison(score=0.0, rule=rule, features={}, veto=veto)


def _identifiers(left: Profile, right: Profile) -> dict[str, float]:
    if not (left.doi or left.edn or left.ids):
        return {}
    pairs = (("doi_same", left.doi, right.doi), ("edn_same", left.edn, right.edn))
    return {
        name: 1.0
        for name, a, b in (*pairs, ("id_same", left.ids, right.ids))
        if a and b and not set(a).isdisjoint(b)
    }


def veto_of(left: Profile, right: Profile, seen: Evidence | None) -> str | None:
    """Why two profiles must not be merged however much they agree, or None."""
    if left.doi and right.doi and not set(left.doi) & set(right.doi):
        return "translation" if seen and _is_translation(left, right, seen) else "different-doi"
    if left.markers != right.markers and _notes(left) != _notes(right):
        return "note-about-the-other"
    if left.numerals != right.numerals and _each_has_its_own(left.numerals, right.numerals):
        return "different-numerals"
    if _is_other_volume(left, right):
        return "different-volume"
    if left.kind != right.kind and _is_whole_and_part({left.kind, right.kind}):
        return "whole-and-part"
    return None


def _notes(profile: Profile) -> frozenset[str]:
    return _NOTES.intersection(profile.markers)


def _each_has_its_own(numerals: Sequence[str], others: Sequence[str]) -> bool:
    """Whether either side has a numeral that the other lacks."""
    mine, theirs = set(numerals), set(others)
    return not (mine <= theirs or theirs <= mine)


def _is_whole_and_part(kinds: Set[str]) -> bool:
    return not (_WHOLE.isdisjoint(kinds) or _PART.isdisjoint(kinds))


def _is_other_volume(left: Profile, right: Profile) -> bool:
    """Of what stands by itself the volume is part of the title: "Works, vol. 1" and "Works, vol. 2"."""
    alone = not (left.container or right.container or left.first_page or right.first_page)
    return alone and bool(left.volume and right.volume) and left.volume != right.volume


def _is_translation(left: Profile, right: Profile, seen: Evidence) -> bool:
    """Same people, another language or a translator's note: a version of its own, with its own DOI."""
    noted = ("translation" in left.markers) != ("translation" in right.markers)
    return seen.people.share >= 0.7 and (noted or seen.cross_language)


def _rule(values: dict[str, float]) -> str:
    for name in _IDENTIFIERS:
        if name in values:
            return name.removesuffix("_same")
    title = values.get("title_similar", 0.0) >= 0.85 and values.get("title_substituted", 0.0) < 0.1
    people, place = values.get("people_share", 0.0) >= 0.7, values.get("place", 0.0) > 0
    if title and (people or place):
        return "title+author" if people else "title+place"
    if place:
        return "place-in-journal"
    return "title" if title else "author" if people else "weak"

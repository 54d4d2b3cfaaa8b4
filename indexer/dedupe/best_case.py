"""How high a pair could score at best, by what is cheap to know of it, so that most pairs are not compared in full.

Of titles only the likeness of their letters and their lengths are known; whatever else :mod:`indexer.dedupe.features`
takes their words for is set to what speaks for the pair the most. That a feature's direction holds in the model
(:data:`indexer.dedupe.features.DIRECTIONS`) makes these bounds sound.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from indexer.dedupe.features import (
    LONG_START,
    LONG_TITLE,
    MANY_PEOPLE,
    NAMES,
    TRANSLATED,
    YEARS_APART,
    Row,
)
from indexer.dedupe.forest import shipped_forest
from indexer.dedupe.prepared import names_in_titles
from indexer.dedupe.side_by_side import Array, Mask, Numbers, Pairs
from indexer.dedupe.titles import languages

_STRANGERS = 0.7  # what a slip in a family name leaves of the agreement of two people
_OF_TITLES = (
    *("cross_language", "title_known", "title_similar", "title_agreed", "title_substituted"),
    *("title_extra", "title_extra_inside", "title_slips", "title_contained", "title_length"),
    *("title_start", "title_same", "title_other", "title_more", "names_in_title"),
)
_OTHERS = NAMES[len(_OF_TITLES) :]


def with_names_in_titles(pairs: Pairs) -> Array:
    """1 for each pair where a word of a title of either side is a name of somebody of either side."""
    both = zip(pairs.left, pairs.right, strict=True)
    return np.array([names_in_titles(a, b) for a, b in both], dtype=np.float64)


def highest(pairs: Pairs, named: Array, others: Sequence[Row] | None = None) -> Array:
    """The log odds that each pair could reach at best.

    ``named``: :func:`with_names_in_titles`; ``others``: the features beyond the titles, where known.
    """
    rows = np.array(others).reshape(-1, len(_OTHERS)) if others is not None else _at_best(pairs)
    titles = _of_titles(pairs, named)
    odds = shipped_forest().log_odds(np.hstack([titles, rows[pairs.titles.pair]]))
    found = np.full(len(pairs.place), -np.inf)
    np.maximum.at(found, pairs.titles.pair, odds)
    return found


def maybe_translated(pairs: Pairs) -> Mask:
    """Where :func:`indexer.dedupe.translated.translated_score` may give a score."""
    known = pairs.acquainted & pairs.same("volume")
    years = (pairs.one.year == 0) | (pairs.other.year == 0)
    years |= abs(pairs.one.year - pairs.other.year) <= 1
    one_place = pairs.same("first_page") & pairs.same("year")
    return np.asarray(known & years & (pairs.agreement("issue") >= 0) | one_place)


def _of_titles(pairs: Pairs, named: Array) -> Array:
    """The features of titles at best, a row for each two titles."""
    _, likeness, length, start = pairs.titles
    known = (length > 0).astype(np.float64)
    cross = (known > 0) & (likeness < TRANSLATED) & _translated(pairs)[pairs.titles.pair]
    nothing = np.zeros(len(length))
    columns: Mapping[str, Array] = {
        "title_known": known,
        "title_similar": likeness,
        "title_agreed": known,
        "title_contained": known,
        "title_length": np.minimum(1.0, length / LONG_TITLE),
        "title_start": np.minimum(1.0, start / LONG_START),
        "title_same": np.minimum(1.0, length / LONG_TITLE),
        "names_in_title": known * named[pairs.titles.pair],
    }
    rows = np.column_stack([columns.get(name, nothing) for name in _OF_TITLES])
    rows[cross] = [float(name == "cross_language") for name in _OF_TITLES]
    return rows


def _at_best(pairs: Pairs) -> Array:
    """The other features at best: people who share a family name agree, hosts are the same."""
    one, other = pairs.one, pairs.other
    known = (one.compared > 0) & (other.compared > 0)
    people = np.where(known, np.where(pairs.acquainted, 1.0, _STRANGERS), 0.0)
    fewer = np.minimum(one.people, other.people)
    hosted = (one.container > 0) & (other.container > 0)
    page = pairs.agreement("first_page")
    place = (hosted | (one.issn > 0) & (other.issn > 0)) & _same_part(pairs)
    columns: Mapping[str, Array] = {
        "people_known": known.astype(np.float64),
        "people_share": people,
        "people_count": np.minimum(1.0, people * fewer / MANY_PEOPLE),
        "people_first": people,
        "people_one_side": _one_side(one.people, other.people),
        "year": _years(pairs),
        "year_one_side": _one_side(one.year, other.year),
        "year_nowhere": ((one.year == 0) & (other.year == 0)).astype(np.float64),
        "host": (hosted | (one.issn > 0) & (other.issn > 0)).astype(np.float64),
        "host_one_side": _one_side(one.container, other.container),
        "place": np.where(place, np.maximum(page, 0.0), 0.0),
        "first_page": page,
        "first_page_one_side": _one_side(one.first_page, other.first_page),
        "last_page": pairs.agreement("last_page"),
        "volume": pairs.agreement("volume"),
        "issue": pairs.agreement("issue"),
        "publisher": ((one.publisher > 0) & (other.publisher > 0)).astype(np.float64),
        "numerals": _numerals(one.numerals, other.numerals),
        "people_missing": np.where(known, _missing(one.compared, other.compared), 0.0),
        "year_told": ((one.year == 0) | (other.year == 0)).astype(np.float64),
        "page_told": _one_side(one.first_page, other.first_page),
    }
    nothing = np.zeros(
        len(page)
    )  # "restricted" and "meeting_against_journal" only ever speak against a pair
    return np.column_stack([columns.get(name, nothing) for name in _OTHERS])


def _translated(pairs: Pairs) -> Mask:
    """Whether both begin on one page, with titles in different languages."""
    found = pairs.same("first_page")
    for each in np.flatnonzero(found).tolist():
        mine, yours = (languages(side[each].profile.titles) for side in (pairs.left, pairs.right))
        found[each] = mine.isdisjoint(yours)
    return found


def _same_part(pairs: Pairs) -> Mask:
    """Whether the volume, the issue or the year is the same."""
    return pairs.same("volume") | pairs.same("issue") | pairs.same("year")


def _one_side(one: Numbers, other: Numbers) -> Array:
    """1 where one side only says it."""
    found: Mask = (one == 0) != (other == 0)
    return found.astype(np.float64)


def _years(pairs: Pairs) -> Array:
    one, other = pairs.one.year, pairs.other.year
    apart = abs(one - other)
    steps = [apart == years for years in YEARS_APART]
    agreement = np.select(steps, list(YEARS_APART.values()), -1.0)
    return np.asarray(np.where((one == 0) | (other == 0), 0.0, agreement))


def _missing(one: Numbers, other: Numbers) -> Array:
    """How many of the longer list the shorter one lacks, 0..1."""
    return np.asarray(abs(one - other) / np.maximum(np.maximum(one, other), 1))


def _numerals(one: Numbers, other: Numbers) -> Array:
    """As for records: 1 for the same, 0 where both have others, −1 where one side only has any."""
    only_one = np.where((one == 0) != (other == 0), -1.0, 0.0)
    return np.asarray(np.where((one == other) & (one != 0), 1.0, only_one))

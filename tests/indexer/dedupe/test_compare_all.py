"""Many pairs at once are compared as each by itself would be, to the last bit. Invented records."""

from __future__ import annotations

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from indexer.dedupe.features import DIRECTIONS, NAMES
from indexer.dedupe.forest import Forest, shipped_forest
from indexer.dedupe.model import Model, shipped_model
from indexer.dedupe.scoring import REVIEW_THRESHOLD, compare, compare_all
from indexer.profiles.profile import Profile
from indexer.text.folding import fold
from indexer.text.name_key import NameKey

ROWS = st.lists(
    st.lists(st.floats(-1, 1), min_size=len(NAMES), max_size=len(NAMES)), min_size=1, max_size=5
)


def test_a_row_holds_all_features() -> None:
    assert sorted(NAMES) == sorted(DIRECTIONS)


@settings(max_examples=60, deadline=None)
@given(ROWS)
def test_the_forest_sums_as_the_model_does(rows: list[list[float]]) -> None:
    alone = [shipped_model().log_odds(dict(zip(NAMES, row, strict=True))) for row in rows]
    assert shipped_forest().log_odds(np.array(rows)).tolist() == alone


def test_trees_of_different_depths_and_columns_in_another_order() -> None:
    deep = (0, 0.5, -1.0, (1, 0.5, 2.0, (0, 0.75, 4.0, 8.0)))
    model = Model(base=0.25, names=["a", "b"], trees=[deep, 16.0, (1, 0.0, 32.0, 64.0)])
    rows = np.array([[0.0, 0.5], [0.5, 0.75], [1.0, 0.75], [1.0, 0.76]])  # of b and a
    assert Forest(model, ["b", "a"]).log_odds(rows).tolist() == [47.25, 82.25, 84.25, 88.25]


def test_no_pairs_at_all() -> None:
    assert compare_all([], least=REVIEW_THRESHOLD) == []


WORDS = (
    *(
        "Ivanov",
        "Sarkisian",
        "1989",
        "Экономика",
        "сельского",
        "хозяйства",
        "Беларуси",
        "Армении",
        "Казахстана",
        "2019",
    ),
    *(
        "ekonomika",
        "selskogo",
        "khozyaistva",
        "The",
        "economy",
        "of",
        "agriculture",
        "agricultural",
    ),
    *("Қазақстанның", "ауыл", "шаруашылығы", "Кыргызстандын", "айыл", "чарбасы"),
    *("Հայաստանի", "գյուղատնտեսությունը", "Эканоміка", "сельскай", "гаспадаркі"),
)
TITLES = st.lists(st.sampled_from(WORDS), min_size=1, max_size=6).map(" ".join).map(fold)
NAMES_OF_PEOPLE = st.builds(
    NameKey,
    st.sampled_from(("ivanov", "ivanou", "abdildaev", "sarkisian", "sark", "kim", "k")),
    st.sampled_from(("", "i", "ii", "a")),
)
PLACES = st.sampled_from(("", "", "1", "2", "15"))
PROFILES = st.builds(
    Profile,
    titles=st.lists(TITLES, max_size=2).map(tuple),
    people=st.lists(NAMES_OF_PEOPLE.map(lambda key: (key,)), max_size=3).map(tuple),
    year=st.sampled_from((None, 2019, 2020, 2024)),
    container=st.sampled_from(((), ("vestnik",), ("izvestiia",), ("proc 2019 15 conference",))),
    issn=st.sampled_from(((), ("12345679",))),
    volume=PLACES,
    issue=PLACES,
    first_page=PLACES,
    last_page=PLACES,
    doi=st.sampled_from(((), (), ("10.1/a",), ("10.1/b",))),
    markers=st.sampled_from(((), ("erratum",), ("translation",))),
)


@settings(max_examples=100, deadline=None)
@given(
    st.lists(st.tuples(PROFILES, PROFILES), max_size=8),
    st.sampled_from((REVIEW_THRESHOLD, 0.001, 0.9)),
)
def test_nothing_that_scores_enough_is_lost_and_nothing_is_scored_otherwise(
    pairs: list[tuple[Profile, Profile]], least: float
) -> None:
    alone = [compare(*pair) for pair in pairs]
    expected = [each if each.score >= least else None for each in alone]
    assert compare_all(pairs, least=least) == expected


def test_a_pair_and_its_near_miss() -> None:
    one = Profile(titles=(fold("Экономика сельского хозяйства Армении"),), first_page="15")
    same = Profile(titles=(fold("Экономика сельскаго хозяйства Армении"),), first_page="15")
    other = Profile(titles=(fold("Миграция жителей села Ак-Суу"),), first_page="7")
    found = compare_all([(one, same), (one, other)], least=REVIEW_THRESHOLD)
    assert found == [compare(one, same), None]

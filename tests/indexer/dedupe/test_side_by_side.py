"""Many pairs as columns: what both say, and how alike their titles are. Invented records."""

from __future__ import annotations

import numpy as np
import pytest

from indexer.dedupe.side_by_side import Pairs, side_by_side
from indexer.profiles.profile import Profile
from indexer.text.folding import fold
from indexer.text.name_key import NameKey

SHCHERBAKOV = (NameKey(fold("Щербаков")),)
SHCHERBAKOV_ROMAN = (NameKey(fold("Shcherbakov")),)
KASYMOV = (NameKey(fold("Қасымов")),)


def pairs(*both: tuple[Profile, Profile]) -> Pairs:
    return side_by_side(both)


@pytest.mark.parametrize(
    ("left", "right", "agreement"),
    [
        ("15", "15", 1.0),
        ("15", "51", -1.0),
        ("15", "015", -1.0),
        ("", "15", 0.0),
        ("", "", 0.0),
    ],
)
def test_two_texts_agree_conflict_or_one_is_missing(
    left: str, right: str, agreement: float
) -> None:
    found = pairs((Profile(volume=left), Profile(volume=right)))
    assert found.agreement("volume").tolist() == [agreement]
    assert found.same("volume").tolist() == [agreement == 1.0]


def test_who_shares_a_family_name_is_acquainted_in_any_script() -> None:
    one = Profile(people=(SHCHERBAKOV,))
    others = ((SHCHERBAKOV_ROMAN,), (KASYMOV,), (KASYMOV, SHCHERBAKOV), ())
    found = pairs(*((one, Profile(people=people)) for people in others))
    assert found.acquainted.tolist() == [True, False, True, False]


def test_identifiers_are_shared_within_their_kind_only() -> None:
    one = Profile(doi=("10.1/a",), edn=("abcdef",))
    others = (
        *(Profile(doi=("10.1/b", "10.1/a")), Profile(doi=("10.1/b",))),
        *(Profile(ids=("abcdef",)), Profile()),
    )
    found = pairs(*((one, other) for other in others))
    assert found.sharing_identifiers().tolist() == [True, False, False, False]


def test_each_title_stands_beside_each_of_the_other_side() -> None:
    russian, english = fold("Синтез ферритов"), fold("Synthesis of ferrites")
    found = pairs(
        (Profile(titles=(russian,)), Profile(titles=(english, russian))),
        (Profile(titles=(russian,)), Profile()),
        (Profile(titles=(english,)), Profile(titles=(english,))),
    ).titles
    assert found.pair.tolist() == [0, 0, 1, 2]
    assert found.likeness[[1, 2, 3]].tolist() == [1.0, 0.0, 1.0]
    assert 0 < found.likeness[0] < 1
    assert found.length[2] == 0
    assert found.length[1] == len(russian.replace(" ", ""))


def test_some_of_the_pairs_keep_their_places_and_titles() -> None:
    words = [fold(word) for word in ("бассейн", "миграция", "орошение", "ледник")]
    whole = pairs(*((Profile(titles=(word,)), Profile(titles=(words[0],))) for word in words))
    some = whole.only(np.array([False, True, False, True])).only(np.array([False, True]))
    assert some.place.tolist() == [3]
    assert some.left[0].profile.titles == (words[3],)
    assert some.titles.pair.tolist() == [0]
    assert some.titles.likeness.tolist() == whole.titles.likeness[[3]].tolist()


def test_no_pairs_at_all() -> None:
    found = pairs()
    assert found.place.size == found.acquainted.size == found.titles.pair.size == 0
    assert found.sharing_identifiers().tolist() == []

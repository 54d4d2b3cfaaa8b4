"""How far two people of two records are one: slips, cut lists, names turned round. Invented names, folded."""

from __future__ import annotations

import pytest

from indexer.dedupe.people import compare_people, same_person
from indexer.text.name_key import NameKey


def key(family: str, initials: str = "", given: str = "") -> tuple[NameKey, ...]:
    return (NameKey(family, initials, given),)


@pytest.mark.parametrize(
    ("left", "right", "agreement"),
    [
        (key("ivanov", "i"), key("ivanov", "ii"), 1.0),
        (key("ivanov", "i"), key("ivanov", "p"), 0.3),
        # "Y. Freund" and "Yoav Freund", "Е. Иванов" and "Y. Ivanov"
        (key("freund", "i"), key("freund", "e", "eav"), 0.8),
        (key("ivanov", "e"), key("ivanov", "i"), 0.8),
        (key("ivanov", "e", "evgenii"), key("ivanov", "i", "igor"), 0.3),
        # a list cut inside its last name
        (key("garc", "h"), key("garcia molina", "h"), 0.7),
        (key("gar", "h"), key("garcia molina", "h"), 0.0),
        (key("garc", "p"), key("garcia molina", "h"), 0.0),
        (key("garc"), key("garcia molina"), 0.0),
        # given and family name in each other's place
        (key("beverli", "i"), key("iang", "b"), 0.4),
        (key("beverli", "i"), key("iang", "c"), 0.0),
        (key("beverli"), key("iang", "b"), 0.0),
    ],
)
def test_same_person(
    left: tuple[NameKey, ...], right: tuple[NameKey, ...], agreement: float
) -> None:
    assert same_person(left, right) == agreement
    assert same_person(right, left) == agreement


def test_a_letter_at_the_end_of_a_list_is_nobody() -> None:
    whole = (key("haas", "p"), key("raman", "v"))
    cut = (key("haas", "p"), key("v"))
    assert compare_people(whole, cut) == compare_people(whole, (key("haas", "p"),))
    assert not compare_people(whole, (key("v"),)).known

"""The lengths in which a name may be written."""

from __future__ import annotations

import pytest

from indexer.people.short_names import is_crowded, lengths, longest_common
from tests.indexer.people.support import mention


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Иванов И. П.", {"ivanov i": 1, "ivanov ip": 2}),
        ("Wang, Ling-Fei", {"vang l": 1, "vang lf": 2, "vang lingfei": 3}),
        ("Иванов", {"ivanov ": 1}),
    ],
)
def test_lengths(name: str, expected: dict[str, int]) -> None:
    assert expected.items() <= lengths(mention(1, name).names).items()


def test_the_longest_that_two_share() -> None:
    one, other = mention(1, "Иванов Иван Петрович").names, mention(2, "Иванов И. П.").names
    assert longest_common(one, other) == "ivanov ip"
    assert longest_common(one, mention(3, "Сидоров А.").names) == ""


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Wang, Wei", True),
        ("Ван Вэй", True),
        ("Kim S.", True),
        ("Ким С.", True),
        ("Иванов И.", False),
        ("", False),
    ],
)
def test_crowded_family_names(name: str, expected: bool) -> None:
    assert is_crowded(mention(1, name).names) is expected

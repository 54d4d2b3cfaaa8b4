"""Joining in rounds: :mod:`indexer.people.rounds` over :mod:`indexer.people.items`."""

from __future__ import annotations

from indexer.people.items import item_of
from indexer.people.rounds import divided, uncertain
from tests.indexer.people.support import mention


def test_the_surest_are_joined_first() -> None:
    mentions = [
        mention(1, "Сидоров В.", coauthors=("li h", "chen j")),
        mention(2, "Sidorov V. A.", coauthors=("li h", "chen j")),
        mention(3, "Сидоров В. Б.", coauthors=("chen j",)),
        *(mention(n, f"Сидоров В. {vowel}.") for n, vowel in enumerate("ВГ", 4)),
    ]
    found = divided([item_of(n, each) for n, each in enumerate(mentions)], [], [])
    assert (0, 1) in {item.members for item in found}
    assert len(uncertain(found)) == len(found)

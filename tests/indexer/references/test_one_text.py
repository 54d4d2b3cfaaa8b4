"""One decision for all references of one text (indexer.references.one_text)."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.references.matching import Decision
from indexer.references.one_text import agreed

MATCHED = Decision(work=7, rule="doi", score=0.99)
OTHER = Decision(work=5, rule="title+author", score=0.8)
TIE = Decision(reason="tie", rule="title", score=0.9)
WEAK = Decision(reason="weak", rule="author", score=0.3)
VETO = Decision(reason="veto:note-about", rule="title", score=0.9)
NOBODY = Decision(reason="no-candidate")
NO_WORK = Decision(reason="not-a-work")


@pytest.mark.parametrize(
    ("decisions", "chosen"),
    [
        ([MATCHED, WEAK], MATCHED),
        ([NOBODY, MATCHED], MATCHED),
        ([MATCHED, OTHER], MATCHED),
        ([OTHER, TIE], OTHER),
        ([TIE, WEAK], TIE),
        ([NO_WORK, NOBODY], NOBODY),
        # what the words of the text forbid, a neighbour in a bilingual list does not allow
        ([MATCHED, VETO, WEAK], VETO),
        ([Decision(work=9, rule="doi", score=0.99), MATCHED], MATCHED),
    ],
)
def test_the_decision_that_says_most_counts(decisions: list[Decision], chosen: Decision) -> None:
    items = dict(enumerate(decisions))
    assert agreed(items, dict.fromkeys(items, 1)) == dict.fromkeys(items, chosen)


def test_other_texts_keep_theirs() -> None:
    assert agreed({1: MATCHED, 2: WEAK}, {1: 1, 2: 2}) == {1: MATCHED, 2: WEAK}
    assert agreed({}, {}) == {}


_ANY = st.sampled_from([MATCHED, OTHER, TIE, WEAK, VETO, NOBODY, NO_WORK])


@given(st.dictionaries(st.integers(1, 9), _ANY), st.integers(1, 3))
def test_once_agreed_they_stay_agreed(decisions: dict[int, Decision], texts: int) -> None:
    numbers = {item: item % texts for item in decisions}
    found = agreed(decisions, numbers)
    assert agreed(found, numbers) == found
    assert all(found[a] == found[b] for a in found for b in found if numbers[a] == numbers[b])

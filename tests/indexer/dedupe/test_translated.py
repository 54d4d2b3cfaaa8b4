from __future__ import annotations

import pytest

from indexer.dedupe.scoring import MERGE_THRESHOLD, compare
from indexer.profiles.of_record import record_profile
from indexer.profiles.profile import Profile
from schemas import Container, Contributor, HarvestedRecord, LocalizedText, PersonName

RUSSIAN = "Устойчивость плазменных струй в продольном поле"
ENGLISH = "Stability of plasma jets in the longitudinal field"


def described(title: str, *people: str, **place: object) -> Profile:
    """Generated: no such article."""
    year = place.pop("year", 2011)
    host = Container(titles=(LocalizedText("Журнал"),), **place)  # type: ignore[arg-type]
    item = HarvestedRecord(
        identifier="x",
        titles=(LocalizedText(title),),
        contributors=tuple(Contributor(names=(PersonName(literal=name),)) for name in people),
        container=host,
        year=year,  # type: ignore[arg-type]
        type="article",
    )
    return record_profile(item, "base")


PLACE = {"issn": ("1234-5679",), "volume": "5", "issue": "2", "first_page": "89", "last_page": "95"}
HALF = {"volume": "5", "issue": "2"}
PAIR = ("Никитанов Г. А.", "Осинская З. Б.")
LATIN = ("Nikitanov G. A.", "Osinskaya Z. B.")


@pytest.mark.parametrize(
    ("left", "right", "same"),
    [
        # the page in the journal and the author
        (described(RUSSIAN, PAIR[0], **PLACE), described(ENGLISH, LATIN[0], **PLACE), True),
        # no ISSN and no pages on one side, but two people in one issue
        (described(RUSSIAN, *PAIR, **PLACE), described(ENGLISH, *LATIN, **HALF), True),
        # one author alone may have two articles in an issue
        (described(RUSSIAN, PAIR[0], **PLACE), described(ENGLISH, LATIN[0], **HALF), False),
        # another page, another year, other people
        (
            described(RUSSIAN, *PAIR, **PLACE),
            described(ENGLISH, *LATIN, **{**PLACE, "first_page": "12"}),
            False,
        ),
        (described(RUSSIAN, *PAIR, **HALF), described(ENGLISH, *LATIN, **HALF, year=2014), False),
        (
            described(RUSSIAN, *PAIR, **HALF),
            described(ENGLISH, "Petrov A.", "Sidorov B.", **HALF),
            False,
        ),
        # two titles in one language are two articles, wherever they stand
        (
            described(RUSSIAN, *PAIR, **HALF),
            described("Оценка риска засух на юге страны", *PAIR, **HALF),
            False,
        ),
    ],
)
def test_translated_titles_are_told_by_place_and_people(
    left: Profile, right: Profile, same: bool
) -> None:
    outcome = compare(left, right)
    assert (outcome.score >= MERGE_THRESHOLD and outcome.veto is None) is same
    assert compare(right, left) == outcome
    if same:
        assert outcome.rule == "translated-title"

"""Keys of titles without what may be misplaced at their end. Invented records."""

from __future__ import annotations

import pytest

from indexer.keys.blocking import record_keys
from indexer.keys.cut_titles import beginning_and_people, cut_titles
from indexer.profiles.profile import Profile
from indexer.text.folding import fold
from indexer.text.name_key import NameKey

PEOPLE = ((NameKey("ilin", "pr"),),)


def profile(
    title: str, *, people: bool = False, host: str = "", year: int | None = None
) -> Profile:
    return Profile(
        titles=(fold(title),),
        people=PEOPLE if people else (),
        container=(fold(host),) if host else (),
        year=year,
    )


@pytest.mark.parametrize(
    ("dirty", "cut"),
    [
        (profile("Торфяники Ильин П. Р. Лапин С. А. 2001"), ["Торфяники"]),
        (profile("Торфяники П. Р. Ильин", year=2001), ["Торфяники"]),
        (profile("Реки и лёд Труды общества 1999", people=True), ["Реки и лёд"]),
        (profile("Жердин климаты Хабаршы", year=1999), ["Жердин климаты"]),
        (profile("Լճերի կլիման Տեղեկագիր 2011"), ["Լճերի կլիման"]),
        # what the record has is not looked for
        (profile("Торфяники 2001", year=2001), []),
        (profile("Торфяники Ильин П. Р.", people=True), []),
        (profile("Торфяники Труды общества", host="Вестник", year=1999, people=True), []),
        (profile("Торфяники"), []),
        (profile("2001"), []),
    ],
)
def test_what_is_cut_in_the_end(dirty: Profile, cut: list[str]) -> None:
    assert list(cut_titles(dirty))[-1:] == [fold(title) for title in cut]


@pytest.mark.parametrize(
    ("dirty", "clean"),
    [
        (
            profile("Торфяники Ильин П. Р. Лапин С. А. 2001"),
            profile("Торфяники", people=True, year=2001, host="Записки"),
        ),
        (
            profile("Болота Пётр Ильин Труды общества охраны"),
            profile("Болота", people=True, year=2001, host="Труды общества охраны"),
        ),
    ],
)
def test_short_titles_meet_their_clean_form(dirty: Profile, clean: Profile) -> None:
    assert {key[0] for key in set(record_keys(dirty)) & set(record_keys(clean))} & {"t", "f"}


def test_surnames_are_looked_for_only_where_there_are_no_people() -> None:
    assert beginning_and_people(profile("Торфяники", people=True)) == ((), ())
    first, last = beginning_and_people(profile("Болота Пётр Ильин Вестник"))
    assert first[0] == "bolota"
    assert last == ("petr", "ilin")

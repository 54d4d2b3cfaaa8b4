"""Authors in the host's attribute and hosts among the authors, and near misses. Invented records."""

from __future__ import annotations

import pytest

from indexer.dedupe.mended import mended
from indexer.dedupe.swapped import swapped
from indexer.profiles.profile import Profile
from indexer.text.folding import fold
from indexer.text.names import name_keys, parse_name


def profile(people: tuple[str, ...], host: str) -> Profile:
    return Profile(
        titles=("reki i led",),
        people=tuple(tuple(name_keys(parse_name(name))) for name in people),
        container=(fold(host),) if host else (),
    )


@pytest.mark.parametrize(
    ("dirty", "whole"),
    [
        (profile((), "Вестник вод Котов И. Л."), profile(("Котов И. Л.",), "Вестник вод")),
        (
            profile((), "Зуев П., Котов И. Л. Хабаршы"),
            profile(("Зуев П. Р.", "Котов И. Л."), "Хабаршы"),
        ),
        (profile(("Вестник вод",), ""), profile(("Котов И. Л.",), "Вестник вод")),
        (
            profile(("Journal of Applied Mechanics", "Brown J."), ""),
            profile(("Brown J.",), "Journal of Applied Mechanics"),
        ),
        (profile(("VLDB", "Brown J."), ""), profile(("Brown J.",), "VLDB")),
    ],
)
def test_values_go_back_to_their_attribute(dirty: Profile, whole: Profile) -> None:
    found = swapped(dirty, whole)
    assert found.container == whole.container
    assert found.people in {whole.people, whole.people[-1:], ()}
    assert mended(dirty, whole)[0] == found


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (profile((), "Вестник вод"), profile(("Котов И. Л.",), "Вестник вод")),
        (profile((), "Чтения Котова"), profile(("Котов И. Л.",), "Чтения Котова")),
        (profile((), "Труды Котов А. Б."), profile(("Котов И. Л.",), "Труды")),
        (profile(("Котов И. Л.",), ""), profile(("Котов И. Л.",), "Вестник вод")),
        (profile(("Водов В.",), ""), profile(("Котов И. Л.",), "Вестник вод")),
        (profile(("Котов И. Л.",), "Вестник вод"), profile((), "")),
    ],
)
def test_what_stands_right_stays(one: Profile, other: Profile) -> None:
    assert swapped(one, other) == one

"""How far the hosts of two profiles agree."""

from __future__ import annotations

import pytest

from indexer.dedupe.features import evidence, features
from indexer.dedupe.hosts import meeting_against_journal, same_host
from indexer.profiles.profile import Profile
from indexer.text.host_names import fold_host


def _in(*names: str, issn: str = "") -> Profile:
    return Profile(container=tuple(map(fold_host, names)), issn=(issn,) if issn else ())


@pytest.mark.parametrize(
    ("left", "right", "least", "most"),
    [
        (_in("Вестн. Моск. ун-та. Сер. 1"), _in("Вестник Московского университета"), 0.6, 0.9),
        (_in("ЖЭТФ"), _in("Журнал экспериментальной и теоретической физики"), 0.85, 1),
        (_in("JETP", "ЖЭТФ"), _in("Журнал экспериментальной и теоретической физики"), 0.85, 1),
        (_in("Physical Review"), _in("Physical Review Letters"), -0.2, 0.2),
        (_in("Вестник МГУ. Серия 1"), _in("Вестник МГУ. Серия 2"), -1, 0),
        (_in("Nature"), _in("Cell"), -1, -0.5),
        (_in("Nature"), _in(), 0, 0),
        (_in("Nature", issn="00280836"), _in("Cell", issn="00280836"), 1, 1),
    ],
)
def test_same_host(left: Profile, right: Profile, least: float, most: float) -> None:
    assert least <= same_host(left, right) == same_host(right, left) <= most


def test_papers_of_a_meeting_against_a_journal() -> None:
    meeting, journal = _in("SIGMOD Conference"), _in("SIGMOD Record")
    assert meeting_against_journal(meeting, journal)
    assert not meeting_against_journal(meeting, _in("VLDB Workshop"))
    assert not meeting_against_journal(journal, _in())


@pytest.mark.parametrize(
    ("page", "volume", "place"),
    [("705", "", 1.0), ("21", "", -1.0), ("22", "", 0.0), ("22", "21", -1.0)],
)
def test_a_volume_given_for_a_page_is_no_other_place(page: str, volume: str, place: float) -> None:
    """ "SIAM J. Comput. 22 (1993)": what one side gives for a page is the other's volume."""
    left = Profile(container=("siam i comput",), year=1993, first_page=page, volume=volume)
    right = Profile(
        container=("siam eurnal on computing",), year=1993, first_page="705", volume="22"
    )
    found = features(left, right, evidence(left, right))
    assert found.get("place", 0.0) == place

"""The host of a work in what a parser cut wrongly out of a reference. The references are invented."""

from __future__ import annotations

import pytest

from indexer.profiles.profile import Profile
from indexer.references.evidence import features, text_of
from indexer.references.named_hosts import host_in_text, host_in_title, joined
from indexer.text.folding import fold
from indexer.text.hosts import SAME


@pytest.mark.parametrize(
    ("read", "host", "printed", "same"),
    [
        ("Lung and Circulation", "Heart, Lung and Circulation", "M. Ray, Heart, Lung and Circulation 18", True),
        ("Human Values", "Science, Technology and Human Values", "Science, Technology, and Human Values 12", True),
        ("жизнь", "Наука и жизнь", "Иванов И. Наука и жизнь. 2010", True),
        ("Physical Review", "Physical Review Letters", "Smith, Physical Review 12", False),
        ("Physical Review Letters", "Physical Review", "Smith, Physical Review Letters 12", False),
        ("Values", "Human Values in Science", "Science, Technology, and Human Values 12", False),
    ],
)  # fmt: skip
def test_a_host_cut_short_stands_whole_in_the_text(
    read: str, host: str, printed: str, same: bool
) -> None:
    found = host_in_text(fold(read), fold(host), joined(fold(printed)))
    assert (found >= SAME) is same


@pytest.mark.parametrize(
    ("title", "host", "same"),
    [
        ("Timeline. Pat Barker", "Pat Barker", True),
        ("Проблема времени у Канта. Вопросы философии", "Вопросы философии", True),
        ("Эволюция пастбищ. Труды института. Химия 2009", "Труды института. Химия", True),
        ("Journal of Applied Physics", "Applied Physics", False),
        ("Вестник института философии", "философии", False),
        ("Physics of the cell", "Cell", False),
    ],
)
def test_a_host_run_on_from_the_title(title: str, host: str, same: bool) -> None:
    assert (host_in_title(fold(title), fold(host)) >= SAME) is same


@pytest.mark.parametrize(
    ("read", "host", "feature"),
    [
        ("Вестн. Моск. ун-та", "Вестник Московского университета", "host_same"),
        ("Physical Review", "Physical Review Letters", None),
        ("Вестник МГУ. Сер. 1", "Вестник МГУ. Сер. 2", "host_other"),
        ("Cell", "Nature", "host_other"),
    ],
)
def test_doubtful_hosts_say_nothing(read: str, host: str, feature: str | None) -> None:
    reference = Profile(titles=("ob odnom",), container=(fold(read),))
    work = Profile(titles=("ob odnom",), container=(fold(host),))
    found = features(reference, text_of(f"Об одном // {read}"), work)
    assert [name for name in found if name.startswith("host")] == ([feature] if feature else [])

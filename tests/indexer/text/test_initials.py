from __future__ import annotations

import pytest

from indexer.text.initials import other_initials


@pytest.mark.parametrize(
    ("names", "initials", "others"),
    [
        (["Y.", "P."], "ip", ("ep",)),
        (["Yu.", "Y."], "ii", ("ie", "ei", "ee")),
        (["Ө."], "o", ("u",)),
        (["Հ."], "h", ("o", "a", "g")),
        (["И.", "П."], "ip", ()),
        ([], "", ()),
    ],
)
def test_other_initials(names: list[str], initials: str, others: tuple[str, ...]) -> None:
    assert other_initials(names, initials) == others


def test_they_stay_few() -> None:
    assert len(other_initials(["Հ."] * 16, "h" * 16)) == 3

"""Entries that leave the name of their author to the entry above. Invented works."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.references.derive import derive_references
from indexer.references.same_author import behind_same_author
from schemas import Reference

ORLOV = "Орлов А. С. История южных стран. М.: Проспект, 2010. 544 с."


@pytest.mark.parametrize(
    ("raw", "rest"),
    [
        ("Он же. Почвы юга. М., 2001.", "Почвы юга. М., 2001."),
        ("7. Она же. Почвы юга. М., 2001.", "Почвы юга. М., 2001."),
        ("Его же. Почвы юга. М., 2001.", "Почвы юга. М., 2001."),
        ("Ён жа. Глебы. Мінск, 2001.", "Глебы. Мінск, 2001."),
        ("Idem. Soils. London: Verso, 1990.", "Soils. London: Verso, 1990."),
        ("Oni zhe. Pochvy. M., 2001.", "Pochvy. M., 2001."),
        ("———. Soils. London: Verso, 1990.", "Soils. London: Verso, 1990."),
        ("— — —. Почвы юга. М., 2001.", "Почвы юга. М., 2001."),
        ("_____. Soils. London: Verso, 1990.", "Soils. London: Verso, 1990."),
        ("Он же. Указ. соч. С. 12.", None),
        ("Idem. P. 12.", None),
        ("Он же.", None),
        ("Он жетінші ғасыр әдебиеті. Алматы: Ғылым, 1999.", None),
        ("Idem per idem: a study. Oxford: OUP, 2001.", None),
        ("— Почвы юга. М., 2001.", None),
        (ORLOV, None),
        ("", None),
    ],
)
def test_what_stands_behind_the_author_above(raw: str, rest: str | None) -> None:
    assert behind_same_author(raw) == rest


def test_authors_come_from_above_and_all_else_from_the_entry() -> None:
    raws = (ORLOV, "Он же. Почвы юга. М.: Наука, 2001. 210 с.", "———. Мхи. М.: Наука, 2002. 99 с.")
    listed = [Reference(raw=raw, position=place) for place, raw in enumerate(raws, 1)]
    fields = [each.fields for each in derive_references(listed)]
    assert [each.authors for each in fields] == [("Орлов А. С.",)] * 3
    assert [(each.title, each.year) for each in fields[1:]] == [("Почвы юга", 2001), ("Мхи", 2002)]
    assert [each.given.raw for each in derive_references(listed)] == list(raws)


def test_a_list_begins_without_an_author_above() -> None:
    listed = [
        Reference(raw=ORLOV, position=1, list_id="ru"),
        Reference(raw="Idem. Soils. London: Verso, 1990.", position=2, list_id="en"),
    ]
    assert derive_references(listed)[1].fields.authors == ()


@given(st.text(alphabet="Он же.—_-Idem, 1990", max_size=40))
def test_any_text_is_read(raw: str) -> None:
    behind_same_author(raw)

"""What back references stand for in their list. Invented lists, one entry a line."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.references.derive import derive_references
from indexer.references.entries_above import entries_above
from indexer.references.fields import reference_profile
from schemas import Reference, ReferenceFields

ORLOV = "Орлов А. С. История южных стран. М.: Проспект, 2010. 544 с."
OTHER_ORLOV = "Орлов А. С. Почвы юга. М.: Наука, 2001. 210 с."
ORLOV_B = "Орлов Б. П. Мхи. М.: Наука, 1990. 100 с."
GROMOV = "Громов П. А. Мхи тундры // Природа. 1980. № 3. С. 5–9."
PAPERS = "РГАЛИ. Ф. 613. Оп. 1. Д. 4325. Л. 12."


def references(*raws: str, list_id: str = "", first: int = 1) -> list[Reference]:
    return [Reference(raw=raw, position=first + n, list_id=list_id) for n, raw in enumerate(raws)]


def above(listed: list[Reference]) -> dict[int, int | None]:
    return entries_above(listed, [reference_profile(each) for each in listed])


@pytest.mark.parametrize(
    ("raws", "meant"),
    [
        ((ORLOV, "Там же. С. 45."), {1: 0}),
        ((ORLOV, "Там же. С. 45.", "Там же.", "Ibid. P. 4."), {1: 0, 2: 0, 3: 0}),
        ((ORLOV, GROMOV, "Орлов А. С. Указ. соч. С. 12."), {2: 0}),
        ((ORLOV, GROMOV, "Орлов А. С. Указ. соч. С. 12.", "Там же."), {2: 0, 3: 0}),
        ((ORLOV, GROMOV, "Orlov A. Op. cit. P. 12."), {2: 0}),
        ((ORLOV, GROMOV, "Орлов. Указ. соч. С. 12."), {2: 0}),
        ((ORLOV, OTHER_ORLOV, "Орлов А. С. Указ. соч. С. 12."), {2: 1}),
        ((ORLOV, OTHER_ORLOV, "Орлов А. С. История южных стран… Указ. соч. С. 12."), {2: 0}),
        ((ORLOV, ORLOV_B, "Орлов А. С. Указ. соч. С. 12."), {2: 0}),
        ((GROMOV, "Орлов А. С. Указ. соч. С. 12.", "Там же."), {1: None, 2: None}),
        (("Там же. С. 5.", GROMOV), {0: None}),
        ((PAPERS, "Там же. Л. 3."), {1: 0}),
        ((ORLOV, GROMOV, "Орлов А. С. История южных стран. С. 45."), {2: 0}),
        ((ORLOV, GROMOV, "Орлов А. С. История южных … С. 45.", "Там же."), {2: 0, 3: 0}),
        ((ORLOV, GROMOV, "Орлов Б. П. История южных стран. С. 45."), {}),
        ((ORLOV, GROMOV, "Орлов А. С. История северных стран. С. 45."), {}),
        ((ORLOV, GROMOV, "Орлов А. С. История южных стран. М., 2010. С. 45."), {}),
        ((ORLOV, GROMOV), {}),
    ],
)
def test_entries_that_are_meant(raws: tuple[str, ...], meant: dict[int, int | None]) -> None:
    assert above(references(*raws)) == meant


def test_a_list_is_read_alone() -> None:
    listed = references(ORLOV, "Там же.", list_id="ru")
    listed += references("Ibid. P. 3.", GROMOV, "Ibid.", list_id="en", first=3)
    assert above(listed) == {1: 0, 2: None, 4: 3}


def test_an_entry_whose_source_gives_its_title_is_one_of_its_own() -> None:
    fields = ReferenceFields(title="Там же", year=2001)
    listed = [*references(ORLOV), Reference(raw="Там же.", position=2, fields=fields)]
    assert above(listed) == {}


def test_a_list_decides_what_has_not_to_be_matched() -> None:
    derived = derive_references(references(ORLOV, "Там же.", PAPERS, "Ibid.", "Громов. Указ. соч."))
    assert [(each.status, each.reason, each.paired_with) for each in derived] == [
        ("pending", None, None),
        ("back-reference", None, 1),
        ("unmatched", "not-a-work:unpublished", None),
        ("back-reference", None, 3),
        ("unmatched", "not-a-work:nothing-above", None),
    ]
    assert [bool(each.keys) for each in derived] == [True, False, False, False, False]


def test_papers_with_a_doi_are_published() -> None:
    item = Reference(raw=PAPERS, position=1, fields=ReferenceFields(doi="10.5555/1"))
    assert [each.status for each in derive_references([item])] == ["pending"]


ENTRIES = st.sampled_from(
    (
        ORLOV,
        OTHER_ORLOV,
        ORLOV_B,
        GROMOV,
        PAPERS,
        "Там же.",
        "Орлов А. С. Указ. соч.",
        "Op. cit.",
        "Ibid.",
    )
)


@given(st.lists(ENTRIES, max_size=12))
def test_what_is_meant_stands_above_and_is_no_back_reference(raws: list[str]) -> None:
    meant = above(references(*raws))
    for index, target in meant.items():
        assert target is None or (target < index and target not in meant)

"""Where a work is from: institutions, countries with their ground, regions (``indexer.works``)."""

from __future__ import annotations

from typing import Any

import pytest

from indexer.works import SourcedRecord, describe_held, placed
from schemas import Affiliation, Contributor, HarvestedRecord, LocalizedText, PersonName


def _author(role: str = "author", **place: Any) -> Contributor:
    names = tuple(LocalizedText(each) for each in place.pop("names", ()))
    name = PersonName(literal="Иванов И. И.")
    where = (Affiliation(names=names, **place),)
    return Contributor(names=(name,), role=role, affiliations=where)  # type: ignore[arg-type]


def _part(*people: Contributor, country: str | None = "KZ", **fields: Any) -> SourcedRecord:
    record = HarvestedRecord(identifier="1", contributors=people, **fields)
    return SourcedRecord(source="one", record=record, source_country=country)


@pytest.mark.parametrize(
    ("part", "countries", "basis", "regions"),
    [
        (_part(_author(names=["БГУ, Минск"])), "BY", "affiliation", "BY-HM"),
        (_part(_author(names=["Tomsk Polytechnic University"])), "RU", "affiliation", "RU-TOM"),
        (_part(_author(names=["Кафедра физики"], city="Бишкек")), "KG", "affiliation", "KG-GB"),
        (_part(_author(names=["Институт, г. Брест"], country="RU")), "RU", "affiliation", ""),
        (_part(_author(names=["Oxford, UK"])), "GB", "affiliation", ""),
        (_part(_author(names=["Кафедра физики"]), place="Ереван"), "AM", "publication", ""),
        (_part(_author(names=["Кафедра физики"])), "KZ", "source", ""),
        (_part(_author("editor", names=["БГУ, Минск"])), "KZ", "source", ""),
        (_part(country=None), "", "none", ""),
    ],
)
def test_countries_have_a_ground_and_regions_an_affiliation(
    part: SourcedRecord, countries: str, basis: str, regions: str
) -> None:
    found = placed([part])
    assert (" ".join(found.countries), found.basis) == (countries, basis)
    assert " ".join(found.regions) == regions
    work = describe_held(1, [part]).work
    assert (work.countries, work.country_basis, work.regions) == found[1:]


def test_regions_of_all_records_are_united() -> None:
    parts = [_part(_author(names=["Гомель"])), _part(_author(names=["Казань"]), _author(names=[]))]
    assert placed(parts).regions == ("BY-HO", "RU-TA")

"""Institutions, journals, countries, self-citations and the matrix: counted again by pandas, over a generated corpus.

The demo is counted again in ``tests/test_demo.py``.
"""

from __future__ import annotations

from pathlib import Path

import pytest
from msgspec.structs import replace
from sqlalchemy import text
from sqlalchemy.engine import Engine

from catalogue.database.engine import writing
from catalogue.settings import Settings
from indexer.pipeline import index
from schemas import Affiliation, HarvestedRecord, LocalizedText
from tests.indexer.conftest import MemoryIndex
from tests.support.corpus import harvest_corpus
from tests.support.recount import recounted

# generated: one place in turn for each author, in five languages; the first two tell nothing
PLACES = (
    "", "Кафедра физики", "БГУ, г. Минск", "Томский политехнический университет", "Yerevan State University, Armenia",
    "Әл-Фараби атындағы Қазақ ұлттық университеті", "Институт физики НАН Беларуси, г. Минск",
    "Ош мамлекеттик университети, Кыргызстан", "University of Oxford, UK",
)  # fmt: skip


def with_places(record: HarvestedRecord) -> HarvestedRecord:
    """The record with affiliations that its identifier alone decides."""
    first = sum(record.identifier.encode())
    people = tuple(
        replace(person, affiliations=(Affiliation(names=(LocalizedText(place),)),))
        for at, person in enumerate(record.contributors)
        for place in [PLACES[(first + at // 2) % len(PLACES)]]
    )
    return replace(record, contributors=people)


@pytest.mark.slow
def test_a_generated_corpus_counted_again(
    engine: Engine, settings: Settings, tmp_path: Path
) -> None:
    harvest_corpus(engine, 250, changed=with_places)
    index(engine, MemoryIndex(), tmp_path)
    frames, found = recounted(settings)
    assert len(frames.links) > 300
    assert frames.institutions.institution.nunique() > 5
    assert frames.countries.basis.nunique() > 1
    assert found == []
    for fault, told in _FAULTS.items():
        with writing(engine) as connection:
            connection.execute(text(fault))
        _, found = recounted(settings)
        assert [each for each in found if told in each], fault


# what is counted from other rows than the one at fault has to disagree
_FAULTS = {
    "UPDATE country_set SET works = works + 1": "works",
    "UPDATE citation SET self_citation = NOT self_citation": "wrong mark of self-citation",
    "DELETE FROM citation WHERE cited = (SELECT max(cited) FROM citation)": "citations without a row",
}

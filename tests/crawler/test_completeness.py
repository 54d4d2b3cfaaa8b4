"""How much records say (crawler.sources.completeness)."""

from __future__ import annotations

import pytest

from crawler.sources.completeness import ASPECTS, completeness
from schemas import HarvestedRecord
from schemas.record import (
    Affiliation,
    Container,
    Contributor,
    Identifier,
    LocalizedText,
    PersonName,
    Subject,
)
from schemas.reference import Reference

TITLE = (LocalizedText("О реках"),)
KIM = Contributor(
    names=(PersonName(literal="Ким И."),),
    identifiers=(Identifier("orcid", "0000-0002-1825-0097"),),
    affiliations=(Affiliation(names=(LocalizedText("КНУ"),)),),
)
BARE = HarvestedRecord(identifier="1")
FULL = HarvestedRecord(
    identifier="2",
    titles=TITLE,
    contributors=(KIM,),
    year=2015,
    container=Container(titles=TITLE, volume="1", issue="2", pages="5", issn=("1694-5298",)),
    identifiers=(Identifier("doi", "10.5555/1"),),
    type="article",
    languages=("ky",),
    abstracts=TITLE,
    subjects=(Subject(scheme="keyword", value="реки"),),
    references=(Reference(raw="Ким И. О горах", position=1),),
)


def test_each_aspect_is_seen_in_a_full_record_and_in_no_bare_one():
    assert completeness([FULL]).counts == dict.fromkeys(ASPECTS, 1)
    assert completeness([BARE]).counts == dict.fromkeys(ASPECTS, 0)
    assert (completeness([FULL]).score, completeness([BARE]).score) == (1.0, 0.0)


def test_deletions_say_nothing():
    found = completeness([FULL, HarvestedRecord(identifier="3", deleted=True)])
    assert (found.records, found.score) == (1, 1.0)
    assert completeness([]).score == 0.0


def test_the_line_for_people_names_what_is_there():
    assert completeness([HarvestedRecord(identifier="1", titles=TITLE), BARE]).summary == "title 1"


@pytest.mark.parametrize("role", ["editor", "translator", "reviewer", "advisor"])
def test_who_is_no_author_is_not_counted_as_one(role):
    other = Contributor(names=KIM.names, role=role)
    assert completeness([HarvestedRecord(identifier="1", contributors=(other,))]).summary == ""


def test_references_weigh_more_than_what_helps_to_search():
    cited = HarvestedRecord(identifier="1", titles=TITLE, references=FULL.references)
    described = HarvestedRecord(
        identifier="1", titles=TITLE, abstracts=TITLE, subjects=FULL.subjects, languages=("ky",)
    )
    assert completeness([cited]).score > completeness([described]).score

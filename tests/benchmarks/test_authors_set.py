"""The generated set of authors: what its careers hold, and that the truth stands beside it."""

from __future__ import annotations

from pathlib import Path

import pytest

from benchmarks.generator.authors_set import authors_set
from benchmarks.generator.careers import careers, team_of
from benchmarks.generator.citations import World
from benchmarks.generator.output import write_labelled
from indexer.evaluate.authors import evaluate_authors
from schemas.identifiers import clean_orcid

EVERYONE = careers(7, 400)


def test_a_career_depends_on_its_seed_and_number_alone() -> None:
    assert careers(7, 400)[:50] == EVERYONE[:50]
    assert careers(8, 400)[:50] != EVERYONE[:50]


def test_some_move_some_wed_some_bear_the_name_of_another() -> None:
    moved = sum(len(each.teams) > 1 for each in EVERYONE)
    wed = [each for each in EVERYONE if len(each.names) > 1]
    assert 40 < moved < 130
    assert len(wed) > 5
    for each in wed:
        since, after = each.names[1]
        assert each.person(since) == after
        assert each.maiden(since) == each.person(each.start)
        assert each.maiden(since - 1) is None
    names = [
        (each.person(each.start).own.family, each.person(each.start).own.given[0])
        for each in EVERYONE
    ]
    assert len(names) - len(set(names)) > 20


def test_orcid_ids_have_their_check_digit() -> None:
    given = [each.orcid for each in EVERYONE if each.orcid]
    assert 80 < len(given) < 160
    assert all(clean_orcid(each) == each for each in given)


@pytest.mark.parametrize("lang", ["en", "ru", "be", "kk", "ky", "hy"])
def test_an_institute_has_a_name_in_every_language(lang: str) -> None:
    assert team_of(7, 1).institute(lang).count(",") == 1


def test_records_are_as_sources_describe_papers() -> None:
    records = [record for record, _ in authors_set(7, 300)]
    assert {each["source"] for each in records} == {
        "generated-home",
        "generated-union",
        "generated-registry",
        "generated-roman",
    }
    assert 100 < sum("affiliations" in each for each in records) < 260
    assert any("(" in name for each in records for name in each["authors"])


def test_the_truth_names_a_person_for_every_author(tmp_path: Path) -> None:
    for record, people in authors_set(7, 100):
        assert len(record["authors"]) == len(people) == len(set(people))
    write_labelled(World(seed=7, works=100, references=0, journals=20), tmp_path)
    found = evaluate_authors(tmp_path / "authors/generated")
    assert found["b_cubed"]["precision"] > 0.97
    assert found["b_cubed"]["f1"] > found["baseline"]["b_cubed"]["f1"]

"""The generator: the same seed the same world, work by work; what it writes is what the evaluation reads."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from benchmarks.generator.chance import log_uniform, stream
from benchmarks.generator.citations import World, reference_list, scattered
from benchmarks.generator.hard_lists import KINDS, hard_lists
from benchmarks.generator.journals import journal
from benchmarks.generator.near_twins import near_twins
from benchmarks.generator.output import write_corpus, write_labelled
from benchmarks.generator.people import to_russian
from benchmarks.generator.records import record, sources
from benchmarks.generator.romanise import romanise
from benchmarks.generator.words import LANGUAGES, concepts, genitive
from benchmarks.generator.works import work
from indexer.evaluate.dedupe import read_dedupe_set
from indexer.evaluate.matching import LabelledCitation
from indexer.evaluate.sets import read_lines, read_records
from schemas import HarvestedRecord
from schemas.identifiers import clean_issn

SMALL = World(seed=3, works=120, references=600, journals=20)


@pytest.mark.parametrize(
    ("text", "scheme", "latin"),
    [
        ("Щербаков", "bgn", "Shcherbakov"),
        ("Щербаков", "gost779a", "Ŝerbakov"),
        ("Щербаков", "gost779b", "Shherbakov"),
        ("Щербаков", "scientific", "Ščerbakov"),
        ("Щербаков", "kk-latin", "Şşerbakov"),
        ("Елена", "bgn", "Yelena"),
        ("Андреев", "bgn", "Andreyev"),
        ("Қасым", "bgn", "Qasym"),
        ("Өмүров", "bgn", "Ömürov"),
        ("Дубоўскі", "be-2007", "Duboŭski"),
        ("Խաչատրյան", "hy-plain", "Khachatryan"),
        ("Եղիազար", "hy-bgn", "Yeghiazar"),
        ("Սարգսյան Ռուբեն", "hy-plain", "Sargsyan Ruben"),
        ("2019, № 5", "bgn", "2019, № 5"),
    ],
)
def test_romanisation_follows_the_scheme(text: str, scheme: str, latin: str) -> None:
    assert romanise(text, scheme) == latin


@pytest.mark.parametrize(
    ("own", "lang", "russian"),
    [
        ("Қасымов", "kk", "Касымов"),
        ("Өмүров", "ky", "Омуров"),
        ("Խաչատրյան", "hy", "Хачатрян"),
        ("Հակոբյան", "hy", "Акобян"),
        ("Ջանիբեկյան", "hy", "Джанибекян"),
    ],
)
def test_names_have_a_russian_form(own: str, lang: str, russian: str) -> None:
    assert to_russian(own, lang) == russian


@pytest.mark.parametrize(
    ("noun", "lang", "declined"),
    [
        ("топырақ", "kk", "топырақтың"),
        ("өзен", "kk", "өзеннің"),
        ("мұздық", "kk", "мұздықтың"),
        ("жүйе", "kk", "жүйенің"),
        ("токой", "ky", "токойдын"),
        ("система", "ky", "системанын"),
        ("հող", "hy", "հողի"),
        ("կայունություն", "hy", "կայունության"),
        ("почв", "ru", "почв"),
    ],
)
def test_nouns_are_declined(noun: str, lang: str, declined: str) -> None:
    assert genitive(noun, lang) == declined


def test_every_concept_has_a_word_in_every_language() -> None:
    for role in ("prefix", "head", "object", "process", "place", "aspect", "column", "journal"):
        assert all(concept[lang].strip() for concept in concepts(role) for lang in LANGUAGES), role


def test_a_work_depends_on_its_seed_and_number_alone() -> None:
    first = [work(5, number, 20) for number in range(40)]
    work.cache_clear()
    assert [work(5, number, 20) for number in reversed(range(40))] == first[::-1]
    assert [work(6, number, 20).title("ru") for number in range(40)] != [
        w.title("ru") for w in first
    ]


def test_twins_are_different_works_that_say_how_they_differ() -> None:
    kinds: Counter[str] = Counter()
    for number in range(9, 900, 10):
        one, other = work(5, number - 1, 20), work(5, number, 20)
        assert one.authors == other.authors
        assert one.title("ru") != other.title("ru")
        kinds[other.twin] += 1
    assert set(kinds) == {"part", "annual", "erratum"}


def test_titles_are_diverse_with_a_crowded_share() -> None:
    titles = Counter(work(5, number, 20).title("ru") for number in range(4000))
    assert 0.93 < len(titles) / 4000 < 0.985
    assert max(titles.values()) > 10


def test_all_five_languages_come_up_and_issns_check() -> None:
    assert {journal(1, number).lang for number in range(80)} == set(LANGUAGES) - {"en"}
    assert all(clean_issn(journal(1, number).issn) for number in range(80))


@given(size=st.integers(1, 500))
@settings(max_examples=40, deadline=None)
def test_popularity_isscattered_one_to_one(size: int) -> None:
    assert sorted(scattered(rank, size) for rank in range(size)) == list(range(size))


def test_in_degrees_follow_zipf() -> None:
    chance = stream(1, "test", 1)
    ranks = Counter(log_uniform(chance, 10_000, 30) for _ in range(20_000))
    head = sum(ranks[rank] for rank in range(100))
    assert 0.2 < head / 20_000 < 0.35  # ln(1+100/30) / ln(1+10000/30) = .25
    assert max(ranks) > 9_000


def test_the_lengths_of_lists_add_up() -> None:
    assert sum(SMALL.list_length(number) for number in range(SMALL.works)) == SMALL.references


def test_a_bilingual_list_cites_the_same_works_twice() -> None:
    lists = [list(reference_list(SMALL, SMALL.work(number))) for number in range(SMALL.works)]
    bilingual = [entries for entries in lists if any(item.list_id == "en" for item in entries)]
    assert bilingual
    for entries in bilingual:
        one, other = (
            [item.work for item in entries if item.list_id == side] for side in ("own", "en")
        )
        assert one == other
    assert all(item.work != number for number, entries in enumerate(lists) for item in entries)


def test_near_twins_are_labelled_by_what_is_held() -> None:
    works, references = near_twins(3)
    held = {line["id"]: line for line in works}
    assert len(held) == len(works)
    kinds = Counter((line["kind"], line["work"] is not None) for line in references)
    assert kinds.keys() >= {("held", True), ("careless", True), ("twin", True), ("twin", False)}
    assert kinds.keys() >= {("other number", False), ("edition", False), ("sibling", False)}
    assert all(line["work"] in held for line in references if line["work"])
    assert near_twins(3) == (works, references)


def test_hard_lists_pair_what_cites_one_work() -> None:
    items, pairs = hard_lists(3)
    articles = {line["id"]: line["article"] for line in items}
    assert len(articles) == len(items)
    assert all(articles[left] == articles[right] for left, right in pairs)
    assert not any(articles[left].startswith("single") for left, _ in pairs)
    assert {article.rsplit("-", 2)[0] for article in articles.values()} == KINDS.keys()


def test_records_are_labelled_generated_and_lose_what_sources_lose() -> None:
    made = [
        record(work(3, number, 20), 3, source)
        for number in range(200)
        for source in sources(work(3, number, 20), 3)
    ]
    assert all(item.sets == ("generated",) for item in made)
    assert any(item.year is None for item in made)
    assert any(not item.container.issn for item in made if item.container)
    assert {item.titles[0].lang for item in made} >= {"ru", "be", "kk", "hy", "en", "ru-Latn"}


def test_what_is_written_is_what_was_asked_for(tmp_path: Path) -> None:
    counts = write_corpus(SMALL, tmp_path)
    lines = [
        msg
        for path in (tmp_path / "sources").iterdir()
        for msg in read_lines(path, HarvestedRecord)
    ]
    assert len(lines) == counts["records"]
    assert sum(len(item.references) for item in lines) == counts["references"]
    truth = (tmp_path / "truth/references.csv").read_text(encoding="utf-8").splitlines()
    assert len(truth) - 1 == counts["references"]


def test_the_same_options_give_the_same_bytes(tmp_path: Path) -> None:
    for name in ("one", "two"):
        work.cache_clear()
        write_corpus(SMALL, tmp_path / name)
    for path in (tmp_path / "one").rglob("*.*"):
        assert (
            path.read_bytes()
            == (tmp_path / "two" / path.relative_to(tmp_path / "one")).read_bytes()
        )


def test_the_labelled_sets_can_be_evaluated(tmp_path: Path) -> None:
    write_labelled(SMALL, tmp_path)
    assert len(set(read_dedupe_set(tmp_path / "dedupe/generated").clusters.values())) == SMALL.works
    translated = read_dedupe_set(tmp_path / "dedupe/translated")
    assert {record.language for record in translated.records} == set(LANGUAGES) - {"en"}
    assert set(Counter(translated.clusters.values()).values()) == {2}
    misplaced = read_dedupe_set(tmp_path / "dedupe/misplaced")
    assert set(Counter(misplaced.clusters.values()).values()) == {2}
    assert any(not record.authors and not record.year for record in misplaced.records)
    works = {item.id for item in read_records(tmp_path / "matching/generated/works.jsonl")}
    cited = list(read_lines(tmp_path / "matching/generated/references.jsonl", LabelledCitation))
    assert {item.work for item in cited} - {None} <= works
    assert any(item.work is None for item in cited)
    assert json.loads((tmp_path / "matching/generated/works.jsonl").read_bytes().splitlines()[0])

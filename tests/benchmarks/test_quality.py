"""The tables: distances, markers, and peers scored as we are. Nothing is measured here."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import pytest

from benchmarks.details import also_measured, classes, error_tables
from benchmarks.peers.compare import HERE, Contest, Run
from benchmarks.quality import fallen, move_values, rows
from benchmarks.report import RESULTS, markdown, replace_section
from benchmarks.tasks import Task, tasks

TASK = Task("surnames", "names", "names/x", {"recall": 0.95, "precision": 0.95}, "development")


def test_a_row_a_target_with_its_distance() -> None:
    shown = list(rows(TASK, {"recall": 0.97, "precision": 0.9}))
    assert [row[1:5] for row in shown] == [
        ("recall", "0.950", "0.9700", "+0.0200"),
        ("precision", "0.950", "0.9000", "**-0.0500**"),
    ]


def test_a_distance_leads_to_its_classes_of_errors() -> None:
    figures = {"recall": 0.9, "precision": 0.96, "error_classes": {"missed": {"no key": 3}}}
    short, met = rows(TASK, figures)
    assert short[4] == "**-0.0500** ([why](#errors-names-x))"
    assert met[4] == "+0.0100"
    assert '<a id="errors-names-x"></a>' in error_tables([TASK], {TASK.set: figures})


def test_classes_of_errors_are_counted_in_order_with_their_share() -> None:
    figures = {
        "recall": 0.9,
        "precision": 0.96,
        "error_classes": {"false": 1, "missed": {"tie": 0, "no key": 3}},
    }
    assert classes(figures) == {"false": 1, "missed: tie": 0, "missed: no key": 3}
    shown = error_tables([TASK], {TASK.set: figures})
    assert "### surnames: **target not met**, recall -0.0500" in shown
    assert shown.endswith("| missed: no key | 3 | 75.0% |\n| false | 1 | 25.0% |")


def test_a_distance_without_classes_is_named_and_no_task_invents_them() -> None:
    assert error_tables([TASK], {TASK.set: {"recall": 0.97, "precision": 0.97}}) == (
        "No evaluation gave classes of errors."
    )
    shown = error_tables([TASK], {TASK.set: {"recall": 0.9, "precision": 0.97}})
    assert shown == "Short of its target, without classes of errors: surnames."


def test_a_task_met_on_seen_labels_only_says_so() -> None:
    task = next(task for task in tasks() if task.set == "dedupe/cora")
    strict = Task(task.name, task.kind, task.set, {"pairwise.f1": 0.99}, "")
    figures = {"pairwise": {"f1": 0.995}, "error_classes": {"tie": 1}}
    assert "**not by held-out works**" in error_tables([strict], {strict.set: figures})


def test_what_is_also_measured_tolerates_what_an_evaluation_does_not_give() -> None:
    scores = {"precision": 1.0, "recall": 0.5, "f1": 0.6667}
    pairs = Task("pairs", "dedupe", "dedupe/pairs", {}, "")
    figures = {
        pairs.set: {"records": 3, "candidate_recall": 0.75, "pairwise": scores},
        TASK.set: {**scores, "by_language": {"hy": {"pairs": 51, **scores}}},
        "absent": None,
    }
    shown = also_measured([pairs, TASK, Task("x", "matching", "absent", {}, "")], figures)
    assert "| dedupe/pairs | 3 | 0.7500 | 1.0000 | 0.5000 | 0.6667 | – | – | – |" in shown
    assert "| names/x | hy | 51 | 1.0000 | 0.5000 | 0.6667 |" in shown


def test_a_figure_that_falls_by_more_than_a_point_is_named() -> None:
    before = {TASK.set: {"recall": 0.97, "precision": 0.99}}
    after = {TASK.set: {"recall": 0.965, "precision": 0.97}}
    assert list(fallen([TASK], before, after)) == ["names/x precision from 0.9900 to 0.9700"]
    assert not list(fallen([TASK], {}, after))
    assert not list(fallen([TASK], before, {TASK.set: None}))


def test_the_results_have_a_place_for_every_table() -> None:
    text = RESULTS.read_text(encoding="utf-8")
    for name in ("quality", "errors", "measured", "peers", "speed", "scale"):
        assert text.count(f"<!-- {name}:begin -->") == text.count(f"<!-- {name}:end -->") == 1


def test_a_set_that_is_not_there_is_said_so() -> None:
    [row] = rows(TASK, None)
    assert row[3] == "–"
    assert "names/x" in row[-1]


def test_sets_are_moved_only_from_those_that_are_there(tmp_path: Path) -> None:
    sets, out = tmp_path / "sets", tmp_path / "out"
    (sets / "dedupe/x").mkdir(parents=True)
    (sets / "dedupe/x/records.jsonl").write_text('{"id":"1","title":"a","year":1999}\n')
    made, absent = (
        Task("made", "dedupe", f"dedupe/{name}-moved", {}, "", moved_from=f"dedupe/{name}")
        for name in "xy"
    )
    move_values([made, absent], sets, out)
    assert [path.name for path in (out / "dedupe").iterdir()] == ["x-moved"]


def test_a_task_without_target_shows_its_f1() -> None:
    task = Task("made", "dedupe", "dedupe/x", {}, "generated", generated=True)
    [row] = rows(task, {"pairwise": {"f1": 0.5}})
    assert row[1:5] == ("pairwise.f1", "–", "0.5000", "–")


def test_figures_of_unseen_works_stand_beside_those_of_seen_ones() -> None:
    task = next(task for task in tasks() if task.set == "dedupe/cora")
    [row] = rows(task, {"pairwise": {"f1": 0.99}})
    assert row[3] == "0.9900"
    assert all(0.5 < float(cell) < 1 for cell in row[5:7])


def test_every_task_of_the_table_says_what_its_figure_is() -> None:
    assert all(task.note for task in tasks())
    assert len({task.set for task in tasks()}) == len(tasks())


def test_a_table_goes_between_its_markers_and_nowhere_else(tmp_path: Path) -> None:
    path = tmp_path / "RESULTS.md"
    path.write_text("a\n<!-- x:begin -->\nold\n<!-- x:end -->\nb\n", encoding="utf-8")
    replace_section("x", markdown(("h",), [("1",)]), path)
    text = path.read_text(encoding="utf-8")
    assert text == "a\n<!-- x:begin -->\n| h |\n| --- |\n| 1 |\n<!-- x:end -->\nb\n"
    with pytest.raises(ValueError, match="y:begin"):
        replace_section("y", "", path)


@pytest.fixture
def linked(tmp_path: Path) -> Path:
    lines = [json.dumps({"id": key, "title": f"Title {key}"}) for key in "abc"]
    (tmp_path / "records.jsonl").write_text("\n".join(lines), encoding="utf-8")
    (tmp_path / "clusters.csv").write_text("id,cluster\na,1\nb,1\nc,2\n", encoding="utf-8")
    return tmp_path


def test_a_linker_is_scored_at_the_threshold_that_is_best_for_it(linked: Path) -> None:
    answers = {"0.1": {"a": "x", "b": "x", "c": "x"}, "0.9": {"a": "x", "b": "x", "c": "y"}}
    contest = Contest("dedupe/x", "dedupe", linked, {"peer": Run(answers, 1.5, "as told")})
    ours = {"pairwise": {"precision": 1, "recall": 0, "f1": 0}, "records_per_second": 1234}
    shown = dict(contest.shown(lambda kind, folder: ours))
    assert shown == {
        "ours": ("1.0000", "0.0000", "0.0000", "1,234"),
        "peer": ("1.0000", "1.0000", "1.0000", "2"),
    }
    assert list(contest.settings()) == ["**peer**: as told"]


def test_a_peer_that_failed_says_why(linked: Path) -> None:
    contest = Contest("x", "dedupe", linked, {"peer": Run(None, 0, "", "failed: no module")})
    ours = {"pairwise": {"precision": 1, "recall": 1, "f1": 1}, "records_per_second": 1}
    assert dict(contest.shown(lambda kind, folder: ours))["peer"][0] == "failed: no module"


def test_peers_read_records_as_flat_rows(linked: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend(str(HERE))
    monkeypatch.delitem(sys.modules, "labelled", raising=False)
    import labelled  # type: ignore[import-not-found] # noqa: PLC0415 -- on the path of the peers only

    record = {
        "id": "a",
        "title": "Рост «Ели»: Обзор лет",
        "authors": ["Ёлкин, И. И."],
        "year": 1999,
        "pages": "12–15",
    }
    (linked / "records.jsonl").write_text(json.dumps(record), encoding="utf-8")
    [row] = labelled.rows(linked)
    assert (row["title"], row["title_start"]) == ("рост ели обзор лет", "рост ели обзор")
    assert (row["surname"], row["year"], row["first_page"]) == ("ёлкин", "1999", "12")
    assert row["container"] is None
    assert labelled.components("abcd", [("a", "b"), ("c", "b")]) == {
        key: labelled.components("abcd", [("a", "b"), ("c", "b")])["a"] for key in "abc"
    } | {"d": "d"}

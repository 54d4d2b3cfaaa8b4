"""An evaluation on the terminal."""

from __future__ import annotations

from indexer.evaluate.show import as_text


def test_figures_tables_and_errors_one_under_the_other() -> None:
    score = {"precision": 1.0, "recall": 0.5, "f1": 0.6667}
    shown = as_text(
        {
            "references": 3,
            "f1": 0.5,
            "worst": [{"id": "r1", "text": "Иванов"}, "a | b | missed"],
            "fields": {"title": score, "authors": {**score, "pairs": 7}},
            "reasons": {"weak": 2},
        }
    )
    assert shown.splitlines() == [
        "references  3",
        "f1          0.5000",
        "",
        "fields",
        "           precision     recall         f1",
        "  title       1.0000     0.5000     0.6667",
        "  authors     1.0000     0.5000     0.6667",
        "",
        "reasons",
        "  weak  2",
        "",
        "the worst 2 errors",
        "  1",
        "    id    r1",
        "    text  Иванов",
        "  2  a | b | missed",
    ]


def test_nothing_wrong_shows_no_errors() -> None:
    assert as_text({"pairs": 1, "worst": [], "by_language": {}}) == "pairs  1\n\nby_language\n"

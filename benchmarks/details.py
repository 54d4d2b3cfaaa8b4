"""What stands under the table of quality: the classes of errors of each task, and what else was measured.

A task's evaluation may give ``error_classes`` (class → count, perhaps nested); tasks without them are left out.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from benchmarks.report import markdown
from benchmarks.tasks import Task, card_figures, shortfalls, value

Figures = Mapping[str, dict[str, Any] | None]
_PRF = ("precision", "recall", "f1")
_CLASSES = ("class of error", "count", "share")


def anchor(task: Task) -> str:
    """The name of the place where a task's classes of errors stand."""
    return "errors-" + task.set.replace("/", "-")


def error_tables(tasks: list[Task], figures: Figures) -> str:
    """One table a task, those first that fall short of their target."""
    known = [(task, found) for task in tasks if (found := figures.get(task.set))]
    told = [(task, found) for task, found in known if classes(found)]
    told.sort(key=lambda pair: not shortfalls(*pair))
    blocks = [_error_table(task, found) for task, found in told]
    silent = [task.name for task, found in known if shortfalls(task, found) and not classes(found)]
    blocks.extend(f"Short of its target, without classes of errors: {name}." for name in silent)
    return "\n\n".join(blocks) or "No evaluation gave classes of errors."


def _error_table(task: Task, found: dict[str, Any]) -> str:
    counts = classes(found)
    whole = sum(counts.values())
    ordered = sorted(counts.items(), key=lambda item: -item[1])
    rows = [(name, f"{count:,}", f"{count / whole:.1%}") for name, count in ordered if count]
    heading = f'<a id="{anchor(task)}"></a>\n### {task.name}: {standing(task, found)}'
    return f"{heading}\n\n{markdown(_CLASSES, rows) if rows else 'No errors.'}"


def classes(found: dict[str, Any]) -> dict[str, int]:
    """The classes of errors with their counts; what is nested is named with what it stands in."""
    return dict(_flat(found.get("error_classes") or {}, ""))


def _flat(counts: Mapping[str, Any], before: str) -> Iterator[tuple[str, int]]:
    for name, count in counts.items():
        if isinstance(count, Mapping):
            yield from _flat(count, f"{before}{name}: ")
        else:
            yield before + name, int(count)


def standing(task: Task, found: dict[str, Any]) -> str:
    """Whether the targets are met, by seen labels and by held-out works."""
    if not task.targets:
        return "no target"
    short = shortfalls(task, found)
    if short:
        return "**target not met**, " + ", ".join(f"{m} {by:+.4f}" for m, by in short.items())
    unseen = {
        measure: figure
        for measure, target in task.targets.items()
        if (figure := card_figures(task, measure)[0]) is not None and figure < target
    }
    if unseen:
        said = ", ".join(f"{measure} {figure:.4f}" for measure, figure in unseen.items())
        return f"target met on labels that the model saw, **not by held-out works** ({said})"
    return "target met"


def also_measured(tasks: list[Task], figures: Figures) -> str:
    """Candidate recall, B³, languages, kinds, fields and harder forms of the sets."""
    found = [(task, figures[task.set] or {}) for task in tasks if figures.get(task.set)]
    by_kind = {kind: [pair for pair in found if pair[0].kind == kind] for kind in _TABLES}
    blocks = [_TABLES[kind](pairs) for kind, pairs in by_kind.items() if pairs]
    return "\n\n".join(blocks)


Measured = list[tuple[Task, dict[str, Any]]]


def _dedupe(pairs: Measured) -> str:
    header = ("dedupe", "records", "candidate recall", *(f"pairwise {m}" for m in _PRF))
    rows = [
        (
            task.set,
            f"{found['records']:,}",
            f"{found['candidate_recall']:.4f}",
            *_three(found["pairwise"]),
            *_three(found.get("b_cubed")),
        )
        for task, found in pairs
    ]
    return markdown((*header, *(f"B³ {measure}" for measure in _PRF)), rows)


_STEMS = ("recall", "kept_apart")


def _names(pairs: Measured) -> str:
    header = ("names", "language", "pairs", *_PRF)
    rows = [
        (task.set, language, f"{scores['pairs']}", *_three(scores))
        for task, found in pairs
        for language, scores in found["by_language"].items()
    ]
    return markdown(header, rows)


def _parsing(pairs: Measured) -> str:
    # of all references: those that the tagger is fitted on flatter it; what is held out stands in the main table
    header = ("parsing, fitted references too", "field", *_PRF)
    rows = [
        (task.set, field, *_three(scores))
        for task, found in pairs
        for field, scores in found["fields"].items()
    ]
    languages = [
        (task.set, language, *_three(scores))
        for task, found in pairs
        for language, scores in found.get("by_language", {}).items()
    ]
    by_language = markdown(("parsing", "language", *_PRF), languages)
    return "\n\n".join((markdown(header, rows), *([by_language] if languages else [])))


def _matching(pairs: Measured) -> str:
    whole = markdown(
        (
            "matching",
            "references",
            "candidate recall",
            "right",
            "wrong",
            "missed",
            "false: not held",
        ),
        [(task.set, *_outcomes(found)) for task, found in pairs],
    )
    kinds = markdown(
        ("matching", "kind of reference", *_PRF),
        [
            (task.set, kind, *_three(scores))
            for task, found in pairs
            for kind, scores in found["by_kind"].items()
        ],
    )
    stages = [
        (task.set, stage, shown)
        for task, found in pairs
        for stage, shown in _stages(found.get("by_stage") or {})
    ]
    by_stage = [markdown(("matching", "stage", "outcomes"), stages)] if stages else []
    return "\n\n".join((whole, *by_stage, kinds))


def _outcomes(found: dict[str, Any]) -> tuple[str, ...]:
    held, others = found["with_target"], found["without_target"]
    counts = (held["right"], held["wrong"], held["unlinked"], others["wrong"])
    recall = f"{found['candidate_recall']:.4f}"
    return f"{found['references']:,}", recall, *(f"{count:,}" for count in counts)


def _stages(stages: dict[str, Any]) -> Iterator[tuple[str, str]]:
    for name, shown in stages.items():
        counts = shown.items() if isinstance(shown, dict) else [("", shown)]
        yield name, ", ".join(f"{key} {count:,}".strip() for key, count in counts)


def _bilingual(pairs: Measured) -> str:
    rows = [
        (task.set, form, *_three(found if form == "as labelled" else found.get(form)))
        for task, found in pairs
        for form in ("as labelled", "without_list_ids", "sorted")
    ]
    return markdown(("pairing", "lists", *_PRF), rows)


def _search(pairs: Measured) -> str:
    """Figures by kind of query, with those of all known items, and of plain BM25, above them."""
    measures = ("success_at_1", "success_at_10", "mrr_at_10")
    rows = []
    for task, found in pairs:
        kinds = {
            "all but topical": found,
            "the same by plain BM25": found["bm25"],
            **found["kinds"],
        }
        for kind, figures in kinds.items():
            count = f"{figures.get('queries', '')}"
            rows.append((task.set, kind, count, *(f"{value(figures, m):.4f}" for m in measures)))
        gains = (f"{part['ndcg_at_10']:.4f}" for part in (found, found["bm25"]))
        rows.append((task.set, "topical: nDCG@10, and by plain BM25", "", *gains, ""))
    return markdown(
        ("search", "kind of query", "queries", "success@1", "success@10", "MRR@10"), rows
    )


def _stems(pairs: Measured) -> str:
    rows = [
        (task.set, language, f"{found['pairs']}", *(_shown(found[part]) for part in _STEMS))
        for task, each in pairs
        for language, found in each["languages"].items()
    ]
    return markdown(("stems", "language", "pairs", "recall", "kept apart"), rows)


def _shown(figure: float | None) -> str:
    return "–" if figure is None else f"{figure:.4f}"


def _three(scores: dict[str, Any] | None) -> tuple[str, ...]:
    return tuple(f"{value(scores, measure):.4f}" if scores else "–" for measure in _PRF)


_TABLES = {
    "dedupe": _dedupe,
    "names": _names,
    "parsing": _parsing,
    "matching": _matching,
    "bilingual": _bilingual,
    "search": _search,
    "stems": _stems,
}

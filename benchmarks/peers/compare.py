"""The table of peers: ``benchmarks/run peers --sets DIR``.

The peers run in their own environment on the files that we are measured on, in the same run as ours; all are scored by
the same functions. Parsers get the fifth of each set that neither our tagger nor the plain CRF is fitted on.
"""

from __future__ import annotations

import json
import subprocess
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

import click
import msgspec

from benchmarks.quality import evaluation, generate
from benchmarks.report import circumstances, markdown, replace_section
from indexer.evaluate.dedupe import read_dedupe_set
from indexer.evaluate.held_out import is_held_out
from indexer.evaluate.metrics import Scores, from_counts, pairwise
from indexer.evaluate.parsing import LabelledReference, compare
from indexer.evaluate.sets import read_lines
from schemas.reference import ReferenceFields

HERE = Path(__file__).resolve().parent
_LINKERS = {"Splink": "dedupe_splink.py", "recordlinkage": "dedupe_recordlinkage.py"}
_PARSERS = {"refextract": "parse_refextract.py", "plain crfsuite": "parse_crfsuite.py"}
_HEADER = ("set", "who", "precision", "recall", "F1", "items/s")
_TRAIN = ("parsing/anystyle", "parsing/grobid")
Evaluation = Callable[[str, Path], dict[str, Any]]


class Run(NamedTuple):
    """What a peer answered, its speed, and its settings; an error in one line instead if it could not run."""

    answers: Any
    seconds: float
    settings: str
    error: str = ""


class Contest(NamedTuple):
    """One set and who runs on it."""

    set: str
    kind: str
    folder: Path
    runs: dict[str, Run]

    def shown(self, ours: Evaluation) -> Iterator[tuple[str, tuple[str, str, str, str]]]:
        """(who, precision, recall, F1, items a second), ours first."""
        yield "ours", _ours(ours(self.kind, self.folder), self.kind)
        for who, run in self.runs.items():
            if run.error:
                yield who, (run.error, "–", "–", "–")
                continue
            scores = (_linked if self.kind == "dedupe" else _parsed)(self.folder, run.answers)
            yield who, _row(scores, _size(self.folder, self.kind) / run.seconds)

    def settings(self) -> Iterator[str]:
        """The settings of each peer."""
        for who, run in self.runs.items():
            yield f"**{who}**: {run.settings or run.error}"


@click.command()
@click.option(
    "--sets", required=True, type=click.Path(exists=True, file_okay=False, path_type=Path)
)
def main(sets: Path) -> None:
    """Run ours and the peers on the labelled sets in a folder, print the table and refresh RESULTS.md."""
    with tempfile.TemporaryDirectory() as scratch:
        generate(Path(scratch) / "generated")
        rows, settings = [], {}
        for contest in contests(sets, Path(scratch)):
            rows += [(contest.set, who, *shown) for who, shown in contest.shown(evaluation)]
            settings.update(dict.fromkeys(contest.settings()))
    table = markdown(_HEADER, rows)
    click.echo(table)
    told = "\n".join(f"- {line}" for line in settings)
    replace_section("peers", f"{circumstances()}\n\n{table}\n\nSettings:\n\n{told}")


def contests(sets: Path, scratch: Path) -> Iterator[Contest]:
    """Each set with the peers' answers to it."""
    for folder in (*sorted(sets.glob("dedupe/*")), scratch / "generated/dedupe/generated"):
        click.echo(f"linking {folder.name}", err=True)
        runs = {who: run(script, folder) for who, script in _LINKERS.items()}
        yield Contest(f"dedupe/{folder.name}", "dedupe", folder, runs)
    train = [sets / name for name in _TRAIN if (sets / name).is_dir()]
    for whole in sorted(sets.glob("parsing/*")):
        click.echo(f"parsing {whole.name}", err=True)
        folder = _held_out(whole, scratch / "held-out" / whole.name)
        runs = {who: run(script, folder, *train) for who, script in _PARSERS.items()}
        yield Contest(f"parsing/{folder.name} (held-out fifth)", "parsing", folder, runs)


def run(script: str, *arguments: Path) -> Run:
    """What a peer's script answers, run in the peers' environment."""
    python = HERE / ".venv/bin/python"
    if not python.is_file():
        return Run(None, 0, "", "not installed: run benchmarks/peers/setup")
    command = [str(python), "-W", "ignore", str(HERE / script), *map(str, arguments)]
    done = subprocess.run(command, check=False, capture_output=True, text=True)
    if done.returncode:
        return Run(
            None, 0, "", "failed: " + (done.stderr.strip().splitlines() or ["no message"])[-1]
        )
    found = json.loads(done.stdout)
    return Run(found["answers"], found["seconds"], found["settings"])


def _held_out(source: Path, folder: Path) -> Path:
    """A folder with the held-out references of a set."""
    folder.mkdir(parents=True)
    references = read_lines(source / "references.jsonl", LabelledReference)
    chosen = [item for item in references if is_held_out(item.text)]
    lines = b"\n".join(msgspec.json.encode(item) for item in chosen)
    (folder / "references.jsonl").write_bytes(lines)
    return folder


def _linked(folder: Path, by_threshold: dict[str, dict[str, str]]) -> Scores:
    """The pairwise scores at the threshold that is best for the peer."""
    labelled = read_dedupe_set(folder)
    return max((_clustered(labelled, found) for found in by_threshold.values()), key=lambda s: s.f1)


def _clustered(labelled: Any, found: dict[str, str]) -> Scores:
    if labelled.clusters:
        return pairwise(found, labelled.clusters)
    ids = [record.id for record in labelled.records]
    given = {(a, b) for a, b in labelled.pairs if found[ids[a]] == found[ids[b]]}
    wanted = labelled.wanted()
    return from_counts(len(given & wanted), len(given), len(wanted))


def _parsed(folder: Path, answers: list[dict[str, Any]]) -> Scores:
    """The micro scores over the fields."""
    references = read_lines(folder / "references.jsonl", LabelledReference)
    outcomes = [
        outcome
        for item, found in zip(references, answers, strict=True)
        for outcome in compare(item.fields, msgspec.convert(found, ReferenceFields))
    ]
    right, given = (sum(getattr(o, name) for o in outcomes) for name in ("right", "given"))
    return from_counts(right, given, sum(outcome.wanted for outcome in outcomes))


def _ours(figures: dict[str, Any], kind: str) -> tuple[str, str, str, str]:
    found = figures["pairwise" if kind == "dedupe" else "held_out"]
    speed = figures["records_per_second" if kind == "dedupe" else "references_per_second"]
    return _row(Scores(found["precision"], found["recall"], found["f1"]), speed)


def _row(scores: Scores, speed: float) -> tuple[str, str, str, str]:
    return f"{scores.precision:.4f}", f"{scores.recall:.4f}", f"{scores.f1:.4f}", f"{speed:,.0f}"


def _size(folder: Path, kind: str) -> int:
    name = "records.jsonl" if kind == "dedupe" else "references.jsonl"
    with (folder / name).open("rb") as lines:
        return sum(1 for _ in lines)


if __name__ == "__main__":
    main()

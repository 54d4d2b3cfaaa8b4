"""The command ``references``: check a reference list in a file against the index."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from catalogue.cli import open_catalogue

if TYPE_CHECKING:
    from webapp.checking.verdicts import Verdict


@click.group()
def references() -> None:
    """Check reference lists against the index."""


@references.command("check")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--json", "as_json", is_flag=True, help="Print JSON lines, one a reference.")
@click.option("--style", help="Print the corrected list in this citation style instead.")
def references_check(file: Path, *, as_json: bool, style: str | None) -> None:
    """Tell of each reference of FILE what it means here, and what it should say.

    FILE is a text, a Word document (.docx), LaTeX, BibTeX, RIS, nbib, EndNote (.enw) or CSL-JSON.
    """
    from catalogue.database.engine import reading  # noqa: PLC0415 -- keeps `eaci --help` fast
    from webapp.checking.files import of_file  # noqa: PLC0415 -- likewise
    from webapp.checking.verdicts import check  # noqa: PLC0415 -- likewise
    from webapp.checking.written import as_list  # noqa: PLC0415 -- likewise
    from webapp.exports import STYLES  # noqa: PLC0415 -- likewise

    if style is not None and style not in STYLES:
        raise click.BadParameter(f"the styles are: {', '.join(STYLES)}", param_hint="--style")
    given = of_file(file.name, file.read_bytes())
    _, engine = open_catalogue()
    with reading(engine) as connection:
        verdicts = check(connection, given)
    if style is not None:
        for at, line in enumerate(as_list(verdicts, style), 1):
            click.echo(f"{at}. {line}")
        return
    for verdict in verdicts:
        click.echo(_json(verdict) if as_json else "\n".join(_lines(verdict)))
    if not as_json:
        found = sum(verdict.work is not None for verdict in verdicts)
        click.echo(f"{found} of {len(verdicts)} references found")


def _lines(verdict: Verdict) -> list[str]:
    own = verdict.resolved
    lines = [f"{own.given.position}. {own.given.raw}"]
    if verdict.work is None:
        return [*lines, f"   not found: {own.reason or own.status}", ""]
    body = verdict.work.body
    marks = "".join(f" [{mark}]" for mark in verdict.marks)
    score = f", score {own.score:.2f}" if body.kind == "held" else ""
    title = body.titles[0].text if body.titles else "(no title)"
    lines.append(f"   {body.id}{marks} {title} ({body.year or 'no year'}){score}")
    lines += [
        f"   {each.field}: {each.given or '(absent)'} → {each.here}" for each in verdict.corrections
    ]
    return [*lines, ""]


def _json(verdict: Verdict) -> str:
    import msgspec  # noqa: PLC0415 -- keeps `eaci --help` fast

    own = verdict.resolved
    told: dict[str, Any] = {
        "position": own.given.position,
        "raw": own.given.raw,
        "fields": own.fields,
        "status": own.status,
        "work": verdict.work.body.id if verdict.work else None,
        "score": own.score,
        "rule": own.rule,
        "reason": own.reason,
        "marks": verdict.marks,
        "corrections": verdict.corrections,
    }
    return msgspec.json.encode(told).decode()


COMMANDS = (references,)

"""The page that checks a reference list: paste it or send a file, and read what each reference means here."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import closing

from flask import Blueprint, Response, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from werkzeug.exceptions import RequestEntityTooLarge

from schemas import Reference
from webapp.checking import labels
from webapp.checking.errors import CannotCheckError
from webapp.checking.files import MOST_BYTES, endings, of_file
from webapp.checking.lists import of_text
from webapp.checking.verdicts import MOST, MOST_LETTERS, Verdict, check
from webapp.checking.written import KINDS, as_list, default_style, works_of
from webapp.exports import STYLES
from webapp.extensions import csrf, limiter
from webapp.language import PREFIX
from webapp.scholars.results import plain
from webapp.services import read_catalogue

blueprint = Blueprint("checking", __name__, url_prefix=PREFIX)
_FORM = 64 * 1024  # bytes of a form beside its list or file


@blueprint.get("/check")
def form() -> ResponseReturnValue:
    """The form alone."""
    return _page()


@blueprint.post("/check")
@limiter.limit("30 per minute")
def answer() -> ResponseReturnValue:
    """The list with what each reference means; with ``take`` the list as a file instead."""
    try:
        references = _sent()
        with read_catalogue() as connection:
            verdicts = check(connection, references)
    except RequestEntityTooLarge:
        too_large = CannotCheckError("too_large", name="", most=MOST_BYTES // 2**20)
        return _page(problem=labels.problem(too_large)), 413
    except CannotCheckError as error:
        return _page(text=request.form.get("text", ""), problem=labels.problem(error)), 400
    kind = request.form.get("take", "")
    return _file(verdicts, kind) if kind in KINDS else _answered(references, verdicts)


csrf.exempt(answer)  # nothing is changed by it


def _sent() -> Sequence[Reference]:
    """The list that was sent, as a file or as text. Raises CannotCheckError."""
    request.max_content_length = MOST_BYTES + _FORM
    request.max_form_memory_size = MOST_LETTERS * 4
    if (request.content_length or 0) > request.max_content_length:
        raise RequestEntityTooLarge  # before any of it is written to a file
    sent = request.files.get("file")
    if sent is not None and sent.filename:
        with closing(sent):
            return of_file(sent.filename, sent.read())
    text = request.form.get("text", "")
    if len(text) > MOST_LETTERS:
        raise CannotCheckError("too_long", count=len(text), most=MOST_LETTERS)
    return of_text(text)


def _style() -> str:
    style = request.form.get("style", "")
    return style if style in STYLES else default_style()


def _answered(references: Sequence[Reference], verdicts: Sequence[Verdict]) -> str:
    style = _style()
    return _page(
        text="\n".join(f"{each.position}. {each.raw}" for each in references),
        verdicts=verdicts,
        counts=labels.counts(verdicts),
        written=as_list(verdicts, style),
        style=style,
    )


def _page(
    text: str = "",
    *,
    problem: str | None = None,
    verdicts: Sequence[Verdict] = (),
    counts: Sequence[tuple[str, int]] = (),
    written: Sequence[str] = (),
    style: str | None = None,
) -> str:
    return render_template(
        "checking/check.html",
        text=text,
        problem=problem,
        verdicts=verdicts,
        counts=counts,
        written=written,
        style=style or default_style(),
        styles=list(STYLES),
        kinds=KINDS,
        endings=list(endings()),
        most=MOST,
        most_bytes=MOST_BYTES,
        labels=labels,
        plain=plain,
    )


def _file(verdicts: Sequence[Verdict], name: str) -> Response:
    kind = KINDS[name]
    text = kind.written(works_of(verdicts))
    response = Response(text, content_type=f"{kind.media_type}; charset=utf-8")
    response.headers.set("Content-Disposition", "attachment", filename=f"{_('references')}.{name}")
    return response

"""The front page and the pages that explain: how to search, how it counts."""

from __future__ import annotations

from flask import redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from webapp.language import negotiated
from webapp.scholars.blueprint import blueprint, root


@root.get("/")
def front() -> ResponseReturnValue:
    """Lead to the front page in the browser's language."""
    response = redirect(url_for("scholars.home", lang=negotiated()))
    response.vary.add("Accept-Language")
    return response


@blueprint.get("/")
def home() -> ResponseReturnValue:
    """The front page."""
    return render_template("scholars/home.html")


@blueprint.get("/help")
def help_page() -> ResponseReturnValue:
    """How to write a query."""
    return render_template("scholars/help.html")


@blueprint.get("/about")
def about() -> ResponseReturnValue:
    """What is counted, and how."""
    return render_template("scholars/about.html")

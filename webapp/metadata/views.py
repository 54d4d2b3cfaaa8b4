"""Addresses for programs that go through the site: robots.txt, sitemaps, link sets, the description of the search."""

from __future__ import annotations

from flask import Blueprint, Response, abort, jsonify, render_template
from flask.typing import ResponseReturnValue

from catalogue.derived import provided
from schemas.ids import public_id, work_number
from webapp.hosts import canonical_url
from webapp.language import DEFAULT, LANGUAGES, PREFIX
from webapp.metadata import coins, signposting
from webapp.metadata.pages import site
from webapp.scholars.works import held_work
from webapp.services import read_catalogue

root = Blueprint("for_programs", __name__)
blueprint = Blueprint("for_browsers", __name__, url_prefix=PREFIX)
PIECE = 50_000
"""Addresses of one sitemap: the most that https://www.sitemaps.org/protocol.html allows."""
_CLOSED = ("/admin/", "/readyz", "/metrics", "/*/search?", "/*/citations?")


root.add_app_template_global(coins.context, "coins")


@root.get("/robots.txt")
def robots() -> ResponseReturnValue:
    """What is open: everything but the administration and the endless pages of searches."""
    lines = [
        "User-agent: *",
        *(f"Disallow: {each}" for each in _CLOSED),
        f"Sitemap: {site()}/sitemap.xml",
    ]
    return Response("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")


@root.get("/sitemap.xml")
def sitemaps() -> ResponseReturnValue:
    """The sitemaps: one for each :data:`PIECE` held works."""
    with read_catalogue() as connection:
        starts = provided.starts_of_pieces(connection, PIECE)
    addresses = [
        canonical_url("for_programs.sitemap", start=public_id(number)) for number in starts
    ]
    return _xml(render_template("metadata/sitemaps.xml", addresses=addresses))


@root.get("/sitemaps/<start>.xml")
def sitemap(start: str) -> ResponseReturnValue:
    """The held works from this one on, in the order of their numbers."""
    number = work_number(start)
    if number is None:
        abort(404)
    with read_catalogue() as connection:
        found = provided.piece(connection, number, PIECE)
    if not found:
        abort(404)
    pages = [(each, f"{site()}/{DEFAULT}/works/{public_id(each.work)}") for each in found]
    return _xml(render_template("metadata/sitemap.xml", pages=pages))


@root.get("/works/<identifier>.linkset")
def linkset(identifier: str) -> ResponseReturnValue:
    """The typed links of a work's page."""
    with read_catalogue() as connection:
        entry = held_work(connection, identifier, lambda held: f"/works/{held}.linkset")
    page = canonical_url("scholars.work", identifier=entry.body.id, lang=DEFAULT)
    response = jsonify(signposting.linkset(entry.body, site(), page))
    response.content_type = signposting.LINKSET
    return response


@blueprint.get("/opensearch.xml")
def opensearch() -> ResponseReturnValue:
    """The description by which a browser takes the site among its search engines. https://github.com/dewitt/opensearch"""
    found = render_template("metadata/opensearch.xml", languages=list(LANGUAGES), site=site())
    return _xml(found, "application/opensearchdescription+xml")


def _xml(text: str, kind: str = "application/xml") -> Response:
    return Response(text, content_type=f"{kind}; charset=utf-8")

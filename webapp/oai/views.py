"""``/oai``: the address that other harvesters ask."""

from __future__ import annotations

import gzip
from urllib.parse import urlsplit

from flask import Blueprint, Response, request
from flask.typing import ResponseReturnValue
from lxml import etree
from werkzeug.datastructures import MultiDict

from webapp.extensions import csrf, limiter
from webapp.hosts import canonical_url
from webapp.oai import arguments, provider
from webapp.oai.errors import OaiError
from webapp.oai.site import Repository
from webapp.services import read_catalogue, services

blueprint = Blueprint("oai", __name__)
NAME = "Eurasian Citation Index"
_LEVEL = 5  # a sixth of the size; more costs more than making the page


@blueprint.route("/oai", methods=["GET", "POST"])
@limiter.limit("3000 per minute")  # 50 pages/s of one harvester
def oai() -> ResponseReturnValue:
    """An answer of the protocol. Every request that can be read is answered with status 200, errors too."""
    repository = _repository()
    sent = request.form if request.method == "POST" else request.args
    try:
        given = arguments.read(MultiDict(sent))
    except OaiError as error:
        return _xml(provider.refusal(repository, error, {}))
    with read_catalogue() as connection:
        return _xml(provider.answer(connection, repository, given))


csrf.exempt(oai)  # nothing is changed by it


def _repository() -> Repository:
    address = canonical_url("oai.oai")
    host = urlsplit(address).hostname or "localhost"
    contact = services().settings.contact.removeprefix("mailto:")
    return Repository(
        name=NAME,
        address=address,
        host=host,
        site=address.removesuffix("/oai"),
        email=contact if "@" in contact and "/" not in contact else _admin(host),
    )


def _admin(host: str) -> str:
    """The schema wants an address with a dot; RFC 2606 keeps names under "invalid" from meaning anybody."""
    return f"admin@{host}" if "." in host else f"admin@{host}.invalid"


def _xml(document: etree._Element) -> Response:
    body = etree.tostring(document, xml_declaration=True, encoding="UTF-8")
    response = Response(content_type="text/xml; charset=utf-8")
    response.vary.add("Accept-Encoding")
    if request.accept_encodings["gzip"]:
        body = gzip.compress(body, compresslevel=_LEVEL, mtime=0)
        response.headers["Content-Encoding"] = "gzip"
    response.data = body
    return response

"""The addresses that the site answers: none too long, under its own host names only; and the one that is canonical."""

from __future__ import annotations

from typing import Any

from flask import Flask, Response, current_app, jsonify, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from werkzeug.sansio.utils import host_is_trusted

from webapp.errors import error_page
from webapp.servers.limits import ADDRESS_BYTES

_HOSTS = "EACI_HOSTS"


def address_bytes() -> int:
    """How long the address of this request is, as it was sent."""
    sent = request.environ.get("RAW_URI") or request.environ.get("REQUEST_URI")
    path, query = request.environ.get("PATH_INFO", ""), request.environ.get("QUERY_STRING", "")
    return max(len(sent or ""), len(path) + len(query) + 1)


def canonical_url(endpoint: str, **values: Any) -> str:
    """The address of a page with scheme and host: the first of EACI_HOSTS, else the one that was asked for."""
    names = [name for name in current_app.config[_HOSTS] if not name.startswith(".")]
    host = next(iter(names), request.host)
    path = url_for(endpoint, **values)
    return f"{request.scheme}://{host}{path}" if host else path


def _refuse_long_address() -> ResponseReturnValue | None:
    """A plain answer: a page would say the whole address again."""
    if address_bytes() <= ADDRESS_BYTES:
        return None
    message = _("The address is longer than %(most)s bytes. Shorten it.", most=ADDRESS_BYTES)
    if request.path.startswith("/api/"):
        return jsonify(error={"status": 414, "code": "address_too_long", "message": message}), 414
    return Response(f"{message}\n", 414, content_type="text/plain; charset=utf-8")


def _refuse_other_hosts() -> ResponseReturnValue | None:
    """Those who look after the site ask it by whatever name it has inside."""
    hosts = current_app.config[_HOSTS]
    if not hosts or request.blueprint == "operations":
        return None
    if host_is_trusted(request.host.lower(), hosts):
        return None
    return error_page(400, _("This site does not answer under this host name."))


def register(app: Flask, hosts: tuple[str, ...]) -> None:
    """Refuse what the site does not answer. ``hosts`` as EACI_HOSTS names them; without any, every host is answered."""
    app.config[_HOSTS] = hosts
    app.before_request(_refuse_long_address)
    app.before_request(_refuse_other_hosts)
    app.context_processor(lambda: {"canonical_url": canonical_url})

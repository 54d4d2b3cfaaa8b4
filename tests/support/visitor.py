"""A visitor of the site who sends bytes as no browser would, without a server between."""

from __future__ import annotations

import re
from collections.abc import Mapping
from io import BytesIO
from typing import Any
from urllib.parse import unquote_to_bytes, urlencode

from flask import Flask
from werkzeug.test import EnvironBuilder, run_wsgi_app
from werkzeug.wrappers import Response

from tests.support.hostile import Hostile

_TOKEN = re.compile(r'name="csrf_token" value="([^"]+)"')


class Answer(Response):
    """An answer whose body can be read as text."""

    @property
    def text(self) -> str:
        return self.get_data(as_text=True)


class Visitor:
    """Sends requests to the site in the session of an account (None: of nobody)."""

    def __init__(self, site: Flask, name: str | None = None, password: str = "") -> None:
        self._site = site
        client = site.test_client()
        self._browser: Mapping[str, Any] = client.environ_base  # another one's session ends
        self._token = _TOKEN.findall(client.get("/admin/login").text)[0]
        if name:
            form = {"name": name, "password": password, "csrf_token": self._token}
            assert client.post("/admin/login", data=form).status_code == 302
            self._token = _TOKEN.findall(client.get("/admin/").text)[0]
        cookie = client.get_cookie("session")
        assert cookie is not None
        self._cookie = f"session={cookie.value}"

    def get(self, path: str, query: bytes = b"") -> Answer:
        """The answer to a plain request for an address whose path is percent-encoded."""
        return self.send(Hostile(method="GET", path=path.encode(), query=query))

    def post(self, path: str, form: Mapping[str, str]) -> Answer:
        """The answer to a form with a valid token."""
        fields = tuple(form.items())
        return self.send(
            Hostile(method="POST", path=path.encode(), query=b"", form=fields, token=True)
        )

    def send(self, request: Hostile) -> Answer:
        """The answer; 500 where the site raises, as a server would answer."""
        try:
            return Answer(*run_wsgi_app(self._site, self._environ(request), buffered=True))
        except Exception as error:  # noqa: BLE001 -- what a server answers with 500
            return Answer(repr(error), 500)

    def _environ(self, request: Hostile) -> dict[str, Any]:
        form = [*request.form, *([("csrf_token", self._token)] if request.token else [])]
        body = request.raw or urlencode(form, errors="replace").encode()
        builder = EnvironBuilder(method=request.method, content_type=request.content_type)
        environ: dict[str, Any] = builder.get_environ() | {
            **self._browser,
            "PATH_INFO": unquote_to_bytes(request.path).decode("latin-1"),
            "QUERY_STRING": request.query.decode("latin-1"),
            "HTTP_COOKIE": self._cookie,
        }
        for name, value in request.headers:
            environ["HTTP_" + name.upper().replace("-", "_")] = value
        if request.method != "GET":
            environ |= {"wsgi.input": BytesIO(body), "CONTENT_LENGTH": str(len(body))}
        return environ

"""Addresses of the page at hand with other arguments, made of what the page declares and never of what a visitor sent.

A view says with :func:`takes` which arguments of the address it reads. Only these come back in its links to other pages
of a list and to the other language; the names never become keywords of anything.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any, TypeVar
from urllib.parse import quote, urlencode

from flask import Request as FlaskRequest
from flask import current_app, request

_View = TypeVar("_View", bound=Callable[..., Any])
_DECLARED = "arguments_taken"
_PATH = "/:@!$&'()*+,;=~"  # what RFC 3986 lets stand in a path besides letters and digits


class Request(FlaskRequest):
    """A request whose query string is always ASCII: bytes that a client sent raw are percent-encoded.

    Werkzeug reads a query string as UTF-8 and raises UnicodeDecodeError where raw bytes are something else.
    """

    def __init__(self, environ: dict[str, Any], *args: Any, **kwargs: Any) -> None:
        sent = environ.get("QUERY_STRING", "")
        if not sent.isascii():
            environ["QUERY_STRING"] = "".join(
                letter if letter.isascii() else quote(letter.encode("latin-1")) for letter in sent
            )
        super().__init__(environ, *args, **kwargs)


def takes(*names: str) -> Callable[[_View], _View]:
    """Declare the arguments of the address that a view reads. Stands below the view's route."""

    def declare(view: _View) -> _View:
        setattr(view, _DECLARED, names)
        return view

    return declare


def declared(endpoint: str | None) -> tuple[str, ...]:
    """The arguments that the view of an endpoint declares; none for a page that does not exist."""
    view = current_app.view_functions.get(endpoint or "")
    names: tuple[str, ...] = getattr(view, _DECLARED, ())
    return names


def here(path: str = "", /, **changes: str | int | None) -> str:
    """The address of this page (or of its twin at another path) with its declared arguments, some changed or added.

    A change to None leaves the argument out.
    """
    return address(path or request.path, {**_given(), **changes})


def address(path: str, arguments: dict[str, Any]) -> str:
    """A path of this site and its arguments as an address. A value may be a list; None and "" are left out."""
    pairs = urlencode(list(_pairs(arguments)), errors="replace")
    plain = quote(request.script_root + path, safe=_PATH, errors="replace")
    return f"{plain}?{pairs}" if pairs else plain


def _given() -> dict[str, list[str]]:
    return {name: request.args.getlist(name) for name in declared(request.endpoint)}


def _pairs(arguments: dict[str, Any]) -> Iterator[tuple[str, Any]]:
    for name, value in arguments.items():
        for each in value if isinstance(value, list | tuple) else (value,):
            if each not in (None, ""):
                yield name, each

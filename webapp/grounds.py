"""By affiliation only: the argument ``basis`` of addresses whose numbers are those of countries."""

from __future__ import annotations

from flask import abort, request

from catalogue.derived.grounds import GROUNDS, Ground


def ground_of_request() -> Ground:
    """On what ground works are to count for their countries; 404 for one that does not exist."""
    asked = request.args.get("basis") or "any"
    return next((known for known in GROUNDS if asked == known), None) or abort(404)


def in_address(ground: Ground) -> str | None:
    """The argument that asks for it; None for the default."""
    return None if ground == "any" else ground

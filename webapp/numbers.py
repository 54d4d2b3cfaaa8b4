"""Whole numbers that visitors send: ASCII digits, and no more than a column of the catalogue holds."""

from __future__ import annotations

from flask import abort, request
from werkzeug.routing import IntegerConverter, ValidationError

MOST = 2**63 - 1
_DIGITS = len(str(MOST))


def whole_number(text: str, most: int = MOST) -> int | None:
    """The number that a text spells, from 0 to ``most``; None for every other text."""
    if not (text.isascii() and text.isdigit() and len(text) <= _DIGITS):
        return None
    number = int(text)
    return number if number <= most else None


def number_of_address(name: str) -> int | None:
    """The number in an argument of the address, None without one; 400 for anything else."""
    text = request.args.get(name)
    return _required(text) if text else None


def number_of_form(name: str) -> int | None:
    """The number, below 0 too, in a field of the form, None without one; 400 for anything else."""
    text = request.form.get(name)
    if not text:
        return None
    number = _required(text.removeprefix("-"))
    return -number if text.startswith("-") else number


def numbers_of_form(name: str, most: int) -> list[int]:
    """The numbers in the form's fields of this name, the first ``most`` of them; 400 for anything else."""
    return [_required(text) for text in request.form.getlist(name)[:most]]


def _required(text: str) -> int:
    number = whole_number(text)
    return abort(400) if number is None else number


class WholeNumberConverter(IntegerConverter):
    """``<int:…>`` in a route: an address with any other number does not exist."""

    regex = rf"[0-9]{{1,{_DIGITS}}}"

    def to_python(self, value: str) -> int:
        """The number; raises ValidationError, which the site answers with 404."""
        number = whole_number(value)
        if number is None:
            raise ValidationError
        return number

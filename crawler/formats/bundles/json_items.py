"""JSON from REST interfaces: one object, a list of them in its envelope, or one a line; a bad one is rejected."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import msgspec

from crawler.formats.items import item
from crawler.formats.page import (
    PageError,
    ParsedPage,
    ParsedRecord,
    Rejected,
)
from crawler.formats.text.xml import check_size
from schemas import HarvestedRecord

Json = dict[str, Any]


def parse(
    data: bytes, envelope: tuple[str, ...], key: str, record: Callable[[Json], HarvestedRecord]
) -> ParsedPage:
    """Every object of a page.

    ``envelope`` are the keys that may lead to the list ("message", "items"), ``key`` is one that every object has.
    Raises PageError if the bytes are no JSON, or JSON of something else.
    """
    check_size(data)
    objects = list(objects_of(data, envelope))
    if not any(
        isinstance(thing, dict) and key in thing
        for thing in objects
        if not isinstance(thing, Rejected)
    ):
        raise PageError("wrong-format", f"no object with a {key!r} in it")
    return ParsedPage(items=tuple(_item(thing, key, record) for thing in objects))


def objects_of(data: bytes, envelope: tuple[str, ...] = ()) -> Iterator[Any]:
    """What a page of JSON or JSON Lines holds, a broken line as a Rejected. Raises PageError."""
    try:
        whole = msgspec.json.decode(data)
    except msgspec.DecodeError as error:
        yield from _lines(data, str(error))
        return
    except UnicodeDecodeError as error:
        raise PageError("wrong-format", f"not UTF-8: {error}") from error
    except RecursionError as error:
        raise PageError("wrong-format", "JSON that is nested too deep") from error
    for name in envelope:
        if isinstance(whole, dict) and name in whole:
            whole = whole[name]
    yield from whole if isinstance(whole, list) else [whole]


def _lines(data: bytes, error: str) -> Iterator[Any]:
    """JSON Lines, as dumps are: every line stands alone."""
    lines = [line for line in data.splitlines() if line.strip()]
    if len(lines) < 2:
        raise PageError("wrong-format", f"not JSON: {error}")
    for line in lines:
        try:
            yield msgspec.json.decode(line)
        except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as damaged:
            yield Rejected(reason="not-well-formed", detail=f"not JSON: {damaged}", raw=line)


def _item(
    thing: Any, key: str, record: Callable[[Json], HarvestedRecord]
) -> ParsedRecord | Rejected:
    if isinstance(thing, Rejected):
        return thing
    raw = msgspec.json.encode(thing)
    if not isinstance(thing, dict):
        return Rejected(reason="wrong-format", detail="not an object", raw=raw)
    try:
        return item(record(thing), raw)
    except (AttributeError, TypeError, ValueError, KeyError, IndexError) as error:
        # the interface promises its types; an object that breaks them must not cost its neighbours
        known = text(thing.get(key))
        return Rejected(
            reason="invalid-value",
            identifier=known,
            detail=f"a value has another type than promised: {error}",
            raw=raw,
        )


def text(value: object) -> str | None:
    """A text or number as text; None for anything else and for what is empty."""
    if isinstance(value, str | int | float) and not isinstance(value, bool):
        return " ".join(str(value).split()) or None
    return None


def texts(value: object) -> list[str]:
    """The texts of a list, or the one text."""
    given = value if isinstance(value, list) else [value]
    return [told for thing in given if (told := text(thing))]


def objects(value: object) -> list[Json]:
    """The objects of a list."""
    return [thing for thing in value if isinstance(thing, dict)] if isinstance(value, list) else []

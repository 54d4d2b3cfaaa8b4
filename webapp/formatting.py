"""How values are shown: names of countries, languages and types in the page's language, numbers, safe addresses.

Everything here is a template filter of the same name.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any, TypeVar
from urllib.parse import urlsplit

import msgspec
from flask import Flask
from flask_babel import format_decimal, format_percent

from indexer.institutions.gazetteer import regions
from schemas.ids import public_id
from schemas.vocabularies import countries, document_types, languages
from webapp.language import current_language

_Item = TypeVar("_Item")
_LONGEST_LINK = 2000
_MARKUP = 200  # bytes that stand around an item of a list


def short(text: object, most: int) -> str:
    """The text, cut after so many characters; the cut shows."""
    whole = str(text)
    return whole if len(whole) <= most else f"{whole[: most - 1]}…"


def weight(item: Any) -> int:
    """About how many bytes something takes on a page: its texts, in addresses too, and what stands around."""
    return 3 * len(msgspec.json.encode(item)) + _MARKUP


def fit(items: Iterable[_Item], room: int) -> list[_Item]:
    """The first items, as many as have room in so many bytes; the first one always has."""
    fitting: list[_Item] = []
    for item in items:
        room -= weight(item)
        if room < 0 and fitting:
            break
        fitting.append(item)
    return fitting


def _label(russian: str, english: str) -> str:
    return russian if current_language() == "ru" else english


def country_name(code: str) -> str:
    """``KZ`` → "Казахстан" or "Kazakhstan"; a code outside the vocabulary stays as it is."""
    found = countries().get(code)
    return _label(found.ru, found.en) if found else code


def region_name(code: str) -> str:
    """``RU-TOM`` → "Томская область" or "Tomsk region"; a code outside the gazetteer stays as it is."""
    found = regions().get(code)
    return _label(*found.names[:2]) if found else code


def language_name(code: str) -> str:
    """``hy`` → "армянский" or "Armenian"; a code outside the vocabulary stays as it is."""
    found = languages().get(code)
    return _label(found.ru, found.en) if found else code


def type_name(code: str) -> str:
    """``article`` → "Статья" or "Article"; a code outside the vocabulary stays as it is."""
    found = document_types().get(code)
    return _label(found.ru, found.en) if found else code


def number(value: float) -> str:
    """A number as the page's language writes it: 12 345 or 12,345."""
    return str(format_decimal(value))


def percent(value: float) -> str:
    """A part of one as the page's language writes it in percent: 4,5 % or 4.5%."""
    return str(format_percent(value, "#,##0.#%"))


def safe_url(address: str | None) -> str | None:
    """The address if it is an absolute http(s) one, else None: harvested text never becomes another kind of link."""
    if not address or len(address) > _LONGEST_LINK:
        return None
    try:
        parts = urlsplit(address.strip())
    except ValueError:
        return None
    # what stands before an @ is not the host, though it may look like one
    linked = parts.scheme in {"http", "https"} and parts.hostname and "@" not in parts.netloc
    return address.strip() if linked else None


def register(app: Flask) -> None:
    """Make the filters known to the templates."""
    filters: dict[str, Callable[..., object]] = {
        "country_name": country_name,
        "region_name": region_name,
        "language_name": language_name,
        "type_name": type_name,
        "number": number,
        "percent": percent,
        "safe_url": safe_url,
        "public_id": public_id,
        "short": short,
        "fit": fit,
    }
    for name, function in filters.items():
        app.add_template_filter(function, name)

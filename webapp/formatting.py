"""How values are shown: names of countries, languages and types in the page's language, numbers, safe addresses.

Everything here is a template filter of the same name.
"""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import urlsplit

from flask import Flask
from flask_babel import format_decimal, format_percent

from schemas.ids import public_id
from schemas.vocabularies import countries, document_types, languages
from webapp.language import current_language


def _label(russian: str, english: str) -> str:
    return russian if current_language() == "ru" else english


def country_name(code: str) -> str:
    """``KZ`` → "Казахстан" or "Kazakhstan"; a code outside the vocabulary stays as it is."""
    found = countries().get(code)
    return _label(found.ru, found.en) if found else code


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
    if not address:
        return None
    try:
        parts = urlsplit(address.strip())
    except ValueError:
        return None
    return address.strip() if parts.scheme in {"http", "https"} and parts.netloc else None


def register(app: Flask) -> None:
    """Make the filters known to the templates."""
    filters: dict[str, Callable[..., object]] = {
        "country_name": country_name,
        "language_name": language_name,
        "type_name": type_name,
        "number": number,
        "percent": percent,
        "safe_url": safe_url,
        "public_id": public_id,
    }
    for name, function in filters.items():
        app.add_template_filter(function, name)

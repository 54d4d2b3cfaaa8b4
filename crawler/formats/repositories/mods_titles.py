"""The titles of a MODS description or of its host: what ``titleInfo`` divides is one text again."""

from __future__ import annotations

from lxml import etree

from crawler.formats.items import unique
from crawler.formats.text import xml
from schemas import LocalizedText
from schemas.vocabularies import language_code

_ISBD = " :/;="
"""The punctuation that catalogues leave at the end of a part, before the next one (ISBD)."""


def titles(parent: etree._Element) -> tuple[LocalizedText, ...]:
    """Title, subtitle and part, the main one first; abbreviated titles are left out."""
    infos = [e for e in xml.children(parent, "titleInfo") if e.get("type") != "abbreviated"]
    infos.sort(key=lambda e: e.get("type") is not None)
    return unique(LocalizedText(text, _lang(e)) for e in infos if (text := _title(e)))


def _lang(element: etree._Element) -> str | None:
    return language_code(element.get("lang") or element.get(xml.XML_LANG))


def _title(info: etree._Element) -> str:
    """``Песни степи: для голоса. Ч. 2, Реки``."""
    head = " ".join(_texts(info, "nonSort") + _texts(info, "title")).strip(_ISBD)
    if not head:
        return ""
    for sub in _texts(info, "subTitle"):
        head = f"{head}: {sub.strip(_ISBD)}"
    part = ", ".join(_texts(info, "partNumber") + _texts(info, "partName"))
    return f"{head.rstrip(' .')}. {part}" if part else head


def _texts(info: etree._Element, name: str) -> list[str]:
    return [text for e in xml.children(info, name) if (text := xml.text_of(e)).strip(_ISBD)]

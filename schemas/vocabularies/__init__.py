"""Vocabularies as data: countries, languages with the sources' odd codes, document types.

Each is a TOML file beside this module; the functions here turn what a source writes into our code, or ``None`` /
``"unknown"`` where it is not in the vocabulary. They never guess from the text itself: that is the indexer's work.
"""

from __future__ import annotations

import re
import tomllib
from functools import cache, lru_cache
from pathlib import Path

import msgspec

_FOLDER = Path(__file__).parent
_REMEMBERED = 4096  # forms of each vocabulary: a source writes few, and one of nonsense must not fill the memory
_INFO_PREFIX = re.compile(r"^(info:eu-repo/semantics/|https?://purl\.org/\S*/)", re.IGNORECASE)


class Country(msgspec.Struct, frozen=True, kw_only=True):
    """A country: ISO 3166-1 alpha-2 code, display names, and the forms that sources write."""

    code: str = ""
    en: str
    ru: str
    member: bool = False
    observer: bool = False
    names: tuple[str, ...] = ()


class Language(msgspec.Struct, frozen=True, kw_only=True):
    """A language: BCP 47 code, display names, and the codes and names that sources write."""

    code: str = ""
    en: str
    ru: str
    own: str
    codes: tuple[str, ...] = ()


class DocumentType(msgspec.Struct, frozen=True, kw_only=True):
    """A document type: our code, display names, its CSL type, and what sources write."""

    code: str = ""
    en: str
    ru: str
    csl: str
    names: tuple[str, ...] = ()


def _load(name: str) -> dict[str, dict[str, object]]:
    return tomllib.loads((_FOLDER / f"{name}.toml").read_text(encoding="utf-8"))


@cache
def countries() -> dict[str, Country]:
    """All countries by code."""
    return {k: msgspec.convert({**v, "code": k}, Country) for k, v in _load("countries").items()}


@cache
def languages() -> dict[str, Language]:
    """All languages by code."""
    return {k: msgspec.convert({**v, "code": k}, Language) for k, v in _load("languages").items()}


@cache
def document_types() -> dict[str, DocumentType]:
    """All document types by code."""
    loaded = _load("document_types")
    return {k: msgspec.convert({**v, "code": k}, DocumentType) for k, v in loaded.items()}


def member_countries() -> tuple[str, ...]:
    """The members of the Eurasian Economic Union, in the order of the vocabulary."""
    return tuple(code for code, country in countries().items() if country.member)


def _form(text: str) -> str:
    return " ".join(text.casefold().replace(".", " ").split())


@cache
def _country_forms() -> dict[str, str]:
    forms = {_form(name): c.code for c in countries().values() for name in (*c.names, c.en, c.ru)}
    return forms | {code.casefold(): code for code in countries()}


@cache
def _language_forms() -> dict[str, str]:
    forms = {_form(code): lang.code for lang in languages().values() for code in lang.codes}
    return forms | {code: code for code in languages()}


@cache
def _type_forms() -> dict[str, str]:
    forms = {_form(name): t.code for t in document_types().values() for name in t.names}
    return forms | {code: code for code in document_types()}


@lru_cache(_REMEMBERED)
def country_code(as_given: str | None) -> str | None:
    """``"Россия"``, ``"RU"``, ``"Republic of Belarus"`` → alpha-2 code; None if not in the vocabulary."""
    return _country_forms().get(_form(as_given)) if as_given else None


@lru_cache(_REMEMBERED)
def language_code(as_given: str | None) -> str | None:
    """``"RUS"``, ``"KKZ"``, ``"kk-KZ"``, ``"қазақша"`` → BCP 47 code; None if unknown, ``ANY`` or ``UNK``."""
    if not as_given:
        return None
    form = _form(as_given)
    return _language_forms().get(form) or _language_forms().get(re.split(r"[-_]", form)[0])


@lru_cache(_REMEMBERED)
def document_type(as_given: str | None) -> str:
    """``"RAR"``, ``"info:eu-repo/semantics/article"``, ``"Статья"`` → our code, else ``"unknown"``."""
    if not as_given:
        return "unknown"
    return _type_forms().get(_form(_INFO_PREFIX.sub("", as_given.strip())), "unknown")

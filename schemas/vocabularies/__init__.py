"""Vocabularies as data: countries, languages with the sources' odd codes, document types.

Each is a TOML file beside this module; the functions here turn what a source writes into our code, or ``None`` /
``"unknown"`` where it is not in the vocabulary. They never guess from the text itself: that is the indexer's work.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable
from functools import cache, lru_cache
from pathlib import Path

import msgspec

_FOLDER = Path(__file__).parent
_REMEMBERED = 4096  # forms of each vocabulary: a source writes few, and one of nonsense must not fill the memory
_ADDRESS = re.compile(r"^(?:info|https?|urn):\S*[/#:](?=[^/#:\s]+$)", re.IGNORECASE)
_BRACKETS = re.compile(r"\([^()]*\)|\[[^\[\]]*\]")
_LEVELS = re.compile(r"::|[.>]")  # "text::journal::journal article", "Text.Thesis.Doctoral"
_LISTED = re.compile(r"[;,|/]")
_ENGLISH_HEAD = re.compile(r"\s(?:of|in|on|for|from|to)\s.*", re.IGNORECASE | re.DOTALL)
_MOST_WORDS = 12  # of a type; what is longer is a sentence
_VAGUE = frozenset({"unknown", "article", "miscellaneous"})


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
    """A document type: our code, display names, its CSL type, and what sources write, by language or list."""

    code: str = ""
    en: str
    ru: str
    csl: str
    words: dict[str, tuple[str, ...]] = {}


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


def _letters(text: str) -> str:
    return "".join([c for c in text.casefold().replace("ё", "е") if c.isalnum()])


@cache
def _type_forms() -> dict[str, str]:
    words = {
        _letters(word): kind.code
        for kind in document_types().values()
        for listed in kind.words.values()
        for word in listed
    }
    return words | {_letters(code): code for code in document_types()}


@cache
def months() -> dict[str, int]:
    """The number of a month by each of its written forms, in lower case."""
    loaded = tomllib.loads((_FOLDER / "months.toml").read_text(encoding="utf-8"))
    return {
        form: number
        for names in loaded.values()
        for number, forms in enumerate(names, start=1)
        for form in forms.split()
    }


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
    """``"RAR"``, ``"info:eu-repo/semantics/article"``, ``"Статья"`` → our code, else ``"unknown"``.

    Read are words of the vocabulary, the last part of an address (COAR, eu-repo, schema.org), the innermost known level
    of a tree ("text::journal::journal article"), lists ("Article; Proceedings Paper": the part that says more), and
    phrases around a known word ("Диссертация на соискание …", "Invited review").
    """
    text = (as_given or "").strip()
    if not text:
        return "unknown"
    if code := _type_forms().get(_letters(_ADDRESS.sub("", text))):
        return code
    bare = _BRACKETS.sub(" ", text)
    levels = (_type_forms().get(_letters(part)) for part in reversed(_LEVELS.split(bare)))
    return next(filter(None, levels), None) or _most_telling(map(_phrase, _LISTED.split(bare)))


def most_telling_type(as_given: Iterable[str]) -> str:
    """The code that says most among what a source gives for the types of one publication; else ``"unknown"``."""
    return _most_telling(map(document_type, as_given))


def _most_telling(codes: Iterable[str]) -> str:
    known = [code for code in codes if code != "unknown"]
    return next((code for code in known if code not in _VAGUE), next(iter(known), "unknown"))


def _phrase(text: str) -> str:
    """The type of a phrase by its head: the last words in English, the first ones in Russian ("статья из газеты")."""
    words = text.split()
    if not 0 < len(words) <= _MOST_WORDS:
        return "unknown"
    ends = [words[start:] for start in range(len(words))]
    if text.isascii():
        words = _ENGLISH_HEAD.sub("", text.strip()).split()
        runs = [words[start:] for start in range(len(words))]
    else:
        runs = [words[:end] for end in range(len(words), 0, -1)] + ends
    found = (_type_forms().get(_letters("".join(run))) for run in runs)
    return next(filter(None, found), "unknown")

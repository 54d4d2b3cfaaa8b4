"""References as text with their labels: a form, filled with an invented publication, and the noise that print adds."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from random import Random
from typing import Any

import msgspec

from benchmarks.forms.items import LANGUAGES, Item, draw
from benchmarks.forms.printing import fields, joined, merged, noisy
from benchmarks.forms.template import Piece, filled, needed, settled
from benchmarks.generator.chance import stream
from benchmarks.generator.people import Name

KINDS = (
    "article", "book", "chapter", "conference", "thesis", "abstract", "patent", "standard", "law", "newspaper", "web",
    "deposited", "multivolume",
)  # fmt: skip
_WEIGHTS = {"article": 10, "book": 5, "chapter": 3}
_OFTEN_MISSING = {
    "volume": 0.25,
    "issue": 0.1,
    "doi": 0.6,
    "edition": 0.6,
    "series": 0.5,
    "issn": 0.5,
    "isbn": 0.5,
}
_JOURNAL = frozenset({"article", "law"})
_MACRO = re.compile(r"\{@(\w+)\}")


class Form(msgspec.Struct, frozen=True):
    """A form: how names are printed, and the templates of each kind of publication."""

    name: str
    names: str
    kinds: dict[str, list[str]]
    first: str = ""
    sep: str = ", "
    last: str = ""
    most: int = 0
    etal: str = " {.etal}"
    langs: str = ""
    held: bool = False

    @property
    def languages(self) -> list[str]:
        """The languages that are printed in this form."""
        return self.langs.split() or list(LANGUAGES)


class Rendered(msgspec.Struct, frozen=True):
    """A line of a labelled set; ``spans`` are the places of the labelled values in the text, for training."""

    id: str
    text: str
    fields: dict[str, Any]
    spans: list[tuple[str, int, int]]
    language: str
    form: str


@cache
def forms() -> tuple[Form, ...]:
    """The forms of ``forms.toml``."""
    tables = tomllib.loads(Path(__file__).with_name("forms.toml").read_text(encoding="utf-8"))
    macros = tables.pop("macros")
    return tuple(_form(name, table, macros) for name, table in tables.items())


def _form(name: str, table: dict[str, Any], macros: dict[str, str]) -> Form:
    def expanded(template: str) -> str:
        return _MACRO.sub(lambda match: macros[match[1]], template)

    kinds = {
        kind: [expanded(one) for one in ([found] if isinstance(found, str) else found)]
        for kind in KINDS
        if (found := table.pop(kind, None))
    }
    return msgspec.convert({"name": name, "kinds": kinds, **table}, Form)


def references(seed: int, count: int, *, held: bool | None = None) -> Iterator[Rendered]:
    """Rendered references, as many in each form and language.

    ``held``: only those of the forms that are kept out of training, or only the others.
    """
    pairs = [
        (form, lang)
        for form in forms()
        if held is None or form.held == held
        for lang in form.languages
    ]
    for number in range(count):
        form, lang = pairs[number % len(pairs)]
        yield rendered(form, lang, stream(seed, "form", number), f"generated:{form.name}:{number}")


def rendered(form: Form, lang: str, chance: Random, key: str) -> Rendered:
    """One reference in a form and a language."""
    kinds = list(form.kinds)
    kind = chance.choices(kinds, [_WEIGHTS.get(kind, 1) for kind in kinds])[0]
    pieces = _pieces(form, kind, draw(chance, lang), chance)
    text, spans = joined(noisy(pieces, chance))
    return Rendered(key, text, fields(text, spans), merged(spans), lang, form.name)


def _pieces(form: Form, kind: str, item: Item, chance: Random) -> list[Piece]:
    parts = settled(chance.choice(form.kinds[kind]), chance)
    host = "journal" if kind in _JOURNAL else "book"
    values = dict(item.values)
    values["container"] = [(item.values[host][0][0], "container")]
    values["authors"] = people(form, item.people, item, chance)
    values["editors"] = _statement(item.editors, "editors")
    values["statement"] = _statement(item.people[:3], "authors")
    values["statementfull"] = [(" ".join(part for part in item.people[0] if part), "authors")]
    values["translators"] = [(text, None) for text, _ in _statement(item.editors[::-1], "")]
    if "title" not in needed(parts):
        values["entitle"] = [(text, "title") for text, _ in item.values.get("entitle", [])]
    for name, share in _OFTEN_MISSING.items():
        if name not in needed(parts) and chance.random() < share:
            values[name] = []
    return filled(parts, values, item.term, chance)


def _statement(people: tuple[Name, ...], label: str) -> list[Piece]:
    """ "И. И. Иванов, П. П. Петров", as it stands behind the stroke."""
    pieces: list[Piece] = []
    for name in people:
        pieces += [(", ", None)] if pieces else []
        pieces.append((f"{name.initials()} {name.family}", label))
    return pieces


def people(form: Form, names: tuple[Name, ...], item: Item, chance: Random) -> list[Piece]:
    """The names as the form prints them, with what stands between and behind them."""
    shown = names[: form.most] if form.most else names
    more = len(shown) < len(names) and form.most != 1
    following = settled(form.names, chance)
    pattern = settled(form.first, chance) if form.first else following
    last = _text(filled(settled(form.last or form.sep, chance), {}, item.term, chance))
    pieces: list[Piece] = []
    for place, name in enumerate(shown):
        if place:
            ends = place == len(shown) - 1 and not more
            pieces.append((last if ends else form.sep, None))
            pattern = following
        pieces.append((_text(filled(pattern, _parts(name), item.term, chance)), "authors"))
    return [*pieces, *(filled(settled(form.etal, chance), {}, item.term, chance) if more else [])]


def _parts(name: Name) -> dict[str, list[Piece]]:
    family, given, patronymic = name
    parts = {
        "F": family, "FF": family.upper(), "G": given, "P": patronymic, "I": given[:1], "O": patronymic[:1],
        "i": given[:1], "o": patronymic[:1],
    }  # fmt: skip
    return {key: [(text, None)] if text else [] for key, text in parts.items()}


def _text(pieces: list[Piece]) -> str:
    return "".join(text for text, _ in pieces)

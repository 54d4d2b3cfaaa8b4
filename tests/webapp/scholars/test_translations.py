"""The Russian translation is complete, and what the site reads (.mo) is what people edit (.po)."""

from __future__ import annotations

import re
from pathlib import Path

from babel.messages import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.frontend import parse_mapping_cfg
from babel.messages.mofile import read_mo
from babel.messages.pofile import read_po

_ROOT = Path(__file__).parents[3]
_FOLDER = _ROOT / "webapp/translations/ru/LC_MESSAGES"
_PLACES = re.compile(r"%\(\w+\)[sd]|\{\w+\}")


def _po() -> Catalog:
    with (_FOLDER / "messages.po").open("rb") as file:
        return read_po(file, "ru", abort_invalid=True)


def _texts(value: str | tuple[str, ...] | list[str]) -> tuple[str, ...]:
    return (value,) if isinstance(value, str) else tuple(value)


def test_nothing_is_untranslated() -> None:
    assert [message.id for message in _po() if message.id and not all(_texts(message.string))] == []
    assert [message.id for message in _po() if message.id and message.fuzzy] == []


def test_every_text_of_the_sources_is_in_the_translation() -> None:
    with (_ROOT / "babel.cfg").open(encoding="utf-8") as file:
        methods, options = parse_mapping_cfg(file)
    keywords = {"_": None, "gettext": None, "lazy_gettext": None, "ngettext": (1, 2)}
    found = {
        _texts(each[2])
        for each in extract_from_dir(str(_ROOT), methods, options, keywords, directory_filter=_ours)
    }
    known = {_texts(message.id) for message in _po()}
    assert sorted(found - known) == []


def _ours(folder: str) -> bool:
    return Path(folder).name not in {".venv", "var", "build", "tests"} and ".git" not in folder


def test_placeholders_survive() -> None:
    for message in _po():
        wanted = set(_PLACES.findall("".join(_texts(message.id))))
        for text in _texts(message.string) if message.id else ():
            used = set(_PLACES.findall(text))
            # A singular may do without its number, in either language.
            assert used <= wanted if message.pluralizable else used == wanted, message.id


def test_compiled_file_is_the_edited_one() -> None:
    with (_FOLDER / "messages.mo").open("rb") as file:
        compiled = {_texts(each.id): _texts(each.string) for each in read_mo(file) if each.id}
    assert compiled == {_texts(each.id): _texts(each.string) for each in _po() if each.id}

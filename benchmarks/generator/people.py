"""Invented people: a name in the person's own script, its Russian form, and the ways in which sources write it."""

from __future__ import annotations

import re
import tomllib
from functools import cache
from pathlib import Path
from random import Random
from typing import NamedTuple

from benchmarks.generator.romanise import romanise

_KAZAKH = "ә:а ғ:г қ:к ң:н ө:о ұ:у ү:у һ:х і:и"
_ARMENIAN = (
    "ա:а բ:б գ:г դ:д ե:е զ:з է:э ը:ы թ:т ժ:ж ի:и լ:л խ:х ծ:ц կ:к հ: ձ:дз ղ:г ճ:ч մ:м յ:й ն:н շ:ш ո:о չ:ч պ:п ջ:дж "
    "ռ:р ս:с վ:в տ:т ր:р ց:ц ւ:в փ:п ք:к և:ев օ:о ֆ:ф"
)


def _letters(pairs: str) -> dict[str, str]:
    return {pair[0]: pair[2:] for pair in pairs.split()}


_TO_RUSSIAN = {"kk": _letters(_KAZAKH), "ky": _letters(_KAZAKH), "hy": _letters(_ARMENIAN)}
_FEMALE = re.compile("(?:[оеё]в|ин|ын)$")


class Name(NamedTuple):
    """A name in one script; the patronymic may be empty."""

    family: str
    given: str
    patronymic: str = ""

    def initials(self, glue: str = " ") -> str:
        """The initials with full stops: "И. И."."""
        return glue.join(f"{part[0]}." for part in (self.given, self.patronymic) if part)


class Person(NamedTuple):
    """One author: the name in the own script and in Russian."""

    lang: str
    own: Name
    russian: Name

    def name(self, script: str) -> Name:
        """The name in a script: "own", "ru", or by a scheme of romanisation (from the Russian form: "ru:bgn")."""
        if script == "own":
            return self.own
        if script == "ru":
            return self.russian
        start, _, scheme = script.rpartition(":")
        source = self.russian if start == "ru" else self.own
        return Name(*(romanise(part, scheme) for part in source))


def draw_person(chance: Random, lang: str) -> Person:
    """A person who writes in ``lang``."""
    table = _names()[lang]
    female = chance.random() < 0.4
    stem, end = chance.choice(table["stems"]), chance.choice(table["ends"])
    given = chance.choice(table["female" if female else "male"])
    father = chance.choice(table["fathers"]) if chance.random() < 0.85 else ("", "")
    own, russian = (
        Name(
            _family(stem[side] + end[side], code, female=female),
            given[side],
            _patronymic(father[side], code, female=female),
        )
        for side, code in ((0, lang), (1, "ru"))
    )
    return Person(lang, own, russian)


def _family(family: str, lang: str, *, female: bool) -> str:
    if not female or lang == "hy":
        return family
    if lang == "be" and family.endswith("оў"):
        return family.removesuffix("оў") + "ова"
    if family.endswith(("ский", "скі")):
        return re.sub("(?:ий|і)$", "ая", family)
    return family + "а" if _FEMALE.search(family) else family


def _patronymic(father: str, lang: str, *, female: bool) -> str:
    if not father:
        return ""
    endings = {
        "be": ("авіч", "аўна"),
        "kk": ("ұлы", "қызы"),
        "hy": ("ի", "ի"),
    }
    return father + endings.get(lang, ("ович", "овна"))[female]


@cache
def _names() -> dict[str, dict[str, list[tuple[str, str]]]]:
    """By language and part: pairs of the own and the Russian form."""
    path = Path(__file__).with_name("names.toml")
    tables = tomllib.loads(path.read_text(encoding="utf-8"))
    return {
        lang: {part: [_both(word, lang) for word in words.split()] for part, words in table.items()}
        for lang, table in tables.items()
    }


def _both(word: str, lang: str) -> tuple[str, str]:
    own, _, russian = word.partition(":")
    return own, russian or to_russian(own, lang)


def to_russian(word: str, lang: str) -> str:
    """The Russian form of a Kazakh, Kyrgyz or Armenian name, letter by letter."""
    if lang == "hy":
        word = word.replace("ու", "у").replace("Ու", "У")
        word = word.replace("յան", "ян").replace("յու", "ю")
    table = _TO_RUSSIAN.get(lang, {})
    shown = "".join(table.get(letter.lower(), letter.lower()) for letter in word)
    return shown[:1].upper() + shown[1:] if word[:1].isupper() else shown

"""The words of titles, aligned by meaning, and the little grammar that puts them together in six languages."""

from __future__ import annotations

import csv
from collections import defaultdict
from functools import cache
from pathlib import Path

LANGUAGES = ("en", "ru", "be", "kk", "ky", "hy")
Concept = dict[str, str]
_TABLE = Path(__file__).with_name("concepts.csv")
_FRONT = {"kk": "еәөүіи", "ky": "еэөүи"}
_VOWELS = {"kk": "аәоөұүыіеэиуяю", "ky": "аоөуүыиеэяю"}
_VOICELESS = "пфктсшщчцхқбгд"


@cache
def concepts(role: str) -> tuple[Concept, ...]:
    """The concepts of a role ("prefix", "object", "process" …), each with its word by language."""
    return tuple(_read()[role])


@cache
def _read() -> dict[str, list[Concept]]:
    found: dict[str, list[Concept]] = defaultdict(list)
    with _TABLE.open(encoding="utf-8", newline="") as lines:
        for row in csv.DictReader((line for line in lines if line[0] != "#"), delimiter=";"):
            found[row["role"]].append(row)
    return found


@cache
def genitive(noun: str, lang: str) -> str:
    """The noun as what follows "of": declined in Kazakh, Kyrgyz and Armenian; the table declines the others."""
    if lang == "kk":
        return noun + _suffix(noun, lang, ("ның", "дың", "тың"), ("нің", "дің", "тің"))
    if lang == "ky":
        return noun + _suffix(noun, lang, ("нын", "дын", "тын"), ("нин", "дин", "тин"))
    return _armenian_genitive(noun) if lang == "hy" else noun


def _suffix(noun: str, lang: str, back: tuple[str, str, str], front: tuple[str, str, str]) -> str:
    vowels = [letter for letter in noun if letter in _VOWELS[lang]]
    harmony = front if vowels and vowels[-1] in _FRONT[lang] else back
    last = noun[-1]
    if last in _VOWELS[lang] or last in "мнң":
        return harmony[0]
    return harmony[2] if last in _VOICELESS else harmony[1]


def _armenian_genitive(noun: str) -> str:
    for ending, declined in (("ություն", "ության"), ("ում", "ման"), ("ա", "այի"), ("ի", "ու")):
        if noun.endswith(ending):
            return noun.removesuffix(ending) + declined
    return noun + "ի"

"""Invented journals: journal ``k`` of a seed has a country, a title in its languages, an abbreviation and an ISSN."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

from benchmarks.generator.chance import stream
from benchmarks.generator.romanise import romanise
from benchmarks.generator.words import concepts

COUNTRIES = {"ru": "RU", "be": "BY", "kk": "KZ", "ky": "KG", "hy": "AM"}
LANGUAGES, SHARES = tuple(COUNTRIES), (0.56, 0.12, 0.16, 0.08, 0.08)
_SHORT = {
    "Вестник": "Вестн.", "университета": "ун-та", "Известия": "Изв.", "Академии": "Акад.", "наук": "наук",
    "Труды": "Тр.", "института": "ин-та", "Проблемы": "Пробл.", "современной": "соврем.", "Bulletin": "Bull.",
    "University": "Univ.", "Proceedings": "Proc.", "Academy": "Acad.", "Sciences": "Sci.", "Transactions": "Trans.",
    "Institute": "Inst.", "Problems": "Probl.", "Modern": "Mod.", "Science": "Sci.", "of": "", "the": "",
    "Веснік": "Весн.", "універсітэта": "ун-та", "Весці": "Весц.", "Акадэміі": "Акад.", "Працы": "Пр.",
}  # fmt: skip


class Journal(NamedTuple):
    """A journal with its titles by language."""

    number: int
    lang: str
    titles: dict[str, str]
    issn: str

    def title(self, lang: str) -> str:
        """The title in a language, or romanised ("roman:bgn")."""
        head, _, scheme = lang.partition(":")
        return romanise(self.titles[self.lang], scheme) if head == "roman" else self.titles[lang]

    def abbreviated(self, lang: str) -> str:
        """The title as a reference list shortens it."""
        words = (_SHORT.get(word, word) for word in self.title(lang).split())
        return " ".join(word for word in words if word)


@lru_cache(maxsize=20_000)
def journal(seed: int, number: int) -> Journal:
    """Journal ``number`` of a seed."""
    chance = stream(seed, "journal", number)
    lang = chance.choices(LANGUAGES, weights=SHARES)[0]
    pattern, field = chance.choice(concepts("journal")), chance.choice(concepts("field"))
    town = chance.choice(concepts("place"))
    titles = {
        code: _town(pattern[code].format(field=field[code]), town[code], code)
        for code in (lang, "ru", "en")
    }
    return Journal(number, lang, titles, _issn(1_000_000 + number * 7919 % 8_999_999))


def _town(title: str, town: str, lang: str) -> str:
    """The title with where it comes out, which tells journals of one pattern apart."""
    if lang == "en":
        return f"{title} ({re.sub('^in (?:the )?', '', town)})"
    return f"{title} ({town})" if lang in {"ru", "be"} else f"{town} {title}"


def _issn(digits: int) -> str:
    text = f"{digits:07d}"
    left = sum(int(digit) * weight for digit, weight in zip(text, range(8, 1, -1), strict=True))
    check = -left % 11
    return f"{text[:4]}-{text[4:]}{'X' if check == 10 else check}"

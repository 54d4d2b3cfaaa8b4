"""Which texts of a second description say something that the first leaves out: a title in another language, say."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Sequence
from typing import TypeVar

from schemas.record import LocalizedText, Subject

_TELLING = 20  # letters; fewer may be a word that two languages share
_Told = TypeVar("_Told", LocalizedText, Subject)


def folded(text: str) -> str:
    """The letters and digits of a text, in lower case and without accents: what two forms of it share."""
    plain = unicodedata.normalize("NFKD", text.casefold())
    return "".join(c for c in plain if c.isalnum())


def script(text: str) -> str:
    """The script of the first letter ("LATIN", "CYRILLIC" …), "" for a text without letters."""
    first = next((c for c in text if c.isalpha()), "")
    return unicodedata.name(first, "").partition(" ")[0] if first else ""


def with_further(
    first: tuple[LocalizedText, ...], second: tuple[LocalizedText, ...]
) -> tuple[LocalizedText, ...]:
    """The texts of the first, and of the second those in languages that the first has no text in."""
    if not first or not second:
        return first or second
    return (*first, *_further(first, second, [text.text for text in first]))


def with_further_subjects(
    first: tuple[Subject, ...], second: tuple[Subject, ...]
) -> tuple[Subject, ...]:
    """The same for subjects, by scheme: keywords beside a code of a classification are something else."""
    further: list[Subject] = []
    for scheme in dict.fromkeys(each.scheme for each in second):
        known = [each for each in first if each.scheme == scheme]
        come = [each for each in second if each.scheme == scheme]
        further += _further(known, come, [each.value for each in known]) if known else come
    return (*first, *further)


def _further(known: Sequence[_Told], come: Iterable[_Told], texts: list[str]) -> list[_Told]:
    """What comes in another language than all that is known; where none is told, in another script."""
    languages = {each.lang for each in known}
    scripts = {script(text) for text in texts}
    said = [folded(text) for text in texts]
    return [
        each
        for each in come
        if not any(_is_same(folded(_text(each)), text) for text in said)
        and (
            each.lang not in languages
            if each.lang and None not in languages
            else script(_text(each)) not in scripts
        )
    ]


def _is_same(one: str, two: str) -> bool:
    """True if one text holds the other: servers name any language, and leave out a subtitle or the last sentence."""
    shorter = min(len(one), len(two))
    return one == two or (shorter >= _TELLING and (one in two or two in one))


def _text(told: LocalizedText | Subject) -> str:
    return told.text if isinstance(told, LocalizedText) else told.value

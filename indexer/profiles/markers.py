"""Tells notes about a publication (errata, replies, retractions, reviews, translations) from the publication.

The phrases are folded like the titles, so one table serves every script and romanisation. A phrase that stands in the
title of a common article does no harm: markers count only where one of two records has them and the other has not.
"RETRACTED: …" in front of a title is the status of that very work, not a note about it, and so is no marker.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache

from indexer.text.folding import fold

_STARTS: Mapping[str, tuple[str, ...]] = {
    "erratum": (
        *("erratum", "errata", "corrigendum", "corrigenda", "correction", "corrections to"),
        *("publisher correction", "author correction", "addendum"),
        *("поправка", "поправки", "исправление", "исправления", "опечатка", "опечатки"),
        *("уточнение к статье", "список опечаток"),
        *("папраўка", "папраўкі", "выпраўленне", "выпраўленні", "памылкі друку"),
        *("түзету", "түзетулер", "қатені түзету", "қателерді түзету"),
        *("оңдоо", "оңдоолор", "катаны оңдоо", "каталарды оңдоо", "түзөтүү"),
        *("ուղղում", "ուղղումներ", "վրիպակ", "վրիպակներ", "վրիպակների ուղղում"),
    ),
    "reply": (
        *("reply", "response to", "a response to", "rejoinder", "comment on", "comments on"),
        *("authors reply", "author reply", "author s reply", "authors response"),
        *("ответ", "ответы на", "комментарий к", "комментарии к", "возражение", "возражения"),
        *("замечания к статье", "по поводу статьи", "о статье"),
        *("адказ", "каментарый да", "каментар да", "заўвагі да артыкула"),
        *("жауап", "пікірге жауап", "мақалаға пікір"),
        *("жооп", "пикирге жооп", "макалага пикир"),
        *("պատասխան", "մեկնաբանություն", "ի պատասխան"),
    ),
    "retraction": (
        *("retraction", "retraction notice", "withdrawal of", "notice of retraction"),
        *("ретракция", "отзыв статьи", "об отзыве статьи", "уведомление об отзыве"),
        *("адкліканне артыкула", "рэтракцыя"),
        *("мақаланы кері қайтару", "мақаланы қайтарып алу", "ретракция"),
        *("макаланы кайтарып алуу", "макаланы чакыртып алуу"),
        *("հոդվածի հետկանչ", "հետկանչ"),
    ),
    "review": (
        *("book review", "review of", "review of the book", "a review of the book"),
        *("рецензия", "рец на", "отзыв на", "отзыв о книге"),
        *("рэцэнзія", "водгук на"),
        *("кітапқа пікір", "сын пікір"),
        *("китепке пикир", "сын пикир"),
        *("գրախոսություն", "գրախոսական"),
    ),
}
_ANYWHERE: Mapping[str, tuple[str, ...]] = {
    "erratum": (
        "мақаласына түзету",
        "макаласына оңдоо",
        "հոդվածի ուղղում",
        "внесение исправлений в",
    ),
    "reply": ("мақаласына жауап", "макаласына жооп", "հոդվածին պատասխան", "ответ на рецензию"),
    "review": ("кітабына пікір", "китебине пикир", "գրքի գրախոսություն", "рецензия на книгу"),
    "translation": (
        *("translated from", "translated by", "перевод с", "пер с", "авторизованный перевод"),
        *("пераклад з", "пер з", "тілінен аударған", "тілінен аударма"),
        *("тилинен которгон", "тилинен котормо", "թարգմանություն"),
    ),
}
_RESTRICTIONS = (
    *("on the example of", "by the example of", "a case study", "case study of"),
    *("in the case of", "the case of"),
    *("на примере", "на материале", "по материалам", "на прыкладзе", "па матэрыялах"),
    *("мысалында", "материалдары бойынша", "мисалында", "материалдары боюнча"),
    *("օրինակով", "օրինակի վրա", "նյութերի հիման վրա"),
)
_BY_TYPE = {"correction": "erratum", "book-review": "review"}


_BRACKET = re.compile(r"[(\[]([^()\[\]]{4,80})[)\]]")


def bracketed(titles: Iterable[str]) -> Iterator[str]:
    """What stands in brackets in titles as written, folded: "… (исправление)" has its marker there.

    Not only at the end, for a careless source may have put the host or the authors behind.
    """
    return (
        fold(found)
        for title in titles
        if "(" in title or "[" in title
        for found in _BRACKET.findall(title)
    )


def _folded(table: Mapping[str, tuple[str, ...]]) -> tuple[tuple[str, str], ...]:
    return tuple((f" {fold(phrase)} ", marker) for marker, row in table.items() for phrase in row)


def _by_first_word(rows: Iterable[tuple[str, str]]) -> dict[str, list[tuple[str, str]]]:
    table: dict[str, list[tuple[str, str]]] = {}
    for phrase, marker in rows:
        table.setdefault(phrase.split()[0], []).append((phrase, marker))
    return table


_FOLDED_STARTS = _by_first_word(_folded(_STARTS))
_FOLDED_ANYWHERE = _by_first_word(_folded(_ANYWHERE))
_FOLDED_RESTRICTIONS = tuple(f" {fold(phrase)} " for phrase in _RESTRICTIONS)


def markers(folded_titles: Iterable[str], kind: str = "unknown") -> tuple[str, ...]:
    """The markers of folded titles and a document type, sorted: "erratum", "reply", "retraction" ….

    >>> markers([fold("Поправка к статье: Сепсис")])
    ('erratum',)
    """
    found = {_BY_TYPE[kind]} if kind in _BY_TYPE else set()
    for title in folded_titles:
        words = title.split(" ")
        padded = f" {title} "
        for phrase, marker in _FOLDED_STARTS.get(words[0], ()):
            if padded.startswith(phrase):
                found.add(marker)
        for first in _FOLDED_ANYWHERE.keys() & words:
            found.update(marker for phrase, marker in _FOLDED_ANYWHERE[first] if phrase in padded)
    return tuple(sorted(found))


@lru_cache(maxsize=1 << 14)
def restricted(folded_titles: tuple[str, ...]) -> bool:
    """Whether the titles name a study of one place or case ("на примере Омской области").

    The same authors often publish the same title for another place, or without one: that is evidence, and no veto.
    """
    padded = [f" {title} " for title in folded_titles]
    return any(phrase in title for title in padded for phrase in _FOLDED_RESTRICTIONS)

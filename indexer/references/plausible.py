"""What no right reading of a reference can say: rules by which one reading is preferred to another.

Two readers see each reference differently, and both at times lose a whole one. A reading that breaks a rule is not
accepted while another breaks fewer.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from indexer.references.towns import is_known as is_town
from indexer.text.printed import DASH, squeeze
from schemas.reference import ReferenceFields

_MOST_WORDS_OF_PLACE = 3
_SERIAL = re.compile(rf"(?:IS[SB]N)\s?:?\s?[\d{DASH}X ]+", re.IGNORECASE)
_IMPRINT = re.compile(r"(?<!\w)\w[\w.-]{0,20}\.?\s?:\s?\S")
_STANDARD = re.compile(
    r"(?:ГОСТ|ОСТ|СТО|СТБ|СТ|ТУ|МУ|СП|РД|СНиП|СанПиН|КМС|ҚР|GOST|ISO|IEC|ԳՕՍՏ)(?:\s\S{1,3})?\b"
)
# words with which an act or a book begins, and nobody's name
_DOCUMENT = re.compile(
    r"(?:The|Конституция|Канстытуцыя|Закон|Кодекс|Указ|Постановление|Приказ|Положение|Материалы|Сборник|Зборнік|Труды|"
    r"Словарь|Энциклопедия|Атлас|Каталог)\s|.*\s(?:Конституциясы|[Кк]одекс[іи]|[Зз]аңы|[Мм]ыйзамы)$"
)
# "Громов П. А. Лесков А. Н." is two people, "Жук Н. И. Москва" a person and a title
_NO_ONE_PERSON = re.compile(
    r"\d|^[^\W\d_]{2,}[^.]*\s[^\W\d_]\.(?:\s?[^\W\d_]\.)*\s[^\W\d_]{3,}\s?(?:[^\W\d_]\.|$)"
)
# what stands behind a title or a host, never in it: numbers of a journal, an imprint with its year, pages, "//"
_TAIL = re.compile(
    rf"\s//\s|;\s?\d+\s?\(\d|\d\s?\(\d+\)\s?:|\d{{4}};|(?:[ТтСсБ]|[Vv]ol|[Nn]o|[Pp]p?|[Էէ]ջ|№)\.?\s?\d+\s?[{DASH}]\s?\d+|"
    rf"[.,]\s(?:[Тт]|[Vv]ol|[Վվ])\.\s?\d+[.,]|[.,]\s(?:М|СПб|Л|Мн|M|SPb)\.?\s?:\s?\S|doi\.org/|https?://|"
    rf",\s(?:1[89]|20)\d\d[,.:]\s"
)
_LEADING_PEOPLE = re.compile(
    r"(?:[A-ZА-ЯЁІЎҚҒӘӨҰҮҢԱ-Ֆ]\.\s?){2}[^\W\d_]+,|[^\W\d_]{3,}\s(?:[A-ZА-ЯЁІЎҚҒӘӨҰҮҢԱ-Ֆ]\.\s?){2}[^\W\d_]"
)


def broken(text: str, found: ReferenceFields) -> int:
    """How many of the rules a reading of the text breaks."""
    return sum(not holds(text, found) for holds in _RULES)


def has_title(text: str, found: ReferenceFields) -> bool:
    """A work has a title; physicists name an article by its host alone."""
    del text
    return bool(found.title or (found.container and (found.first_page or found.volume)))


def is_verbatim(text: str, found: ReferenceFields) -> bool:
    """A title and a host are pieces of the text."""
    plain = squeeze(text)
    return all(value in plain for value in (found.title, found.container) if value)


def ends_before_numbers(text: str, found: ReferenceFields) -> bool:
    """No title, host or publisher runs on into the numbers, pages or imprint that follow it."""
    del text
    return not any(
        value and _TAIL.search(value) for value in (found.title, found.container, found.publisher)
    )


def begins_behind_people(text: str, found: ReferenceFields) -> bool:
    """No title begins with the next author ("Лесков А. Н. Почвы" behind "Громов П. А.")."""
    del text
    return not (found.title and _LEADING_PEOPLE.match(found.title))


def publisher_is_no_imprint(text: str, found: ReferenceFields) -> bool:
    """No publisher holds the place before it ("М.: Наука"), or is a town."""
    del text
    if not found.publisher:
        return True
    before = found.publisher.partition(":")[0] if _IMPRINT.match(found.publisher) else ""
    return not (before and is_town(before)) and not (not found.place and is_town(found.publisher))


def place_is_short(text: str, found: ReferenceFields) -> bool:
    """A place is a known one, or at most three words."""
    del text
    place = found.place
    return not place or len(place.split()) <= _MOST_WORDS_OF_PLACE or is_town(place)


def title_is_no_town(text: str, found: ReferenceFields) -> bool:
    """A town is no title where no place is found: it is that place."""
    del text
    return bool(found.place) or not (found.title and is_town(found.title))


def authors_are_people(text: str, found: ReferenceFields) -> bool:
    """No author is a standard ("ГОСТ Р") or an act, holds a number, or is a person and what follows."""
    del text
    return not any(
        _STANDARD.fullmatch(name) or _DOCUMENT.match(name) or _NO_ONE_PERSON.search(name)
        for name in found.authors
    )


def pages_are_ordered(text: str, found: ReferenceFields) -> bool:
    """The last page is not before the first; "345-52" is short for 345–352."""
    del text
    first, last = found.first_page or "", found.last_page or ""
    if not (first.isdecimal() and last.isdecimal()):
        return True
    return len(last) < len(first) or int(first) <= int(last)


def year_is_no_serial_number(text: str, found: ReferenceFields) -> bool:
    """The year stands somewhere else than in an ISSN or ISBN."""
    return found.year is None or str(found.year) in _SERIAL.sub(" ", text)


_RULES: tuple[Callable[[str, ReferenceFields], bool], ...] = (
    has_title,
    is_verbatim,
    ends_before_numbers,
    begins_behind_people,
    publisher_is_no_imprint,
    place_is_short,
    title_is_no_town,
    authors_are_people,
    pages_are_ordered,
    year_is_no_serial_number,
)

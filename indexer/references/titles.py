"""The title area of a head or a host: the title, its volume, and the statement of responsibility behind " / ".

What GOST adds to a title (the form of the text, the kind of the work, the number of volumes) is no part of it; the
words of the notes are in ``notes.toml``.
"""

from __future__ import annotations

import re
import tomllib
from pathlib import Path
from typing import NamedTuple

from indexer.references.documents import without_document
from indexer.text.printed import DASHES, LETTER, UPPER, squeeze
from indexer.text.volumes import NUMBER_FIRST, part_volume

# notes on the form or origin of the text
_DESIGNATION = re.compile(
    r"\s*\[(?:Текст|Тэкст|Мәтін|Электрон\w*\.?\s?(?:ресурс|рэсурс|дан\w*)\.?|Электр\.?\s?(?:ресурс|рэсурс)|"
    r"Электрондық\s\w+|Электрондук\s\w+|Эл\. ?ресурс|Text|Tekst|Electronic\s\w+|Интернет|Інтэрнэт|Internet|"
    r"Elektronny\w*\s\w+|Մատենագր\w*|Տեքստ|Էլ\w*\sռեսուրս|Рукопись|Карты|Ноты|Изоматериал|Звукозапись|Мультимедиа)[^\]]*\]",
    re.IGNORECASE,
)
# "в 5 т." belongs to no title even without a stop before it; other forms only with one ("Сочинения в двух томах")
_PLAIN_SET = r"[ВвVvУуIn]+\s\d+\s(?:[тtкч]|кн|kn|vols?|кніг|том\w*)\.?(?:,\s\d+\s(?:кн|ч)\.?)?"
_SET = (
    rf"(?:{_PLAIN_SET}|[ВвVvУу]+\s\d+(?:-х)?\s(?:[тtкч]|кн|вып|частях)\.?|"
    r"[ВвУу]\s\w+\s(?:томах|книгах|частях|кнігах|частках)|"
    r"(?:\d+\s?-?|\w{2,7}\s)(?:томдық|томдук|томдуу|томдығы|кітаптан|китептен|бөлімді|бөлүктөн|հատորով|հատորանոց|հտ\.|գրքով)"
    rf"(?![{LETTER}])\.?)"
)
_MARK = (
    r"(?:(?:[ТтTtЧчКк]|[Кк]н|[Вв]ып|Vol|Part|Bd|[Тт]ом|[Чч]асть|[Чч]астка|[Кк]нига|[Кк]ніга|[Кк]ітап|[Бб]өлім|[Бб]өлүк|Հ|[Հհ]ատ|[Հհ]տ|[Հհ]ատոր|"
    rf"[Մմ]աս|[Գգ]իրք|№|[Nn]o)\.?\s?(?:\d+|[IVXLІХ]+)(?![{LETTER}\d])|{NUMBER_FIRST})"
)
_PART = re.compile(
    rf"^(?P<main>.{{3,}}?)(?:(?:\s?[.,:]\s{_SET}|\s{_PLAIN_SET})[.,:]?|\s?[.,:])?\s(?P<mark>{_MARK})\.?"
    rf"(?:[.:,]?\s?(?P<sub>[Чч]\.\s(?:\d+|[IVXІ]+)|Part\s\d+|[Кк]н\.\s\d+))?(?:\s?[.:]\s(?P<part>[{UPPER}«\"\d].*))?$"
)
_SET_OF = re.compile(rf"(?:\s?[.:,;]\s{_SET}|\s{_PLAIN_SET})$")
_TRANSLATED = re.compile(
    r"(?<=[A-Za-z'’])\s*\[[A-Z][^\[\]А-Яа-я]{10,}\]\.?\s*$"
)  # "Nazvanie [English title]"
_TRIM = " .,;:/" + DASHES
# "Vestnik nauk = Bulletin of Sciences" is a name twice, "at c = 0", "T = const" and "E = mc2" are equations
_PARALLEL = re.compile(
    rf"\s=\s(?!(?:const|var|max|min|inf)\b)(?=[«\"“„\[]?(?:[{LETTER}]{{2,}}(?![\w(^])|[{UPPER}]\s[{LETTER}]{{2}}))"
)
_SLASH = re.compile(r"(?<=\S)/\s|\]/")
# with figures, one of these is in whatever _SET finds
_SET_WORDS = (
    *("томах", "книгах", "частях", "кнігах", "частках", "томд", "кітаптан", "китептен", "бөлімді", "бөлүктөн"),
    *("հատոր", "հտ.", "գրքով"),
)  # fmt: skip
_DIGIT = re.compile(r"\d")
_FIGURE = re.compile(r"[\dIVXLІХ]")  # one is in the number of each part
_YEARS = r"(?:1[4-9]\d\d|20\d\d)"


def _notes() -> re.Pattern[str]:
    lists = tomllib.loads((Path(__file__).parent / "notes.toml").read_text(encoding="utf-8"))
    stems = {stem.strip("\n") for words in lists.values() for stem in words.split(";")}
    spelt = (
        re.escape(stem.lstrip()) for stem in sorted(stems, key=len, reverse=True) if stem.strip()
    )
    degree = r"[^:]*(?:дәрежесін алу|даражасын алуу|соиск\w*\.?\s(?:учен|учён)|աստիճան\w*\sհայց)"
    return re.compile(
        rf"\s?:\s?(?:{'|'.join(spelt)}|{degree}|{_SET}|{_YEARS}).*$|"
        r"\.\s(?:[Дд]ис(?:с|сертация)?\.?\s|[Дд]ыс\.\s|[Аа]втореф|[Аа]ўтарэф|Avtoref|[Dd]iss?\.\s|Ատենախոս|Սեղմագիր).*$",
        re.IGNORECASE,
    )


_NOTE = _notes()


class Parts(NamedTuple):
    """The head's or the host's own pieces."""

    title: str
    volume: str | None
    statement: str


def parts(text: str) -> Parts:
    """Title, volume and statement of responsibility of the title area of a head or host."""
    title, _, statement = text.partition(" / ")
    if not statement and "/" in text and (slash := _SLASH.search(text)):
        title, statement = text[: slash.start() + (text[slash.start()] == "]")], text[slash.end() :]
    title = _without_brackets(title)
    title = without_document(title)
    volume = None
    plain = without_note(title.strip()).strip(_TRIM)
    whole = title.strip(_TRIM)
    numbered = _FIGURE.search(whole)
    if numbered and (part := _PART.match(plain) or (whole != plain and _PART.match(whole))):
        volume = part_volume(part.group("mark"))
        title = part.group("part") or part.group("main")
    return Parts(tidy(_without_set(without_note(title))), volume, statement.strip())


def _without_set(title: str) -> str:
    """The title without the number of volumes behind it (" : в 5 т.")."""
    may_hold = _DIGIT.search(title) or any(map(title.__contains__, _SET_WORDS))
    return _SET_OF.sub("", title) if may_hold else title


def _without_brackets(title: str) -> str:
    """The title without a note on its form, and its translation, in brackets or behind " = "."""
    title = without_parallel(squeeze(_DESIGNATION.sub(" ", title) if "[" in title else title))
    return _TRANSLATED.sub("", title) if "[" in title else title


def without_parallel(title: str) -> str:
    """The title without the one in another language behind " = "."""
    return _PARALLEL.split(title, maxsplit=1)[0] if "=" in title else title


def without_note(title: str) -> str:
    """The title without a note on its kind or origin behind it (": учебник", " : пер. с нем.")."""
    return _NOTE.sub("", title) if ":" in title or ". " in title else title


def tidy(title: str) -> str:
    """Without the separators around it, and without quotes if they hold the whole."""
    title = squeeze(title).strip(_TRIM)
    for opening, closing in ("«»", "“”", '""', "„“"):
        if title.startswith(opening) and title.endswith(closing) and len(title) > 2:
            inner = title[1:-1]
            title = title if opening in inner or closing in inner else inner
    return title

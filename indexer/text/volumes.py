"""Volume and issue: "Т. 10, вып. 4", "№5, 6", "Vol. 14, issue 1", "2(38)", "Հ. 5", "61(3)"."""

from __future__ import annotations

import re

from indexer.text.printed import DASH, LETTER

_VALUE = rf"(?:\d+(?:\s?[{DASH}/]\s?\d+)?|[IVXLCІХМM]+)(?![{LETTER}])"
_START = rf"(?<![{LETTER}])"
_VOLUME_LABEL = (
    rf"{_START}(?:[Тт]|T|[Vv]ol|VOL|[Vv]olume|VOLUME|[Тт]ом|ТОМ|[Tt]om|TOM|[Vv]|Bd|Band|Հ|"
    r"[Հհ]ատոր|[Հհ]ատ|[Հհ]տ|[Cc]ilt|Kötet)"
)
_ISSUE_LABEL = (
    rf"{_START}(?:[Вв]ып|ВЫП|[Vv]yp|[Ii]ssue|ISSUE|[Ii]ss?|[Нн]ом|"
    r"[Nn]os?|NO|[Nn]r|Heft|[Шш]ығ|[Бб]ас|[Чч]ыг|[Вв]ыпуск|[Nn]umber|[Թթ]իվ|[Պպ]րակ|[Հհ]ամար)"
)
# Kazakh, Kyrgyz and Armenian put the number first: "2-том", "II кітап", "2-րդ հատոր"
_ORDINAL = r"(?:-?(?:ші|шы|нчи|нчы|нчу|нчү|чи|рդ|րդ|й|я|е))?[-\s]"
NUMBER_FIRST = (
    rf"(?<![{LETTER}\d.])(?:\d{{1,3}}|[IVXІХ]{{1,5}}){_ORDINAL}"
    rf"(?:том|кітап|китеп|бөлім|бөлүк|հատոր|հատ|հտ|գիրք|մաս)(?![{LETTER}])"
)
_ISSUE_FIRST = re.compile(
    rf"(?<![{LETTER}\d.])(\d{{1,4}}){_ORDINAL}(?:сан[ыі]?|шығарылым|чыгарылыш|համար|պրակ)(?![{LETTER}])"
)
_NUMBER_FIRST = re.compile(NUMBER_FIRST)
# words that the two above end with: to look for them first costs little
_WORDS_BEHIND = ("том", "кітап", "китеп", "бөлім", "бөлүк", "հատ", "հտ", "գիրք", "մաս")
_ISSUES_BEHIND = ("сан", "шығарылым", "чыгарылыш", "համար", "պրակ")
_LEADING = re.compile(r"\d+|[IVXІХ]+")
_VOLUME = re.compile(rf"{_VOLUME_LABEL}(?:\.\s?|\s)({_VALUE})")
_ISSUE = re.compile(
    rf"(?:{_ISSUE_LABEL}(?:\.\s?|\s)|№{{1,2}}\s?|{_START}N[°º]?\s?(?=\d)|#\s?)({_VALUE}(?:\s?\(\d+\))?(?:,\s\d{{1,3}}(?=[.\s])(?!\.?\d))?)"
)
_PAIR = re.compile(
    rf"(?<![\d{DASH}])(\d{{1,4}})\s?\(\s?(?:№|no?\.?|N)?\s?(\d{{1,4}}(?:[{DASH}/]\d+)?)\s?\)"
)
# "8 (1993), 14" and "2:3, 40": the number of a year in brackets is its volume, two with a colon are volume and issue
_DATED = re.compile(
    r"(?<![\d:/.])(?:(?P<before>\d{1,4})\s\((?:1[5-9]|20)\d\d\)|(?P<volume>\d{1,4}):(?P<issue>\d{1,4})(?=,\s|\s\())"
)
_BOOK = re.compile(
    rf"{_START}(?:[КкЧч]|[Кк]н|Part|[Чч]асть|[Чч]астка|[Кк]нига|[Кк]ніга|[Кк]ітап|[Кк]итеп|[Бб]өлім|[Бб]өлүк|[Մմ]աս|[Գգ]իրք)\.?\s({_VALUE})"
)
NUMBERS_START = re.compile(
    rf"{_VOLUME_LABEL}\.?\s?{_VALUE}|{_ISSUE_LABEL}\.?\s?{_VALUE}|№\s?\d|{_START}N\s?\d"
)


def volume_and_issue(text: str) -> tuple[str | None, str | None]:
    """Volume and issue as printed, without their labels; either may be None."""
    volume, issue = _VOLUME.search(text), _ISSUE.search(text) or _issue_first(text)
    if (dated := _DATED.search(text)) and not (volume or issue):
        return dated["volume"] or dated["before"], dated["issue"]
    pair = _PAIR.search(text)
    if (
        pair
        and not (volume or issue)
        and int(pair.group(1)) <= 12 < int(re.split(r"\D", pair.group(2))[0])
    ):
        return None, pair.group()  # "3(77)": the third issue of the year and the 77th of all
    if pair and not issue and not (volume and volume.group(1) != pair.group(1)):
        return pair.group(1), pair.group(2)
    return (volume.group(1) if volume else _number_first(text)), (issue.group(1) if issue else None)


def part_volume(text: str) -> str | None:
    """The volume of a book: "Т. 5", else "Кн. 1", "Ч. 2", "Vol. 13", "№3"."""
    match = _VOLUME.search(text) or _BOOK.search(text) or _ISSUE.search(text)
    return match.group(1) if match else _number_first(text)


def _issue_first(text: str) -> re.Match[str] | None:
    """The issue before its label ("5-сан")."""
    return _ISSUE_FIRST.search(text) if any(map(text.__contains__, _ISSUES_BEHIND)) else None


def _number_first(text: str) -> str | None:
    """The number before its label ("2-том")."""
    match = _NUMBER_FIRST.search(text) if any(map(text.__contains__, _WORDS_BEHIND)) else None
    leading = match and _LEADING.match(match.group())
    return leading.group() if leading else None

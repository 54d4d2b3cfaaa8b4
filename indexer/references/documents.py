"""Documents that are known by a number: patents, certificates of authorship and registration, standards.

The number stands before the title ("Пат. 2674999 РФ, МПК E02D 3/12. Способ …", "ГОСТ Р 54124-2010. Безопасность …") or
behind it (" : пат. 2674999 Рос. Федерация", ". Патент РФ № 2674999"). It is no part of the title, and no volume.
"""

from __future__ import annotations

import re

from indexer.text.printed import LETTER, UPPER

_PATENT = (
    r"(?:(?:Евраз\w*\.?\s|Инновац\w*\.?\s|Өнертабысқа\s(?:инновациялық\s)?|Пайдалы\sмодельге\s|Ойлоп\sтабууга\s|Пайдалуу\sмоделге\s)?"
    r"(?:[Пп]ат(?:\.|ент\w*|энт\w*)?|Pat(?:\.|ent)?|Арт\.)|А\.\s?с\.|A\.\s?s\.|Авт\.\s?свид\w*\.?|Авторское\sсвид\w*|Аўт\.\s?пасв\w*\.?|"
    r"Свид(?:\.|етельство|-во)|Пасведчанне|Куәлік|Күбөлүк|Заявка|Заяўка|Арызы?|Արտոնագիր|Գյուտի\sարտոնագիր|Վկայագիր)"
)
_COUNTRY = (
    r"(?:СССР|РФ|РБ|РК|ҚР|КР|ՀՀ|США|ФРГ|[A-Z]{2}|Рос\.\s?[Фф]едерац\w*\.?|Рос\.\sФед\.|Российск\w+\s[Фф]едерац\w+|Росс\w*\.|России|Рэсп\.\s?Беларусь|"
    r"Респ\w*\.?\s?(?:Беларусь|Казахстан|Кыргызстан|Армени[яи]|Узбекистан)|Рэспубліка\sБеларусь|Республик[аи]\s\w+|Кыргызск\w+\sРесп\w+\.?|"
    r"Қазақстан(?:\sРесп\w*\.?)?|Кыргыз\sРесп\w*\.?|Հայաստան\w*(?:\sՀանրապետ\w*)?|Беларусь|Казахстан|Кыргызстан|Армения|Евраз\w*|"
    r"Russian\sFederation|Russia|Belarus|Kazakhstan|Armenia|Kyrgyzstan|Ros\.\s?Federatsiya|Япония|Германия|Украина)"
)
_TOKEN = (
    rf"(?:{_COUNTRY}(?![{LETTER}])|на\s(?:изобретение|полезную\sмодель|полез\.\sмодель|пром\w*\.?\sобразец)|на\s(?:вынаходства|карысную\sмадэль)|"
    r"о\s(?:гос\w*\.?\s)?рег\w*\.?|(?:прог\w*|программы)\.?\sдля\sЭВМ|(?:базы|баз)\sданных|БД|ПрЭВМ|ТИМС|"
    r"(?:МПК|МКИ|М\.\s?Кл|МКл|IPC|Int\.\s?Cl|ХПК|ЭПК|ԳՄԴ|MPK)\d?\.?:?|[A-HАВСЕН]\s?\d{2}\s?[A-ZА-Я](?:\s?\d+(?:/\d+)?)?|[A-HАВСЕН]\s\d{2}\.\d+|[A-Z]\d?(?=[\s,.;)])|"
    r"\(\d{4}\.\d{2}\)|№|No\.?|N(?=\s?\d)|U(?=\s?\d)|\d[\d\s/.-]*)"
)
_ZONE = rf"{_PATENT}(?:[\s,;:()]*{_TOKEN})+"
_BEFORE_TITLE = re.compile(rf"^(?=[^a-zа-я]*?.{{0,120}}\d){_ZONE}[\s).,:;–—-]*(?=[{UPPER}«\"])")
_BEHIND_TITLE = re.compile(
    rf"(?:\s?:\s?|[.;,]\s)(?:{_ZONE}|(?i:пат|а\. с|пат\.|патэнт)\.?\s(?=[^:]*\d)).*$", re.IGNORECASE
)
_IS_PATENT = re.compile(rf"(?:^|[.:;,]\s|\s:\s|//\s?){_ZONE}", re.IGNORECASE)
# one of these is in whatever _ZONE finds: to look for them first takes a tenth of the time
_PATENT_WORDS = (
    "пат", "pat", "арт.", "а. с", "а.с", "a. s", "a.s", "авт", "аўт", "свид", "пасв", "куәлік", "күбөлүк", "заяв",
    "заяў", "арыз", "արտոնագիր", "վկայագիր",
)  # fmt: skip

_STANDARD = (
    r"(?:ГОСТ|ОСТ|СТБ|СТО|ТКП|СТ|ҚР|РК|КМС|КР|ПМС|ҚН|ЕЖ|ՀՍՏ|ՀՀՇՆ|СП|СНиП|СНБ|СН|ВСН|РСН|ТСН|СанПиН|ГН|РД|ТУ|ТР|МР|МУ|МУК|НПБ|"
    r"ГСССД|ISO|ИСО|ГЭСН|GOST|STB|SNiP|SanPiN|DSTU|ДСТУ|ASTM|DIN|EN|IEC)"
)
_NUMBERED = (
    rf"{_STANDARD}(?:[\s/-](?:Р|РВ|В|R|СТ|РК|ҚР|ТС|ЕАЭС|ISO|ИСО|IEC|МЭК|EN|ЕН|TR|TS|СЭВ|[A-Z]\d?))*"
    r"\s?\d[\d.:/*–—-]*\d\*?(?:\s\([^)]*\))?"
)
_STANDARD_FIRST = re.compile(rf"^{_NUMBERED}[.,:;]?\s+(?=[{UPPER}«\"])")
_STANDARD_LAST = re.compile(rf"\s?(?::|\.)\s(?:нац\w*\.?\sстандарт\s.*)?{_NUMBERED}.*$")

_PUBLISHED = re.compile(
    r"(?:опубл|апубл|жарыял|жариял|հրապ|opubl|publ|зарег|(?:дата|дате)\s(?:гос\w*\.?\s)?рег|тірк|катт)\w*\.?,?:?\s?"
    r"(?P<date>(?:\d{1,2}[./]\d{1,2}[./])?(?P<year>\d{4}|\d\d)(?!\d))",
    re.IGNORECASE,
)
_APPLIED = re.compile(
    r"(?:заявл|заяўл|подан|приор|дата\sподачи|өтін|берілг|арыз|filed|appl|zayavl|հայտ|заявка)"
    r"[^;]*?\d{1,2}[./]\d{1,2}[./]\d{2,4}",
    re.IGNORECASE,
)
_BULLETIN = re.compile(r"(?:[БбBb]юл|[Bb]yul|[Bb]ull?|Տեղ)\w*\.?,?\s?(?:№|No\.?|N)\s?(\d+)")
_CENTURY = 30  # "опубл. 30.03.87" is of 1987, "04.12.18" of 2018


def without_document(title: str) -> str:
    """The title area without the kind and number of a document, unless nothing else is there."""
    patented = (_BEFORE_TITLE, _STANDARD_FIRST, _BEHIND_TITLE, _STANDARD_LAST)
    for pattern in patented if _may_be_patent(title) else (_STANDARD_FIRST, _STANDARD_LAST):
        rest = pattern.sub("", title)
        if rest.strip():
            title = rest
    return title


def is_patent(text: str) -> bool:
    """Whether the text is of a patent or certificate, with its number."""
    match = _IS_PATENT.search(text) if _may_be_patent(text) else None
    return match is not None and any(letter.isdigit() for letter in match.group())


def _may_be_patent(text: str) -> bool:
    return any(map(text.lower().__contains__, _PATENT_WORDS))


def is_standard(text: str) -> bool:
    """Whether the text is of a standard: its number begins the text, or a part of it."""
    return bool(_STANDARD_FIRST.match(text) or _STANDARD_LAST.search(text))


def publication_of(text: str) -> tuple[int | None, str | None]:
    """The year and date that a patent was published, as printed; it was applied for earlier."""
    match = _PUBLISHED.search(text)
    if not match:
        return None, None
    year = int(match["year"])
    if len(match["year"]) == 2:
        year += 1900 if year > _CENTURY else 2000
    return year, match["date"]


def without_application(text: str) -> str:
    """The text without the day that a patent was applied for."""
    return _APPLIED.sub("", text)


def bulletin_of(text: str) -> str | None:
    """The number of the official bulletin that published a patent."""
    match = _BULLETIN.search(text)
    return match.group(1) if match else None

"""The date of a publication: its year, and the verbatim statement ("1975—1983", "2005—")."""

from __future__ import annotations

import re

from indexer.text.printed import DASH

YEAR = r"(?:1[4-9]\d\d|20\d\d)"
_STATEMENT = re.compile(
    rf"({YEAR})(?<![\d/.:{DASH}A-Za-zА-Яа-я№]\d{{4}})(?:\s?[{DASH}/]\s?({YEAR}|\d\d(?!\d))|\s?[{DASH}](?=\s?[.;,]|$))?[a-zа-г]?(?![\d/:])"
)
_LOOSE = re.compile(
    rf"(?<=[\d.][./ ]){YEAR}(?!\d)"
)  # inside a full date: "10.03.1983", "12/28/2012"
# when a page was looked at, and when a thesis was defended or a patent applied for, is not when it was published
_ACCESS = re.compile(
    r"[(\[]?\s*(?:дата (?:обращения|доступа|доступу|звароту|просмотра)|(?:last )?accessed|retrieved(?: on)?|viewed|"
    r"data (?:obrashcheniya|obrasheniya|dostupa|prosmotra)|проверено|просмотрено|[Дд]оступ|"
    r"қаралған(?: күні)?|қаралды|жүгінген күні|қол жеткізілген күні|өтініш (?:берілген )?күні|"
    r"кайрылган(?: күнү)?|кирүү күнү|каралган(?: күнү)?|դիտված|դիտվել|դիտման|այցելություն|մուտքի ամսաթիվ)\b[^()]*\)?",
    re.IGNORECASE,
)
# one of these is in whatever that pattern finds: looking for them first takes a tenth of the time
_ACCESS_WORDS = (
    "дата", "доступ", "қарал", "күні", "кайрылган", "күнү", "каралган", "դիտ", "այցել", "մուտքի",
    "провер", "просмотр", "accessed", "retrieved", "viewed", "data ",
)  # fmt: skip
_OLD_EDITION = re.compile(r"(?:Пер\. по изд\.|Ориг\. изд\.|Reprint(?:ed)? (?:of|from)).*$")


def blank_access(text: str) -> str:
    """The text with spaces where it says when a page was seen, so that places in it stay."""
    lower = text.lower()
    if not any(map(lower.__contains__, _ACCESS_WORDS)):
        return text
    return _ACCESS.sub(lambda match: " " * len(match.group()), text)


def dates(text: str) -> list[re.Match[str]]:
    """Every statement of a year that can be one of publication, in order."""
    return list(_STATEMENT.finditer(blank_access(text)))


def date_of(text: str) -> tuple[int | None, str | None]:
    """The year and the verbatim date out of the part of a description that follows the title."""
    found = dates(_OLD_EDITION.sub("", text))
    if not found:
        loose = _LOOSE.search(blank_access(_OLD_EDITION.sub("", text)))
        return (int(loose.group()), loose.group()) if loose else (None, None)
    best = next((match for match in found if _ends_an_area(text, match)), found[-1])
    return int(best.group(1)), best.group().strip()


def first_year(text: str) -> int | None:
    """The first year in a date ("(1999)." → 1999), or None."""
    match = re.search(YEAR, text)
    return int(match.group()) if match else None


def _ends_an_area(text: str, match: re.Match[str]) -> bool:
    before, after = text[: match.start()].rstrip(), text[match.end() :].lstrip(" )]")
    return (not before or before[-1] in ",.;:—–(" or before.endswith("cop.")) and (
        not after or after[0] in ".,;—–-:("
    )

"""The plain words of a query, with what each may be by its form alone: initials, a year, a number, a name."""

from __future__ import annotations

import re

import msgspec

from indexer.search.lexer import Token
from indexer.search.tree import Range

_EDGES = ".,;:!?…"
_LETTER = r"[^\W\d_]"
_DOTTED = re.compile(
    rf"(?:{_LETTER}{{1,2}}\.[-‐–]?){{1,4}}{_LETTER}?\.?,?;?|{_LETTER}\.?-{_LETTER}\.,?;?"
)
_SINGLE = re.compile(rf"{_LETTER},?;?")
_GLUED = re.compile(r"[А-ЯЁІЎӘҒҚҢӨҰҮҺ]{2,3},?;?|[A-Z]{2,3},?;?|[Ա-Ֆ]{2},?;?")
_YEAR = re.compile(r"(1[5-9]\d\d|20[0-4]\d)(?:[a-eа-д]|-?г\.?|-?гг\.?)?[.,;:]?")
_YEARS = re.compile(r"(1[5-9]\d\d|20[0-4]\d)[-–—](1[5-9]\d\d|20[0-4]\d)[.,;:]?")
_NUMBER = re.compile(
    r"(?:№|no\.?|n\.|[a-zа-яёէջ]{1,4}\.)?(\d{1,6})(?:[-–—/](\d{1,6}))?[.,;:]?", re.IGNORECASE
)
_LABEL = re.compile(
    r"(?:№|no|n|nr|num|т|том|vol|v|volume|vyp|вып|выпуск|iss|issue|с|c|сс|стр|s|p|pp|pages?|б|бет|бб|ջ|էջ|հ|ч|кн|pt|g|г|году|год)[.,:]?",
    re.IGNORECASE,
)
_NAME = re.compile(rf"{_LETTER}+(?:['’ʹʼ`-]{_LETTER}+)*['’ʹʼ`]?")


class Plain(msgspec.Struct, frozen=True):
    """A word of a query: as written, and without the stops and commas around it."""

    text: str
    bare: str

    @property
    def is_dotted(self) -> bool:
        """``И.``, ``И.И.``, ``Ж.-П.``, ``Дж.``: nothing but initials."""
        return _DOTTED.fullmatch(self.text) is not None

    @property
    def is_single(self) -> bool:
        """One letter, which may be an initial without its stop."""
        return _SINGLE.fullmatch(self.text) is not None

    @property
    def is_glued(self) -> bool:
        """``ИИ``, ``JA``: two or three capitals, which may be initials without stops."""
        return _GLUED.fullmatch(self.text) is not None

    @property
    def may_be_name(self) -> bool:
        """Letters alone, more than two, and not all in capitals like an acronym of four."""
        return len(self.bare) > 1 and _NAME.fullmatch(self.bare) is not None

    @property
    def is_capitalised(self) -> bool:
        """A capital in front."""
        return self.bare[:1].isupper()

    @property
    def is_label(self) -> bool:
        """What stands before a number of a volume, an issue or a page."""
        return _LABEL.fullmatch(self.text) is not None

    @property
    def years(self) -> Range | None:
        """The years that it names."""
        if found := _YEARS.fullmatch(self.text):
            return Range(int(found[1]), int(found[2]))
        if found := _YEAR.fullmatch(self.text):
            return Range(int(found[1]), int(found[1]))
        return None

    @property
    def number(self) -> str | None:
        """The number, the first of a range of pages."""
        found = _NUMBER.fullmatch(self.text)
        return found[1] if found else None


def plain(token: Token) -> Plain:
    """The word of a token."""
    return Plain(token.text, token.text.strip(_EDGES))

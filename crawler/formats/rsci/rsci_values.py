"""Values of RSCI files as they are meant: exporters write ``0`` or ``None`` for what they do not have.

Known exporters: Articulus, Metafora, the plugins of OJS (one writes ``<essn>``, another volume 0, the surname ``None``
and pages as ``5 - 12``), scripts of journals that write labels ("Т. 5", "С. 5–12").
"""

from __future__ import annotations

import re

from lxml import etree

from crawler.formats.items import unique
from crawler.formats.text import xml
from crawler.formats.values.identifiers import issn_of
from crawler.formats.values.name_forms import is_nobody
from schemas.vocabularies import language_code

_LABEL = re.compile(
    r"^(?:т(?:ом)?|vol(?:ume)?|v|№+|n[or]?|номер|number|num|вып(?:уск)?|issue|iss|кн(?:ига)?|ч(?:асть)?|part)"
    r"\b[.:]?\s*(?=\d|[IVXLC]+(?!\w))|^№\s*",
    re.IGNORECASE,
)
_NUMBERLESS = frozenset({"б/н", "без номера", "без тома", "no", "нет"})
_PAGES_LABEL = re.compile(
    r"^(?:стр|с|c|pp?|б|бб)\b\.?\s*(?=[\dA-Za-zА-Яа-я])|^(?:стр|с|pp?)\.\s*", re.IGNORECASE
)
_PAGES_END = re.compile(r"(?<=\d)\s*(?:стр|с|pp?|бб|б|бет|էջ)\.?$", re.IGNORECASE)
_DASH = re.compile(r"\s*(?:[-‐‑‒–—―−]+|…|\.{3})\s*")
_RANGE = re.compile(r"^(\S+?)-(.+)$")
_BETWEEN_LANGUAGES = re.compile(r"[,;/+&\s]+")
_NO_LANGUAGE = frozenset({"ANY", "UNK", "MAL", "MUL"})
_ISSN_NAMES = {
    "issn": 0, "pissn": 0, "issnprint": 0, "printissn": 0,
    "eissn": 1, "essn": 1, "issnonline": 1, "onlineissn": 1, "issnelectronic": 1,
}  # fmt: skip
_ISSN = re.compile(r"(?<!\d)\d{4}\s?[-‐‑–—]?\s?\d{3}[\dXxХх](?!\d)")


def told(text: str | None) -> str | None:
    """The text, unless it stands for nothing: ``None``, ``N/A``, ``-``."""
    return None if text is None or is_nobody(text) else text


def lang_of(*elements: etree._Element | None) -> str | None:
    """The language that the nearest of the elements names, in ``lang`` or ``xml:lang``."""
    for element in elements:
        if element is not None and element.attrib:
            given = element.get("lang") or element.get(xml.XML_LANG)
            if given and (code := language_code(given)):
                return code
    return None


def number(text: str | None) -> str | None:
    """The number of a volume, an issue or a part without its label; None for 0 and for "б/н"."""
    given = told(text)
    if given is None or given.casefold() in _NUMBERLESS:
        return None
    bare = _LABEL.sub("", given).strip()
    return bare if bare.strip("0 ") else None


def pages(text: str | None) -> str | None:
    """A range of pages in one form: ``С. 5 – 12.`` and ``5 - 12`` are ``5-12``, ``5 - `` is ``5``; None for ``0``."""
    given = told(text)
    if given is None:
        return None
    bare = _DASH.sub("-", _PAGES_LABEL.sub("", given.strip())).strip(" -.;,")
    if match := _RANGE.match(bare):  # "с.5-с.12", "5-12 с."; "5 с." may be an extent
        last = _PAGES_END.sub("", _PAGES_LABEL.sub("", match[2]))
        bare = f"{match[1]}-{last}" if last else bare
    return bare if bare.strip("0- ") else None


def languages(text: str | None) -> tuple[str, ...]:
    """The languages of a text: one, or several in one element (``RUS, ENG``) if each of them is known."""
    given = told(text) or ""
    if code := language_code(given):
        return (code,)
    codes = [language_code(part) for part in _BETWEEN_LANGUAGES.split(given) if part]
    return unique(codes) if all(codes) else ()


def is_language(text: str | None) -> bool:
    """Whether the text is a language, or a code that says there is none or more than one."""
    return text is None or bool(languages(text)) or text.upper() in _NO_LANGUAGE


def issns(journal: etree._Element) -> tuple[str, ...]:
    """The journal's ISSNs, the printed one first, whatever their elements are called."""
    found: list[list[str]] = [[], []]
    parents = [journal, *xml.children(journal, "journalInfo")]
    for element in (e for parent in parents for e in parent):
        if (place := _ISSN_NAMES.get(_plain_name(element))) is not None:
            found[place].extend(_issns_in(xml.text_of(element)))
    return unique([*found[0], *found[1]])


def is_issn(element: etree._Element) -> bool:
    """True for an element that holds an ISSN, by its name."""
    return _plain_name(element) in _ISSN_NAMES


def _plain_name(element: etree._Element) -> str:
    return xml.local_name(element).lower().replace("-", "").replace("_", "")


def _issns_in(text: str) -> list[str]:
    """Those in the text: with a dash where it is missing, else as given if the text is no ISSN but something."""
    known = [_dashed(match) for match in _ISSN.findall(text[:200])]
    if known:
        return known
    return [text] if told(text) and issn_of(text) is None and any(map(str.isdigit, text)) else []


def _dashed(issn: str) -> str:
    digits = "".join(letter for letter in issn if letter.isalnum())
    return f"{digits[:4]}-{digits[4:]}"

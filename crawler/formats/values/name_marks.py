"""Marks that are no part of a name: signs of footnotes, numbers of affiliations, life dates, addresses, ORCID iDs.

A digit is a mark only where it hangs on a name ("Иванов1", "И.И.2") or the rest is surely a person's name: "ЦНИИ2",
"Школа 5" and "Jennifer 8. Lee" keep theirs.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from crawler.formats.values.name_forms import LONGEST, is_name

_SIGN = r"[*∗＊⁎⁑†‡§¶‖#✉✱¹²³⁰⁴-⁹ᵃᵇᶜᵈᵉᶠᵍ]"
_NUMBER = r"\d{1,2}(?![\w.–-])"
_MORE = rf"(?:\s?[,;]\s?(?:{_SIGN}|{_NUMBER}|[a-hа-з](?!\w|\.))|{_SIGN}|\d(?![\w.–-]))*"
_SUSPECT = re.compile(rf"[\d@{_SIGN[1:]}|\.[a-hа-з](?!\w|\.)")
_SIGNS = re.compile(rf"\s?{_SIGN}{_MORE}")
# "Иванов1,2", "И.И.1": on a small letter or a dot; "И.И.а,б"
_HANGING = re.compile(
    rf"(?:(?<=[a-zа-яёіўқәөүғңұһա-և])|(?<=[^\W\d_]\.)|(?<=[\]*])){_NUMBER}{_MORE}"
    rf"|(?<=[^\W\d_]\.)[a-hа-з](?!\w|\.)(?:\s?,\s?[a-hа-з](?!\w|\.))*"
)
_BRACKETED = re.compile(r"\s?[\[(]\s?\d{1,2}(?:\s?[,;]\s?\d{1,2})*\s?[\])]")
# taken off only if what is left is a name: "1 Иванов И.И.", "2) Иванов И.И.", "Иванов И.И. 1", "ИВАНОВ1 И.И."
_LOOSE = re.compile(
    rf"^\d{{1,2}}\s?[.)]?\s?(?=[^\W\d_])|\s?(?<![\w.–-])\d{{1,2}}{_MORE}$|{_NUMBER}"
)
_LIFE = re.compile(r",?\s?\(?(?<!\d)1[5-9]\d\d\s?[-–—]\s?(?:(?:1[5-9]|20)\d\d)?\)?[.,]?$")
_EMAIL = re.compile(r"\s?[<(\[]?\s?(?<![\w.+-])[\w.+-]{1,64}@[\w.-]{1,200}\s?[>)\]]?")
_ORCID = re.compile(
    r"[\s,;]*[\[(<]?\s?(?:(?:id[_ ])?orcid(?:\s?id)?[:\s]*)?(?:https?://)?(?:www\.)?(?:orcid\.org/)?"
    r"(?<![\w-])((?:\d{4}-){3}\d{3}[\dXxХх])(?![\w-])\s?[\])>]?",
    re.IGNORECASE,
)
_EDGES = " ,;:"


def has_marks(text: str) -> bool:
    """Whether anything in the text may be a mark."""
    return _SUSPECT.search(text) is not None


def without_marks(text: str) -> str:
    """The name without what is no part of it; most names are given back as they are."""
    if len(text) > LONGEST or not _SUSPECT.search(text):
        return text
    text = _EMAIL.sub("", _ORCID.sub("", text))
    text = _LIFE.sub("", text).strip(_EDGES)
    text = _BRACKETED.sub("", _HANGING.sub("", _SIGNS.sub("", text))).strip(_EDGES)
    bare = " ".join(_LOOSE.sub(" ", text).split()).strip(_EDGES) if _has_digit(text) else text
    return bare if bare != text and is_name(bare) else text


def without_list_marks(text: str) -> str:
    """A list of names without the marks that hang on each: "И.И. Иванов1,2*, П.П. Петров2" can then be parted."""
    if not _SUSPECT.search(text):
        return text
    return _BRACKETED.sub("", _HANGING.sub("", _SIGNS.sub("", text)))


def orcid_in(text: str) -> str | None:
    """The ORCID iD that stands in a name."""
    if "-" not in text:
        return None
    match = _ORCID.search(text) if len(text) <= LONGEST else None
    return match.group(1).upper() if match else None


def _has_digit(text: str) -> bool:
    return any(letter.isdigit() for letter in text)


def taken_off(texts: Sequence[str]) -> tuple[str, ...]:
    """A warning that names the names that are not kept as written, for a record's warnings."""
    # a list of names is mostly without any; to see that costs one search instead of one a name
    if not _SUSPECT.search("\n".join(texts)):
        return ()
    marked = [text for text in texts if without_marks(text) != text]
    if not marked:
        return ()
    more = f" and {len(marked) - 1} more" if len(marked) > 1 else ""
    return (f"repaired: marks were taken off a name: {marked[0][:80]}{more}",)

"""The people of a MARC record: what their relators say that they did, and how their names stand in both families.

Relators: MARC codes (https://www.loc.gov/marc/relators/), UNIMARC's three digits (UNIMARC manual, appendix C), and the
words that cataloguers of the region write instead.
"""

from __future__ import annotations

import re

import pymarc

from crawler.formats.items import unique
from crawler.formats.marc_fields import clean, first
from schemas import Affiliation, Identifier, LocalizedText, PersonName
from schemas.record import ContributorRole

_CODES: dict[ContributorRole, str] = {
    "author": "aut cre dis inv spk 070 305",
    "editor": "edt edc pbd red 340 651",
    "translator": "trl 730",
    "compiler": "com 220",
    "advisor": "ths dgs 695 727",
    "reviewer": "rev 675",
}
_ROLE_OF_CODE = {code: role for role, codes in _CODES.items() for code in codes.split()}
# the first that fits counts: "автор предисловия" is no author, "редактор перевода" no translator
_WORDS: tuple[tuple[ContributorRole, re.Pattern[str]], ...] = (
    ("other", re.compile(r"предисл|вступ|послесл|коммент|примеч|introd|foreword|afterword|прадм")),
    ("author", re.compile(r"(?<!\w)(?:со)?авт|(?<!\w)аўт|(?<!\w)author|(?<!\w)creator|հեղինակ")),
    (
        "advisor",
        re.compile(r"рук(?:оводител|\b)|supervis|advis|консультант|жетекші|жетекчи|ղեկավար"),
    ),
    ("editor", re.compile(r"(?<!\w)ред|(?<!\w)рэд|(?<!\w)ed(?:s|it\w*)?(?!\w)|խմբ|hrsg")),
    ("translator", re.compile(r"(?<!\w)пер|transl|аудар|котор|թարգմ")),
    ("compiler", re.compile(r"(?<!\w)сост|склад|уклад|упоряд|compil|құраст|түзүүч|կազմ")),
    ("reviewer", re.compile(r"(?<!\w)рец|review|գրախոս")),
)
_LAST_PART = re.compile(r"[^/]*$")  # "http://id.loc.gov/vocabulary/relators/aut"
_ORCID = re.compile(r"(?<!\d)((?:\d{4}-){3}\d{3}[\dXx])(?!\d)")
_ORCID_CODES = frozenset("jo")  # Invenio's $j and UNIMARC's $o hold nothing but identifiers
_ROR = re.compile(r"^(?:https?://)?ror\.org/\w+$", re.IGNORECASE)


def role_of(
    field: pymarc.Field, *codes: str, default: ContributorRole = "author"
) -> ContributorRole:
    """The first relator that is known, "other" if none is; ``default`` if the field has none."""
    given = [role for text in field.get_subfields(*codes) if (role := _role(text))]
    if not given:
        return default
    return next((role for role in given if role != "other"), "other")


def _role(text: str) -> ContributorRole | None:
    word = " ".join(text.casefold().split()).strip(" .,;()[]")
    if word.startswith("http"):
        word = _LAST_PART.findall(word)[0]
    if not word:
        return None
    if role := _ROLE_OF_CODE.get(word[:3] if word[:3].isdigit() else word):
        return role
    return next((role for role, pattern in _WORDS if pattern.search(word)), "other")


def person_ids(field: pymarc.Field) -> tuple[Identifier, ...]:
    """ORCID, wherever it stands: ``$0``, ``$1``, ``(orcid)0000-…``, Invenio's ``$j``, UNIMARC's ``$o``."""
    found = (
        _ORCID.search(s.value)
        for s in field.subfields
        if "orcid" in s.value.casefold()
        or (s.code in _ORCID_CODES and "isni" not in s.value.casefold())
    )
    return unique(Identifier("orcid", match.group(1)) for match in found if match)


def affiliations(field: pymarc.Field, code: str) -> tuple[Affiliation, ...]:
    """Where the person worked; OJS writes a ROR there if it has one."""
    places = map(clean, field.get_subfields(code))
    return unique(_affiliation(place) for place in places if place)


def _affiliation(place: str) -> Affiliation:
    if _ROR.match(place):
        return Affiliation(identifiers=(Identifier("ror", place),))
    return Affiliation(names=(LocalizedText(place),))


def unimarc_name(field: pymarc.Field) -> PersonName | None:
    """``$a`` family, ``$g`` given names in full, ``$b`` initials; the second indicator 0 is a name in its own order."""
    family, initials, full = (first(field, code) for code in "abg")
    if not family:
        return None
    if (field.indicators or "  ")[1] == "0" and not full:
        return PersonName(literal=" ".join(filter(None, [family, initials])))
    given = full or initials
    literal = f"{family}, {given}" if given else family
    return PersonName(literal=literal, family=family if given else None, given=given)

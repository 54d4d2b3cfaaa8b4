"""The people of a MARC record: what their relators say that they did, and how their names stand in both families.

Relators: MARC codes (https://www.loc.gov/marc/relators/), UNIMARC's three digits (UNIMARC manual, appendix C), and the
words that cataloguers of the region write instead.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping

import msgspec
import pymarc

from crawler.formats.items import unique
from crawler.formats.marc.marc_fields import clean, first, joined
from crawler.formats.text.text import collapse
from crawler.formats.values.name_forms import has_initials, has_patronymic
from crawler.formats.values.names import parted_name, split_people
from schemas import Affiliation, Contributor, Identifier, LocalizedText, PersonName
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
_PLACE_LINK = re.compile(r"^z(\d\d)[17]\d\d")
_BRACKETS = re.compile(r" ?\[[^\]]*\]?")
_LONGEST_STATEMENT = 2000  # letters
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


def affiliations(
    field: pymarc.Field, code: str, linked: Mapping[str, Iterable[str]] | None = None
) -> tuple[Affiliation, ...]:
    """Where the person worked, in the subfield or linked; OJS writes a ROR there if it has one."""
    link = place_link(field) if linked else None
    others = linked.get(link, ()) if linked and link else ()
    places = [*map(clean, field.get_subfields(code)), *others]
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
    name = parted_name(family, full or initials)
    if name is None or not (name.family and name.given and (full or initials)):
        return name
    return msgspec.structs.replace(name, literal=f"{name.family}, {name.given}")


def stated_people(text: str | None) -> tuple[Contributor, ...]:
    """The authors in a statement of responsibility (``И. П. Сидоров, А. Ким [и др.] ; под ред. …``).

    For records that name nobody in a field of their own. Only a list of surnames with initials or patronymics is one.
    """
    told = _BRACKETS.sub("", collapse(text or "")[:_LONGEST_STATEMENT]).partition(" ;")[0].strip()
    people = split_people(told) if told else []
    if not all(has_initials(person) or has_patronymic(person) for person in people):
        return ()
    names = [parted_name(None, person) for person in people]
    return tuple(Contributor(names=(name,)) for name in names if name)


def linked_places(groups: Iterable[pymarc.Field]) -> dict[str, list[str]]:
    """Names of the organisations by the number that ties them to people: ``z01701`` in ``$6`` (АРБИКОН's MARS)."""
    found: dict[str, list[str]] = defaultdict(list)
    for field in groups:
        if (name := joined(field, ". ", "a", "b")) and (link := place_link(field)):
            found[link].append(name)
    return found


def place_link(field: pymarc.Field) -> str | None:
    """``01`` of ``z01712``: what ties a person to a place of work; ``a01700`` ties two scripts and is none."""
    match = _PLACE_LINK.match(first(field, "6") or "")
    return match.group(1) if match else None

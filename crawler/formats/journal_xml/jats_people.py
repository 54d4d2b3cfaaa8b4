"""The people of a JATS article: one contributor, every form of the name, the affiliations that the marks tell.

A group that stands as ``collab`` is a contributor, and so is each of its members that is listed inside.
"""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree

from crawler.formats.items import unique
from crawler.formats.journal_xml.jats_places import Places, affiliations, inside, pointed, shared
from crawler.formats.journal_xml.jats_text import lang_of
from crawler.formats.text import xml
from crawler.formats.text.inner_text import inner_text
from crawler.formats.text.text import plain
from crawler.formats.values.identifiers import classify
from crawler.formats.values.names import fitting, parted_name, person_name
from schemas import Affiliation, Contributor, Identifier, PersonName
from schemas.record import ContributorRole

_ROLES: dict[str, ContributorRole] = {
    "": "author",
    "author": "author",
    "authors": "author",
    "corresponding-author": "author",
    "co-author": "author",
    "group-author": "author",
    "collab": "author",
    "contributor": "author",
    "editor": "editor",
    "editors": "editor",
    "guest-editor": "editor",
    "academic-editor": "editor",
    "handling-editor": "editor",
    "translator": "translator",
    "reviewer": "reviewer",
    "peer-reviewer": "reviewer",
    "compiler": "compiler",
    "advisor": "advisor",
    "supervisor": "advisor",
}
_STAFF = frozenset({"jmanager", "secteditor", "section-editor", "journal-manager"})
"""Who runs the journal: OJS lists them in every article of it, together with its editors."""
_ID_TYPES = {
    "orcid": "orcid",
    "spin": "spin",
    "scopus": "scopus-author",
    "researcherid": "researcherid",
    "rid": "researcherid",
    "elibrary": "elibrary-author",
    "rinc": "elibrary-author",
    "rsci": "elibrary-author",
}
_NAME_TAGS = ("name", "string-name")
_OF_ONE = frozenset(
    {
        "name",
        "name-alternatives",
        "string-name",
        "xref",
        "contrib-id",
        "email",
        "bio",
        "aff",
        "role",
        "degrees",
    }
)
_IDS = frozenset({"contrib-id", "uri", "ext-link"})
_MARKS = frozenset({"xref", "fn", "sup", "target", "label", "contrib-id", "email"})
_NO_GROUP_NAME = _MARKS | {
    "contrib-group", "contrib", "address", "aff", "ext-link", "uri", "role", "bio", "etal",
}  # fmt: skip


def contributors(meta: etree._Element | None, lang: str | None) -> tuple[Contributor, ...]:
    """Everybody in the ``contrib-group`` elements, in the order of the file; a group before its members."""
    places = affiliations(meta)
    return tuple(
        person
        for group in xml.children(meta, "contrib-group")
        for person in _group(group, "", places, lang)
    )


def _group(
    group: etree._Element, kind: str, places: Places, lang: str | None
) -> Iterator[Contributor]:
    default = _kind(group.get("content-type")) or kind
    default = default if default in _ROLES else kind
    around = shared(group)
    contribs = list(xml.children(group, "contrib"))
    staff = any(_kind(e.get("contrib-type")) in _STAFF for e in contribs)
    for contrib in contribs:
        told = _kind(contrib.get("contrib-type")) or default or _kind_by_role(contrib)
        if told in _STAFF or (staff and told == "editor"):
            continue
        yield from _contributor(contrib, told, around, places, lang)
    yield from _on_behalf(group, lang)


def _kind(given: str | None) -> str:
    return "-".join((given or "").lower().replace("_", " ").replace("-", " ").split())


def _kind_by_role(contrib: etree._Element) -> str:
    """``<role>Editor</role>`` of a contributor of whom nothing else is said; what authors did is no kind."""
    told = _kind(xml.text_at(contrib, "role"))
    return told if told in _ROLES else ""


def _contributor(
    contrib: etree._Element,
    kind: str,
    around: tuple[Affiliation, ...],
    places: Places,
    lang: str | None,
) -> Iterator[Contributor]:
    role = _ROLES.get(kind, "other")
    where, ids = _where(contrib, around, places), unique(_identifiers(contrib))
    if names := unique(_names(contrib, lang)):
        yield Contributor(names=names, role=role, identifiers=ids, affiliations=where)
        where, ids = (), ()
    if all(xml.local_name(e) in _OF_ONE for e in contrib):  # most contributors by far
        return
    for forms in _collectives(contrib, lang):
        yield Contributor(
            names=forms, role=role, kind="organisation", identifiers=ids, affiliations=where
        )
    for group in _inner_groups(contrib):
        yield from _group(group, kind, places, lang)
    yield from _on_behalf(contrib, lang)


def _where(
    contrib: etree._Element, around: tuple[Affiliation, ...], places: Places
) -> tuple[Affiliation, ...]:
    """What stands inside or is pointed to; what the group has only if nothing points anywhere."""
    found = inside(contrib) + pointed(contrib, places)
    if found:
        return unique(found)
    marked = any(xml.local_name(e) == "xref" and e.get("ref-type") == "aff" for e in contrib)
    return () if marked else around


def _inner_groups(contrib: etree._Element) -> Iterator[etree._Element]:
    """The members of a group: in its name, or beside it."""
    holders = [contrib, *_collabs(contrib)]
    for holder in holders:
        yield from xml.children(holder, "contrib-group")


def _collabs(contrib: etree._Element) -> list[etree._Element]:
    alternatives = xml.children(contrib, "collab-alternatives")
    return [e for parent in (contrib, *alternatives) for e in xml.children(parent, "collab")]


def _names(contrib: etree._Element, lang: str | None) -> Iterator[PersonName]:
    for element in contrib:
        tag = xml.local_name(element)
        if tag == "name-alternatives":
            yield from _names(element, lang)
        elif tag in _NAME_TAGS and (name := _written(element, lang)):
            yield name


def _written(element: etree._Element, lang: str | None) -> PersonName | None:
    """A ``name`` or ``string-name``, in its own language or, if its letters are of that one, in the article's."""
    parts = {xml.local_name(e): e for e in reversed(element)}
    family, given = _part(parts.get("surname")), _part(parts.get("given-names"))
    if family or given:
        found = parted_name(family, given)
    else:
        text = plain(inner_text(element, _MARKS))
        found = person_name(text) if text else None
    if found is None:
        return None
    code = lang_of(element) or fitting(lang, found.literal)
    return PersonName(literal=found.literal, family=found.family, given=found.given, lang=code)


def _part(element: etree._Element | None) -> str | None:
    if element is None:
        return None
    return plain(inner_text(element, _MARKS)) or element.get("initials")


def _collectives(contrib: etree._Element, lang: str | None) -> list[tuple[PersonName, ...]]:
    """Each organisation with its forms; several ``collab`` are forms of one if something says so."""
    told = [(e, _group_name(e)) for e in _collabs(contrib)]
    named = [(e, text) for e, text in told if text]
    forms = [PersonName(literal=text, lang=lang_of(e) or fitting(lang, text)) for e, text in named]
    parallel = len({form.lang for form in forms}) == len(forms)
    if len(forms) < 2 or parallel or xml.child(contrib, "collab-alternatives") is not None:
        return [unique(forms)] if forms else []
    return [(form,) for form in forms]


def _group_name(element: etree._Element) -> str:
    return plain(inner_text(element, _NO_GROUP_NAME)).strip(" ,;:")


def _on_behalf(element: etree._Element, lang: str | None) -> Iterator[Contributor]:
    """The group that somebody stands for: part of the description, but no author."""
    for group in xml.children(element, "on-behalf-of"):
        if text := _group_name(group):
            name = PersonName(literal=text, lang=lang_of(group) or fitting(lang, text))
            yield Contributor(names=(name,), role="other", kind="organisation")


def _identifiers(contrib: etree._Element) -> Iterator[Identifier]:
    """ORCID and the like: an element of their own, or the address of the contributor itself."""
    address = xml.href(contrib)
    if address and (scheme := _told_scheme(address)):
        yield Identifier(scheme, address.rstrip("/").rpartition("/")[2])
    for element in contrib:
        if xml.local_name(element) not in _IDS:
            continue
        value = xml.text_of(element) or xml.href(element) or ""
        given = element.get("contrib-id-type") or element.get("ext-link-type") or ""
        scheme = _ID_TYPES.get(given.lower()) or _told_scheme(value)
        if scheme and value:
            yield Identifier(scheme, value.rstrip("/").rpartition("/")[2])


def _told_scheme(value: str) -> str | None:
    """ORCID if the value can be nothing else."""
    (found, *_) = classify(value) or (None,)
    return "orcid" if found is not None and found.scheme == "orcid" else None

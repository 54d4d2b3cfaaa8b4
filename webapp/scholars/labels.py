"""Words for the codes that the index and the matching use, in the page's language."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from flask_babel import gettext as _
from flask_babel import lazy_gettext
from flask_babel.speaklater import LazyString

from catalogue.derived.people import people
from catalogue.harvested.sources import list_sources
from indexer.institutions import institution
from indexer.search.errors import SearchError
from indexer.search.interface import Facet, Sort
from schemas.ids import public_id, work_number
from webapp.formatting import country_name, language_name, region_name, type_name
from webapp.language import current_language
from webapp.services import read_catalogue

FACETS: dict[Facet, LazyString] = {
    "country": lazy_gettext("Country"),
    "basis": lazy_gettext("Ground of the country"),
    "region": lazy_gettext("Region"),
    "year": lazy_gettext("Year"),
    "type": lazy_gettext("Document type"),
    "language": lazy_gettext("Language"),
    "journal": lazy_gettext("Journal"),
    "institution": lazy_gettext("Institution"),
    "person": lazy_gettext("Author"),
    "source": lazy_gettext("Source"),
    "kind": lazy_gettext("Held or only cited"),
}
SORTS: dict[Sort, LazyString] = {
    "relevance": lazy_gettext("by relevance"),
    "citations": lazy_gettext("most cited first"),
    "year": lazy_gettext("latest first"),
    "year_asc": lazy_gettext("oldest first"),
}
KINDS = {
    "held": lazy_gettext("held by a source"),
    "cited-only": lazy_gettext("known only from references"),
}
ROLES = {
    "editor": lazy_gettext("editor"),
    "translator": lazy_gettext("translator"),
    "reviewer": lazy_gettext("reviewer"),
    "compiler": lazy_gettext("compiler"),
    "advisor": lazy_gettext("advisor"),
    "other": lazy_gettext("contributor"),
}
LANGUAGE_BASES = {"detected": lazy_gettext("told from the text")}
COUNTRY_BASES = {
    "affiliation": lazy_gettext("by the authors' affiliations"),
    "publication": lazy_gettext("by the place of publication"),
    "source": lazy_gettext("by the source that holds it"),
}
_NAMES: dict[Facet, Callable[[str], str]] = {
    "country": country_name,
    "region": region_name,
    "language": language_name,
    "type": type_name,
}
RULES = {
    "doi": lazy_gettext("same DOI"),
    "edn": lazy_gettext("same EDN"),
    "id": lazy_gettext("same identifier"),
    "title+author": lazy_gettext("title and authors agree"),
    "title+place": lazy_gettext("title and place in the journal agree"),
    "place-in-journal": lazy_gettext("place in the journal agrees"),
    "translated-title": lazy_gettext(
        "place in the journal and authors agree, the title is translated"
    ),
    "title": lazy_gettext("title agrees"),
    "author": lazy_gettext("authors agree"),
    "weak": lazy_gettext("weak evidence"),
    "translation-of": lazy_gettext("a translation, not the same work"),
}
REASONS = {
    "not-a-work": lazy_gettext(
        "too little to match by: no title, place in a journal or identifier could be read from it"
    ),
    "not-a-work:unpublished": lazy_gettext(
        "no publication: papers of an archive, or material that only the author has"
    ),
    "not-a-work:nothing-above": lazy_gettext(
        "it refers back to an entry above, and the list has none that it could mean"
    ),
    "set-aside": lazy_gettext("the program failed on it; it is tried again after a repair"),
    "no-candidate": lazy_gettext("no work in the index resembles it"),
    "weak": lazy_gettext("the most similar work is not similar enough"),
    "tie": lazy_gettext("two works fit equally well, so neither is chosen"),
    "veto:doi-contradicts": lazy_gettext(
        "its DOI belongs to a work with another title and other authors"
    ),
    "veto:other-doi": lazy_gettext("the most similar work has another DOI"),
    "veto:whole-and-part": lazy_gettext(
        "the most similar work is the whole book or a part of it, not what is cited"
    ),
    "veto:near-twin": lazy_gettext(
        "the title of the most similar work differs in a telling word or number"
    ),
    "veto:note-about": lazy_gettext(
        "the most similar work is a note about it (erratum, reply, review), not the work"
    ),
}
VETOES = {
    "different-doi": lazy_gettext("different DOIs"),
    "note-about-the-other": lazy_gettext("one is a note about the other"),
    "different-numerals": lazy_gettext("different numbers in the titles"),
    "different-volume": lazy_gettext("different volumes"),
    "whole-and-part": lazy_gettext("one is a part of the other"),
    "translation": lazy_gettext("one is a translation of the other"),
}


def words(table: dict[str, LazyString], code: str | None) -> str:
    """The words for a code; a code that the table does not know is shown as it is."""
    return str(table.get(code or "", code or ""))


def facet_value(facet: Facet, value: str, names: dict[str, str]) -> str:
    """How a value of a facet is shown; ``names`` as :func:`source_titles` and :func:`person_names` give them."""
    if facet == "institution":
        found = institution(value)
        return found.name(current_language()) if found else value
    if facet == "kind":
        return words(KINDS, value)
    if facet == "basis":
        return words(COUNTRY_BASES, value)
    if facet in ("source", "person"):
        return names.get(value, value)
    shown = _NAMES.get(facet)
    return shown(value) if shown else value


def source_titles() -> dict[str, str]:
    """The titles of all sources in the page's language, by name."""
    with read_catalogue() as connection:
        return {each.name: each.title(current_language()) for each in list_sources(connection)}


def search_message(error: SearchError) -> str:
    """What went wrong with a search, in the page's language."""
    return str(_(error.messages[error.code])).format(**error.params)


def person_names(ids: Iterable[str]) -> dict[str, str]:
    """The main names of the people of these public ids, as far as there are such."""
    numbers = {number for each in ids if (number := work_number(each)) is not None}
    with read_catalogue() as connection:
        return {public_id(each.number): each.name for each in people(connection, numbers).values()}

"""A work as RIS, written by rispy."""

from __future__ import annotations

from typing import Any

import rispy

from schemas import Work
from webapp.exports.csl import to_csl

_TYPES = {
    "article-journal": "JOUR",
    "paper-conference": "CPAPER",
    "book": "BOOK",
    "chapter": "CHAP",
    "thesis": "THES",
    "report": "RPRT",
    "article": "UNPB",
    "dataset": "DATA",
    "patent": "PAT",
    "standard": "STAND",
    "webpage": "ELEC",
    "review-book": "JOUR",
}
_FIELDS = {
    "title": "title",
    "container-title": "secondary_title",
    "abstract": "abstract",
    "volume": "volume",
    "issue": "number",
    "DOI": "doi",
    "ISSN": "issn",
    "language": "language",
    "publisher": "publisher",
    "publisher-place": "place_published",
}


class _Writer(rispy.RisWriter):  # type: ignore[misc]  # rispy ships no types
    """Without the number that rispy sets before each entry, which is no RIS."""

    def set_header(self, count: int) -> str:
        return ""


def to_ris(work: Work) -> str:
    """The RIS entry of a work."""
    item = to_csl(work)
    entry: dict[str, Any] = {
        "type_of_reference": _TYPES.get(item["type"], "GEN"),
        "id": work.id,
        **{ours: item[theirs] for theirs, ours in _FIELDS.items() if theirs in item},
    }
    if work.year:
        entry["year"] = str(work.year)
    for role, field in (("author", "authors"), ("editor", "secondary_authors")):
        if role in item:
            entry[field] = [_name(person) for person in item[role]]
    pages = item.get("page", "").split("-")
    entry |= {
        name: page for name, page in zip(("start_page", "end_page"), pages, strict=False) if page
    }
    if "keyword" in item:
        entry["keywords"] = list(filter(None, item["keyword"].split(", ")))
    if "URL" in item:
        entry["urls"] = [item["URL"]]
    if "ISBN" in item:
        entry.setdefault("issn", item["ISBN"])
    return str(rispy.dumps([entry], implementation=_Writer))


def _name(person: dict[str, str]) -> str:
    return person.get("literal") or f"{person['family']}, {person['given']}"

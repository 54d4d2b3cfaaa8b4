"""Signposting: typed links by which programs find what belongs to a work. https://signposting.org/FAIR/

Level 1 is the header ``Link`` of the work's page, level 2 the same as a link set (RFC 9264) at an address of its own.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple
from urllib.parse import quote

from schemas import Work
from webapp.exports.media_types import MEDIA_TYPES

_TYPES = {
    "article": "https://schema.org/ScholarlyArticle", "review": "https://schema.org/ScholarlyArticle",
    "book": "https://schema.org/Book", "chapter": "https://schema.org/Chapter",
    "thesis": "https://schema.org/Thesis", "report": "https://schema.org/Report",
    "dataset": "https://schema.org/Dataset",
}  # fmt: skip
LINKSET = "application/linkset+json"
_IN_ADDRESSES = (
    "/:?#[]@!$&'()*+,;=%~"  # what RFC 3986 lets stand, and what is percent-encoded already
)
_MOST_AUTHORS = 20  # a header has room for some kilobytes


class Link(NamedTuple):
    """One typed link."""

    relation: str
    target: str
    type: str | None = None


def links(work: Work, site: str) -> Iterator[Link]:
    """The links of a work's page, without that to the link set; ``site`` is the address before ``/works/``."""
    permalink = f"{site}/works/{work.id}"
    doi = next((each.value for each in work.identifiers if each.scheme == "doi"), None)
    yield Link("cite-as", f"https://doi.org/{doi}" if doi and not work.generated else permalink)
    yield Link("type", "https://schema.org/AboutPage")
    yield Link("type", _TYPES.get(work.type, "https://schema.org/CreativeWork"))
    people = [each.contributor for each in work.contributors if each.contributor.role == "author"]
    orcids = [
        each.value for person in people for each in person.identifiers if each.scheme == "orcid"
    ]
    for orcid in dict.fromkeys(orcids[:_MOST_AUTHORS]):
        yield Link("author", f"https://orcid.org/{orcid}")
    for ending, kind in MEDIA_TYPES.items():
        yield Link("describedby", f"{permalink}.{ending}", kind)


def header(work: Work, site: str) -> str:
    """The value of the header ``Link`` (RFC 8288)."""
    own = Link("linkset", f"{site}/works/{work.id}.linkset", LINKSET)
    return ", ".join(map(_written, (*links(work, site), own)))


def _written(link: Link) -> str:
    target = quote(link.target, safe=_IN_ADDRESSES)
    kind = f'; type="{link.type}"' if link.type else ""
    return f'<{target}>; rel="{link.relation}"{kind}'


def linkset(work: Work, site: str, page: str) -> dict[str, Any]:
    """The links as a link set, of the page and of each description of it."""
    own: dict[str, Any] = {"anchor": page}
    described = []
    for link in links(work, site):
        target = {"href": link.target} | ({"type": link.type} if link.type else {})
        own.setdefault(link.relation, []).append(target)
        if link.relation == "describedby":
            described.append(
                {"anchor": link.target, "describes": [{"href": page, "type": "text/html"}]}
            )
    return {"linkset": [own, *described]}

"""What a work's page says to programs, with the addresses of the site.

One address is canonical, whatever the language.
"""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from catalogue.derived.works import WorkEntry
from schemas import Work
from webapp.hosts import canonical_url
from webapp.language import DEFAULT, LANGUAGES
from webapp.metadata import highwire, jsonld, signposting


class Metadata(msgspec.Struct, frozen=True, kw_only=True):
    """What stands in the head of a work's page."""

    canonical: str
    languages: dict[str, str]
    tags: list[highwire.Tag]
    jsonld: str


def of_work(entry: WorkEntry, references: Sequence[str]) -> Metadata:
    """The same whatever the language of the page, so that programs see one work and not one a language."""
    pages = {code: _page(entry.body, code) for code in LANGUAGES}
    permalink = canonical_url("root.permalink", identifier=entry.body.id)
    return Metadata(
        canonical=pages[DEFAULT],
        languages={**pages, "x-default": permalink},
        tags=highwire.tags(entry.body, pages[DEFAULT], references),
        jsonld=jsonld.block(entry.body, permalink, entry.cited_by),
    )


def _page(work: Work, lang: str) -> str:
    return canonical_url("scholars.work", identifier=work.id, lang=lang)


def links_of(work: Work) -> str:
    """The header ``Link`` of its page."""
    return signposting.header(work, site())


def site() -> str:
    """The address of the site, without a slash at its end."""
    return canonical_url("root.front").removesuffix("/")

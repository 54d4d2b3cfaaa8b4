"""What a result list shows: works with their counts and, from a search, the passages that were found."""

from __future__ import annotations

from collections.abc import Iterable

import msgspec

from catalogue.derived.works import WorkEntry, get_works
from indexer.search.interface import Fragment, Highlight, Hit
from schemas import AttributedContributor
from webapp.formatting import short
from webapp.services import read_catalogue

MOST_AUTHORS = 6
MOST_LETTERS = 500  # of a title in a list


class Result(msgspec.Struct, frozen=True, kw_only=True):
    """One entry of a result list. ``title`` in fragments; ``other_title`` and ``passage`` only if found in."""

    work: WorkEntry
    title: tuple[Fragment, ...]
    lang: str | None = None
    other_title: Highlight | None = None
    passage: Highlight | None = None

    @property
    def capitals(self) -> bool:
        """True if the title is given in capitals, which are shown a little smaller."""
        return "".join(part.text for part in self.title).isupper()

    @property
    def authors(self) -> tuple[tuple[AttributedContributor, int | None], ...]:
        """The first authors, or the first of whoever else is named; each with the person, where that is known."""
        people = self.work.named
        authors = tuple(each for each in people if each[0].contributor.role == "author") or people
        return authors[:MOST_AUTHORS]

    @property
    def more_authors(self) -> int:
        """How many authors are not among those shown."""
        people = self.work.body.contributors
        count = sum(each.contributor.role == "author" for each in people) or len(people)
        return max(0, count - MOST_AUTHORS)


def plain(entry: WorkEntry) -> Result:
    """A work in a list that is not a search."""
    titles = entry.body.titles
    if not titles:
        return Result(work=entry, title=())
    return Result(work=entry, title=cut((Fragment(titles[0].text),)), lang=titles[0].lang)


def cut(fragments: Iterable[Fragment], most: int = MOST_LETTERS) -> tuple[Fragment, ...]:
    """The fragments up to so many letters; the cut shows."""
    kept: list[Fragment] = []
    for each in fragments:
        kept.append(msgspec.structs.replace(each, text=short(each.text, max(1, most))))
        most -= len(each.text)
        if most <= 0:
            break
    return tuple(kept)


def from_hits(hits: Iterable[Hit]) -> list[Result]:
    """The works of the hits, in their order; one that the catalogue no longer has is left out."""
    found = list(hits)
    with read_catalogue() as connection:
        works = get_works(connection, [hit.number for hit in found])
    return [_highlighted(works[hit.number], hit) for hit in found if hit.number in works]


def _highlighted(entry: WorkEntry, hit: Hit) -> Result:
    result = plain(entry)
    shown = entry.body.titles[0].text if entry.body.titles else ""
    matched = [each for each in hit.highlights if any(part.match for part in each.fragments)]
    titles = [each for each in matched if each.field == "title"]
    main = next((each for each in titles if _text(each) == shown), None)
    return msgspec.structs.replace(
        result,
        title=cut(main.fragments) if main else result.title,
        other_title=None if main else _cut_title(titles),
        passage=next((each for each in matched if each.field == "abstract"), None),
    )


def _cut_title(titles: list[Highlight]) -> Highlight | None:
    return (
        msgspec.structs.replace(titles[0], fragments=cut(titles[0].fragments)) if titles else None
    )


def _text(highlight: Highlight) -> str:
    return "".join(fragment.text for fragment in highlight.fragments)

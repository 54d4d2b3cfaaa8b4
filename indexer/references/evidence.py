"""What speaks for and against a reference citing a work, as named features, each 0..1.

Fields are compared as in deduplication; beyond that, what the parser may have missed is looked for in the text
itself: the work's title, its first author, its year and its first page. What either side does not say is no
feature at all.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import lru_cache

import msgspec

from indexer.dedupe.one_article import is_one_article
from indexer.dedupe.people import Person, same_person
from indexer.keys.reference import pieces
from indexer.profiles.markers import markers
from indexer.profiles.profile import Profile
from indexer.references.named_hosts import host_in_text, host_in_title
from indexer.references.part_numbers import part_numbers, volume_numbers
from indexer.references.title_evidence import (
    OTHER_TITLE,
    SAME_TITLE,
    Text,
    TitleEvidence,
    agreement_of,
    begins_in_text,
    title_evidence,
)
from indexer.text.hosts import DOUBTFUL, letters_alike
from indexer.text.numerals import numerals
from indexer.text.pages import pages_total
from indexer.text.printed import folded_text, squeeze
from indexer.text.word_forms import Likeness

_SAME_PERSON, _SAME_FAMILY = 0.6, 0.3
_OF_LANGUAGE = frozenset(
    {
        *(
            "title_other",
            "title_twin",
            "title_doubtful",
            "host_other",
            "authors_differ",
            "author_other",
        ),
        *("author_misread", "initials_other", "volume_other", "issue_other", "last_page_other"),
    }
)
"""Features that say nothing against an article that is told by its place and its people."""
_SWAPPED = 0.9
_MOST_PEOPLE = 30  # of a work that those of a reference are looked for among
_NOT_COUNTED = 4  # pages
_NOTES = frozenset({"erratum", "retraction"})  # "review of" and "reply" begin names of journals too
_SAME_HOST, _LIKE_HOST = 0.9, 0.6


@lru_cache(maxsize=4096)
def text_of(raw: str) -> Text:
    """The text of a reference as the features look at it."""
    words = folded_text(raw).split()
    return Text(frozenset(words), "".join(words), _notes(words, raw), raw)


def _notes(words: Iterable[str], raw: str) -> frozenset[str]:
    if not any(map(_note, words)):
        return frozenset()
    return frozenset().union(*(_note(piece[0]) for piece in pieces(raw) if piece))


@lru_cache(maxsize=65536)
def _note(word: str) -> frozenset[str]:
    """What a title that begins with this word is, if it is a note about another publication."""
    return _NOTES.intersection(markers((word,), "unknown"))


def features(reference: Profile, text: Text, work: Profile) -> dict[str, float]:
    """All features of a reference and a work that are not zero."""
    title = title_evidence(reference, text, work)
    in_title = title.agreement < OTHER_TITLE and _title_is_host(reference, work)
    if in_title:
        # "M. Rawlinson, Pat Barker (2010) 1.": a style without titles, so what stands in its place is the host
        reference = msgspec.structs.replace(reference, titles=(), container=reference.titles)
        title = title_evidence(reference, text, work)
    found = {
        **_identifiers(reference, work),
        **_title(title, reference, text, work),
        **_people(reference, text, work),
        **_year(reference, text, work),
        **_numbers(reference, text, work),
        **_host(reference, text, work, in_title=in_title or not reference.titles),
        **_publisher(reference, work),
    }
    found = {name: value for name, value in found.items() if value}
    return _of_one_article(found) if is_one_article(reference, work) else found


def _of_one_article(found: dict[str, float]) -> dict[str, float]:
    """What stands in one place and is by the same people is one article, whose title and journal have other names.

    A list gives the title in the language of the citing journal; title, host and the spelling of names then say nothing
    against it.
    """
    kept = {name: value for name, value in found.items() if name not in _OF_LANGUAGE}
    told = {"author_same": 1.0, "one_article": 1.0} | (
        {"title_foreign": 1.0} if "title_other" in found else {}
    )
    return kept | told


def cheap_features(reference: Profile, text: Text, work: Profile) -> dict[str, float]:
    """Of :func:`features` those that cost next to nothing: identifiers, year, volume, issue and pages."""
    return {
        **_identifiers(reference, work),
        **_year(reference, text, work),
        **_numbers(reference, text, work),
    }


def _title_is_host(reference: Profile, work: Profile) -> bool:
    """Whether what was read as the title is the name of the work's journal or book."""
    return not reference.container and any(
        agreement_of(mine, host) >= SAME_TITLE or host_in_title(mine, host) >= _SAME_HOST
        for mine in reference.titles
        for host in work.container
    )


def _identifiers(reference: Profile, work: Profile) -> dict[str, float]:
    found = {}
    for name in ("doi", "edn", "isbn", "ids"):
        mine, theirs = set(getattr(reference, name)), set(getattr(work, name))
        if mine and theirs:
            found[f"{name}_same" if mine & theirs else f"{name}_other"] = 1.0
    return found


def _title(title: TitleEvidence, reference: Profile, text: Text, work: Profile) -> dict[str, float]:
    if not title.known:
        return {"title_unknown": 1.0}
    if title.foreign:
        return {"title_foreign": 1.0}
    return {
        "title_same": min(1.0, title.weight) * float(title.agreement >= SAME_TITLE),
        "title_exact": float(
            bool(set(reference.titles) & set(work.titles)) or begins_in_text(reference, text, work)
        ),
        "title_long": max(0.0, title.weight - 1) * float(title.agreement >= SAME_TITLE),
        "title_short": max(0.0, 1 - title.weight) * float(title.agreement >= SAME_TITLE),
        "title_like": float(OTHER_TITLE <= title.agreement < SAME_TITLE),
        "title_other": float(title.agreement < OTHER_TITLE) if reference.titles else 0.0,
        "title_twin": float(title.words is Likeness.OTHER),
        "title_doubtful": float(title.words is Likeness.DOUBTFUL),
        **(_numerals(reference, text, work) if title.agreement >= OTHER_TITLE else {}),
    }


def _numerals(reference: Profile, text: Text, work: Profile) -> dict[str, float]:
    """The numbers that tell siblings apart: of titles and parts, and of books also of volumes.

    What the parser cut off a title still stands in the text; the part of one source is the volume of another.
    """
    parts = part_numbers(text.raw)
    theirs = set(work.numerals)
    if not work.container and not (reference.container and reference.first_page):
        parts |= volume_numbers(text.raw)
        theirs |= {work.volume} - {""}
    elif not theirs and work.volume in parts:
        return {}
    mine = {*reference.numerals, *parts}
    found = bool(theirs) and (theirs <= mine or theirs <= {*mine, *numerals(text.raw)})
    return {
        "numerals_same": float(found and bool(parts & theirs)),
        "numerals_other": float(bool(mine - theirs) and bool(theirs - mine)),
        "numerals_one_side": float(bool(mine) and not theirs),
        "numerals_missing": float(bool(theirs) and not mine and not found),
    }


def _people(reference: Profile, text: Text, work: Profile) -> dict[str, float]:
    """The first author decides; a lone surname in the text stands in where the parser found nobody, or took others."""
    if not work.people:
        return {"author_extra": 1.0} if reference.people else {}
    if not reference.people:
        return {"author_in_text" if _is_named(text, work) else "author_missing": 1.0}
    first = _agreement(work.people[0], reference.people[:3])
    rest = [
        _is_among(mine, at, work.people[:_MOST_PEOPLE])
        for at, mine in enumerate(reference.people[:8])
    ]
    share = sum(rest) / len(rest)
    if first < _SAME_PERSON and share < 0.5:
        if first >= _SAME_FAMILY:
            return {"initials_other": 1.0}
        return {"author_misread" if _is_named(text, work) else "author_other": 1.0}
    return {
        "author_same": max(first, share),
        "authors_more": min(1.0, (len(rest) - 1) / 3) * share if first >= _SAME_PERSON else 0.0,
        "authors_differ": 1.0 - share,
    }


def _agreement(theirs: Person, people: Iterable[Person]) -> float:
    """The best agreement with one of these people; who agrees in full ends the search."""
    best = 0.0
    for mine in people:
        best = max(best, _same(mine, theirs))
        if best >= 1:
            break
    return best


def _is_among(mine: Person, at: int, people: Sequence[Person]) -> bool:
    """Whether a person is one of these, most likely the one in the same place."""
    if at < len(people) and _same(mine, people[at]) >= _SAME_PERSON:
        return True
    return any(_same(mine, theirs) >= _SAME_PERSON for theirs in people)


def _is_named(text: Text, work: Profile) -> bool:
    """Whether the family name of the work's first author stands in the text."""
    return any(key.family in text.words for key in work.people[0])


def _same(mine: Person, theirs: Person) -> float:
    """Agreement of two people; a given and a family name that changed places ("Мартин Хайдеггер") agree too."""
    agreement = same_person(mine, theirs)
    if agreement >= _SWAPPED:
        return agreement
    swapped = any(
        b.given and a.family in b.given.split() and b.family[:1] == a.initials[:1]
        for a in mine
        for b in theirs
    )
    return _SWAPPED if swapped else agreement


def _year(reference: Profile, text: Text, work: Profile) -> dict[str, float]:
    if work.year is None:
        return {}
    if reference.year is None:
        return {"year_same": 1.0} if str(work.year) in text.words else {"year_missing": 1.0}
    apart = abs(reference.year - work.year)
    if apart and str(work.year) in text.words:
        return {"year_near": 1.0}
    return {"year_same" if not apart else "year_near" if apart == 1 else "year_other": 1.0}


def _numbers(reference: Profile, text: Text, work: Profile) -> dict[str, float]:
    found = {}
    for name in ("volume", "issue", "first_page", "last_page"):
        mine, theirs = getattr(reference, name), getattr(work, name)
        if mine and theirs:
            found[f"{name}_same" if mine == theirs else f"{name}_other"] = 1.0
        elif mine or theirs:
            found[f"{name}_one_side"] = 1.0
    if work.first_page and not reference.first_page and work.first_page in text.words:
        found["first_page_in_text"] = 1.0
    if found.get("volume_other") and work.volume == reference.issue:
        found = {
            **found,
            "volume_other": 0.0,
        }  # "№ 5 (12)": which is the volume, the lists do not agree
    if not reference.container and not work.container:
        found = {
            f"book_{name}" if name.startswith("volume") else name: value
            for name, value in found.items()
        } | _total(reference, text, work)
    return found


def _total(reference: Profile, text: Text, work: Profile) -> dict[str, float]:
    """Whether a book has as many pages: what a record of it gives as its pages ("204", "1-204") is their number.

    Catalogues count pages of their own numbering or not, so a few pages more say nothing.
    """
    whole = work.last_page if work.first_page == "1" else "" if work.last_page else work.first_page
    total = pages_total(squeeze(text.raw)) if whole.isdecimal() else None
    if reference.first_page or not total:
        return {}
    apart = abs(int(total) - int(whole))
    return {"total_other": float(apart > _NOT_COUNTED)}


def _host(reference: Profile, text: Text, work: Profile, *, in_title: bool) -> dict[str, float]:
    """Whether the hosts agree; doubtful ones say nothing. ``in_title``: the title may stand in the reference's host."""
    if set(reference.issn) & set(work.issn):
        return {"host_same": 1.0}
    if not reference.container or not work.container:
        return {"host_one_side": 1.0} if reference.container or work.container else {}
    pairs = [(mine, theirs) for mine in reference.container for theirs in work.container]
    likeness = max(host_in_text(*pair, text.joined) for pair in pairs)
    if in_title:
        likeness = max(likeness, *(host_in_title(*pair) for pair in pairs))
    if likeness >= _LIKE_HOST:
        return {"host_same": likeness}
    return {"host_other": 1.0} if likeness < DOUBTFUL else {}


def _publisher(reference: Profile, work: Profile) -> dict[str, float]:
    pairs = [(mine, theirs) for mine in reference.publisher for theirs in work.publisher]
    return {"publisher_same": float(any(letters_alike(*pair) >= 0.8 for pair in pairs))}

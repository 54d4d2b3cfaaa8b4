"""What speaks for and against a reference citing a work, as named features, each 0..1.

Fields are compared as in deduplication; beyond that, what the parser may have missed is looked for in the text
itself: the work's title, its first author, its year and its first page. What either side does not say is no
feature at all.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from typing import NamedTuple

import msgspec
from rapidfuzz import fuzz
from rapidfuzz.distance import Indel

from indexer.dedupe.people import Person, same_person
from indexer.dedupe.titles import compare_titles, languages
from indexer.keys.reference import pieces
from indexer.profiles.markers import markers
from indexer.profiles.profile import Profile
from indexer.references.named_hosts import host_in_text, host_in_title, joined
from indexer.text.hosts import DOUBTFUL, letters_alike
from indexer.text.printed import folded_text

_SAME_TITLE, _OTHER_TITLE = 0.88, 0.7
_LONG_TITLE = 40  # letters from which a title is as telling as it gets
_IN_TEXT = 18  # a shorter title may stand in a text by chance
_IN_TEXT_RATIO = 95  # per cent of its letters, so that slips are forgiven
_PREFIX, _SAME_PREFIX = 8, 0.93  # letters and likeness from which one title begins another
_SAME_PERSON, _SAME_FAMILY = 0.6, 0.3
_SWAPPED = 0.9
_NOTES = frozenset({"erratum", "retraction"})  # "review of" and "reply" begin names of journals too
_SAME_HOST, _LIKE_HOST = 0.9, 0.6


class Text(NamedTuple):
    """The folded text of a reference, once as words and once without spaces.

    ``notes``: "erratum", "retraction" where a piece of the text begins like the title of one, whatever was parsed.
    """

    words: frozenset[str]
    joined: str
    notes: frozenset[str] = frozenset()


class TitleEvidence(NamedTuple):
    """How far a title agrees (0..1), how telling its length makes it (0..2), and whether it can be compared at all."""

    agreement: float
    weight: float
    known: bool
    foreign: bool = False


@lru_cache(maxsize=4096)
def text_of(raw: str) -> Text:
    """The text of a reference as the features look at it."""
    words = folded_text(raw).split()
    return Text(frozenset(words), "".join(words), _notes(words, raw))


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
    in_title = title.agreement < _OTHER_TITLE and _title_is_host(reference, work)
    if in_title:
        # "M. Rawlinson, Pat Barker (2010) 1.": a style without titles, so what stands in its place is the host
        reference = msgspec.structs.replace(reference, titles=(), container=reference.titles)
        title = title_evidence(reference, text, work)
    found = {
        **_identifiers(reference, work),
        **_title(title, reference, work),
        **_people(reference, text, work),
        **_year(reference, text, work),
        **_numbers(reference, text, work),
        **_host(reference, text, work, in_title=in_title or not reference.titles),
        **_publisher(reference, work),
    }
    return {name: value for name, value in found.items() if value}


def cheap_features(reference: Profile, text: Text, work: Profile) -> dict[str, float]:
    """Of :func:`features` those that cost next to nothing: identifiers, year, volume, issue and pages."""
    return {
        **_identifiers(reference, work),
        **_year(reference, text, work),
        **_numbers(reference, text, work),
    }


def title_may_agree(reference: Profile, text: Text, work: Profile) -> bool:
    """False only if :func:`title_evidence` cannot find the titles alike: a bound, for a fraction of its cost."""
    return any(
        _may_stand_in(joined(theirs), text.joined)
        or any(_may_be_alike(joined(mine), joined(theirs)) for mine in reference.titles)
        for theirs in work.titles
    )


def title_evidence(reference: Profile, text: Text, work: Profile) -> TitleEvidence:
    """The best agreement over the parallel titles; a long title that stands in the text agrees as well."""
    if not work.titles:
        return TitleEvidence(0.0, 0.0, known=False)
    scored = [
        (_agreement(mine, theirs), theirs) for mine in reference.titles for theirs in work.titles
    ]
    scored += [
        (0.95, theirs)
        for theirs in work.titles
        if _stands_in(theirs, text.joined) and _may_be_title(theirs, reference)
    ]
    if not scored:
        return TitleEvidence(0.0, 0.0, known=False)
    agreement, theirs = max(scored)
    foreign = agreement < _OTHER_TITLE and languages(reference.titles).isdisjoint(
        languages(work.titles)
    )
    weight = min(2.0, len(joined(theirs)) / _LONG_TITLE)
    return TitleEvidence(agreement, weight, known=True, foreign=foreign)


def _title_is_host(reference: Profile, work: Profile) -> bool:
    """Whether what was read as the title is the name of the work's journal or book."""
    return not reference.container and any(
        _agreement(mine, host) >= _SAME_TITLE or host_in_title(mine, host) >= _SAME_HOST
        for mine in reference.titles
        for host in work.container
    )


def _agreement(mine: str, theirs: str) -> float:
    """Words that differ count double; a subtitle that one side lacks counts little.

    What cannot reach the threshold of titles that are alike is 0: comparing word by word is dear.
    """
    if not _may_be_alike(joined(mine), joined(theirs)):
        return 0.0
    match = compare_titles(mine, theirs)
    if match.prefix and match.length >= _PREFIX and match.substituted < 0.05:
        return max(match.similarity, 1 - 0.1 * min(1.0, match.extra))
    return max(0.0, match.similarity - match.substituted)


def _may_be_alike(mine: str, theirs: str) -> bool:
    """Whether the agreement can reach the threshold: most letters in common, or one begins the other."""
    if Indel.normalized_similarity(mine, theirs, score_cutoff=_OTHER_TITLE):
        return True
    shared = min(len(mine), len(theirs))
    return shared >= _PREFIX and bool(
        Indel.normalized_similarity(mine[:shared], theirs[:shared], score_cutoff=_SAME_PREFIX)
    )


def _stands_in(title: str, text: str) -> bool:
    wanted = joined(title)
    return _may_stand_in(wanted, text) and (
        wanted in text or fuzz.partial_ratio(wanted, text) >= _IN_TEXT_RATIO
    )


def _may_stand_in(wanted: str, text: str) -> bool:
    """Whether one piece of the title stands in the text as it is.

    A title that is there but for so many letters, cut into one piece more than that, has a piece without a slip.
    """
    length = len(wanted)
    if length < _IN_TEXT:
        return False
    pieces = 2 * length * (100 - _IN_TEXT_RATIO) // 100 + 1
    step = length // pieces
    return any(wanted[start : start + step] in text for start in range(0, step * pieces, step))


def _may_be_title(title: str, reference: Profile) -> bool:
    """Not if the reference names it as what holds the cited item, or its own title is clearly another one."""
    if any(_agreement(title, host) >= _SAME_TITLE for host in reference.container):
        return any(_agreement(title, own) >= _SAME_TITLE for own in reference.titles)
    whole = joined(title)
    return not reference.titles or any(
        joined(own) in whole or whole in joined(own) or fuzz.partial_ratio(own, title) >= 85
        for own in reference.titles
    )


def _identifiers(reference: Profile, work: Profile) -> dict[str, float]:
    found = {}
    for name in ("doi", "edn", "isbn", "ids"):
        mine, theirs = set(getattr(reference, name)), set(getattr(work, name))
        if mine and theirs:
            found[f"{name}_same" if mine & theirs else f"{name}_other"] = 1.0
    return found


def _title(title: TitleEvidence, reference: Profile, work: Profile) -> dict[str, float]:
    if not title.known:
        return {"title_unknown": 1.0}
    if title.foreign:
        return {"title_foreign": 1.0}
    numerals, theirs = set(reference.numerals), set(work.numerals)
    return {
        "title_same": min(1.0, title.weight) * float(title.agreement >= _SAME_TITLE),
        "title_exact": float(bool(set(reference.titles) & set(work.titles))),
        "title_long": max(0.0, title.weight - 1) * float(title.agreement >= _SAME_TITLE),
        "title_short": max(0.0, 1 - title.weight) * float(title.agreement >= _SAME_TITLE),
        "title_like": float(_OTHER_TITLE <= title.agreement < _SAME_TITLE),
        "title_other": float(title.agreement < _OTHER_TITLE) if reference.titles else 0.0,
        "numerals_other": float(bool(numerals - theirs) and bool(theirs - numerals)),
        "numerals_one_side": float(bool(numerals) != bool(theirs)),
    }


def _people(reference: Profile, text: Text, work: Profile) -> dict[str, float]:
    """The first author decides; a lone surname in the text stands in where the parser found nobody."""
    if not work.people:
        return {"author_extra": 1.0} if reference.people else {}
    if not reference.people:
        named = any(key.family in text.words for key in work.people[0])
        return {"author_in_text": 1.0} if named else {"author_missing": 1.0}
    first = max(_same(mine, work.people[0]) for mine in reference.people[:3])
    rest = [
        any(_same(mine, theirs) >= _SAME_PERSON for theirs in work.people[:30])
        for mine in reference.people[:8]
    ]
    share = sum(rest) / len(rest)
    if first < _SAME_PERSON and share < 0.5:
        return {"initials_other": 1.0} if first >= _SAME_FAMILY else {"author_other": 1.0}
    return {
        "author_same": max(first, share),
        "authors_more": min(1.0, (len(rest) - 1) / 3) * share if first >= _SAME_PERSON else 0.0,
        "authors_differ": 1.0 - share,
    }


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
        }
    return found


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

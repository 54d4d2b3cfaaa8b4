"""Decides which work a reference cites, if any.

Every candidate is validated against the reference, field by field and against its text; the first hit never
wins by being first. The weights below are log-odds set by hand from what each field is worth in print, and adjusted
by reading the errors on the labelled GOST and Crossref sets: figures on those two are development figures. A family
name that agrees while the initials do not ("initials_other") weighs nothing: initials are romanised in too many
ways. Two candidates that fit alike are a tie, and a tie links to neither.

>>> decide(profile, raw, []).reason
'no-candidate'
"""

from __future__ import annotations

from collections.abc import Sequence
from math import exp, log

import msgspec

from indexer.dedupe.one_article import Place, one_place
from indexer.dedupe.titles import languages
from indexer.keys.reference import reference_keys
from indexer.profiles.profile import Profile
from indexer.references.evidence import cheap_features, features, text_of
from indexer.references.fields import reference_profile
from indexer.references.title_evidence import Text, title_may_agree
from indexer.text.printed import folded_text

__all__ = ["Decision", "decide", "folded_text", "reference_keys", "reference_profile"]

ACCEPT = 0.75
"""The probability from which a candidate is linked."""
MARGIN = 1.0
"""Log-odds by which the best must lead the next; below, the two are a tie."""

LEFT_OVER = frozenset({"no-candidate", "weak", "veto:near-twin"})
"""Reasons with which a work that the keys did not bring up may still be meant: it is searched for."""

_BESIDE_AUTHOR = ("title_like", "host_same", "book_volume_same")
"""One of these has to agree beside an author: with a year and a publisher, an author has several works."""

_ACCEPT_ODDS = log(ACCEPT / (1 - ACCEPT))
_SHOWN = 1  # the best is judged in full, however weak; a runner-up only if it could tie or win
BASE = -5.5
WEIGHTS = {
    "doi_same": 10.0, "doi_other": -8.0, "edn_same": 10.0, "edn_other": -6.0, "ids_same": 6.0,
    "isbn_same": 3.0, "isbn_other": -1.5,
    "title_same": 6.0, "title_exact": 1.0, "title_long": 1.2, "title_short": 3.5, "title_like": 2.5,
    "title_other": -7.0, "title_foreign": -0.5,
    "numerals_other": -4.0, "numerals_one_side": -1.0, "numerals_missing": -3.0, "numerals_same": 1.1,
    "author_same": 2.5, "authors_more": 1.0, "authors_differ": -1.5, "author_other": -4.0,
    "author_in_text": 2.0, "author_misread": -0.5,
    "author_missing": -1.0, "author_extra": -0.5,
    "year_same": 2.0, "year_near": -0.8, "year_other": -7.0, "year_missing": -0.3,
    "first_page_same": 2.2, "first_page_other": -3.5, "first_page_in_text": 0.8, "last_page_same": 0.8,
    "last_page_other": -0.8,
    "volume_same": 1.2, "volume_other": -2.5, "issue_same": 0.6, "issue_other": -1.2,
    "book_volume_same": 2.0, "book_volume_other": -6.0, "book_volume_one_side": -2.5,
    "total_other": -1.5,
    "publisher_same": 1.2, "host_same": 1.6, "host_other": -2.5, "host_one_side": -1.0,
    "one_article": 1.0,
}  # fmt: skip
# a title that agrees: one that is short has all of "title_short" and less of "title_same"
_TITLE_CEILING = (
    max(WEIGHTS["title_same"], WEIGHTS["title_short"])
    + WEIGHTS["title_exact"]
    + WEIGHTS["title_long"]
    + WEIGHTS["numerals_same"]
)
# all that people, host and publisher can add
_REST_CEILING = sum(
    WEIGHTS[name] for name in ("author_same", "authors_more", "publisher_same", "host_same")
)


class Decision(msgspec.Struct, frozen=True, omit_defaults=True, kw_only=True):
    """The outcome for one reference. ``work`` is None if it stays unmatched, and then ``reason`` says why:

    - ``not-a-work``: neither title nor place nor identifier to go by (a web address, a remark);
    - ``no-candidate``: no work shares enough keys, also of those it is searched by;
    - ``weak``: the best candidate does not convince;
    - ``tie``: two candidates fit alike;
    - ``veto:doi-contradicts``: the DOI is the candidate's, the title and author are not;
    - ``veto:other-doi``: the fields agree, the DOI is another;
    - ``veto:whole-and-part``: the candidate is the book or the chapter, not what is cited;
    - ``veto:near-twin``: the title is the candidate's but for a telling word or a number;
    - ``veto:note-about``: erratum, reply, review or retraction on one side only.

    ``score`` is the probability of the best candidate, ``rule`` its main ground.
    """

    work: int | None = None
    rule: str = ""
    score: float = 0.0
    runner_up: int | None = None
    runner_up_score: float = 0.0
    reason: str | None = None
    features: dict[str, float] = {}


class _Candidate(msgspec.Struct, frozen=True):
    work: int
    odds: float
    features: dict[str, float]
    veto: str | None


def decide(profile: Profile, raw: str, candidates: Sequence[tuple[int, Profile]]) -> Decision:
    """The work that the reference cites, out of the candidates (number, profile); their order does not matter."""
    if not candidates:
        return Decision(reason="no-candidate" if _is_work(profile) else "not-a-work")
    judged = _judged(profile, text_of(raw), candidates)
    allowed = [candidate for candidate in judged if candidate.veto is None]
    best = allowed[0] if allowed else judged[0]
    second = next((candidate for candidate in allowed if candidate.work != best.work), None)
    reason = _reason(best, second, judged[0])
    return Decision(
        work=best.work if reason is None else None,
        rule=_rule(best.features),
        score=_probability(best.odds),
        runner_up=second.work if second else None,
        runner_up_score=_probability(second.odds) if second else 0.0,
        reason=reason,
        features=best.features,
    )


def _is_work(profile: Profile) -> bool:
    placed = profile.container and (profile.first_page or profile.volume)
    return bool(profile.titles or profile.doi or profile.edn or placed)


def _judged(
    profile: Profile, text: Text, candidates: Sequence[tuple[int, Profile]]
) -> list[_Candidate]:
    """The candidates that can win, tie or explain, judged in full, best first.

    The others are known by a bound that costs little: it is never below what the full judgement would give, so who is
    passed over could neither have won nor tied.
    """
    bounded = sorted(
        ((ceiling(profile, text, work), number, work) for number, work in candidates),
        key=lambda candidate: (-candidate[0], candidate[1]),
    )
    judged: list[_Candidate] = []
    floor = _ACCEPT_ODDS - MARGIN
    for bound, number, work in bounded:
        if bound < floor and len(judged) >= _SHOWN:
            break
        judged.append(_judge(profile, text, number, work))
        if judged[-1].veto is None:
            floor = max(floor, judged[-1].odds - MARGIN)
    return sorted(judged, key=lambda candidate: (-candidate.odds, candidate.work))


def ceiling(profile: Profile, text: Text, work: Profile) -> float:
    """Log-odds that the full judgement of a candidate cannot exceed, from what is cheap to compare."""
    cheap = {name: value for name, value in cheap_features(profile, text, work).items() if value}
    one = one_place(profile, work) > Place.OTHER  # then what speaks against the two may be left out
    weights = (WEIGHTS.get(name, 0.0) * value for name, value in cheap.items())
    known = sum(weight for weight in weights if weight > 0 or not one)
    known += WEIGHTS["one_article"] * one
    title = _TITLE_CEILING
    if work.titles and profile.titles and not title_may_agree(profile, text, work):
        english = languages(profile.titles) | languages(work.titles)
        may_differ = len(english) > 1 or (bool(work.container) and not profile.container)
        title = 0.0 if may_differ or one else WEIGHTS["title_other"]
    return BASE + known + title + _REST_CEILING


def _judge(profile: Profile, text: Text, number: int, work: Profile) -> _Candidate:
    found = features(profile, text, work)
    odds = BASE + sum(WEIGHTS.get(name, 0.0) * value for name, value in found.items())
    return _Candidate(number, odds, found, _veto(profile, text, work, found))


def _veto(profile: Profile, text: Text, work: Profile, found: dict[str, float]) -> str | None:
    if found.get("doi_same"):
        against = (
            found.get("title_other", 0) + found.get("author_other", 0) + found.get("year_other", 0)
        )
        return "veto:doi-contradicts" if found.get("title_other") and against >= 2 else None
    if found.get("doi_other"):
        return "veto:other-doi"
    if _near_twin(found):
        return "veto:near-twin"
    if text.notes.difference(work.markers):
        return "veto:note-about"
    if found.keys().isdisjoint(("title_unknown", "title_foreign", "one_article")) and (
        text.notes.union(profile.markers) - {"translation"} != set(work.markers) - {"translation"}
    ):
        return "veto:note-about"
    return "veto:whole-and-part" if _whole_and_part(profile, work) else None


def _near_twin(found: dict[str, float]) -> bool:
    """Another word or another number in a title that agrees; a word that may be misprinted, unless the place agrees."""
    if "edn_same" in found or "ids_same" in found:
        return False
    same_place = not found.keys().isdisjoint(("first_page_same", "first_page_in_text"))
    same_place = same_place and found.keys().isdisjoint(("volume_other", "issue_other"))
    return (
        "title_twin" in found
        or ("numerals_other" in found and "title_other" not in found)
        or ("title_doubtful" in found and not same_place)
    )


def _whole_and_part(profile: Profile, work: Profile) -> bool:
    """One is held by a host and the other is a book, or one's host is the other's own title."""
    part, whole = {"chapter", "article", "conference-paper"}, {"book", "thesis"}
    if (profile.kind in part and work.kind in whole) or (
        profile.kind in whole and work.kind in part
    ):
        return True
    if profile.container and not work.container and set(profile.container) & set(work.titles):
        return True  # also if the part is named like the whole
    return profile.kind in whole and bool(work.container) and bool(work.first_page)


def _reason(best: _Candidate, second: _Candidate | None, first: _Candidate) -> str | None:
    if best.veto:
        return (
            best.veto
            if _probability(best.odds) >= ACCEPT or best.veto == "veto:doi-contradicts"
            else "weak"
        )
    if _probability(best.odds) < ACCEPT or _rule(best.features) == "weak":
        return first.veto if first.veto and _probability(first.odds) >= ACCEPT else "weak"
    if second and best.odds - second.odds < MARGIN:
        return "tie"
    return None


def _probability(odds: float) -> float:
    return 1 / (1 + exp(-max(-30.0, min(30.0, odds))))


def _rule(found: dict[str, float]) -> str:
    title = "title_same" in found or "title_short" in found
    author = "author_same" in found or "author_in_text" in found
    place = "first_page_same" in found and ("volume_same" in found or "host_same" in found)
    place = place or "one_article" in found
    grounds = {
        "doi": "doi_same" in found,
        "edn": "edn_same" in found,
        "title+author": title and author,
        "title+place": title and place,
        "place-in-journal": place,
        "title": title,
        "author": author and not found.keys().isdisjoint(_BESIDE_AUTHOR),
    }
    return next((name for name, holds in grounds.items() if holds), "weak")

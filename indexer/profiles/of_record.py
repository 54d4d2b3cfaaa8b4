"""Builds profiles: what a record, or a work made of records, looks like to deduplication and matching.

A title keeps its subtitle, since a subtitle often is all that tells two works apart; comparison and blocking see to
titles that lack theirs. Parallel titles in one field ("Русский = English", "Russian [English]") are taken apart.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from functools import lru_cache
from itertools import chain, islice
from typing import NamedTuple, TypeVar

import msgspec

from indexer.profiles.markers import bracketed, markers
from indexer.profiles.profile import Profile
from indexer.text.entities import unescaped
from indexer.text.folding import fold
from indexer.text.host_names import fold_host
from indexer.text.name_key import NameKey
from indexer.text.names import name_keys, parse_name
from indexer.text.numerals import numerals
from indexer.text.pages import split_pages
from indexer.text.people import split_people
from indexer.text.scripts import clean, repair_homoglyphs, script_of
from indexer.text.title_language import title_languages
from indexer.text.volumes import volume_and_issue
from schemas import Contributor, HarvestedRecord, LocalizedText, PersonName
from schemas.identifiers import bare, scheme_of
from schemas.identifiers import clean as clean_identifier
from schemas.reach import is_global

_TAG = re.compile(
    r"</?(?:i|b|em|strong|su[bp]|sc|italic|bold|span|p|br)(?:\s[^<>]*)?/?>", re.IGNORECASE
)
_PARALLEL = re.compile(r"\s+=\s+|\s+/\s+|\s*\[(?=[^\[\]]{12,}\]\s*$)")
_MAY_BE_PARALLEL = re.compile(r"[=/\[]")
_SHORTEST_PARALLEL, _FORMULA = (
    12,
    3,
)  # letters: of a title, and of what may be a side of an equation
_SEVERAL = re.compile(r"[,;&]|\s(?:and|и|і|да|және|жана|և)\s", re.IGNORECASE)
_NUMBER = re.compile(r"\d+(?:[-/]\d+)?")
_ROMAN = re.compile(r"[ivxlc]+", re.IGNORECASE)
_OTHER_IDS = frozenset({"arxiv", "pmid", "pmcid", "handle", "elibrary", "mathnet", "zbl", "mr"})
_MOST_NAMESAKES = (
    50  # forms of one family name; more are of several people, and say nothing of each
)
_MOST_TITLES = 12  # parallel titles, with their parts; of real records at most five were seen
_MOST_READ = 2_000
_LONGEST_TITLE = 1_000  # letters that are compared; of real titles at most 383 were seen
_MOST_NAMES, _LONGEST_NAME = (
    8,
    400,
)  # of hosts or publishers; of real ones at most 2, and 177 letters
_EARLIEST_YEAR, _LATEST_YEAR = 1450, 2100


def record_profile(record: HarvestedRecord, source: str) -> Profile:
    """The profile of a record as harvested from ``source``. Never fails: what is not usable is left out."""
    every = (title for text in record.titles for title in plain_titles(text.text[:_MOST_READ]))
    titles = tuple(title[:_LONGEST_TITLE] for title in islice(every, _MOST_TITLES))
    folded = _unique(fold(title) for title in titles)
    place = _place(record)
    return Profile(
        titles=folded,
        languages=title_languages(titles),
        people=people_keys(person for person in record.contributors if person.role == "author"),
        year=_year(record.year),
        container=_names(_container_titles(record), _folded_host),
        issn=_identifiers(record, "issn"),
        isbn=_identifiers(record, "isbn"),
        volume=place.volume,
        issue=place.issue,
        first_page=place.first_page,
        last_page=place.last_page,
        doi=_identifiers(record, "doi"),
        edn=_identifiers(record, "edn"),
        ids=_other_ids(record),
        numerals=_unique(number for title in titles for number in numerals(title)),
        markers=markers((*folded, *bracketed(titles)), record.type),
        kind=record.type,
        publisher=_names(record.publishers, _folded_name),
        place=_folded_name(record.place) if record.place else "",
        source=source,
    )


def plain_titles(text: str) -> Iterator[str]:
    """The title without mark-up, homoglyphs repaired; parallel titles in one field one by one.

    They count as parallel only where the sign between them also changes the script. "=" may stand between two
    titles in one script as well (one of them romanised): then whole and parts all count, for it may be a formula.
    """
    whole = _plain(text)
    if not _MAY_BE_PARALLEL.search(whole):
        if whole:
            yield whole
        return
    parts = [part.strip(" []") for part in _PARALLEL.split(whole)]
    shortest = min(map(len, parts)) if len(parts) == 2 else 0
    if shortest > _FORMULA and len({_main_script(part) for part in parts} - {""}) == 2:
        yield from parts
    elif shortest >= _SHORTEST_PARALLEL and " = " in whole:
        yield from (whole, *parts)
    elif whole:
        yield whole


def people_keys(contributors: Iterable[Contributor]) -> tuple[tuple[NameKey, ...], ...]:
    """One tuple of keys a person, in order, over all written forms of the name."""
    return tuple(chain.from_iterable(map(_keys_of, contributors)))


@lru_cache(maxsize=1 << 15)
def _keys_of(person: Contributor) -> tuple[tuple[NameKey, ...], ...]:
    """The keys of each person that the contributor stands for; the same few people write many works."""
    keyed = (_unique(key for form in forms for key in _keys(form)) for forms in _forms(person))
    return tuple(keys for keys in keyed if keys)


def merge_profiles(profiles: Sequence[Profile]) -> Profile:
    """The profile of a work out of those of its records; the order of the records does not matter.

    Texts and identifiers are united; of the year, the place and the type the most frequent known value
    counts (of equally frequent ones the smallest); markers are kept when most records have them.
    """
    if len(profiles) == 1:  # as for most works
        (only,) = profiles
        return msgspec.structs.replace(only, people=_merge_people([only.people]), source="")
    ordered = sorted(profiles, key=repr)
    marks = Counter(mark for profile in ordered for mark in profile.markers)
    return Profile(
        titles=_unique(title for p in ordered for title in p.titles),
        languages=_unique(language for p in ordered for language in p.languages),
        people=_merge_people([p.people for p in ordered]),
        year=_most_common(p.year for p in ordered),
        container=_unique(title for p in ordered for title in p.container),
        issn=_unique(issn for p in ordered for issn in p.issn),
        isbn=_unique(isbn for p in ordered for isbn in p.isbn),
        volume=_most_common(p.volume for p in ordered) or "",
        issue=_most_common(p.issue for p in ordered) or "",
        first_page=_most_common(p.first_page for p in ordered) or "",
        last_page=_most_common(p.last_page for p in ordered) or "",
        doi=_unique(doi for p in ordered for doi in p.doi),
        edn=_unique(edn for p in ordered for edn in p.edn),
        ids=_unique(name for p in ordered for name in p.ids),
        numerals=_unique(number for p in ordered for number in p.numerals),
        markers=tuple(sorted(mark for mark, count in marks.items() if 2 * count > len(ordered))),
        kind=_most_common(p.kind for p in ordered if p.kind != "unknown") or "unknown",
        publisher=_unique(name for p in ordered for name in p.publisher),
        place=_most_common(p.place for p in ordered) or "",
    )


class _Place(NamedTuple):
    volume: str = ""
    issue: str = ""
    first_page: str = ""
    last_page: str = ""


def _place(record: HarvestedRecord) -> _Place:
    host = record.container
    if host is None:
        return _Place()
    given = host.volume or ""
    volume, issue = (None, None) if given.isdecimal() else volume_and_issue(given)
    first, last = host.first_page, host.last_page
    if not first:
        first, last = split_pages(host.pages or "")
    first, last = whole_pages(first or host.article_number or "", last or "")
    return _Place(
        volume=_plain_number(volume or host.volume),
        issue=_plain_number(host.issue or issue),
        first_page=first,
        last_page=last,
    )


def whole_pages(first: str, last: str) -> tuple[str, str]:
    """First and last page in full: "183", "9" → 183–189; "433444", a range that lost its dash → 433–444."""
    first, last = first.strip().lower().lstrip("0"), last.strip().lower().lstrip("0")
    half = len(first) // 2
    if not last and first.isdecimal() and len(first) in {6, 8} and first[:half] < first[half:]:
        return first[:half], first[half:]
    if first.isdecimal() and last.isdecimal() and len(last) < len(first):
        last = first[: len(first) - len(last)] + last
    return first, last


def _plain_number(text: str | None) -> str:
    """The first number of a volume or issue field, Arabic; "" if there is none."""
    if not text:
        return ""
    number = _NUMBER.search(text)
    if number:
        return number.group().replace("/", "-").lstrip("0")
    return next(iter(numerals(text)), "") if _ROMAN.search(repair_homoglyphs(text)) else ""


def _plain(text: str) -> str:
    if "<" in text or "&" in text:
        text = _TAG.sub("", unescaped(text))
    return clean(repair_homoglyphs(text))


@lru_cache(maxsize=1 << 14)
def _folded_name(text: str) -> str:
    """The folded name of a publisher or place: few names stand in many records."""
    return fold(_plain(text))


@lru_cache(maxsize=1 << 14)
def _folded_host(text: str) -> str:
    """The folded name of a journal or book, of which the same holds."""
    return fold_host(_plain(text))


def _names(texts: Sequence[LocalizedText], folded: Callable[[str], str]) -> tuple[str, ...]:
    """The folded names of hosts or publishers, of those that are compared."""
    return _unique(folded(text.text[:_LONGEST_NAME]) for text in texts[:_MOST_NAMES])


def _main_script(text: str) -> str:
    scripts = Counter(script for word in text.split() if (script := script_of(word)))
    return scripts.most_common(1)[0][0] if scripts else ""


def _forms(person: Contributor) -> Iterator[tuple[PersonName, ...]]:
    """The forms of each person that the contributor stands for: several where one field names several."""
    only = person.names[0] if len(person.names) == 1 else None
    if only and not only.family and person.kind == "person" and _SEVERAL.search(only.literal):
        # the splitter tells initials by capitals; the keys are folded, so case does not matter
        literal = only.literal.title() if only.literal.islower() else only.literal
        for name in split_people(unescaped(literal)):
            yield (PersonName(literal=name, lang=only.lang),)
    else:
        yield person.names


def _keys(form: PersonName) -> Iterable[NameKey]:
    parts = (part and unescaped(part) for part in (form.family, form.given))
    keys = name_keys(parse_name(unescaped(form.literal), *parts))
    return [key for key in keys if not key.family.isdecimal()]  # a year among the authors


def _merge_people(
    lists: Sequence[tuple[tuple[NameKey, ...], ...]],
) -> tuple[tuple[NameKey, ...], ...]:
    """The longest list of people, each with the forms that the other lists have under one family name."""
    longest = max(lists, key=lambda people: (len(people), repr(people)), default=())
    by_family: dict[str, dict[NameKey, None]] = {}
    for key in (key for people in lists for person in people for key in person):
        by_family.setdefault(key.family, {})[key] = None
    forms = {family: keys for family, keys in by_family.items() if len(keys) <= _MOST_NAMESAKES}
    return tuple(
        _unique(form for key in person for form in (key, *forms.get(key.family, ())))
        for person in longest
    )


def _container_titles(record: HarvestedRecord) -> tuple[LocalizedText, ...]:
    return record.container.titles if record.container else ()


def _identifiers(record: HarvestedRecord, scheme: str) -> tuple[str, ...]:
    given = [name.value for name in record.identifiers if scheme_of(name.scheme) == scheme]
    if record.container and scheme in {"issn", "isbn"}:
        given += getattr(record.container, scheme)
    return _unique(
        valid
        for value in given
        if (valid := clean_identifier(scheme, value)) and is_global(scheme, valid)
    )


def _other_ids(record: HarvestedRecord) -> tuple[str, ...]:
    return _unique(
        f"{scheme_of(name.scheme)}:{bare(name.scheme, name.value)}"
        for name in record.identifiers
        if scheme_of(name.scheme) in _OTHER_IDS and is_global(name.scheme, name.value)
    )


def _year(year: int | None) -> int | None:
    return year if year and _EARLIEST_YEAR <= year <= _LATEST_YEAR else None


T = TypeVar("T", bound=Hashable)


def _unique(values: Iterable[T]) -> tuple[T, ...]:
    """The values that are not empty, once each, in order of first appearance."""
    return tuple(filter(None, dict.fromkeys(values)))


def _most_common(values: Iterable[T | None]) -> T | None:
    known = [value for value in values if value]
    if len(set(known)) < 2:  # as nearly always
        return known[0] if known else None
    counts = Counter(known)
    return min(counts, key=lambda value: (-counts[value], repr(value)))

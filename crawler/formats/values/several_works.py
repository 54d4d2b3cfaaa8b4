"""One entry of a list that names several works, as one entry each.

It is parted at a semicolon only where a whole description ends and another begins: pages, a year or an address stand in
front of it, an author behind it, and either side has a year or is as short as a repeated reference. So the authors of
one work, the places of one imprint and the people behind a slash stay together. The text of each part is kept.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from msgspec.structs import replace

from crawler.formats.page import ParsedPage, ParsedRecord, Rejected
from crawler.formats.values.entry_starts import begins_with_author, looks_cited
from schemas import Reference

_SEMICOLON = re.compile(r"\s?;\s+")
_MARK = re.compile(r"\(?[b-hб-з]\)\s*")  # "(a) Smith …; (b) Brown …"
# behind a semicolon GOST R 7.0.5-2008 has these for the author of the work before ("complex references")
_SAME_AUTHOR = re.compile(
    r"(?:(?:его|ее|её|их|он|она|они) же|(?:ён|яна|яны) жа?|(?:ego|ee|ikh|ih|on|ona|oni) zhe|idem|eadem|iidem)\.?\s",
    re.IGNORECASE,
)
_FIRST_MARK = re.compile(r"^\(?[aа]\)\s*")
_PAGES = r"(?<!\w)(?:с|p|pp|s|б|էջ|c)\.?\s?\d+(?:\s?[–—-]\s?\d+)?|\d+\s?[–—-]\s?\d+|\d+\s?(?:с|p|s|б|էջ|c)"
_ENDS_IN_PAGES = re.compile(rf"(?:{_PAGES})\s?\.?$", re.IGNORECASE)
_WHOLE = re.compile(
    rf"(?:{_PAGES}|(?:1[5-9]|20)\d\d[a-zа-г]?\)?|[:,]\s?[a-z]?\d+|10\.\d{{4,9}}/\S+|https?://\S+|"
    r"\((?:дата обращения|accessed|дата звароту)[^)]*\))\s?\.?$",
    re.IGNORECASE,
)
_REVIEW = re.compile(r"^(?:рец|рэц|rev(?:iew)?)\b", re.IGNORECASE)  # one work about several
_JOURNAL = re.compile(
    r"[A-Z]\.\s?[A-Z][a-z]{1,6}\.\s?[A-Z][a-z]*\."
)  # "J. Opt. Soc. Am.": the same article again
_REPEATED = 80  # letters of a repeated reference, which has no year
_LONGEST = 4_000  # letters; a page that was not cut into entries is left alone


def with_parted_references(page: ParsedPage) -> ParsedPage:
    """The page with one reference a work in each record; a record without such entries is the same object."""
    items = tuple([_item(item) for item in page.items])
    same = all(a is b for a, b in zip(items, page.items, strict=True))
    return page if same else replace(page, items=items)


def _item(item: ParsedRecord | Rejected) -> ParsedRecord | Rejected:
    if isinstance(item, Rejected) or not item.record.references:
        return item
    listed = parted(item.record.references)
    if listed is item.record.references:
        return item
    return ParsedRecord(replace(item.record, references=listed), item.kept)


def parted(references: tuple[Reference, ...]) -> tuple[Reference, ...]:
    """One reference a work, positions counted anew; what the source has marked up is one work."""
    parts = [works_of(each.raw) if each.fields is None else [each.raw] for each in references]
    if all(len(texts) == 1 for texts in parts):
        return references
    first = min((each.position for each in references), default=1)
    flat = [(each, raw) for each, texts in zip(references, parts, strict=True) for raw in texts]
    return tuple(
        replace(each, raw=raw, position=position)
        for position, (each, raw) in enumerate(flat, start=first)
    )


def works_of(raw: str) -> list[str]:
    """The texts of the works that an entry names, in order; of one work the entry as it is."""
    if ";" not in raw or len(raw) > _LONGEST or _REVIEW.match(raw):
        return [raw]
    parts = list(_parts(raw))
    if len(parts) == 1:
        return [raw]
    return [_FIRST_MARK.sub("", parts[0]), *(_MARK.sub("", part, count=1) for part in parts[1:])]


def _parts(raw: str) -> Iterator[str]:
    start, bounds = 0, list(_SEMICOLON.finditer(raw))
    for bound, end in zip(bounds, _ends(bounds, raw), strict=True):
        if _parts_works(raw[start : bound.start()], raw[bound.end() :], raw[bound.end() : end]):
            yield raw[start : bound.start()]
            start = bound.end()
    yield raw[start:]


def _ends(bounds: Sequence[re.Match[str]], raw: str) -> list[int]:
    """Where what follows each semicolon ends: at the next one behind a whole description."""
    ends = [len(raw)] * len(bounds)
    for index in range(len(bounds) - 2, -1, -1):
        following = bounds[index + 1]
        whole = _WHOLE.search(raw[: following.start()][-_REPEATED:])
        ends[index] = following.start() if whole else ends[index + 1]
    return ends


def _parts_works(before: str, rest: str, after: str) -> bool:
    """Whether a work ends before the semicolon and another begins behind it."""
    mark = _MARK.match(rest)
    behind = rest[mark.end() :] if mark else rest
    named = begins_with_author(behind) and not _JOURNAL.match(behind)
    begins = named or _SAME_AUTHOR.match(behind) is not None
    return begins and _WHOLE.search(before) is not None and _is_whole(before) and _is_whole(after)


def _is_whole(text: str) -> bool:
    repeated = len(text) <= _REPEATED and _ENDS_IN_PAGES.search(text.strip()) is not None
    return repeated or looks_cited(text)

"""What a reference looks like to matching: its profile, its blocking keys, and its folded text.

The profile is built by the same code as that of a harvested record, so works and references are comparable field by
field and share one key space.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import accumulate, pairwise

import msgspec

from indexer.dedupe.blocking import blocking_keys
from indexer.normalise import record_profile
from indexer.profiles import Profile
from indexer.references.letters import squeeze, unnumbered
from indexer.references.parse import parse_references
from indexer.references.people import name_parts
from indexer.text.folding import fold, skeleton
from schemas import (
    Container,
    Contributor,
    HarvestedRecord,
    Identifier,
    LocalizedText,
    PersonName,
    Reference,
    ReferenceFields,
)
from schemas.identifiers import find_dois

_START = 16  # as long as the title beginnings that works are blocked by
_SHORTEST = 3  # letters of a title's skeleton that are worth a key
_WINDOW = 400  # a title starts within the first letters of a reference
# what may stand right before a title: a mark, the end of a number, a lone initial; not a hyphen inside a word
_BOUNDARY = re.compile(r"[^\w\s'’ʹʼ`-]\s*|\s(?:(?<=\d\s)|(?<=\s[^\W\d_]\s)|-+\s)")
_THESIS = re.compile(
    r"\bдис(?:с|сертация)?\b|автореф|\bthesis\b|dissertation|кандидаттық|диссертац", re.IGNORECASE
)
_THESIS_WORDS = ("дис", "автореф", "thesis", "dissertation", "кандидаттық")  # quicker to look for
_PARALLEL = re.compile(r"\s\[(?P<other>[^\[\]]{12,})\]")  # "Nazvanie [English title]"
_IDENTIFIERS = ("doi", "edn", "isbn", "issn", "arxiv", "pmid")


def reference_profile(reference: Reference) -> Profile:
    """The profile of a reference, from the fields its source marks and, for the rest, from the parsed text."""
    return fields_profile(all_fields(reference), reference.raw, reference.lang)


def fields_profile(fields: ReferenceFields, raw: str, lang: str | None = None) -> Profile:
    """The profile of a reference whose fields are known."""
    return record_profile(as_record(fields, raw, lang), "")


def all_fields(reference: Reference) -> ReferenceFields:
    """The given fields; what is not given comes from the text, except where the source gives the whole description."""
    return fields_of_list((reference,))[0]


def fields_of_list(references: Sequence[Reference]) -> list[ReferenceFields]:
    """The same of each reference of a list, whose texts the parser reads faster together."""
    wanting = [item for item in references if not _is_whole(item.fields)]
    parsed = iter(parse_references([(item.raw, item.lang) for item in wanting]))
    return [
        item.fields
        if item.fields and _is_whole(item.fields)
        else _filled(item.fields, next(parsed))
        for item in references
    ]


def _is_whole(given: ReferenceFields | None) -> bool:
    return bool(given and given.title and given.year)


def _filled(given: ReferenceFields | None, parsed: ReferenceFields) -> ReferenceFields:
    if given is None:
        return parsed
    known = {name: value for name, value in msgspec.structs.asdict(given).items() if value}
    return msgspec.structs.replace(parsed, **known)


def as_record(fields: ReferenceFields, raw: str, lang: str | None = None) -> HarvestedRecord:
    """The cited work as a record that a base might hold."""
    return HarvestedRecord(
        identifier="",
        titles=tuple(LocalizedText(title, lang) for title in titles(fields, raw)),
        contributors=tuple(map(_contributor, fields.authors)),
        container=Container(
            titles=(LocalizedText(fields.container, lang),) if fields.container else (),
            issn=(fields.issn,) if fields.issn else (),
            isbn=(fields.isbn,) if fields.isbn else (),
            volume=fields.volume,
            issue=fields.issue,
            first_page=fields.first_page,
            last_page=fields.last_page,
            article_number=fields.article_number,
        ),
        publishers=(LocalizedText(fields.publisher, lang),) if fields.publisher else (),
        place=fields.place,
        year=fields.year,
        type=fields.type or kind_of(fields, raw),
        identifiers=tuple(
            Identifier(name, value) for name in _IDENTIFIERS if (value := getattr(fields, name))
        ),
    )


@lru_cache(maxsize=1 << 15)
def _contributor(name: str) -> Contributor:
    family, given = name_parts(name) or (None, None)
    return Contributor(names=(PersonName(literal=name, family=family, given=given),))


def titles(fields: ReferenceFields, raw: str) -> Iterator[str]:
    """The title, and the translated one that romanised lists put behind it in brackets."""
    if not fields.title:
        return
    yield fields.title
    at = raw.find(fields.title[:20])
    if at >= 0 and (match := _PARALLEL.search(raw, at)):
        yield match["other"]


def kind_of(fields: ReferenceFields, raw: str) -> str:
    """Document type, only where the description leaves no doubt; "unknown" claims nothing."""
    lower = raw.lower()
    if any(word in lower for word in _THESIS_WORDS) and _THESIS.search(raw):
        return "thesis"
    if fields.container:
        return "chapter" if fields.publisher or fields.editors or fields.isbn else "unknown"
    if fields.pages_total and fields.publisher:
        return "book"
    return "unknown"


def reference_keys(profile: Profile, raw: str) -> list[str]:
    """Blocking keys in the key space of works (:func:`indexer.dedupe.blocking.blocking_keys`), sorted, each once.

    Beside those of the profile: every DOI in the text, and the beginning of a title at each of the first words,
    so that a reference whose fields were cut wrongly still meets its work.
    """
    keys = set(blocking_keys(profile))
    keys.update(f"doi:{doi}" for doi in find_dois(raw))
    keys.update(_window_keys(raw))
    keys.update(key for title in profile.titles for key in _short_title_keys(title))
    return sorted(keys)


def pieces(raw: str) -> list[list[str]]:
    """The folded words between the places where a title may begin."""
    words, starts = _pieced(raw)
    return [words[start:end] for start, end in pairwise((*starts, len(words)))]


def _pieced(raw: str) -> tuple[list[str], list[int]]:
    """The folded words, and where among them the pieces start."""
    text = squeeze(raw)
    broken = "- " in text and _BROKEN.search(text)
    words: list[str] = []
    starts = [0]
    before = ""
    for chunk in [text] if broken else text.split():
        found = _pieces_of(before + chunk)
        before = " "
        words += found[0]
        for piece in found[1:]:
            starts.append(len(words))
            words += piece
    return words, starts


_BROKEN = re.compile(
    r"[^\W\d_]\W*- "
)  # a word may be broken here: then it takes the next one to tell


@lru_cache(maxsize=1 << 16)
def _pieces_of(chunk: str) -> tuple[tuple[str, ...], ...]:
    """The pieces of what stands between two spaces, the first of which goes on with what is before it."""
    return tuple(tuple(fold(piece).split()) for piece in _BOUNDARY.split(f"{chunk} "))


def _window_keys(raw: str) -> Iterator[str]:
    """Keys of what may be the beginning of a title: every piece of the text behind a mark or a number.

    Pieces that are an initial or a number by themselves are passed over.
    """
    words, starts = _pieced(raw[:_WINDOW])
    letters = list(map(skeleton, words))
    ends = list(accumulate(map(len, letters), initial=0))
    joined = "".join(letters)
    for start, end in pairwise((*starts, len(words))):
        lone = words[start] if end - start == 1 else ""
        if end - start > 1 or (len(lone) > 2 and not lone.isdecimal()):
            beginning = joined[ends[start] : ends[start] + _START]
            if len(beginning) == _START:
                yield f"s:{beginning}"


def _short_title_keys(title: str) -> Iterator[str]:
    """The beginnings of the title that may be the whole of a short one, whose subtitle the catalogue leaves out."""
    joined = ""
    for word in title.split():
        joined += skeleton(word)
        if len(joined) >= _START:
            return
        if len(joined) >= _SHORTEST:
            yield f"s:{joined}"


@lru_cache(maxsize=4096)
def folded_text(raw: str) -> str:
    """The folded text without its number and punctuation: equal for equal references, whatever the script.

    :func:`schemas.ids.reference_number` of it is the number of a cited-only work.
    """
    return fold(unnumbered(squeeze(raw)))

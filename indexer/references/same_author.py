"""Entries by the author of the entry above: "Он же. Почвы юга. М., 2001", "Idem. …", "———. …".

GOST R 7.0.5-2008 (complex references) and the Chicago Manual print the name once. The work is one of its own, so only
its authors come from above; its own text says all else.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from msgspec.structs import replace

from indexer.references.back_references import back_reference
from indexer.references.back_words import AUTHOR
from indexer.references.fields import fields_of_list
from indexer.text.folding import fold_word
from indexer.text.printed import squeeze, unnumbered
from schemas import Reference, ReferenceFields

_FIRST_WORDS = re.compile(r"[^\W_]+(?:[\s'’ʼ-]+[^\W_]+){0,2}")
_WORD = re.compile(r"[^\W_]+")
_DASHES = re.compile(r"(?:[—–]\s?){2,}[.,]?\s+|[_-]{3,}[.,]?\s+")
_MARKS = ".,:;"


def behind_same_author(raw: str) -> str | None:
    """What stands behind the words or the dashes for the author above; None for an entry with an author of its own."""
    text = unnumbered(squeeze(raw))
    if dashes := _DASHES.match(text):
        return text[dashes.end() :]
    opening = _FIRST_WORDS.match(text)
    if opening is None:
        return None
    found = list(_WORD.finditer(opening.group()))
    length = AUTHOR.length_at([fold_word(word.group()) for word in found], 0)
    rest = text[found[length - 1].end() :] if length else ""
    if rest[:1] not in _MARKS or not rest.strip(_MARKS + " ") or back_reference(raw):
        return None
    return rest.lstrip(_MARKS + " —–-")


def with_authors_above(
    references: Sequence[Reference], known: Sequence[ReferenceFields]
) -> list[ReferenceFields]:
    """The fields of one record's references, with the authors of the entry above where an entry says so."""
    authors: dict[str, tuple[str, ...]] = {}
    filled = []
    for item, fields in zip(references, known, strict=True):
        rest = behind_same_author(item.raw) if item.fields is None else None
        found = fields if rest is None else _read(item, rest, authors.get(item.list_id, ()))
        authors[item.list_id] = found.authors
        filled.append(found)
    return filled


def _read(item: Reference, rest: str, authors: tuple[str, ...]) -> ReferenceFields:
    (found,) = fields_of_list((replace(item, raw=rest),))
    return replace(found, authors=authors)

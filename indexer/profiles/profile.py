"""The profile: everything about a record, a work or a reference that deduplication and matching compare.

A profile is normalised once and compared many times, so it holds folded keys only, never text to show. The same struct
serves records (dedupe), works (matching) and references, so that one code scores them all. Both structs hold texts,
numbers and one another, so they never form a cycle: ``gc=False`` spares the collector all that are remembered.
"""

from __future__ import annotations

from functools import lru_cache

import msgspec

from indexer.text.name_key import NameKey

MOST_INITIALS = 16
"""Initials of a name that count. The longest real names seen have eight given parts."""
_REMEMBERED = 1 << 14  # profiles; a batch of records and all that share a key with one of them


class Profile(msgspec.Struct, frozen=True, gc=False, omit_defaults=True, kw_only=True):
    """Folded features. Empty means the source does not say, which never counts as agreement or conflict.

    ``titles``: every parallel title, folded (:func:`indexer.text.folding.fold`). ``languages``: those that the titles
    show (:mod:`indexer.text.title_language`). ``people``: authors in order, each with all the forms of the name.
    ``numerals``: what tells siblings apart in titles (numbers, part numbers). ``container``: folded journal or host
    titles. ``issn`` without hyphen. ``kind``: document type of the vocabulary.
    ``markers``: "erratum", "reply", "retraction", "translation", "review" where the title or type says so.
    """

    titles: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    people: tuple[tuple[NameKey, ...], ...] = ()
    year: int | None = None
    container: tuple[str, ...] = ()
    issn: tuple[str, ...] = ()
    isbn: tuple[str, ...] = ()
    volume: str = ""
    issue: str = ""
    first_page: str = ""
    last_page: str = ""
    doi: tuple[str, ...] = ()
    edn: tuple[str, ...] = ()
    ids: tuple[str, ...] = ()
    numerals: tuple[str, ...] = ()
    markers: tuple[str, ...] = ()
    kind: str = "unknown"
    publisher: tuple[str, ...] = ()
    place: str = ""
    source: str = ""


@lru_cache(maxsize=_REMEMBERED)
def decoded(body: bytes) -> Profile:
    """A profile as stored. It is compared many times: whoever has the same object need not prepare it again."""
    return msgspec.json.decode(body, type=Profile)

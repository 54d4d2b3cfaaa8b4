"""What a record is known by where its source gives it no identifier that counts beyond one file.

A DOI (or another identifier of the publication itself) comes first; else a digest of what a citation would say. Both
are made from cleaned values, so that another spelling of a page range or a title's capitals give the same identity.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from hashlib import blake2b

from schemas import Contributor, HarvestedRecord
from schemas.identifiers import cleaned
from schemas.reach import is_global

# in this order: a DOI is the one that most sources of a publication give
_OF_THE_PUBLICATION = ("doi", "edn", "mathnet", "pmid", "arxiv")
_LONGEST = 400  # characters; a longer one is damaged, and no record has an identifier so long
_ALIKE = str.maketrans({"ё": "е", "ў": "у"})
_WORD = re.compile(r"[^\W_]+")


def identity(record: HarvestedRecord, *local: str) -> str:
    """An identifier for a record without one; "" if it says too little to be told from others.

    Enough is an identifier of the publication, or a title beside an author, or beside the journal, book or publisher
    that it came out with. ``local`` are identifiers that count in their file only (the key of a BibTeX entry): they
    make up for the author, and never stand alone.
    """
    return next(_published_ids(record), "") or _described(record, local)


def _published_ids(record: HarvestedRecord) -> Iterator[str]:
    for scheme in _OF_THE_PUBLICATION:
        for identifier in record.identifiers:
            value = cleaned(scheme, identifier.value) if identifier.scheme == scheme else None
            if value and len(value) <= _LONGEST and is_global(scheme, value):
                yield value if scheme == "doi" else f"{scheme}:{value}"


def _described(record: HarvestedRecord, local: tuple[str, ...]) -> str:
    title = _folded(record.titles[0].text) if record.titles else ""
    told = (_author(record.contributors), _came_out_with(record))
    if not title or not any((*told, *local)):
        return ""
    return (
        digest(title, *told, str(record.year or ""), *_place(record))
        if any(told)
        else digest(title, *local)
    )


def digest(*parts: str | None) -> str:
    """A short name for the words of the parts, the same every time."""
    told = "\n".join(map(_folded, parts)).encode("utf-8", "replace")
    return f"described:{blake2b(told, digest_size=8).hexdigest()}"


def _author(contributors: tuple[Contributor, ...]) -> str:
    """The longest word of the first author's family name, however the name is written."""
    by_role = sorted(contributors, key=lambda person: person.role != "author")
    names = (name for person in by_role[:1] for name in person.names[:1])
    words = (_folded(name.family or name.literal).split() for name in names)
    return max(next(words, []), key=len, default="")


def _came_out_with(record: HarvestedRecord) -> str:
    """The title of the journal or book that holds it, else the first number or name that stands for one."""
    container = record.container
    titles = [title.text for title in container.titles] if container else []
    issn = container.issn if container else ()
    isbn = [identifier.value for identifier in record.identifiers if identifier.scheme == "isbn"]
    publishers = [publisher.text for publisher in record.publishers]
    return next(
        (told for text in (*titles, *issn, *isbn, *publishers) if (told := _folded(text))), ""
    )


def _place(record: HarvestedRecord) -> tuple[str, str, str]:
    """Volume, issue and where it begins: a page, else the article's number."""
    place = record.container
    if place is None:
        return "", "", ""
    begins = place.first_page or place.article_number or place.pages
    return _folded(place.volume), _folded(place.issue), _folded(begins)


def _folded(text: str | None) -> str:
    """The words of a text alone: neither capitals, nor punctuation, nor the form of its letters count."""
    plain = unicodedata.normalize("NFKC", text or "").casefold().translate(_ALIKE)
    return " ".join(_WORD.findall(plain))

"""Works as rows to write: what the records of a work, or the references to it, alone decide. Pure functions."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

import msgspec

from indexer.institutions import Resolution
from indexer.journal_keys import journal_keys
from indexer.keys.blocking import blocking_keys
from indexer.keys.lists import NO_KEYS, packed
from indexer.keys.search import work_search_keys
from indexer.keys.strength import hashed
from indexer.people import mentions_of
from indexer.people import packed as packed_people
from indexer.people.packed import NOBODY
from indexer.profiles.of_record import merge_profiles
from indexer.profiles.profile import Profile
from indexer.works import (
    Description,
    SourcedRecord,
    SourcedReference,
    authors_of,
    describe_cited_only,
    describe_held,
    placed,
    united_container,
)
from schemas import Attributed, Work, WorkRecord
from schemas.identifiers import clean_orcid
from schemas.ids import public_id, record_number
from schemas.within import read_record

Rows = list[dict[str, Any]]
_LONGEST_TITLE = 500  # characters of a text that stands for a title
StoredRows = list[tuple[Any, ...]]


class Parts(NamedTuple):
    """Rows of authors, places and journals as stored, in the order of their keys."""

    authors: StoredRows
    countries: StoredRows
    institutions: StoredRows
    regions: StoredRows
    journals: StoredRows


class Part(NamedTuple):
    """One record of a held work: the record and its profile as stored, and what is known of its source."""

    source: str
    country: str | None
    generated: bool
    record: bytes
    profile: bytes


class Written(NamedTuple):
    """A work as rows of ``work`` and of the tables of its :class:`Parts`, and its packed keys.

    ``mentions`` are its authors, packed, and ``person_keys`` their blocks.
    """

    row: dict[str, Any]
    authors: Rows
    countries: Rows
    institutions: Rows
    regions: Rows
    journals: Rows
    keys: bytes
    mentions: bytes = NOBODY
    person_keys: bytes = NO_KEYS

    @property
    def number(self) -> int:
        """The work's number."""
        return int(self.row["number"])

    @property
    def parts(self) -> Parts:
        """The authors, places and journals as they are stored."""
        lists = (self.authors, self.countries, self.institutions, self.regions, self.journals)
        return Parts(
            *(sorted((tuple(row.values()) for row in rows), key=_by_key) for rows in lists)
        )


def _by_key(row: tuple[Any, ...]) -> tuple[Any, ...]:
    return row[:2]


def write_held(works: Sequence[tuple[int, Sequence[Part]]]) -> list[Written]:
    """Held works out of their records (oldest first)."""
    return [_held(number, parts) for number, parts in works]


def _held(number: int, parts: Sequence[Part]) -> Written:
    records = [_sourced(part) for part in parts]
    profiles = [msgspec.json.decode(part.profile, type=Profile) for part in parts]
    merged = merge_profiles(profiles)
    own = packed(hashed({*blocking_keys(merged), *work_search_keys(merged)}))
    item = describe_held(number, records)
    mentions = _mentions(number, item.work)
    return _written(number, item, merged, own)._replace(
        mentions=mentions, person_keys=packed(packed_people.unpacked(mentions).keys)
    )


def _mentions(number: int, item: Work) -> bytes:
    records = [record_number(each.source, each.identifier) for each in item.records]
    names = [person.key for person in authors_of(item)]
    return packed_people.packed(records, mentions_of(number, item), names)


def _sourced(part: Part) -> SourcedRecord:
    return SourcedRecord(
        source=part.source,
        record=read_record(part.record),
        source_country=part.country,
        generated=part.generated,
    )


def places_of(number: int, parts: Sequence[Part]) -> Parts:
    """The places and journals of a held work as they are stored, out of its records; no authors."""
    records = [_sourced(part) for part in parts]
    found = placed(records)
    institutions = [(number, *_institution(claim).values()) for claim in found.institutions]
    countries = sorted((number, code, found.basis) for code in found.countries)
    journals = journal_keys(united_container([part.record for part in records]))
    return Parts(
        authors=[],
        countries=countries,
        institutions=sorted(institutions),
        regions=[(number, code) for code in found.regions],
        journals=[(number, key) for key in journals],
    )


def write_cited_only(number: int, parts: Sequence[SourcedReference]) -> Written:
    """A cited-only work out of its references (oldest first); it has no keys."""
    return _written(
        number, Description(work=describe_cited_only(number, parts)), Profile(), NO_KEYS
    )


def write_held_bare(number: int, records: Sequence[WorkRecord]) -> Written:
    """A held work that could not be described, with the names of its records (oldest first); it has no keys."""
    work = Work(id=public_id(number), kind="held", records=tuple(records))
    return _written(number, Description(work=work), Profile(), NO_KEYS)


def write_cited_only_bare(number: int, raw: str) -> Written:
    """A cited-only work that could not be described, with the text of its oldest reference."""
    title = Attributed(text=raw[:_LONGEST_TITLE], sources=())
    work = Work(id=public_id(number), kind="cited-only", titles=(title,))
    return _written(number, Description(work=work), Profile(), NO_KEYS)


def _written(number: int, item: Description, merged: Profile, own: bytes) -> Written:
    return Written(
        row=_row(item.work, number, merged),
        authors=[{"work": number} | row for row in _authors(item.work)],
        countries=[
            {"work": number, "country": country, "basis": item.work.country_basis}
            for country in item.work.countries
        ],
        institutions=[{"work": number} | _institution(claim) for claim in item.institutions],
        regions=[{"work": number, "region": region} for region in item.work.regions],
        journals=[
            {"work": number, "journal": key}
            for key in (journal_keys(item.work.container) if item.work.kind == "held" else ())
        ],
        keys=own,
    )


def _row(item: Work, number: int, merged: Profile) -> dict[str, Any]:
    return {
        "number": number,
        "kind": item.kind,
        "title": item.titles[0].text if item.titles else "",
        "year": item.year,
        "type": item.type,
        "body": msgspec.json.encode(item),
        "profile": msgspec.json.encode(merged),
    }


def _authors(item: Work) -> Iterator[dict[str, Any]]:
    for position, person in enumerate(authors_of(item), start=1):
        given = (i.value for i in person.contributor.identifiers if i.scheme == "orcid")
        orcids = [valid for value in given if (valid := clean_orcid(value))]
        yield {
            "position": position,
            "key": person.key,
            "name": person.contributor.names[0].literal,
            "orcid": orcids[0] if orcids else None,
        }


def _institution(claim: Resolution) -> dict[str, Any]:
    evidence = msgspec.json.encode(claim.evidence).decode()
    return {"institution": claim.institution.id, "evidence": evidence}

"""What passes between a run and the child that parses for it: frames of MessagePack, each with its length before it."""

from __future__ import annotations

import struct
from collections.abc import Callable

import msgspec

from crawler.formats.page import (
    PageError,
    ParsedPage,
    ParsedRecord,
    ProtocolError,
    Rejected,
    SourceHints,
)
from crawler.limits import PageLimits
from schemas import HarvestedRecord

HEAD = struct.Struct(">I")


class Task(msgspec.Struct, frozen=True, kw_only=True, array_like=True):
    """``job`` is a name in :data:`crawler.parsing.jobs.JOBS`; ``format`` goes with the jobs that read pages."""

    job: str
    data: bytes
    hints: SourceHints
    limits: PageLimits
    format: str = ""


class Refused(msgspec.Struct, frozen=True, kw_only=True, array_like=True, tag=True):
    """A PageError."""

    reason: str
    detail: str


class Answer(msgspec.Struct, frozen=True, kw_only=True, array_like=True, tag=True):
    """What a job gave, as MessagePack of its own."""

    body: msgspec.Raw


class PageOnWire(msgspec.Struct, frozen=True, kw_only=True, array_like=True):
    """A ParsedPage. ``rejected`` and ``raws`` (of deleted records, which a guard may ask for) by their place in it."""

    records: tuple[HarvestedRecord, ...]
    rejected: dict[int, Rejected]
    raws: dict[int, bytes]
    errors: tuple[ProtocolError, ...]
    response_date: str | None
    resumption_token: str | None
    has_token_element: bool
    complete_list_size: int | None
    cursor: int | None
    complete: bool
    warnings: tuple[str, ...]
    formerly: dict[str, tuple[str, ...]]


_SAME = PageOnWire.__struct_fields__[3:]


def packed(page: ParsedPage) -> PageOnWire:
    """The page in the form that travels. The bytes of a record that is not deleted stay behind."""
    items = list(enumerate(page.items))
    return PageOnWire(
        records=page.records,
        rejected={at: _whole(item) for at, item in items if isinstance(item, Rejected)},
        raws={
            at: item.raw
            for at, item in items
            if isinstance(item, ParsedRecord) and item.record.deleted
        },
        **{name: getattr(page, name) for name in _SAME},
    )


def unpacked(page: PageOnWire, raws: Callable[[], list[bytes]]) -> ParsedPage:
    """The page as its parser gave it. ``raws`` gives the bytes of all of its records, for whoever asks."""
    records = iter(enumerate(page.records))
    items: list[ParsedRecord | Rejected] = []
    for at in range(len(page.records) + len(page.rejected)):
        if (rejected := page.rejected.get(at)) is not None:
            items.append(rejected)
            continue
        number, record = next(records)
        items.append(ParsedRecord(record, page.raws.get(at) or _Later(raws, number)))
    return ParsedPage(items=tuple(items), **{name: getattr(page, name) for name in _SAME})


class _Later:
    """The bytes of one record, when somebody asks for them."""

    def __init__(self, raws: Callable[[], list[bytes]], number: int) -> None:
        self._raws = raws
        self._number = number

    def __call__(self) -> bytes:
        return self._raws()[self._number]


def _whole(item: Rejected) -> Rejected:
    """Damage is quoted with bytes that are no text; no database takes those."""
    return msgspec.structs.replace(
        item,
        detail=printable(item.detail),
        identifier=item.identifier and printable(item.identifier),
    )


def printable(text: str) -> str:
    """The text without lone surrogates."""
    return text.encode("utf-8", "replace").decode("utf-8")


def refusal(error: PageError) -> Refused:
    """The error in the form that travels."""
    return Refused(reason=error.reason, detail=printable(error.detail))

"""The guard over deletions: a source that would lose too much waits until somebody has looked.

A source that was moved, emptied or answers nonsense tells that everything is gone; harvesters that believed it lost
whole collections. So no deletion of a live record happens at once. Each is gathered in quarantine, and at the end of
the run all of them are decided together (:mod:`crawler.runs.deciding`): up to 5 % of what the source held 30 days ago
are deleted as told; beyond that the run is *held* until an administrator approves or rejects them
(``eaci runs approve|reject``).

Two kinds are not even gathered. What was refused stays refused while the source tells the same datestamp. And of a
record that the source lists as live too (OJS 3.2 and 3.3 list an old submission's deletion under the identifier of
its successor) the deletion is *disputed*: it is believed if the source gives the record as deleted when asked for it
alone.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import NamedTuple

import msgspec
from sqlalchemy import Connection

from catalogue.harvested import deletions
from catalogue.harvested.deletions import DISPUTED, HELD, WAITING, Told
from catalogue.harvested.descriptions import last_listed
from catalogue.harvested.sightings import last_seen
from catalogue.harvested.told import Formats, Listing, listing_of
from crawler.formats import ParsedPage, ParsedRecord, Rejected
from crawler.oai.seen import Seen
from crawler.oai.steps import NOT_GIVEN
from schemas import HarvestedRecord

SHARE = 0.05
_DETAILS = {
    HELD: "the source says that the record is deleted",
    DISPUTED: "the source lists the record as deleted and as live",
}


class Sifted(NamedTuple):
    """A page without the deletions that do not happen now.

    ``unchanged`` counts those that change nothing; what waits in quarantine under the names ``kept`` goes on waiting.
    """

    page: ParsedPage
    unchanged: int = 0
    kept: frozenset[str] = frozenset()


class Guard:
    """Keeps back the deletions of a run.

    ``listing`` is the format that it guards, of a source with two. ``began_in`` is the run in which its harvest began;
    ``held`` is how many deletions the newest page had, ``gathered`` how many the run had; ``doubtful`` are records
    that were listed as deleted, and then as live.
    """

    def __init__(self, source: str, run_id: int, listing: Listing | None = None) -> None:
        self._source = source
        self._run = run_id
        self._listing = listing
        self.began_in = run_id
        self.held = 0
        self.gathered = 0
        self.doubtful: set[str] = set()
        self._dead: Seen | None = None  # what this process found listed as deleted

    def sift(self, connection: Connection, page: ParsedPage, *, confirmed: bool = False) -> Sifted:
        """Take the deletions of live records out of a page.

        ``confirmed`` says that the source was asked for the records by name: its answer is no dispute.
        """
        self.held = 0
        dead = [record.identifier for record in page.records if record.deleted]
        live = _listed_live(page)
        if confirmed:
            self.doubtful -= live.union(dead)
            live = set()
        kept = self._disputed(connection, live.difference(dead))
        if not dead:
            return Sifted(page, kept=kept)
        seen = self._last_seen(connection, dead)
        # what comes to life on this very page, or should have
        seen |= dict.fromkeys(live.intersection(dead), self.began_in)
        self._remember(() if confirmed else dead)
        if not seen:
            return Sifted(page, kept=kept)
        told, elsewhere = self._told(connection, seen)
        refused = deletions.refused(connection, self._source, seen)
        return self._without(
            connection, page, _Known(seen, told, refused, kept, elsewhere), confirmed
        )

    def _last_seen(self, connection: Connection, names: list[str]) -> dict[str, int]:
        if self._listing is None:
            return last_seen(connection, self._source, names)
        return last_listed(connection, self._source, names, self._listing.leads)

    def _told(
        self, connection: Connection, names: Collection[str]
    ) -> tuple[list[Told], frozenset[str]]:
        """What is or was in quarantine of this listing; and what waits to be deleted because the first one says so."""
        told = deletions.told_before(connection, self._source, names)
        listing = self._listing
        if listing is None:
            return told, frozenset()
        mine = [row for row in told if listing.holds(row.format)]
        if listing.leads:
            return mine, frozenset()
        others = (row for row in told if not listing.holds(row.format))
        return mine, frozenset(
            row.identifier for row in others if row.waits and row.reason in WAITING
        )

    def _disputed(self, connection: Connection, live: set[str]) -> frozenset[str]:
        """Of what is listed as live, what this harvest listed as deleted too: that waits for the source's word."""
        listed = {name for name in live if self._dead is not None and name in self._dead}
        suspects = live if self.began_in != self._run else listed
        if not suspects:
            return frozenset()
        told, _ = self._told(connection, suspects)
        both = [
            row
            for row in told
            if row.waits and row.reason in WAITING and self._is_ours(row) and not row.decided
        ]
        deletions.dispute(connection, [row.item for row in both if row.reason == HELD])
        disputed = frozenset(row.identifier for row in both)
        # of what was not live when it was listed as deleted nothing waits
        self.doubtful |= listed - disputed
        return disputed

    def _is_ours(self, row: Told) -> bool:
        return row.run_id >= self.began_in

    def _remember(self, names: Iterable[str]) -> None:
        for name in names:
            if self._dead is None:
                self._dead = Seen()
            self._dead.add(name)

    def _without(
        self, connection: Connection, page: ParsedPage, known: _Known, confirmed: bool
    ) -> Sifted:
        items: list[ParsedRecord | Rejected] = []
        again: list[tuple[str, str]] = []
        waiting: set[str] = set(known.kept)
        unchanged = 0
        for item in page.items:
            if isinstance(item, Rejected) or not _deletes(item.record, known):
                items.append(item)
                continue
            name, stamp = item.record.identifier, item.record.datestamp or ""
            if name in known.elsewhere:
                unchanged += 1
            elif self._is_refused(name, stamp, known):
                again.append((name, stamp))
                unchanged += 1
            elif self._waits_already(name, stamp, known, (HELD,) if confirmed else WAITING):
                waiting.add(name)
                unchanged += 1
            else:
                reason = DISPUTED if not confirmed and self._is_disputed(name, known) else HELD
                items.append(_put_aside(item, reason))
                self.held += 1
                # what is listed twice on a page waits once
                known.told.append(_noted(item.record, reason, self._run))
        deletions.refused_again(connection, self._source, self._run, again)
        self.gathered += self.held
        sifted = msgspec.structs.replace(page, items=tuple(items))
        return Sifted(sifted, unchanged, frozenset(waiting))

    def _is_refused(self, name: str, stamp: str, known: _Known) -> bool:
        """A deletion without a datestamp is the same one until the record has been seen again."""
        told_in = known.refused.get((name, stamp))
        return told_in is not None and (stamp != "" or told_in >= known.seen[name])

    def _waits_already(
        self, name: str, stamp: str, known: _Known, reasons: tuple[str, ...]
    ) -> bool:
        return any(
            row.identifier == name
            and row.datestamp == stamp
            and row.waits
            and row.reason in reasons
            and (row.decided or self._is_ours(row))
            for row in known.told
        )

    def _is_disputed(self, name: str, known: _Known) -> bool:
        """True if this harvest listed the record as live, usable or not, or if it ever was disputed."""
        if known.seen[name] >= self.began_in:
            return True
        told = [row for row in known.told if row.identifier == name]
        listed = any(
            self._is_ours(row) and row.waits and row.reason not in (*WAITING, NOT_GIVEN)
            for row in told
        )
        return listed or any(row.reason == DISPUTED for row in told)


class Guards:
    """The guards of a run: one, or one for each format of a source that lists its records in two.

    What is listed live in one format says nothing against a deletion in the other. Where the first waits to be
    deleted, the second need not wait as well.
    """

    def __init__(self, source: str, run_id: int, formats: Formats | None = None) -> None:
        self._formats = formats
        named = (formats.first, formats.second) if formats is not None else ("",)
        listings = [listing_of(formats, format) for format in named]
        self._guards = {listing: Guard(source, run_id, listing) for listing in listings}
        self.began_in = run_id

    def of(self, format: str) -> Guard:
        """The guard over deletions in that format."""
        guard = self._guards[listing_of(self._formats, format)]
        guard.began_in = self.began_in
        return guard

    @property
    def gathered(self) -> int:
        """How many deletions the run had."""
        return sum(guard.gathered for guard in self._guards.values())


class _Known(NamedTuple):
    """What is known of records that would be deleted; what waits ``elsewhere`` need not wait here as well."""

    seen: dict[str, int]
    told: list[Told]
    refused: dict[tuple[str, str], int]
    kept: frozenset[str]
    elsewhere: frozenset[str]


def _listed_live(page: ParsedPage) -> set[str]:
    """What the page lists as live; also what cannot be used, for it is there."""
    live = {record.identifier for record in page.records if not record.deleted}
    return live | {
        item.identifier for item in page.rejected if item.identifier and item.reason != NOT_GIVEN
    }


def _deletes(said: HarvestedRecord, known: _Known) -> bool:
    return said.deleted and said.identifier in known.seen


def _put_aside(item: ParsedRecord, reason: str) -> Rejected:
    return Rejected(
        reason=reason,
        detail=_DETAILS[reason],
        raw=item.raw,
        identifier=item.record.identifier,
        datestamp=item.record.datestamp,
    )


def _noted(said: HarvestedRecord, reason: str, run_id: int) -> Told:
    stamp = said.datestamp or ""
    return Told(0, said.identifier, stamp, run_id, reason, waits=True, decided=False, format="")

"""A generated repository: records with sets, deletions and datestamps, a few of them bad for ever."""

from __future__ import annotations

import random
import re
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from xml.sax.saxutils import escape

_WORDS = (
    "Учёные записки о языке", "Кыргыз тилинин тарыхы", "Қазақ тілінің сөздігі", "Հայոց լեզվի պատմություն",
    "Notes on the steppe", "Беларуская мова і грамадства", "Экономика приграничных районов", "Вопросы механики",
)  # fmt: skip
SETS = ("math", "phys")
_BEGIN = datetime(2015, 1, 1, tzinfo=UTC)
RESPONSE_DATE = "2024-05-01T10:00:00Z"


@dataclass(frozen=True)
class Entry:
    """One record. ``bad`` says in which way it can never be used, ``dirty`` what has to be repaired in it."""

    number: int
    datestamp: str
    title: str
    set_spec: str
    deleted: bool = False
    bad: str | None = None
    dirty: str | None = None

    @property
    def identifier(self) -> str:
        return f"oai:generated:{self.number}"

    def xml(self) -> str:
        """The record as the repository gives it."""
        status = ' status="deleted"' if self.deleted else ""
        name = "" if self.bad == "no-identifier" else f"<identifier>{self.identifier}</identifier>"
        dated = f"<datestamp>{self.datestamp}</datestamp><setSpec>{self.set_spec}</setSpec>"
        header = f"<header{status}>{name}{dated}</header>"
        return f"<record>{header}{'' if self.deleted else self._metadata()}</record>"

    def header(self) -> str:
        """What ListIdentifiers tells of the record."""
        return re.search("<header.*</header>", self.xml()).group()

    def _metadata(self) -> str:
        title = f"<dc:title>{self._title()}</dc:title>"
        if self.bad == "no-title":
            title = ""
        if self.bad == "not-well-formed":
            title = "<dc:title>a title without an end"
        creator = f"<dc:creator>Иванов, И. {self.number}</dc:creator>"
        return (
            f"<metadata><oai_dc:dc>{title}{creator}<dc:date>2020</dc:date></oai_dc:dc></metadata>"
        )

    def _title(self) -> str:
        marks = {"control": "\x03", "noncharacter": "\ufffe", None: ""}
        return marks[self.dirty] + escape(self.title)


class Repository:
    """``size`` entries by seed, in order of datestamp or shuffled."""

    def __init__(self, seed: int, *, size: int = 40, faulty: bool = True) -> None:
        rng = random.Random(seed)
        self.seconds = rng.random() < 0.5
        self.ordered = rng.random() < 0.6
        days = sorted(rng.randrange(3000) for _ in range(size))
        self.entries = [self._entry(rng, number, day) for number, day in enumerate(days)]
        if faulty:
            self._spoil(rng)
        if not self.ordered:
            rng.shuffle(self.entries)

    @property
    def granularity(self) -> str:
        return "YYYY-MM-DDThh:mm:ssZ" if self.seconds else "YYYY-MM-DD"

    def _entry(self, rng: random.Random, number: int, day: int) -> Entry:
        moment = _BEGIN + timedelta(days=day, seconds=number if self.seconds else 0)
        return Entry(
            number,
            moment.strftime("%Y-%m-%dT%H:%M:%SZ" if self.seconds else "%Y-%m-%d"),
            f"{rng.choice(_WORDS)} {number}",
            rng.choice(SETS),
            deleted=rng.random() < 0.1,
        )

    def _spoil(self, rng: random.Random) -> None:
        """A few entries that are bad for ever, and a few that need a repair."""
        alive = [place for place, entry in enumerate(self.entries) if not entry.deleted]
        chosen = rng.sample(alive, 5)
        kinds = ("no-title", "not-well-formed", "no-identifier")
        for place, kind in zip(chosen, rng.sample(kinds, rng.randrange(4)), strict=False):
            self.entries[place] = replace(self.entries[place], bad=kind)
        for place, kind in zip(chosen[3:], ("control", "noncharacter"), strict=True):
            if rng.random() < 0.4:
                self.entries[place] = replace(self.entries[place], dirty=kind)

    def select(self, from_: str | None, until: str | None, set_spec: str | None) -> list[Entry]:
        """The entries of a window and a set, in the repository's order now."""
        return [
            entry
            for entry in self.entries
            if (from_ is None or entry.datestamp >= from_)
            and (until is None or entry.datestamp <= until)
            and (set_spec is None or entry.set_spec == set_spec)
        ]

    def touch(self, rng: random.Random) -> None:
        """Entries get the newest datestamp while somebody reads: in an ordered list they move to its end."""
        for _ in range(2):
            place = rng.randrange(len(self.entries) // 2)
            moved = self.entries.pop(place)
            stamp = RESPONSE_DATE if self.seconds else RESPONSE_DATE[:10]
            self.entries.insert(
                len(self.entries) if self.ordered else place, replace(moved, datestamp=stamp)
            )

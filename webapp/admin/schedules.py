"""Schedules: five-field cron expressions in UTC, checked before they are kept."""

from __future__ import annotations

import re
from datetime import UTC, datetime

from croniter import croniter

from crawler.worker import next_times

EXAMPLES = ("0 2 * * *", "30 4 * * 1", "0 3 1 * *")
_LONGEST = 100
# croniter also takes H and R, which draw a new time at every reading
_RANDOM = re.compile(r"(?i)(?:^|\s)[hr](?![a-z])")


class ScheduleError(ValueError):
    """A text that is no schedule. ``kind``: "fields", "invalid" or "never"; the page says it in its language."""

    def __init__(self, kind: str) -> None:
        super().__init__(kind)
        self.kind = kind


def parse_schedule(text: str) -> str | None:
    """The expression in its tidy form, None for an empty one; raise :class:`ScheduleError` for a wrong one."""
    fields = text[:_LONGEST].split()
    if not fields:
        return None
    if len(fields) != 5:
        raise ScheduleError("fields")
    expression = " ".join(fields)
    if not croniter.is_valid(expression) or _RANDOM.search(expression):
        raise ScheduleError("invalid")
    if not next_times(expression, datetime.now(UTC), 1):
        raise ScheduleError("never")
    return expression


def upcoming(schedule: str | None, after: datetime, count: int = 5) -> list[str]:
    """The next times as "2026-11-24 02:00" (UTC); empty without a schedule or with one that never comes."""
    if not schedule or not croniter.is_valid(schedule):
        return []
    return [each.strftime("%Y-%m-%d %H:%M") for each in next_times(schedule, after, count)]

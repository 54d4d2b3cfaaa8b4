"""Logs of the long-running programs: lines for people, or one JSON object a line for a collector.

Whatever a line tells, it is one line (a traceback in text is the only paragraph), of bounded length, without values of
variables, and without the secrets that :mod:`catalogue.secrecy` knows.
"""

from __future__ import annotations

import json
import logging
import sys
from collections.abc import Callable, Mapping
from contextlib import suppress
from typing import Any, Literal

import structlog
from structlog.typing import EventDict, Processor, WrappedLogger

from catalogue.secrecy import told_part
from catalogue.tracebacks import as_text, bounded_traceback

_SHARED: tuple[Processor, ...] = (
    structlog.stdlib.add_log_level,
    structlog.stdlib.add_logger_name,
    structlog.processors.TimeStamper(fmt="iso", utc=True),
    structlog.stdlib.ExtraAdder(),
    structlog.stdlib.PositionalArgumentsFormatter(),
)
# Tell of every request, at "info" or of its every part at "debug"; what goes wrong with one comes as a warning.
_CHATTY = ("elastic_transport", "urllib3")
_MOST_LETTERS = 4000  # of a text in a line
_MOST_ITEMS = 50  # of a list or a mapping in a line


def configure(form: Literal["text", "json"] | str, level: str = "info") -> None:
    """Send everything that the program and its libraries log, from this level up, to standard error in this form.

    An exception becomes a field of its line in JSON, and its usual paragraph in text. Called once, by a program that
    runs on.
    """
    rendering: list[Processor] = [
        structlog.stdlib.ProcessorFormatter.remove_processors_meta,
        structlog.processors.ExceptionRenderer(bounded_traceback),
        *(_as_json() if form == "json" else _as_lines()),
    ]
    handler = _Handler()
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(foreign_pre_chain=_SHARED, processors=rendering)
    )
    root = logging.getLogger()
    root.handlers = [handler]
    root.setLevel(level.upper())
    for name in _CHATTY:
        logging.getLogger(name).setLevel(max(root.level, logging.WARNING))


class _Handler(logging.StreamHandler):  # type: ignore[type-arg]
    """Says in one line that a line cannot be written; the library would print its arguments and a traceback."""

    def handleError(self, record: logging.LogRecord) -> None:  # noqa: N802 -- the library's name
        """Called while the exception is handled."""
        kind = getattr(sys.exc_info()[0], "__name__", "")
        place = f"{record.filename}:{record.lineno}"
        with suppress(OSError, ValueError):  # a stream that is closed, or full
            self.stream.write(f"a line of the log from {place} could not be written: {kind}\n")


def _as_json() -> tuple[Processor, ...]:
    return _every_text(str), _json_line


def _json_line(_logger: WrappedLogger, _name: str, event: EventDict) -> str:
    """One line for every reader: also for those to whom U+2028 or U+0085 ends a line."""
    text = json.dumps(event, ensure_ascii=False)
    return text if text.isprintable() else "".join(map(_json_letter, text))


def _json_letter(letter: str) -> str:
    return letter if letter.isprintable() else json.dumps(letter)[1:-1]


def _as_lines() -> tuple[Processor, ...]:
    renderer = structlog.dev.ConsoleRenderer(
        colors=sys.stderr.isatty(), exception_formatter=structlog.dev.plain_traceback
    )
    return _every_text(printable), _paragraph, renderer


def _paragraph(_logger: WrappedLogger, _name: str, event: EventDict) -> EventDict:
    if "exception" in event:
        event["exception"] = as_text(event["exception"])
    return event


def printable(text: str) -> str:
    """The text in one line: what is not printable (line breaks, colours, half characters) as an escape."""
    if text.isprintable():
        return text
    return "".join(each if each.isprintable() else _escaped(each) for each in text)


def _escaped(letter: str) -> str:
    return letter.encode("unicode_escape").decode("ascii")


def _every_text(change: Callable[[str], str]) -> Processor:
    """A processor that bounds everything in a line, takes secrets out and changes every text."""

    def changed(value: Any) -> Any:
        if value is None or isinstance(value, bool | int | float):
            return value
        if isinstance(value, Mapping):
            items = list(value.items())[:_MOST_ITEMS]
            return {str(changed(str(name))): changed(each) for name, each in items}
        if isinstance(value, list | tuple | set | frozenset):
            return [changed(each) for each in list(value)[:_MOST_ITEMS]]
        text = value if isinstance(value, str) else repr(value)
        return change(told_part(text, _MOST_LETTERS))

    def processor(_logger: WrappedLogger, _name: str, event: EventDict) -> EventDict:
        return {name: changed(value) for name, value in event.items()}

    return processor

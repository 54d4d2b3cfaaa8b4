"""Logs of the long-running programs: lines for people, or one JSON object a line for a collector."""

from __future__ import annotations

import logging
import sys
from typing import Literal

import structlog
from structlog.typing import Processor

_SHARED: tuple[Processor, ...] = (
    structlog.stdlib.add_log_level,
    structlog.stdlib.add_logger_name,
    structlog.processors.TimeStamper(fmt="iso", utc=True),
    structlog.stdlib.ExtraAdder(),
    structlog.stdlib.PositionalArgumentsFormatter(),
)
# Tells of every request at "info"; what goes wrong with one comes as a warning.
_CHATTY = "elastic_transport"


def configure(form: Literal["text", "json"] | str) -> None:
    """Send everything that the program and its libraries log, from "info" up, to standard error in this form.

    An exception becomes a field of its line in JSON, and its usual paragraph in text. Called once, by a program that
    runs on.
    """
    rendering: list[Processor] = [structlog.stdlib.ProcessorFormatter.remove_processors_meta]
    if form == "json":
        rendering += [
            structlog.processors.dict_tracebacks,
            structlog.processors.JSONRenderer(ensure_ascii=False),
        ]
    else:
        rendering.append(structlog.dev.ConsoleRenderer(colors=sys.stderr.isatty()))
    handler = logging.StreamHandler()
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(foreign_pre_chain=_SHARED, processors=rendering)
    )
    root = logging.getLogger()
    root.handlers = [handler]
    root.setLevel(logging.INFO)
    logging.getLogger(_CHATTY).setLevel(logging.WARNING)

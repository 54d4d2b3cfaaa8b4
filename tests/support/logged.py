"""The program's logs as a collector gets them: the bytes on standard error."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from io import BytesIO, TextIOWrapper

from catalogue import logs


@contextmanager
def logged(form: str, level: str = "info") -> Iterator[Callable[[], str]]:
    """Inside, logs are written in this form; what is given reads what was written since the last time."""
    root = logging.getLogger()
    before = root.handlers, root.level
    logs.configure(form, level)
    (handler,) = root.handlers
    assert isinstance(handler, logging.StreamHandler)
    raw = BytesIO()
    handler.setStream(TextIOWrapper(raw, encoding="utf-8", write_through=True))

    def read() -> str:
        told = raw.getvalue().decode()
        raw.seek(0)
        raw.truncate()
        return told

    try:
        yield read
    finally:
        root.handlers, root.level = before

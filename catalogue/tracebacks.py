"""What a log says of an exception: types, messages and places, never the values of variables, and never too much.

The form is that of :mod:`structlog.tracebacks`, without its local variables: a frame of ours holds passwords, keys and
whole pages. An exception of thousands of frames (a recursion) or of megabytes (a message) becomes a few kilobytes.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator
from itertools import islice
from linecache import getline
from traceback import walk_tb
from types import FrameType, TracebackType
from typing import Any

from catalogue.secrecy import told_part

MOST_EXCEPTIONS = 4
"""Of a chain of causes, and of a group."""
FIRST_FRAMES, LAST_FRAMES = 5, 15
"""Of a longer traceback the middle is left out."""
MOST_LETTERS = 2000
"""Of a message."""
_FEW_LETTERS = 200

ExcInfo = tuple[type[BaseException], BaseException, TracebackType | None]
ExceptionPart = dict[str, Any]


def bounded_traceback(exc_info: ExcInfo) -> list[ExceptionPart]:
    """The exception and what led to it, the exception itself first."""
    return [_one(error, is_cause=is_cause) for error, is_cause in _chain(exc_info[1])]


def _chain(error: BaseException | None) -> Iterator[tuple[BaseException, bool]]:
    """Each exception with whether it is the direct cause of the one before."""
    is_cause = False
    seen: set[int] = set()
    while error is not None and id(error) not in seen and len(seen) < MOST_EXCEPTIONS:
        seen.add(id(error))
        yield error, is_cause
        is_cause = error.__cause__ is not None
        hidden = error.__suppress_context__
        error = error.__cause__ or (None if hidden else error.__context__)


def _one(error: BaseException, *, is_cause: bool) -> ExceptionPart:
    frames, left_out = _frames(error.__traceback__)
    found: ExceptionPart = {
        "exc_type": type(error).__name__,
        "exc_value": told_part(_message(error), MOST_LETTERS),
        "is_cause": is_cause,
        "frames": frames,
        "frames_left_out": left_out,
    }
    notes = getattr(error, "__notes__", None)
    if isinstance(notes, list) and notes:
        found["exc_notes"] = [
            told_part(str(note), _FEW_LETTERS) for note in notes[:MOST_EXCEPTIONS]
        ]
    if isinstance(error, BaseExceptionGroup):
        members = error.exceptions[:MOST_EXCEPTIONS]
        found["exceptions"] = [
            f"{type(each).__name__}: {told_part(_message(each), _FEW_LETTERS)}" for each in members
        ]
    return found


def _message(error: BaseException) -> str:
    try:
        return str(error)
    except Exception as failure:  # noqa: BLE001 -- whatever a foreign __str__ raises, the line is written
        return f"<its message cannot be read: {type(failure).__name__}>"


def _frames(traceback: TracebackType | None) -> tuple[list[dict[str, str | int]], int]:
    """The first and the last frames, and how many are left out between them."""
    walked = walk_tb(traceback)
    first = list(islice(walked, FIRST_FRAMES))
    rest, last = 0, deque[tuple[FrameType, int]](maxlen=LAST_FRAMES)
    for each in walked:
        last.append(each)
        rest += 1
    return [_frame(*each) for each in (*first, *last)], rest - len(last)


def _frame(frame: FrameType, line: int) -> dict[str, str | int]:
    code = frame.f_code
    return {"filename": code.co_filename, "lineno": line, "name": code.co_name}


def as_text(exceptions: list[ExceptionPart]) -> str:
    """The usual paragraph, what led to it first. The messages must be single lines."""
    return "\n\n".join("\n".join(_lines(each)) for each in reversed(exceptions))


def _lines(part: ExceptionPart) -> Iterator[str]:
    yield "Traceback (most recent call last):"
    frames, left_out = part["frames"], part["frames_left_out"]
    for place, frame in enumerate(frames):
        if left_out and place == FIRST_FRAMES:
            yield f"  … {left_out} frames …"
        yield f'  File "{frame["filename"]}", line {frame["lineno"]}, in {frame["name"]}'
        if source := getline(frame["filename"], frame["lineno"]).strip():
            yield f"    {source[:_FEW_LETTERS]}"
    yield f"{part['exc_type']}: {part['exc_value']}"
    yield from (f"  {each}" for each in part.get("exc_notes", ()))
    yield from (f"  | {each}" for each in part.get("exceptions", ()))
    if part["is_cause"]:
        yield "This was the cause of:"

"""Why a reference list is not checked."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

from schemas.errors import ExpectedError


class CannotCheckError(ExpectedError):
    """``code`` names the kind, ``params`` fill the sentence, so that the site can say it in the reader's language."""

    messages: ClassVar[Mapping[str, str]] = {
        "nothing": "There is no reference in it. Paste a reference list, or choose a file that holds one.",
        "too_many": "The list has {count} references; at most {most} are checked at a time. Send it in parts.",
        "too_long": "The text has {count} letters; at most {most} are read. Send the reference list alone.",
        "too_large": "The file {name} has more than {most} MB. Send the reference list alone.",
        "unknown_kind": "Files like {name} are not read. These are: {known}.",
        "not_docx": "{name} is no Word document (.docx), or it is damaged.",
        "bomb": "{name} unpacks to more than a list of references can hold, so it is not opened.",
        "unreadable": "{name} cannot be read: {reason}.",
    }

    def __init__(self, code: str, **params: str | int) -> None:
        self.code = code
        self.params = params
        super().__init__(self.messages[code].format(**params))

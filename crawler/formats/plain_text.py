"""Text files of reference managers: bytes into text, in whatever charset the program wrote."""

from __future__ import annotations

from crawler.formats.charset import guess, named
from crawler.formats.page import PageError
from crawler.formats.xml import check_size


def decode(data: bytes) -> tuple[str, tuple[str, ...]]:
    """UTF-8, UTF-16 with its mark, else the Cyrillic charset that the letters tell, which is a warning.

    Raises PageError if it is none of them, or too large.
    """
    check_size(data)
    try:
        if data[:2] in {b"\xff\xfe", b"\xfe\xff"}:
            return data.decode("utf-16"), ()
        return data.decode("utf-8-sig"), ()
    except UnicodeDecodeError as error:
        charset = guess(data)
        if charset is None:
            detail = "neither UTF-8 nor a Cyrillic charset; save it as UTF-8"
            raise PageError("wrong-format", detail) from error
    return data.decode(charset, "replace"), (f"repaired: read as {named(charset)}",)

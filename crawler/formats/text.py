"""Text out of elements: escaped HTML inside metadata becomes the text it stands for."""

from __future__ import annotations

import re

from lxml import html

_MARKUP = re.compile(
    r"</?(?:p|br|em|i|b|u|strong|sub|sup|span|div|ul|ol|li|a|font|jats:\w+)(?:\s[^<>]*)?/?>",
    re.IGNORECASE,
)
_BREAKING = re.compile(r"<(?:br|/p|/div|/li)\b[^<>]*>", re.IGNORECASE)


def plain(text: str) -> str:
    """The text without HTML mark-up, white space collapsed; text without a known tag only has the latter done."""
    if "<" in text and _MARKUP.search(text):
        fragment = html.fromstring(f"<div>{_BREAKING.sub(' ', text)}</div>")
        text = "".join(map(str, fragment.itertext()))
    return collapse(text)


def collapse(text: str) -> str:
    """The text with every run of white space as one space, and none around it."""
    # no white space but the space is printable; to see that costs half of splitting an abstract
    if text.isprintable() and "  " not in text and text == text.strip():
        return text
    return " ".join(text.split())

"""Text out of elements: escaped HTML inside metadata becomes the text it stands for."""

from __future__ import annotations

import re

from lxml import html

from crawler.formats.text.entities import unescape
from crawler.formats.text.inner_text import inner_text, without_preamble

_PREFIXED = r"(?:jats|mml|m|o|xhtml):[a-z][\w-]*"
# a lone one of these is mark-up; "<i>" needs its "</i>", for "<E> and <i>" are also means of E and i
_ALONE = rf"br|hr|span|div|li|img|{_PREFIXED}"
_KNOWN = (
    rf"(?:{_ALONE}|p|em|i|b|u|s|q|a|strong|sub|sup|inf|ul|ol|font|small|big|tt|code|pre|cite|del|ins|strike|center|abbr|"
    "blockquote|section|h[1-6]|table|tbody|thead|tr|td|th|dl|dt|dd|style|script|italic|bold|sc|scp|roman|monospace|"
    "underline|title|sec|list|list-item|ext-link|xref|named-content|styled-content|inline-formula|disp-formula|"
    "alternatives|tex-math|math|mi|mo|mn|mrow|msub|msup|msubsup|mfrac|msqrt|mtext|mover|munder|munderover|mspace|mstyle|"
    "mfenced|semantics|annotation)"
)
_MARKUP = re.compile(
    rf"</{_KNOWN}\s*>|<(?:{_ALONE})(?:\s[^<>]*)?/?>|<{_KNOWN}(?:\s[^<>=]*=[^<>]*|\s*/)>|^\s*<p>|<!--",
    re.IGNORECASE,
)
_FOREIGN = re.compile(rf"<(?!/?{_KNOWN}(?:\s[^<>]*)?/?>|!--)", re.IGNORECASE)
_DIVISION = re.compile(r"</?div\b[^<>]*>", re.IGNORECASE)  # a lone end of one would end the text
_MOST_LAYERS = 4  # of escaping; two are common, by a program that escapes what another has escaped
_CONTROLS = re.compile("[\x80-\x9f]")
_NEXT_LINE = "\x85"
_PARSER = html.HTMLParser(remove_comments=True, remove_pis=True)


def plain(text: str) -> str:
    """The text without HTML mark-up, character references and frames of TeX documents, white space collapsed."""
    # most texts have nothing to take out; no white space but the space is printable
    if text.isprintable() and not ("<" in text or "&" in text or "\\" in text):
        return " ".join(text.split()) if "  " in text else text.strip()
    if "<" in text or "&" in text:
        text = _without_layers(text)
    if "\\" in text:
        text = without_preamble(text)
    return collapse(text) if text.isprintable() else _collapsed(text)


def _collapsed(text: str) -> str:
    collapsed = " ".join(text.split())
    # white space is all that most have beside letters; one of the control characters counts as such
    if collapsed.isprintable() and _NEXT_LINE not in text:
        return collapsed
    return " ".join(_CONTROLS.sub(_of_windows, text).split())


def _of_windows(match: re.Match[str]) -> str:
    """``&#150;`` is a dash of windows-1252, in which programs counted; in XML it is a control character."""
    return match[0].encode("latin-1").decode("windows-1252", "replace")


def _without_layers(text: str) -> str:
    for _ in range(_MOST_LAYERS):
        before = text
        if "<" in text and _has_markup(text):
            text = _without_markup(text)
        elif "&" in text:
            text = unescape(text)
        if text == before:
            break
    return text


def _has_markup(text: str) -> bool:
    # there is none before the first bracket: to look for that costs a tenth of searching an abstract
    first = text.index("<")
    start = first if text[:first].strip() else 0  # a lone "<p>" is mark-up at the beginning
    return _MARKUP.search(text, start) is not None


def _without_markup(text: str) -> str:
    kept = _FOREIGN.sub("&lt;", _DIVISION.sub(" ", text))
    return inner_text(html.fromstring(f"<div>{kept}</div>", parser=_PARSER))


def is_printable(text: str) -> bool:
    """As ``str.isprintable``, for long texts of XML, which have no control characters but tabs and ends of lines."""
    if not text.isascii():
        return text.isprintable()
    return not ("\n" in text or "\r" in text or "\t" in text)


def collapse(text: str) -> str:
    """The text with every run of white space as one space, and none around it."""
    # no white space but the space is printable; to see that costs half of splitting an abstract
    return text.strip() if text.isprintable() and "  " not in text else " ".join(text.split())

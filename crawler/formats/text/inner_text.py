"""The text inside an element with mark-up: breaks part words, and of a formula in several forms one is taken.

The names are those of JATS, HTML and MathML, with any prefix; a name means the same in all of them.
"""

from __future__ import annotations

from collections.abc import Callable, Container
from functools import lru_cache

from lxml import etree

BREAKS = frozenset({
    "br", "break", "lb", "p", "li", "list-item", "list", "title", "sec", "tr", "td", "th", "table", "div", "dt", "dd",
    "ul", "ol", "blockquote", "section", "disp-formula", "disp-quote", "h1", "h2", "h3", "h4", "h5", "h6", "mspace",
})  # fmt: skip
# what holds words in elements alone: nothing but the elements parts them
_SPACED = frozenset(
    {"name", "string-name", "person-group", "name-alternatives", "date", "conf-date"}
)
_MATH, _TEX = "math", "tex-math"
_NEVER = frozenset({"annotation", "annotation-xml", "style", "script"})
_BEGIN, _END = r"\begin{document}", r"\end{document}"
_PREAMBLE = (r"\documentclass", r"\usepackage")


@lru_cache(1024)
def _plain_name(tag: object) -> str:
    """The name without namespace or prefix; "" for what is no element."""
    return tag.rpartition("}")[2].rpartition(":")[2].lower() if isinstance(tag, str) else ""


Unwanted = Callable[[etree._Element], bool]


def inner_text(
    element: etree._Element, left_out: Container[str] = (), unwanted: Unwanted | None = None
) -> str:
    """All the text inside, as it stands, without the elements of the names ``left_out`` (in lower case).

    ``unwanted`` tells of any other element that it is no part of the text.
    """
    if len(element) == 0:  # most elements by far; walking them costs four times as much
        return element.text or ""
    pieces: list[str] = []
    _collect(element, left_out, unwanted, pieces)
    return "".join(pieces)


def _collect(
    element: etree._Element,
    left_out: Container[str],
    unwanted: Unwanted | None,
    pieces: list[str],
) -> None:
    if element.text:
        pieces.append(element.text)
    spaced, before = _plain_name(element.tag) in _SPACED, None
    for inner in element:
        if spaced and before is not None and not before.tail:
            pieces.append(" ")
        before = inner
        name = _plain_name(inner.tag)
        breaks = name in BREAKS
        if breaks:
            pieces.append(" ")
        if name in (_MATH, _TEX):
            pieces.append(_formula(element, inner, name))
        elif not name or name in _NEVER or name in left_out or (unwanted and unwanted(inner)):
            pass
        else:
            _collect(inner, left_out, unwanted, pieces)
        if breaks:
            pieces.append(" ")
        if inner.tail:
            pieces.append(inner.tail)


def _formula(parent: etree._Element, formula: etree._Element, name: str) -> str:
    """MathML says more to a reader than TeX without its program, so TeX only speaks where there is no MathML."""
    if name == _MATH:
        return inner_text(formula) or formula.get("alttext", "")
    first = next((e for e in parent if _plain_name(e.tag) == _MATH), None)
    if first is not None and inner_text(first).strip():
        return ""
    return without_preamble(inner_text(formula))


def without_preamble(text: str) -> str:
    r"""TeX without the frame of its own document: ``\documentclass … \begin{document}$x$…`` → ``$x$``."""
    pieces, position = [], 0
    while (begin := text.find(_BEGIN, position)) >= 0:
        starts = (text.find(command, position, begin) for command in _PREAMBLE)
        pieces.append(text[position : next((start for start in starts if start >= 0), begin)])
        end = text.find(_END, begin)
        end = len(text) if end < 0 else end
        pieces.append(_tidy(text[begin + len(_BEGIN) : end]))
        position = end + len(_END)
    return "".join(pieces) + text[position:] if pieces else text


def _tidy(formula: str) -> str:
    formula = formula.strip()
    inside = formula.strip("$")
    return f"${inside.strip()}$" if "$" not in inside and inside != formula else formula

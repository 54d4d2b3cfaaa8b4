"""LaTeX in the fields of BibTeX and AMSBIB: accents and commands become letters, formulas stay as they were written."""

from __future__ import annotations

import re
from collections.abc import Collection
from contextlib import suppress

from pylatexenc.latex2text import LatexNodes2Text  # type: ignore[import-untyped]  # comes with bibtexparser
from pylatexenc.latexwalker import (  # type: ignore[import-untyped]
    LatexWalker,
    get_default_latex_context_db,
)

# its own default is made anew for each text, which costs as much as reading a short one
_CONTEXT = get_default_latex_context_db()
_READER = LatexNodes2Text(math_mode="verbatim", keep_comments=True)
_SIGNS = re.compile(r"[\\$~]|--|``|''")
# a formula between its signs; a lone "$" is no formula, and no formula goes over a "$" of its own
_FORMULA = re.compile(r"(?<!\\)(\$\$[^$]+\$\$|\$[^$]+\$|\\\([^$]*?\\\)|\\\[[^$]*?\\\])")
# commands whose argument is a text as it stands; pylatexenc drops it, or fails at it
_AS_IT_STANDS = re.compile(r"\\(?:url|nolinkurl|path|mbox|hbox|text|textnormal)\s*(?=\{)")
_LINK = re.compile(r"\\href\s*\{[^{}]*\}\s*(?=\{)")
# \newcommand{\noopsort}[1]{}: an argument that sorts entries and is no part of the text
_DROPS = re.compile(
    r"\\(?:(?:provide|renew|new)command\*?\s*\{?\s*\\([A-Za-z]+)\s*\}?\s*\[1\]\s*|def\s*\\([A-Za-z]+)\s*#1\s*)\{\s*\}"
)
_COMMAND = re.compile(r"\\([A-Za-z]+)\s*\{[^{}]*\}")
# a journal as the classes of astronomy abbreviate it: \apj
_ALONE = re.compile(r"^[\s{]*\\([a-z]{2,})[\s}]*$")
_HELD = re.compile("\ue000(\\d+)\ue001")
_MENDELEY = "$\\backslash$"  # a backslash that was escaped as text
_BRACES = re.compile(r"[{}]")


def dropped_commands(preamble: str) -> frozenset[str]:
    """The commands of one argument that a preamble defines as nothing."""
    return frozenset(name or other for name, other in _DROPS.findall(preamble))


def text(given: str, dropped: Collection[str] = ()) -> str:
    """LaTeX into letters; a text that is no LaTeX (a lone backslash, an odd brace) stays as it is.

    Formulas are kept as they are, with their braces; ``dropped`` are commands that are left out with what they hold.
    """
    given = given.replace(_MENDELEY, "\\")
    if not _SIGNS.search(given):
        return " ".join(_BRACES.sub("", given).split())
    if alone := _ALONE.match(given):
        return alone[1]
    if dropped:
        given = _COMMAND.sub(lambda found: "" if found[1] in dropped else found[0], given)
    formulas: list[str] = []

    def held(found: re.Match[str]) -> str:
        formulas.append(found[0])
        return f"\ue000{len(formulas) - 1}\ue001"

    letters = _letters(_FORMULA.sub(held, given.replace("\ue000", "").replace("\ue001", "")))
    return _HELD.sub(lambda found: formulas[int(found[1])], letters)


def _letters(given: str) -> str:
    """The text without formulas, with its accents and commands read."""
    given = _LINK.sub("", _AS_IT_STANDS.sub("", given))
    if "\\" in given or _SIGNS.search(given):
        with suppress(ValueError, IndexError, KeyError, AttributeError, RecursionError):
            given = _read(given)
    return " ".join(_BRACES.sub("", given).split())


def _read(given: str) -> str:
    nodes = LatexWalker(given, latex_context=_CONTEXT).get_latex_nodes()[0]
    return str(_READER.nodelist_to_text(nodes))

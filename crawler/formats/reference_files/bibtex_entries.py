"""What stands in a BibTeX file: its entries, with abbreviations, joined pieces and what they take from other entries.

Sources: "BibTeXing" (O. Patashnik), chapters 2 and 4; the biblatex manual, "Cross-referencing" and ``xdata``.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator, Mapping, Sequence
from functools import partial

import msgspec
from bibtexparser.entrypoint import parse_string
from bibtexparser.model import (
    DuplicateBlockKeyBlock,
    DuplicateFieldKeyBlock,
    ParsingFailedBlock,
    Preamble,
    String,
)
from bibtexparser.model import Entry as Block

from crawler.formats.page import Raw, Rejected
from crawler.formats.reference_files import latex

# what it warns of is rejected with its reason here
logging.getLogger("bibtexparser").setLevel(logging.ERROR)

_MOST_DEFINED = 10_000  # letters of what stands elsewhere in the file: every entry repeats it
_MOST_JOINED = 100_000  # letters of a value that abbreviations make up
_DEEPEST = 5  # entries that one takes from another, and so on
_WORD = re.compile(r"[^\s{}\"#,=()]+")
_BRACE = re.compile(r"(?<!\\)[{}]")
_QUOTE_OR_BRACE = re.compile(r"(?<!\\)[{}\"]")
_BETWEEN = re.compile(r"[\s#]*")
# what follows a value where a comma is missing
_NEXT_FIELD = re.compile(r"([A-Za-z][\w+:-]*)\s*=\s*")
_KEYLESS = re.compile(
    r"^(\s*@(?!string|preamble|comment)\w+\s*[{(])(?=\s*[A-Za-z]\w*\s*=\s*[{\"\d])",
    re.IGNORECASE | re.MULTILINE,
)
_ENTRY_TYPE = re.compile(r"^\s*@\s*\w+")
_MONTHS = {"jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"}
_ONCE_MORE = frozenset({"author", "editor", "translator"})  # said twice they are two people
_FROM_PARENT = {
    "booktitle", "booksubtitle", "publisher", "editor", "series", "volume", "number", "issue", "address", "location",
    "organization", "isbn", "issn", "journal", "journaltitle", "langid", "language", "institution",
}  # fmt: skip
_DATES = ("date", "year", "month")
_OF_THE_SAME_AUTHOR = frozenset({"inbook", "suppbook", "bookinbook"})

Fields = dict[str, str]


class Entry(msgspec.Struct, frozen=True, kw_only=True):
    """An entry with its values in LaTeX, by lower-case name. ``key`` counts in its file only."""

    kind: str
    key: str
    fields: Fields
    raw: Raw
    warnings: tuple[str, ...] = ()


class File(msgspec.Struct, frozen=True, kw_only=True):
    """``dropped`` are the commands that its preamble defines as nothing."""

    entries: Sequence[Entry | Rejected]
    dropped: frozenset[str]


def read(text: str) -> File:
    """Every entry of the file; ``@xdata`` is no entry, but what others take from."""
    blocks = parse_string(_KEYLESS.sub(r"\1,", text), parse_stack=[]).blocks
    preamble = "".join(block.raw or "" for block in blocks if isinstance(block, Preamble))
    reader = _Reader(blocks)
    found = [reader.entry(block) for block in blocks if _is_entry(block)]
    entries = [entry for entry in found if isinstance(entry, Rejected) or entry.kind != "xdata"]
    return File(entries=entries, dropped=latex.dropped_commands(preamble))


def _is_entry(block: object) -> bool:
    return isinstance(_inner(block), Block | ParsingFailedBlock)


def _inner(block: object) -> object:
    """The block itself, also where its key or a field stands twice: a key names nothing beyond its file."""
    while isinstance(block, DuplicateBlockKeyBlock | DuplicateFieldKeyBlock):
        block = block.ignore_error_block
    return block


def _of(block: object) -> Block | None:
    inner = _inner(block)
    return inner if isinstance(inner, Block) else None


class _Reader:
    """What the entries of a file may refer to: abbreviations and other entries."""

    def __init__(self, blocks: Sequence[object]) -> None:
        self.values: dict[str, str] = {}
        self.definitions: dict[str, str] = {}
        self.taken: dict[int, Fields] = {}  # the fields of entries that others take from
        for block in map(_inner, blocks):
            if isinstance(block, String):
                self._define(block)
        entries = [entry for block in blocks if (entry := _of(block))]
        self.named = {entry.key.lower(): entry for entry in reversed(entries)}

    def _define(self, block: String) -> None:
        name = block.key.strip().lower()
        value, _, _ = _joined(block.value, self.values)
        if len(value) <= _MOST_DEFINED:
            self.values[name] = value
            self.definitions[name] = block.raw or ""

    def entry(self, block: object) -> Entry | Rejected:
        found = _of(block)
        if found is None:
            damaged = block if isinstance(block, ParsingFailedBlock) else None
            told = str(damaged.error)[:500] if damaged else ""
            raw = (damaged.raw or "") if damaged else ""
            detail = f"not a BibTeX entry: {told}"
            return Rejected(reason="not-well-formed", detail=detail, raw=_bytes(raw))
        fields, warnings = self._fields(found)
        parents, missing = self._parents(fields)
        for parent in parents:
            _inherit(
                found.entry_type.lower(), fields, self._taken(parent), _is_data(fields, parent)
            )
        return Entry(
            kind=found.entry_type.lower(),
            key=found.key,
            fields=fields,
            raw=partial(self._alone, found, parents),
            warnings=(*warnings, *missing),
        )

    def _fields(self, block: Block) -> tuple[Fields, tuple[str, ...]]:
        fields: Fields = {}
        warnings: dict[str, None] = {}
        for field in block.fields:
            for name, value, told in _values(
                field.key.lower().strip(), str(field.value), self.values
            ):
                warnings.update(dict.fromkeys(told))
                if name in _ONCE_MORE and fields.get(name):
                    fields[name] = f"{fields[name]} and {value}"
                else:
                    fields[name] = fields.get(name) or value
        return fields, tuple(warnings)

    def _taken(self, block: Block) -> Fields:
        if id(block) not in self.taken:
            self.taken[id(block)] = self._fields(block)[0]
        return self.taken[id(block)]

    def _parents(self, fields: Fields) -> tuple[list[Block], tuple[str, ...]]:
        """The entries that an entry takes from, the nearest first, and what is said of those that are not there."""
        found: dict[int, Block] = {}
        missing: list[str] = []
        given = fields
        for _ in range(_DEEPEST):
            names = _names_of_parents(given)
            for name in names:
                if parent := self.named.get(name.lower()):
                    found.setdefault(id(parent), parent)
                elif given is fields:
                    missing.append(f"takes from the entry {name!r}, which is not in the file"[:200])
            nearest = self.named.get(names[0].lower()) if names else None
            if nearest is None:
                break
            given = self._taken(nearest)
        return list(found.values()), tuple(missing)

    def _alone(self, block: Block, parents: Sequence[Block]) -> bytes:
        """The entry after the definitions and entries that it uses, as far as they are no longer than it is by much."""
        body = block.raw or ""
        # as data another entry is still there to take from, and is no entry of its own
        data = [_ENTRY_TYPE.sub("@xdata", parent.raw or "", count=1) for parent in parents]
        used = [*self._definitions("\n".join([body, *data])), *data]
        fits = sum(map(len, used)) <= len(body) + _MOST_DEFINED
        return _bytes("\n".join([*(used if fits else ()), body]))

    def _definitions(self, text: str, deep: int = 0) -> list[str]:
        words = dict.fromkeys(word.lower() for word in _WORD.findall(text))
        used = [self.definitions[word] for word in words if word in self.definitions]
        if not used or deep == _DEEPEST or sum(map(len, used)) > len(text) + _MOST_DEFINED:
            return used
        below = self._definitions("\n".join(_after_name(line) for line in used), deep + 1)
        return list(dict.fromkeys([*below, *used]))


def _after_name(definition: str) -> str:
    return definition.partition("=")[2]


def _bytes(text: str) -> bytes:
    return text.encode("utf-8", "surrogatepass")


def _names_of_parents(fields: Fields) -> list[str]:
    given = (fields.get("crossref", ""), *fields.get("xdata", "").split(","))
    return [name.strip() for name in given if name.strip()]


def _is_data(fields: Fields, parent: Block) -> bool:
    """True if the entry names the other as data (``xdata``), of which it takes everything."""
    names = [name.strip().lower() for name in fields.get("xdata", "").split(",")]
    return parent.key.lower() in names


def _inherit(kind: str, fields: Fields, parent: Fields, whole: bool) -> None:
    """Fill an entry from its parent: the parent's title is the journal of an article, or the book of a part."""
    dated = any(fields.get(name) for name in _DATES)
    for name, value in parent.items():
        wanted = not dated if name in _DATES else whole or name in _FROM_PARENT
        if wanted and not fields.get(name):
            fields[name] = value
    holder = "journal" if kind in {"article", "suppperiodical"} else "booktitle"
    if not whole and not (fields.get(holder) or fields.get("journaltitle")) and parent.get("title"):
        fields[holder] = parent["title"]
    if kind in _OF_THE_SAME_AUTHOR and not fields.get("author") and parent.get("author"):
        fields["author"] = parent["author"]


def _values(
    name: str, given: str, defined: Mapping[str, str]
) -> Iterator[tuple[str, str, list[str]]]:
    """The field's value, and those of the fields after it that a missing comma joined to it."""
    while True:
        value, rest, unknown = _joined(given, defined)
        told = [f"the abbreviation {word!r} is not defined in the file"[:200] for word in unknown]
        following = _NEXT_FIELD.match(rest)
        if following is None:
            yield name, f"{value} {rest}".strip() if rest else value, told
            return
        told.append(f"repaired: a comma is missing after the field {name!r}"[:200])
        yield name, value, told
        name, given = following[1].lower(), rest[following.end() :]


def _joined(given: str, defined: Mapping[str, str]) -> tuple[str, str, list[str]]:
    """A value of pieces with ``#`` between them; what stands after it; words that nothing defines."""
    pieces: list[str] = []
    unknown: list[str] = []
    at, length = 0, 0
    while at < len(given):
        between = _BETWEEN.match(given, at)
        begin = between.end() if between else at
        if begin >= len(given) or (pieces and "#" not in given[at:begin]):
            return "".join(pieces), given[begin:].strip(), unknown
        piece, at = _piece(given, begin)
        if piece is None:
            word = given[begin:at]
            piece = defined.get(word.lower(), word)
            if length + len(piece) > _MOST_JOINED:
                piece = word
            if piece is word and word[0].isalpha() and word.lower() not in _MONTHS:
                unknown.append(word)
        length += len(piece)
        pieces.append(piece)
    return "".join(pieces), "", unknown


def _piece(given: str, at: int) -> tuple[str | None, int]:
    """The text in braces or quotation marks that begins here and where it ends; None for a word."""
    if given[at] in '{"':
        end = _end(given, at)
        return given[at + 1 : end], end + 1
    word = _WORD.match(given, at)
    end = word.end() if word else at + 1
    return None, end


def _end(given: str, at: int) -> int:
    """Where the braces or quotation marks that open here are closed; the end of the text if nowhere."""
    depth = 0
    signs = _BRACE if given[at] == "{" else _QUOTE_OR_BRACE
    for sign in signs.finditer(given, at + (given[at] == '"')):
        if sign[0] == '"':
            if depth == 0:
                return sign.start()
            continue
        depth += 1 if sign[0] == "{" else -1
        if depth == 0 and given[at] == "{":
            return sign.start()
    return len(given)

"""A query of plain words → what has to be found, unit by unit: words, names, years, places in a journal.

A unit is looked for as a whole. What it may mean beside its words stands in a chip, and whoever takes that chip away
gets the words.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence

import msgspec

from indexer.search.identifiers import public_ids_in, terms_in
from indexer.search.lexer import Token
from indexer.search.query import parse_query, tokens_of
from indexer.search.tree import And, Boost, Field, Node, Or, Perhaps, Phrase, Prefix, Range, Word
from indexer.search.understand.chips import Chip
from indexer.search.understand.names import Found, names_in
from indexer.search.understand.references import tokens_of_text
from indexer.search.understand.stop_words import is_stop_word
from indexer.search.understand.words import Plain, plain
from indexer.search.vocabulary import institutions_called

_PLAIN = frozenset({"word", "phrase", "(", ")"})
_CAPITALS = 2
_AUTHOR = 2.0  # what a name weighs beside the same words elsewhere
_LONG, _BEGINNING = 6, 4  # letters
_BEGUN_ALIKE = 0.5  # what a word that begins alike weighs beside one that is the same
_MOST_NEAR = 12  # words of a title that are looked for side by side


class Unit(msgspec.Struct, frozen=True, kw_only=True):
    """``node`` has to be found; ``loose`` is what may be found in its place when fewer have to be."""

    node: Node
    loose: Node | None = None
    chip: Chip | None = None
    telling: bool = True
    exact: bool = False  # an identifier, which nothing else can stand for
    lone: bool = False  # one letter, which says too little to be one of some words


def units_of(query: str, taken_away: Collection[str] = ()) -> list[Unit] | None:
    """The units of a query; None if it has operators, fields or stars, which say just what is meant.

    ``taken_away`` are keys of chips that the reader took away. Raises QuerySyntaxError.
    """
    parse_query(query)  # refuses what no query may be
    tokens = tokens_of(query)
    if any(token.kind not in _PLAIN for token in tokens):
        return None
    return list(_units([each for each in tokens if each.kind in {"word", "phrase"}], taken_away))


def units_of_text(text: str, taken_away: Collection[str] = ()) -> list[Unit]:
    """The units of a text that is no query, such as a reference: nothing in it is syntax, and no part decides alone."""
    units = _units(tokens_of_text(text), taken_away)
    return [msgspec.structs.replace(unit, exact=False) for unit in units]


def wanted(units: Sequence[Unit]) -> Node:
    """Every telling unit; the others only weigh. Words of a title that stand as they were typed weigh more."""
    telling = [unit.node for unit in units if unit.telling] or [unit.node for unit in units]
    if len(telling) == 1 and len(units) == 1:
        (alone,) = telling
        if isinstance(alone, Word) and alone.text[:1].isupper() and alone.text.isalpha():
            # a surname: works by Heidegger come before those about him
            return And((alone, Perhaps(Boost(Field("author", alone), _AUTHOR))))
        return alone
    return And((*telling, *_weighing(units)))


def beginnings(units: Sequence[Unit]) -> Iterator[Node]:
    """The beginnings of long words: налогообложение and налоговый, кормление and кормовой are near in meaning too."""
    for unit in [unit for unit in units if unit.telling][:_MOST_NEAR]:
        if (
            isinstance(unit.node, Word)
            and len(unit.node.text) >= _LONG
            and unit.node.text.isalpha()
        ):
            yield Boost(Field("title", Prefix(unit.node.text[:_BEGINNING])), _BEGUN_ALIKE)


def _weighing(units: Sequence[Unit]) -> Iterator[Node]:
    if any(unit.telling for unit in units):
        yield from (Perhaps(unit.node) for unit in units if not unit.telling)
    words = [unit.node.text for unit in units if isinstance(unit.node, Word)]
    if 2 <= len(words) <= _MOST_NEAR:
        yield Perhaps(Field("title", Phrase(" ".join(words), slop=1)))


def _units(tokens: Sequence[Token], taken_away: Collection[str]) -> Iterator[Unit]:
    words = [plain(token) for token in tokens]
    names = {each.first: each for each in names_in(words) if _is_plain(tokens, each)}
    dated = any(each.years for each in words)
    at = 0
    while at < len(words):
        name = names.get(at)
        chip = Chip("author", name.text) if name else None
        if name and chip and chip.key not in taken_away:
            yield _named(name, words, chip)
            at = name.end
            continue
        if tokens[at].kind == "phrase":
            yield Unit(node=Phrase(tokens[at].text))
        elif not (dated and _labels(words, at)):
            yield _unit(words[at], taken_away, dated=dated)
        at += 1


def _is_plain(tokens: Sequence[Token], name: Found) -> bool:
    return all(token.kind == "word" for token in tokens[name.first : name.end])


def _labels(words: Sequence[Plain], at: int) -> bool:
    """Whether a word only says what the number behind it counts."""
    return words[at].is_label and at + 1 < len(words) and words[at + 1].number is not None


def _named(name: Found, words: Sequence[Plain], chip: Chip) -> Unit:
    author = Field("author", Word(name.text))
    if name.sure:
        return Unit(node=author, loose=Or((Boost(author, 3.0), Word(name.surname))), chip=chip)
    typed = [Word(each.text) for each in words[name.first : name.end] if not each.is_single]
    others = [Word(each.text) for each in words[name.first : name.end] if each.is_single]
    words_ = And((*typed, *others)) if len(typed) + len(others) > 1 else typed[0]
    return Unit(
        node=Or((Boost(author, _AUTHOR), words_)), loose=Or((Boost(author, 3.0), *typed)), chip=chip
    )


def _unit(word: Plain, taken_away: Collection[str], *, dated: bool) -> Unit:
    if years := word.years:
        chip = Chip("year", _shown(years))
        if chip.key not in taken_away:
            return Unit(node=Or((Field("year", years), Word(word.text))), chip=chip)
    elif dated and word.number:
        chip = Chip("place", word.number)
        if chip.key not in taken_away:
            either = Or((Field("place", Word(word.number)), Word(word.text)))
            return Unit(node=either, chip=chip)
    if called := _institution(word, taken_away):
        return called
    if _is_identifier(word.text):
        return Unit(node=Word(word.text), exact=True)
    lone = word.is_single
    return Unit(node=Word(word.text), telling=not is_stop_word(word.text), lone=lone)


def _is_identifier(text: str) -> bool:
    """Whether it can be nothing else; six capitals are an EDN, and as likely a word of a title in capitals."""
    return any(not term.startswith("edn:") for term in terms_in(text)) or bool(public_ids_in(text))


def _institution(word: Plain, taken_away: Collection[str]) -> Unit | None:
    """An acronym with two capitals or more, since small letters may be any word ("казну")."""
    if sum(map(str.isupper, word.bare)) < _CAPITALS or not institutions_called(word.bare):
        return None
    chip = Chip("institution", word.bare)
    if chip.key in taken_away:
        return None
    return Unit(node=Or((Field("institution", Word(word.bare)), Word(word.text))), chip=chip)


def _shown(years: Range) -> str:
    return f"{years.low}" if years.low == years.high else f"{years.low}–{years.high}"

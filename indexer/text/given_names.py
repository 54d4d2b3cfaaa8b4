"""Given names that two languages write otherwise (``given_names.toml``): Уладзімір is Владимир, Հովհաննես Оганес."""

from __future__ import annotations

import tomllib
from collections import defaultdict
from collections.abc import Iterable
from functools import cache, lru_cache
from itertools import combinations
from pathlib import Path

from indexer.text.folding import fold

_PATH = Path(__file__).with_name("given_names.toml")


@cache
def _names() -> dict[str, list[frozenset[str]]]:
    """The folded forms of each name, by their list."""
    lists = tomllib.loads(_PATH.read_text("utf-8"))
    return {
        key: [frozenset(map(fold, line.split())) for line in lines] for key, lines in lists.items()
    }


@cache
def _by_form() -> dict[str, frozenset[int]]:
    """The numbers of the names that have a form."""
    found: defaultdict[str, set[int]] = defaultdict(set)
    every = (forms for lines in _names().values() for forms in lines)
    for number, forms in enumerate(every):
        for form in forms:
            found[form].add(number)
    return {form: frozenset(numbers) for form, numbers in found.items()}


def is_one_given_name(left: str, right: str) -> bool:
    """Whether two folded given names are forms of one."""
    known = _by_form()
    return left == right or not known.get(left, frozenset()).isdisjoint(known.get(right, ()))


def is_given_name(folded: str) -> bool:
    """Whether a folded word is a form of a given name that is known."""
    return folded in _by_form()


def may_begin(given: str, initial: str) -> bool:
    """Whether a form of a folded given name begins with a folded initial."""
    return initial in first_letters(given)


@lru_cache(maxsize=1 << 14)
def first_letters(given: str) -> frozenset[str]:
    """The first letters of all forms of a folded given name that is known; none of another."""
    numbers = _by_form().get(given)
    if not numbers:
        return frozenset()
    return frozenset(form[:1] for form, of in _by_form().items() if not of.isdisjoint(numbers))


@cache
def slavic_initials() -> frozenset[frozenset[str]]:
    """Pairs of folded initials under which a Belarusian or Ukrainian and a Russian write one name: У. and В."""
    return frozenset(
        frozenset(pair)
        for forms in _names()["slavic"]
        for pair in combinations(sorted(_first_letters(forms)), 2)
    )


def _first_letters(forms: Iterable[str]) -> set[str]:
    return {form[:1] for form in forms}

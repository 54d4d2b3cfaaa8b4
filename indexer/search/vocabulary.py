"""Values of fields by their names, in the languages of scholars: ``Казахстан`` is ``KZ``, ``статья`` is ``article``.

A name that several share stands for all of them: whoever searches sees at once what was found and can say more.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from functools import cache

from indexer.institutions import Institution, institutions
from indexer.institutions.gazetteer import regions
from indexer.text.folding import fold
from schemas.vocabularies import country_code, document_type, language_code


def codes(field: str, written: str) -> tuple[str, ...]:
    """The codes that a value of an exact field may mean, itself among them, since it may be a code."""
    meaning = _MEANINGS.get(field)
    meant = meaning(written) if meaning else None
    as_given = (written, written.lower(), written.upper())
    return tuple(dict.fromkeys(filter(None, (meant, *as_given))))


def institutions_of(place: str) -> tuple[str, ...]:
    """The ids of the institutions of a city or region, by a name of it or by the region's ISO 3166-2 code."""
    return _by_place().get(_form(place), ())


def institutions_called(acronym: str) -> tuple[str, ...]:
    """The ids of the institutions of this acronym or abbreviation: ``КФУ`` is that of Kazan and that of the Crimea."""
    return _by_acronym().get(_form(acronym), ())


def _type(written: str) -> str | None:
    found = document_type(written)
    return None if found == "unknown" else found


_MEANINGS: Mapping[str, Callable[[str], str | None]] = {
    "country": country_code,
    "language": language_code,
    "type": _type,
}


def _form(name: str) -> str:
    return fold(name)


@cache
def _by_place() -> dict[str, tuple[str, ...]]:
    return _indexed(_places)


@cache
def _by_acronym() -> dict[str, tuple[str, ...]]:
    return _indexed(lambda each: iter((*each.acronyms, *each.abbreviations)))


def _indexed(names: Callable[[Institution], Iterator[str]]) -> dict[str, tuple[str, ...]]:
    found: defaultdict[str, dict[str, None]] = defaultdict(dict)
    for each in institutions().values():
        for name in names(each):
            found[_form(name)][each.id] = None
    return {name: tuple(ids) for name, ids in found.items()}


def _places(institution: Institution) -> Iterator[str]:
    yield from institution.city
    for code in institution.regions:
        yield code
        yield from regions()[code].names

"""Finds names of countries, regions and cities in an affiliation.

Data: ``places/*.toml``. A name counts with a capital letter and as all its words; not as a street ("Moscow Highway"),
not as a surname ("им. А. М. Горького"). A city before the name of a country belongs to that country: "Brest, France".
"""

from __future__ import annotations

import re
import tomllib
from collections import defaultdict
from collections.abc import Iterator, Sequence
from functools import cache
from itertools import chain
from pathlib import Path
from typing import Any, Literal

import msgspec

from indexer.institutions.tokens import Token, stem, tokenise
from schemas import vocabularies

_FOLDER = Path(__file__).parent / "places"
_CITIES = ("cities_ru", "cities_members", "cities_abroad")
_TOWN = "г. "  # before a name of the lists that is too often a surname
_HONOURING = frozenset(map(stem, ("им", "имени", "імя", "імені")))  # "имени Иванова" is not Иваново
_LONGEST_ACRONYM = 5
_RUSSIAN = re.compile("[А-Яа-яЁё-]+")
_ADJECTIVE = re.compile("ск(?:ий|ого|ому|ая|ой|ую|ие|их|им)$|ск(?:і|ага|аму|ая|ай|ія|іх)$")
_LONGEST_CODE = (
    4  # letters; forms like "РБ" stand in ``countries.toml``, which knows what else they mean
)

Kind = Literal["country", "code", "region", "city"]


class Place(msgspec.Struct, frozen=True, gc=False, kw_only=True):
    """A country, region or city. ``key`` names it in the lists; ``region`` is an ISO 3166-2 code."""

    key: str
    kind: Kind
    country: str
    region: str | None = None
    names: tuple[str, ...] = ()


class Named(msgspec.Struct, frozen=True, gc=False, kw_only=True):
    """A place with the tokens that name it: from ``first`` to before ``last``."""

    place: Place
    first: int
    last: int


class _Form(msgspec.Struct, frozen=True, gc=False):
    stems: tuple[str, ...]
    words: frozenset[tuple[str, ...]]  # in small letters, as the lists write them
    raw: str | None  # a code has to be written so
    town: bool
    place: Place


def places_in(tokens: Sequence[Token]) -> list[Named]:
    """The places that these tokens name, in their order; of overlapping names the longest."""
    known = _forms()
    found: list[Named] = []
    for first, token in enumerate(tokens):
        seconds = known.get(token.stem)
        if seconds and token.raw[0].isupper():
            after = tokens[first + 1].stem if first + 1 < len(tokens) else ""
            forms = (*seconds.get(after, ()), *seconds.get("", ()))
            if forms and (each := _longest_at(first, tokens, forms)):
                found.append(each)
    if not found:
        return found
    ends = 0
    apart: list[Named] = []
    for each in found:
        if each.first >= ends:
            apart.append(each)
            ends = each.last
    return [each for at, each in enumerate(apart) if not _overruled(each, apart[at + 1 :], tokens)]


def _longest_at(first: int, tokens: Sequence[Token], forms: Sequence[_Form]) -> Named | None:
    """Of names of one length the one that is written so: "Горки" is not "Gorky"."""
    fitting = [form for form in forms if _is_named(form, first, first + len(form.stems), tokens)]
    if not fitting:
        return None
    best = fitting[0]
    if len(fitting) > 1:
        best = max(fitting, key=lambda form: (len(form.stems), _is_exact(form, first, tokens)))
    return Named(place=best.place, first=first, last=first + len(best.stems))


def _is_exact(form: _Form, first: int, tokens: Sequence[Token]) -> bool:
    return (
        tuple(token.raw.lower() for token in tokens[first : first + len(form.stems)]) in form.words
    )


def _is_named(form: _Form, first: int, last: int, tokens: Sequence[Token]) -> bool:
    if len(form.stems) > 1 and tuple([each.stem for each in tokens[first:last]]) != form.stems:
        return False
    if form.raw is not None:
        return tokens[first].raw == form.raw
    if _is_other_word(form, first, last, tokens):
        return False
    town = (first > 0 and tokens[first - 1].stem in words_beside("town")) or (
        last < len(tokens) and tokens[last].stem in words_beside("town") and not tokens[last].edge
    )
    if form.town and not (town or _by_itself(first, last, tokens)):
        return False
    return town or not (_is_surname(first, tokens) or _is_street(last, tokens))


def _by_itself(first: int, last: int, tokens: Sequence[Token]) -> bool:
    """Between commas: "Вятский государственный университет, Киров"."""
    return first > 0 and tokens[first].edge and (last == len(tokens) or tokens[last].edge)


def _is_other_word(form: _Form, first: int, last: int, tokens: Sequence[Token]) -> bool:
    """An acronym ("РУДН" is not Рудный), a part of a compound, an adjective ("Уральский" is not Уральск)."""
    raw = tokens[first].raw
    if (
        raw.isupper()
        and len(raw) <= _LONGEST_ACRONYM
        and all(raw.lower() != words[0] for words in form.words)
    ):
        return True
    joined = tokens[last].hyphen and not tokens[last].raw.isdigit() if last < len(tokens) else False
    if tokens[first].hyphen or joined:
        return True
    return bool(_ADJECTIVE.search(raw)) and not any(
        _ADJECTIVE.search(words[0]) for words in form.words
    )


def _is_surname(first: int, tokens: Sequence[Token]) -> bool:
    """After an initial or "им.": "М. Горького", "им. Кирова"."""
    if not first or tokens[first].edge:
        return False
    before = tokens[first - 1]
    return (len(before.raw) == 1 and before.raw.isupper()) or before.stem in _HONOURING


def _is_street(last: int, tokens: Sequence[Token]) -> bool:
    return (
        last < len(tokens) and not tokens[last].edge and tokens[last].stem in words_beside("street")
    )


def _overruled(place: Named, following: Sequence[Named], tokens: Sequence[Token]) -> bool:
    """Whether the next place says that this is a namesake: "Brest, France", "Atlanta, Georgia, USA"."""
    namesake = place.place.kind in {"city", "region"} or place.place.key == "GE"
    if not namesake or not following:
        return False
    after = following[0]
    if after.place.kind != "country" or after.place.country == place.place.country:
        return False
    between = tokens[place.last : after.first]
    return tokens[after.first].edge and (not between or _is_state(between))


def _is_state(between: Sequence[Token]) -> bool:
    """ "Tomsk, Ohio, USA", "Петербург, Флорида, США": one name of an unknown region between two commas."""
    (first, *others) = between
    return not others and first.edge and first.raw.istitle() and len(first.raw) > 2


@cache
def place_of(name: str) -> Place | None:
    """The city or region of exactly this name."""
    found = places_in(tokenise(name))
    return found[0].place if found else None


@cache
def city(key: str) -> Place:
    """The city of this key of the lists. Raises KeyError."""
    return _cities()[key]


@cache
def _cities() -> dict[str, Place]:
    cities: dict[str, Place] = {}
    for name in _CITIES:
        for key, (where, *names) in _load(name).items():
            country, _, rest = where.partition("-")
            region = where if rest else None
            cities[key] = Place(
                key=key, kind="city", country=country, region=region, names=tuple(names)
            )
    return cities


@cache
def regions() -> dict[str, Place]:
    """Regions of the members by ISO 3166-2 code; the first name is Russian, the second English."""
    return {
        code: Place(key=code, kind="region", country=code[:2], region=code, names=tuple(names))
        for code, names in _load("regions").items()
    }


@cache
def _forms() -> dict[str, dict[str, list[_Form]]]:
    """Names by their first and their second stem ("": there is none); those of a place alike but for endings as one."""
    alike: dict[tuple[object, ...], _Form] = {}
    for form in _all_forms():
        key = (form.stems, form.raw, form.town, form.place.key, form.place.kind)
        before = alike.get(key, form)
        alike[key] = msgspec.structs.replace(form, words=before.words | form.words)
    forms: dict[str, dict[str, list[_Form]]] = defaultdict(lambda: defaultdict(list))
    for form in alike.values():
        first, second, *_ = (*form.stems, "")
        forms[first][second].append(form)
    return {first: dict(seconds) for first, seconds in forms.items()}


def _all_forms() -> Iterator[_Form]:
    for place in (*_cities().values(), *regions().values()):
        for name in place.names:
            yield _form(name, place)
    for code, country in vocabularies.countries().items():
        place = Place(key=code, kind="country", country=code)
        for name in (country.ru, country.en, *country.names):
            if len(name) > _LONGEST_CODE or name in {country.ru, country.en}:
                yield _form(name, place)
    for code, forms in _load("countries").items():
        yield from _of_country(code, forms)


def _of_country(code: str, forms: dict[str, list[str]]) -> Iterator[_Form]:
    place = Place(key=code, kind="country", country=code)
    for name in forms.get("names", ()):
        yield _form(name, place)
    for name in forms.get("capitals", ()):
        yield _Form((stem(name),), frozenset({(name.lower(),)}), name, town=False, place=place)
    weak = Place(key=code, kind="code", country=code)
    for name in forms.get("weak_capitals", ()):
        yield _Form((stem(name),), frozenset({(name.lower(),)}), name, town=False, place=weak)


def _form(name: str, place: Place) -> _Form:
    town = name.startswith(_TOWN)
    words = tokenise(name.removeprefix(_TOWN))
    stems = tuple(each.stem for each in words)
    written = frozenset({tuple(each.raw.lower() for each in words)})
    return _Form(stems, written, None, town=town, place=place)


@cache
def adjectives() -> dict[str, str]:
    """Adjectives of countries and cities ("ташкентский"), as stems, with the country: weak evidence."""
    found = {
        stem(name): code
        for code, forms in _load("countries").items()
        for name in forms.get("adjectives", ())
    }
    for adjective, place in _adjectives_of_cities():
        found.setdefault(adjective, place.country)
    return found


@cache
def adjective_regions() -> dict[str, str | None]:
    """The same adjectives of cities with the region."""
    return {adjective: place.region for adjective, place in reversed([*_adjectives_of_cities()])}


def _adjectives_of_cities() -> Iterator[tuple[str, Place]]:
    for place in _cities().values():
        for name in place.names:
            if _RUSSIAN.fullmatch(name.removeprefix(_TOWN)):
                yield _adjective(name.removeprefix(_TOWN)), place


def _adjective(name: str) -> str:
    """ "Ташкент" → "ташкентский", "Елабуга" → "елабужский", "Елец" → "елецкий", as a stem."""
    base = name.rstrip("аяоеёуыиьй")
    if name.endswith("га"):
        base = base[:-1] + "ж"
    if name.endswith(("ск", "цк")):
        return stem(base + "ий")
    return stem(base + ("кий" if base.endswith("ц") else "ский"))


def stems_of_places() -> Iterator[str]:
    """Every stem of a name of a place, and the adjectives."""
    for seconds in _forms().values():
        for form in chain.from_iterable(seconds.values()):
            yield from form.stems
    yield from adjectives()


@cache
def words_beside(name: str) -> frozenset[str]:
    """A list of words that stand beside names of places, as stems."""
    return frozenset(map(stem, _load("words")[name]))


@cache
def _load(name: str) -> Any:
    return tomllib.loads((_FOLDER / f"{name}.toml").read_text(encoding="utf-8"))

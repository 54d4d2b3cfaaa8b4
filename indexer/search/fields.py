"""A document → the values of the index fields, the same in every backend.

Four kinds of text: *folded* and *stemmed* (computed here; the backend only splits at spaces, and
:mod:`indexer.search.tokens` says which words meet across scripts), *exact* (one term a value), and the words as they
are *spelt*, one term a word, which are only looked up to be suggested. Sort keys are single numbers, so that any
backend can order by one column and go on from a number; see :func:`citations_key`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import lru_cache
from itertools import chain
from math import log1p

from indexer.search.authors import indexed_tokens, keys_of
from indexer.search.identifiers import address_term, identifier_term
from indexer.search.interface import Facet, SearchDocument
from indexer.search.stems import text_stems
from indexer.search.tokens import joined, name_tokens, native_terms, own_tokens, romanised_terms
from indexer.search.words import spelt_words
from indexer.text.folding import fold
from indexer.text.turkic import as_turkic
from schemas.record import LocalizedText, PersonName

CROSSING = "title_crossing"
FOLDED = ("title", "author", "container", "keyword", "abstract", "institution", CROSSING)
STEMMED = ("title_stem", "keyword_stem", "abstract_stem")
EXACT = ("public_id", "identifier", "author_key", "numbering", "subject")
SPELT = "spelt"
FACET_TEXTS = (
    "country", "basis", "region", "language", "type", "source", "kind", "journal", "institution_id",
    "person",
)  # fmt: skip
NUMBERS = ("number", "version", "year", "citations", "by_citations", "by_year", "by_year_asc")
WEIGHT = "weight"

FACET_FIELDS: dict[Facet, str] = {
    "country": "country",
    "basis": "basis",
    "region": "region",
    "year": "year",
    "journal": "journal",
    "language": "language",
    "type": "type",
    "source": "source",
    "kind": "kind",
    "institution": "institution_id",
    "person": "person",
}

_NO_YEAR_LAST = 16_383  # the greatest number of 14 bits
_MOST_CITATIONS = (1 << 22) - 1
_HELD = 4.0  # a held work outweighs a cited-only one even if only the latter has the word in the script asked for
_JITTER = 1000  # the weight's share that only tells equal scores apart, as one part in so many


def text_fields(document: SearchDocument) -> dict[str, list[str]]:
    """Every value of every text field. Values of a facet field are distinct, so that counts count works."""
    titles = [title.text for title in document.titles]
    languages = (*document.languages, *(title.lang for title in document.titles))
    abstracts = [abstract.text for abstract in document.abstracts]
    keywords = list(document.keywords)
    containers = _distinct([*document.containers, *filter(None, [document.journal])])
    return {
        "title": _own(titles),
        CROSSING: _crossing(document.titles),
        "title_stem": _stemmed(document.titles, document.languages),
        "author": _distinct(
            filter(None, (joined(name_tokens(name.literal)) for name in document.names))
        ),
        "author_key": sorted({key for name in document.names for key in _author_keys(name)}),
        "container": _folded(containers),
        "keyword": _own(keywords),
        "keyword_stem": _stemmed(map(LocalizedText, keywords), languages),
        "abstract": _own(abstracts),
        "abstract_stem": _stemmed(document.abstracts, document.languages),
        "institution": _folded(document.institution_names),
        SPELT: _spelt(
            [
                *titles,
                *(each.literal for each in document.names),
                *keywords,
                *containers,
                *document.institution_names,
            ]
        ),
        "institution_id": _distinct(document.institutions),
        "person": _distinct(document.people),
        "country": _distinct(document.countries),
        "basis": [document.basis] if document.countries else [],
        "region": _distinct(document.regions),
        "language": _distinct(document.languages),
        "source": _distinct(document.sources),
        "type": [document.type],
        "kind": [document.kind],
        "journal": [document.journal] if document.journal else [],
        "public_id": [document.id],
        "identifier": _distinct(
            (
                *(identifier_term(each.scheme, each.value) for each in document.identifiers),
                *map(address_term, document.addresses),
            )
        ),
        "numbering": list(document.numbering),
        "subject": _distinct(chain.from_iterable(map(_levels, document.subjects))),
    }


def number_fields(document: SearchDocument) -> dict[str, int]:
    """Every whole-number field that has a value."""
    numbers = {
        "number": document.number,
        "version": document.version,
        "citations": document.citations,
        "by_citations": citations_key(document.citations, document.number),
        "by_year": year_key(document.year or 0, document.number),
        "by_year_asc": year_key(document.year or _NO_YEAR_LAST, document.number),
    }
    return numbers if document.year is None else {**numbers, "year": document.year}


def weight(document: SearchDocument) -> float:
    """A small, non-negative weight of relevance: what a source holds before what is only cited, then the well cited.

    Hardly ever a draw.
    """
    held = _HELD if document.kind == "held" else 0.0
    jitter = (document.number >> 40) / (1 << 23) / _JITTER
    return held + log1p(document.citations) / 10 + jitter


def citations_key(citations: int, number: int) -> int:
    """Citations, then number, as one positive 63-bit number (the low bits of the number are cut off)."""
    return min(citations, _MOST_CITATIONS) << 41 | number >> 22


def year_key(year: int, number: int) -> int:
    """Year, then number, as one positive 63-bit number."""
    return max(0, min(year, _NO_YEAR_LAST)) << 49 | number >> 14


def _folded(texts: Iterable[str]) -> list[str]:
    return _distinct(filter(None, chain.from_iterable(map(_foldings, texts))))


def _own(texts: Iterable[str]) -> list[str]:
    """Words in their own script; of romanised Kazakh also each word alone, as a query of one word reads it."""
    forms: list[str] = []
    for text in texts:
        forms.append(joined(own_tokens(text)))
        if as_turkic(text) != text:
            forms.append(joined(token for word in text.split() for token in own_tokens(word)))
    return _distinct(filter(None, forms))


def _crossing(titles: Iterable[LocalizedText]) -> list[str]:
    """The words of titles that other scripts find, folded."""
    forms = ((native_terms(each.text), romanised_terms(each.text, each.lang)) for each in titles)
    return _distinct(filter(None, (joined(terms) for both in forms for terms in both)))


def _foldings(text: str) -> Iterator[str]:
    """The folding; of romanised Kazakh also that of each word alone, as a query of one word folds."""
    yield fold(text)
    if as_turkic(text) != text:
        yield " ".join(fold(word) for word in text.split())


def _stemmed(texts: Iterable[LocalizedText], languages: Iterable[str | None]) -> list[str]:
    """The stems of each text by its own language; where it has none, by those of the work."""
    around = tuple(languages)
    known = ((each.text, (each.lang,) if each.lang else around) for each in texts)
    return _distinct(filter(None, (" ".join(text_stems(text, given)) for text, given in known)))


def _spelt(texts: Iterable[str]) -> list[str]:
    """Without abstracts, which would double the words that are kept; what they hold is known all the same."""
    return _distinct(word for text in texts for word in spelt_words(text))


def _levels(code: str) -> Iterator[str]:
    """A code of a classification with what it stands under: 06.81.12, 06.81, 06."""
    parts = code.strip().lower().split(".")
    for end in range(len(parts), 0, -1):
        yield ".".join(parts[:end])


def _distinct(values: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(values))


@lru_cache(maxsize=1 << 15)
def _author_keys(name: PersonName) -> frozenset[str]:
    return frozenset().union(*map(indexed_tokens, keys_of(name)))

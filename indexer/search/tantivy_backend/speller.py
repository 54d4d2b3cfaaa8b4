"""What a tantivy index knows about words: its dictionary is looked up, since no query tells which words it matched."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import msgspec
import tantivy

from indexer.search.clauses import Clause
from indexer.search.fields import SPELT
from indexer.search.interface import SearchRequest
from indexer.search.spelling import (
    BEGINNING,
    FOLDED,
    Near,
    edits_to,
    is_long,
    one_edit_away,
    written,
)
from indexer.search.tantivy_backend.compile import compile_clause
from indexer.search.tantivy_backend.found import count
from indexer.search.tantivy_backend.question import question
from indexer.search.tokens import folded_tokens

# of the words that begin alike only the most frequent are worth a comparison
_MOST_ALIKE = 3_000


class TantivySpeller(msgspec.Struct, frozen=True):
    """Answers from one snapshot of the index; see :class:`indexer.search.suggest.Speller`."""

    searcher: tantivy.Searcher

    def counts(self, clauses: Sequence[Clause]) -> list[int]:
        """How many works each clause finds."""
        return [count(self.searcher, compile_clause(each)) for each in clauses]

    def near(self, words: Sequence[str]) -> list[list[Near]]:
        """The words near to each."""
        return [self._near(word, SPELT) or written(word, self._folded(word)) for word in words]

    def totals(self, requests: Sequence[SearchRequest]) -> list[int]:
        """How many works each request finds."""
        return [count(self.searcher, question(each).among()) for each in requests]

    def _folded(self, word: str) -> Iterable[Near]:
        for token in folded_tokens(word)[:1]:
            for field in FOLDED:
                yield from self._near(token, field)

    def _near(self, word: str, field: str) -> list[Near]:
        works = {each: self.searcher.doc_freq(field, each) for each in one_edit_away(word)}
        if is_long(word):
            beginning = word[:BEGINNING]
            works.update(self.searcher.terms_with_prefix(field, beginning, limit=_MOST_ALIKE))
        compared = ((each, edits_to(word, each), found) for each, found in works.items() if found)
        return [Near(each, edits, found) for each, edits, found in compared if edits]

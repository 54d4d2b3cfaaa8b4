"""What any search engine gives without knowing languages, names or references: one field, any word, BM25.

It stands beside the figures of the project's own search, so that its gain can be seen.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence

import tantivy

from indexer.search.interface import SearchDocument

_TEXT, _NUMBER = "text", "number"
_WORD = re.compile(r"\w+")
_HEAP_BYTES = 32_000_000


def plain_search(documents: Iterable[SearchDocument], depth: int) -> Callable[[str], Sequence[int]]:
    """The numbers of the first works of a query, over these documents."""
    fields = tantivy.SchemaBuilder().add_text_field(_TEXT, tokenizer_name="default")
    schema = fields.add_integer_field(_NUMBER, stored=True, fast=True).build()
    index = tantivy.Index(schema)
    writer = index.writer(_HEAP_BYTES, 1)
    for each in documents:
        writer.add_document(tantivy.Document(text=[" ".join(_texts(each))], number=each.number))
    writer.commit()
    writer.wait_merging_threads()
    index.reload()
    searcher = index.searcher()

    def found(query: str) -> Sequence[int]:
        hits = searcher.search(_any_word(schema, query), depth).hits
        return [searcher.doc(address)[_NUMBER][0] for _, address in hits]

    return found


def _any_word(schema: tantivy.Schema, query: str) -> tantivy.Query:
    words = dict.fromkeys(_WORD.findall(query.lower()))
    terms = [tantivy.Query.term_query(schema, _TEXT, word) for word in words]
    return tantivy.Query.boolean_query([(tantivy.Occur.Should, term) for term in terms])


def _texts(document: SearchDocument) -> list[str]:
    return [
        *(title.text for title in document.titles),
        *(name.literal for name in document.names),
        *document.containers,
        *document.keywords,
        *(abstract.text for abstract in document.abstracts),
        *(identifier.value for identifier in document.identifiers),
        str(document.year or ""),
    ]

"""The tantivy schema. Texts come analysed: tantivy only splits them at spaces."""

from __future__ import annotations

import msgspec
import tantivy

from indexer.search import fields
from indexer.search.interface import SearchDocument
from schemas.record import LocalizedText

# Part of the index folder's name: raise it when the schema or the analysers change, and old
# folders are refused clearly.
SCHEMA_VERSION = 6

SHOWN = "shown"
_SPACES = "spaces"


class Shown(msgspec.Struct, frozen=True, omit_defaults=True, array_like=True):
    """What is stored of a document: its public id, and the texts that highlights show."""

    id: str
    titles: tuple[LocalizedText, ...] = ()
    abstracts: tuple[LocalizedText, ...] = ()


def build_schema() -> tantivy.Schema:
    """The schema of a new index."""
    builder = tantivy.SchemaBuilder()
    for name in fields.FOLDED:
        builder.add_text_field(name, tokenizer_name=_SPACES)
    for name in fields.STEMMED:
        # a word has several stems, so that their places say nothing
        builder.add_text_field(name, tokenizer_name=_SPACES, index_option="freq")
    for name in (*fields.EXACT, fields.SPELT):
        builder.add_text_field(name, tokenizer_name="raw", index_option="basic")
    for name in fields.FACET_TEXTS:
        builder.add_text_field(name, fast=True, tokenizer_name="raw", index_option="basic")
    for name in fields.NUMBERS:
        # signed: a delete by an unsigned term silently deletes nothing
        builder.add_integer_field(name, indexed=True, fast=True)
    builder.add_float_field(fields.WEIGHT, fast=True)
    builder.add_bytes_field(SHOWN, stored=True)
    return builder.build()


def register_analyser(index: tantivy.Index) -> None:
    """Give an opened index the analyser that its fields name."""
    # not the default one, which drops tokens of 40 bytes: Russian words of 20 letters
    spaces = tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.whitespace()).build()
    index.register_tokenizer(_SPACES, spaces)


def to_tantivy(document: SearchDocument) -> tantivy.Document:
    """A document as tantivy takes it."""
    made = tantivy.Document()
    for name, values in fields.text_fields(document).items():
        for value in values:
            made.add_text(name, value)
    for name, number in fields.number_fields(document).items():
        made.add_integer(name, number)
    made.add_float(fields.WEIGHT, fields.weight(document))
    shown = Shown(document.id, document.titles, document.abstracts)
    made.add_bytes(SHOWN, msgspec.msgpack.encode(shown))
    return made

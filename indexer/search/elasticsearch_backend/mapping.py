"""The settings and mapping of the Elasticsearch index, and the form of a document in it.

Only what a plain server has: no plugin, and no field type beyond the basic ones. Texts come
analysed: the server only splits them at spaces.
"""

from __future__ import annotations

from typing import Any

from indexer.search import fields
from indexer.search.interface import ANALYSIS_VERSION, SearchDocument
from schemas.record import LocalizedText

# Raise it when the mapping or the analysers change: an index of another version is refused clearly.
MAPPING_VERSION = 7
VERSION = f"v{MAPPING_VERSION}.{ANALYSIS_VERSION}"

SHOWN = "shown"
_SPACES = "spaces"
# A term holds at most 32,766 bytes, and a letter at most four; a longer value is found by its words only.
_LONGEST_VALUE = 8191


def index_body() -> dict[str, Any]:
    """Settings and mappings of a new index. Shards are left to the cluster's index templates (else: one)."""
    return {
        "settings": {
            "index": {
                # what is written shows when we say so, all at once
                "refresh_interval": "-1",
                # a copy as soon as there is a second node, and a healthy index while there is none
                "auto_expand_replicas": "0-1",
            },
            "analysis": _analysis(),
        },
        "mappings": {
            "dynamic": "strict",
            # the catalogue is the truth: here only what a result shows is kept
            "_source": {"includes": [SHOWN]},
            "properties": _properties(),
        },
    }


def source(document: SearchDocument) -> dict[str, Any]:
    """The fields of a document."""
    texts = {name: values for name, values in fields.text_fields(document).items() if values}
    shown = {
        "id": document.id,
        "titles": _pairs(document.titles),
        "abstracts": _pairs(document.abstracts),
    }
    return {
        **texts,
        **fields.number_fields(document),
        fields.WEIGHT: fields.weight(document),
        SHOWN: shown,
    }


def _pairs(texts: tuple[LocalizedText, ...]) -> list[tuple[str, str | None]]:
    return [(each.text, each.lang) for each in texts]


def _analysis() -> dict[str, Any]:
    return {
        "tokenizer": {_SPACES: {"type": "whitespace", "max_token_length": 8000}},
        "analyzer": {_SPACES: {"type": "custom", "tokenizer": _SPACES}},
    }


def _properties() -> dict[str, Any]:
    exact = {"type": "keyword", "ignore_above": _LONGEST_VALUE}
    return {
        **{name: {"type": "text", "analyzer": _SPACES} for name in fields.FOLDED},
        # a word has several stems, so that their places say nothing
        **{
            name: {"type": "text", "analyzer": _SPACES, "index_options": "freqs"}
            for name in fields.STEMMED
        },
        # words to suggest: which there are and in how many works, nothing else
        fields.SPELT: {
            "type": "text",
            "analyzer": _SPACES,
            "index_options": "docs",
            "norms": False,
        },
        **{name: {**exact, "doc_values": False} for name in fields.EXACT},
        **dict.fromkeys(fields.FACET_TEXTS, exact),
        **{name: {"type": "long"} for name in fields.NUMBERS},
        fields.WEIGHT: {"type": "double", "index": False},
        SHOWN: {"type": "object", "enabled": False},
    }

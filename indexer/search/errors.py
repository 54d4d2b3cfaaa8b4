"""What can go wrong in a search::

    SearchError
    ├── QuerySyntaxError     the query does not parse; raised by query.parse_query, shown beside the search box
    ├── BadRequest           no such facet, sort or size; raised by backends, a 400 in the API
    ├── BadCursor            no cursor, or that of another query; raised by cursor.decode, a 400 in the API
    ├── SearchTooSlow        the search took longer than it may; raised by backends, a 503
    └── SearchUnavailable    the index is missing, broken, of another version or being written; raised by
                             backends, a 503

Every error carries a ``code`` and ``params``, so that the site can say it in the scholar's
language; ``str(error)`` is the English sentence.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

from schemas.errors import ExpectedError


class SearchError(ExpectedError):
    """Any failure of a search. ``code`` names the kind, ``params`` fill the sentence."""

    messages: ClassVar[Mapping[str, str]] = {}

    def __init__(self, code: str, **params: str | int) -> None:
        self.code = code
        self.params = params
        super().__init__(self.messages[code].format(**params))


class QuerySyntaxError(SearchError):
    """The query cannot be understood; ``position`` counts characters from 0 to where it stops making sense."""

    messages: ClassVar[Mapping[str, str]] = {
        "nothing_to_search": "The query holds no word to search for. Write at least one word or number.",
        "unknown_field": 'There is no field "{field}". The fields are: {fields}. '
        "If the colon belongs to the text, put the text in quotation marks.",
        "field_without_value": 'Nothing stands after "{field}:". Write a value, as in {field}:{example}.',
        "unclosed_quote": "A quotation mark is opened but not closed. Close it or take it out.",
        "unclosed_parenthesis": 'A parenthesis "(" is opened but not closed. Close it or take it out.',
        "unopened_parenthesis": 'A parenthesis ")" is closed that was never opened. Take it out or open it.',
        "empty_parentheses": "There is nothing inside the parentheses. Take them out or write a word.",
        "dangling_operator": 'The operator "{operator}" needs a word on each side of it '
        "(NOT: after it). To search for the word itself, put it in quotation marks.",
        "bad_range": "A range is written {field}:[2015 TO 2020]; * leaves an end open. "
        '"{text}" is not a range.',
        "range_without_field": "A range needs its field: year:{text}.",
        "range_not_possible": 'The field "{field}" has no ranges; only these have: {fields}.',
        "bad_number": '"{text}" is not a whole number, which the field "{field}" needs.',
        "prefix_too_short": 'Write at least {least} letters before the star: "{text}".',
        "no_citations": "Works cannot be looked for by their citations here.",
        "too_many_citations": "At most {most} times can works be looked for by their citations in one query.",
        "leading_star": 'A star cannot stand before a word: "{text}". Write the beginning of the word.',
        "no_wildcards": 'The field "{field}" takes whole values or their beginning with a star, not "{text}".',
        "no_fuzzy": 'Words with "~" are not looked for: "{text}". Leave the sign out; '
        "if hardly anything is found, words that are spelt alike are offered.",
        "bad_boost": 'A weight is a number above 0 and up to {most}, not "{text}".',
        "field_in_field": 'A field stands inside the field "{field}". '
        "Close the first one before the next begins.",
        "too_long": "The query is longer than {most} characters. Shorten it.",
        "too_deep": "The query has more than {most} levels of parentheses or operators. Simplify it.",
        "too_many_words": "The query holds more than {most} words. Shorten it.",
        "too_many_prefixes": "The query holds more than {most} beginnings of words (with a star). "
        "Write whole words in place of some.",
    }

    def __init__(self, code: str, position: int, **params: str | int) -> None:
        self.position = position
        super().__init__(code, **params)


class BadRequest(SearchError):  # noqa: N818 - named as HTTP names it
    """The request itself is wrong: the caller named something that does not exist."""

    messages: ClassVar[Mapping[str, str]] = {
        "unknown_facet": 'There is no facet "{facet}". The facets are: {facets}.',
        "bad_year": '"{value}" is not a year.',
        "bad_size": "The size of a page is a number from 0 to {most}, not {size}.",
        "too_many_values": "At most {most} values of filters can be chosen at once, not {count}. Take some away.",
        "value_too_long": "A value of a filter is at most {most} characters long. Shorten it.",
    }


class BadCursor(SearchError):  # noqa: N818 - reads as what it is
    """The cursor was damaged or belongs to another query: begin again from the first page."""

    messages: ClassVar[Mapping[str, str]] = {
        "damaged": "This page address is damaged. Begin again from the first page of results.",
        "other_query": "This page address belongs to another search. "
        "Begin again from the first page of results.",
    }


class SearchTooSlow(SearchError):  # noqa: N818 - reads as what it is
    """The search was given up: it would have taken too long, or the index is too busy just now."""

    messages: ClassVar[Mapping[str, str]] = {
        "took_too_long": "The search took longer than {seconds} s and was given up. "
        "Use fewer words, beginnings of words or filters, or try again later.",
    }


class SearchUnavailable(SearchError):  # noqa: N818 - named as HTTP names it
    """The index cannot answer or cannot be written now; the sentence names the way out."""

    messages: ClassVar[Mapping[str, str]] = {
        "no_index": "There is no search index at {where} yet. Build it with: eaci index",
        "other_version": "The search index at {where} was built by another version of the program. "
        "Build it anew with: eaci index",
        "broken": "The search index at {where} cannot be read ({reason}). "
        "Build it anew with: eaci index --rebuild",
        "unwritable": "The search index at {where} cannot be written: its disk has {free} MiB left ({reason}). "
        "What it holds stays as it is. Make room, then try again.",
        "locked": "Another process has been writing the search index at {where} "
        "for more than {seconds} s. Wait for it to end, then try again.",
        "closed": "The search index at {where} has been closed.",
        "unreachable": "The search server at {where} does not answer ({reason}). "
        "See that it runs and that EACI_SEARCH_URL names it.",
        "untrusted": "The search server at {where} cannot be trusted ({reason}). EACI_SEARCH_CA names the "
        "file with the authority that signed its certificate; EACI_SEARCH_URL names a host as the certificate does.",
        "refused": "The search server at {where} refuses us ({reason}). "
        "Check the user in EACI_SEARCH_URL, or EACI_SEARCH_API_KEY.",
        "rejected": "The search server at {where} did not take {count} works; the first: {reason}.",
    }

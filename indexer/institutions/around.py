"""Whether the words around a name leave it what it is, or make it another institution's name. Words: ``words.toml``."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

import msgspec

from indexer.institutions.forms import Form, honorific_stems, words
from indexer.institutions.gazetteer import places_in
from indexer.institutions.registry import institutions
from indexer.institutions.tokens import Token

_ADJECTIVE = re.compile(r"(?:ий|ый|ой|ого|его|ому|ему|ая|ое|ые|ых|ым|ага|яга|кі|ны)$")
# nouns that end like adjectives: "кафедра международных отношений", "факультет технологий"
_NOUN = re.compile(r"(?:ций|ений|аний|огий|арий|орий|тий|сий|лий|рий|дей)$")
_HEAD_FINAL = re.compile(
    "[ա-ևәғқңөұүһ]|университети|академиясы|мамлекет|^(?:КР|ҚР|ՀՀ)", re.IGNORECASE
)
_HONORIFIC_REACH = 6  # words: "имени академика Е. А. Букетова"
_TO_ACADEMY = 4  # words: "Institute of … of the Siberian Branch of the RAS"
_LIST_REACH = 4  # words between a comma and the "и" of "экономики, управления и права"
_LONGEST_UNIT = 9  # words from an Armenian or Turkic name to its faculty or institute


class Match(msgspec.Struct, frozen=True, gc=False):
    """A form at these tokens; ``last`` is the token after it."""

    first: int
    last: int
    form: Form


def stands_alone(match: Match, tokens: Sequence[Token]) -> bool:
    """Whether nothing before or after makes a written name a part of another."""
    if match.form.honoured and not _honoured(match, tokens):
        return False
    return before_fits(match, tokens) and after_fits(match, tokens)


def _honoured(match: Match, tokens: Sequence[Token]) -> bool:
    near = tokens[max(0, match.first - _HONORIFIC_REACH) : match.first]
    after = tokens[match.last : match.last + 1 + _HONORIFIC_REACH]
    return honours(match.form.institution, [*near, *after])


def before_fits(match: Match, tokens: Sequence[Token]) -> bool:
    """Whether what stands before is no part of the name."""
    first = match.first
    token = tokens[first]
    if token.hyphen or refused(match, tokens):
        return False
    if token.edge or token.bracket or institutions()[match.form.institution].academy:
        return True
    previous = tokens[first - 1]
    if previous.stem in words("named_before"):
        return honours(match.form.institution, tokens[max(0, first - _HONORIFIC_REACH) : first])
    if previous.stem in honorific_stems(match.form.institution) or previous.stem in words("before"):
        return True
    if previous.genitive or _is_place(first - 1, tokens):
        return previous.genitive or not previous.raw.isascii()
    return _is_common(previous, token)


def _is_common(previous: Token, first: Token) -> bool:
    """ "кафедра физики Белорусского …": a noun of a department, but no adjective of the name and no name."""
    if previous.raw.isascii():
        return False
    if first.raw.endswith(("ого", "его", "ага", "яга", "ой", "ай")) and first.raw[0].isupper():
        return not re.search(r"(?:ого|его|ага|яга|ой|ей|ай)$", previous.raw)
    adjective = _ADJECTIVE.search(previous.raw) and not _NOUN.search(previous.raw)
    return previous.raw.islower() and not adjective


def refused(match: Match, tokens: Sequence[Token]) -> bool:
    """Whether an academy stands in a title, or a school stands beside the university."""
    return _is_title(match, tokens) or _beside_school(match.first, tokens)


def _is_title(match: Match, tokens: Sequence[Token]) -> bool:
    """ "академик РАН", "corresponding member of the NAS of Belarus", "ҚР ҰҒА академигі"."""
    if not institutions()[match.form.institution].academy:
        return False
    if match.last < len(tokens) and not tokens[match.last].edge:
        following = tokens[match.last]
        if following.stem in words("title"):
            return True
    at = match.first
    while at > 0 and not tokens[at].edge and tokens[at - 1].stem in words("title_link"):
        at -= 1
    if at == 0 or tokens[at].edge:
        return False
    return tokens[at - 1].stem in words("title") or (
        tokens[at - 1].stem in words("title_of_academy")
    )


def _beside_school(first: int, tokens: Sequence[Token]) -> bool:
    if not first or tokens[first - 1].stem not in words("beside"):
        return False
    return any(token.stem in words("school") for token in tokens[:first])


def after_fits(match: Match, tokens: Sequence[Token]) -> bool:
    """Whether what stands after is no part of the name."""
    last = match.last
    if last == len(tokens):
        return True
    token = tokens[last]
    if token.hyphen or token.opens:  # … университет «Станкин»
        return False
    if token.stem in words("named_after"):
        honoured = tokens[last + 1 : last + 1 + _HONORIFIC_REACH]
        return honours(match.form.institution, honoured) or _is_of_institute(match, tokens)
    if token.edge:
        return not _goes_on(last, tokens)
    return token.bracket or token.raw.isdigit() or _follows(match, tokens)


def _is_of_institute(match: Match, tokens: Sequence[Token]) -> bool:
    """ "Институт экономики НАН Армении им. М. Котаняна": the honour is the institute's, not the academy's."""
    before = tokens[: match.first]
    return institutions()[match.form.institution].academy and any(
        token.stem in words("unit") for token in before
    )


def _follows(match: Match, tokens: Sequence[Token]) -> bool:
    last, token = match.last, tokens[match.last]
    if token.stem in words("joining"):
        return _begins_another(last + 1, tokens)
    if token.stem in _ends_name() or _is_ministry(last, tokens) or _is_of_academy(match, tokens):
        return True
    if not words("ministry_of").isdisjoint(match.form.stems):
        return token.stem in words("before_ministry")  # "… of the Ministry of Health of Russia"
    if token.stem in words("after_academy") and institutions()[match.form.institution].academy:
        return True
    if token.stem in honorific_stems(match.form.institution) or _is_place(last, tokens):
        return True
    return tokens[last - 1].genitive or _has_unit_after(last, tokens)


def _is_of_academy(match: Match, tokens: Sequence[Token]) -> bool:
    """ "Steklov Institute of the Russian Academy of Sciences": an institute's name, then its academy's."""
    if tokens[match.last].stem not in words("article_of"):
        return False
    following = tokens[match.last + 1 : match.last + 1 + _TO_ACADEMY]
    return institutions()[match.form.institution].parent is not None and any(
        each.stem in words("academy") for each in following
    )


def _is_ministry(at: int, tokens: Sequence[Token]) -> bool:
    """ "… университет Минздрава России", "… University of the Ministry of Health"."""
    said = [each.stem for each in tokens[at:] if each.stem not in words("before_ministry")][:2]
    if said[:1] and said[0] in words("ministry_of"):
        return len(said) > 1 and said[1] in words("ministry_for")
    return bool(said[:1]) and said[0] in words("ministry")


@cache
def _ends_name() -> frozenset[str]:
    return words("after") | words("unit") | words("people")


def _has_unit_after(last: int, tokens: Sequence[Token]) -> bool:
    """In Armenian and the Turkic languages the faculty or institute ends what its university begins."""
    if not _HEAD_FINAL.search(tokens[last - 1].raw) and not _HEAD_FINAL.search(tokens[last].raw):
        return False
    for token in tokens[last : last + _LONGEST_UNIT]:
        if token.edge:
            return False
        if token.stem in words("unit"):
            return True
    return False


def _begins_another(at: int, tokens: Sequence[Token]) -> bool:
    """Whether an institution or a part of one is named from here on: "… and Institute of …"."""
    for token in tokens[at : at + 6]:
        if token.stem in words("unit") or (len(token.raw) > 2 and token.raw[1:].isupper()):
            return True
        if token.edge or token.raw.islower():
            return False
    return False


def _goes_on(at: int, tokens: Sequence[Token]) -> bool:
    """A list that the comma does not end: "Высшая школа экономики, управления и права"."""
    known = words("unit") | words("after") | words("people")
    piece = tokens[at : at + _LIST_REACH]
    if not piece[0].raw.islower() or piece[0].stem in known or piece[0].raw.isdigit():
        return False
    for token in piece[1:]:
        if token.edge or token.stem in known or token.raw[0].isupper():
            return False
        if token.stem in words("joining"):
            return True
    return False


def _is_place(at: int, tokens: Sequence[Token]) -> bool:
    return any(each.first == 0 for each in places_in(tokens[at : at + 4]))


def honours(identifier: str, tokens: Sequence[Token]) -> bool:
    """Whether one of the words is a surname in whose honour the institution is named."""
    return any(token.stem in honorific_stems(identifier) for token in tokens)

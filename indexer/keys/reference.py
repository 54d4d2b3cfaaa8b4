"""The keys of a reference: what it has to share with a work to be compared with it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from itertools import accumulate, pairwise

from indexer.keys.blocking import blocking_keys
from indexer.profiles.profile import Profile
from indexer.text.folding import fold, skeleton
from indexer.text.printed import squeeze
from schemas.identifiers import find_dois

_START = 16  # as long as the title beginnings that works are blocked by

_SHORTEST = 3  # letters of a title's skeleton that are worth a key

_WINDOW = 400  # a title starts within the first letters of a reference

# what may stand right before a title: a mark, the end of a number, a lone initial; not a hyphen inside a word
_BOUNDARY = re.compile(r"[^\w\s'’ʹʼ`-]\s*|\s(?:(?<=\d\s)|(?<=\s[^\W\d_]\s)|-+\s)")


def reference_keys(profile: Profile, raw: str) -> list[str]:
    """Blocking keys in the key space of works (:func:`indexer.keys.blocking.blocking_keys`), sorted, each once.

    Beside those of the profile: every DOI in the text, and the beginning of a title at each of the first words,
    so that a reference whose fields were cut wrongly still meets its work.
    """
    keys = set(blocking_keys(profile))
    keys.update(f"doi:{doi}" for doi in find_dois(raw))
    keys.update(_window_keys(raw))
    keys.update(key for title in profile.titles for key in _short_title_keys(title))
    return sorted(keys)


def pieces(raw: str) -> list[list[str]]:
    """The folded words between the places where a title may begin."""
    words, starts = _pieced(raw)
    return [words[start:end] for start, end in pairwise((*starts, len(words)))]


def _pieced(raw: str) -> tuple[list[str], list[int]]:
    """The folded words, and where among them the pieces start."""
    text = squeeze(raw)
    broken = "- " in text and _BROKEN.search(text)
    words: list[str] = []
    starts = [0]
    before = ""
    for chunk in [text] if broken else text.split():
        found = _pieces_of(before + chunk)
        before = " "
        words += found[0]
        for piece in found[1:]:
            starts.append(len(words))
            words += piece
    return words, starts


_BROKEN = re.compile(
    r"[^\W\d_]\W*- "
)  # a word may be broken here: then it takes the next one to tell


@lru_cache(maxsize=1 << 16)
def _pieces_of(chunk: str) -> tuple[tuple[str, ...], ...]:
    """The pieces of what stands between two spaces, the first of which goes on with what is before it."""
    return tuple(tuple(fold(piece).split()) for piece in _BOUNDARY.split(f"{chunk} "))


def _window_keys(raw: str) -> Iterator[str]:
    """Keys of what may be the beginning of a title: every piece of the text behind a mark or a number.

    Pieces that are an initial or a number by themselves are passed over.
    """
    words, starts = _pieced(raw[:_WINDOW])
    letters = list(map(skeleton, words))
    ends = list(accumulate(map(len, letters), initial=0))
    joined = "".join(letters)
    for start, end in pairwise((*starts, len(words))):
        lone = words[start] if end - start == 1 else ""
        if end - start > 1 or (len(lone) > 2 and not lone.isdecimal()):
            beginning = joined[ends[start] : ends[start] + _START]
            if len(beginning) == _START:
                yield f"s:{beginning}"


def _short_title_keys(title: str) -> Iterator[str]:
    """The beginnings of the title that may be the whole of a short one, whose subtitle the catalogue leaves out."""
    joined = ""
    for word in title.split():
        joined += skeleton(word)
        if len(joined) >= _START:
            return
        if len(joined) >= _SHORTEST:
            yield f"s:{joined}"

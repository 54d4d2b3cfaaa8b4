"""Whether a text in Latin letters is a romanised one: "Ekonomika regiona", not "Regional economy".

Letters alone cannot tell that of a word (more, roman, son are words of both languages). So a text counts as romanised
only if one of its words is written as no word of a western language is, and none is a function word of such a language.
"""

from __future__ import annotations

import re
from functools import lru_cache

from indexer.text.scripts import script_of

# what romanisations of Russian, Belarusian, Kazakh and Armenian have, and English, German and French hardly ever
_EVIDENCE = re.compile(
    r"""
    [čšžŝěėûâŭġśźćńąğşışıñ]|shch|zh|kh|dzh|[aeiouy]ts[aeiouy]|^ts[aeiouy]|[ʹ′]|[bcdfgklmnprstvzh]['’](?!s?$)
  | q[aeo]|yo(?:c|ts)$|^ky[rlzsd]|yia$
  | ^y[aeiu][bcdfgklmnprstvz]|[iy]y[aeu]|[ij][yij]$|ii$|yy$|[iy]j[aeu]?$|oj$|[dlnrstvz]j[aeou]
  | (?:iya|ija|iia|aya|aja|aia|\w\w[oae][gm][ou]|[iy]kh|[ia]mi|nost|osti|stv[oaeu])$
  | (?:sk|ck)(?:a[yij]a|oe|o[yij]|i[yij]|ie|ikh|ih|ogo|omu|imi?|om|u[yij]u)$
  | (?:ni[eyij]a?|nie|eni[ej]|ovani\w+|ik[aiu]|[aeiouy]k[ai]|nyk[hx]?|nogo|tel['ʹ]?n\w+|izm\w*|ezn\w+)$
  | ^(?:ekon|kult|polit[iy]k|kon[tfsv]|kom[mp]|filos|fiz|osob|obraz|issled|sovrem|razv|metod[iy]k|vopros|primen)
  | kt|ks(?=[aeiouyp])|[aeiou]v$|tv|vl|vz|zd|chk|shk|shn|^[sz]v|^vn|^mn|^dv|^vr|yan$
  | ut['’]?y[ou]n|gh[aeiou]|ts'
    """,
    re.VERBOSE,
)
_SURE = re.compile("[bcdfgklmnprstvz]")
_WESTERN = frozenset(
    """
    the of and in for on to with from by an at as is are its between using under or not this that more
    der die das und von für im zur zum des ein eine mit auf den dem le la les des du et dans pour sur une
    el los las del por para con una il gli della di nel per que
    """.split()  # noqa: SIM905 -- a list of words reads best so
)
_WORD = re.compile(r"[^\W\d_]+(?:['’ʹ′][^\W\d_]*)*")


@lru_cache(maxsize=1 << 12)
def looks_romanised(text: str) -> bool:
    """Whether the Latin words of a text are romanised; one of another script says nothing."""
    words = [word for word in _WORD.findall(text.lower()) if script_of(word) == "Latn"]
    if not _WESTERN.isdisjoint(words):
        return False
    return any(_EVIDENCE.search(word) and _SURE.search(word) for word in words)

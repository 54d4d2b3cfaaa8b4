"""Chemical formulas that were typed in Cyrillic letters: СО2 is CO2, and рН is pH, whatever the keyboard was."""

from __future__ import annotations

import re

_LATIN = str.maketrans("АВСЕНІКМОРТХУасеорхук", "ABCEHIKMOPTXYaceopxyk")
# elements whose signs can be typed in Cyrillic letters that look alike
_ELEMENT = "(?:Ас|Ва|Ве|Вк|Са|Се|Со|Ср|Сс|Не|Но|Кр|Ро|Ра|Хе|[ВСНІКОРУ])"
# one letter and a number may be anything (М4, К2); but carbon, hydrogen, oxygen and the vitamins are written so
_FORMULA = re.compile(rf"р?(?=\D*\d)(?:(?:{_ELEMENT}\d*){{2,}}|[СНО]\d{{1,2}}|В(?:6|12))")
_ACIDITY = {"рН": "pH", "рКа": "pKa"}


def in_latin(word: str) -> str:
    """A word of Cyrillic letters as a formula in Latin ones, if it is one; else as it is."""
    if word in _ACIDITY:
        return _ACIDITY[word]
    return word.translate(_LATIN).replace("р", "p") if _FORMULA.fullmatch(word) else word

"""Cells of tables. Text can never become a formula where a spreadsheet opens a file of text.

What a spreadsheet takes for a formula depends on its language: where it parts cells at ``;`` or at a tab, a formula may
begin within a cell of ours (OWASP, *CSV Injection*).
"""

from __future__ import annotations

import re

Value = str | int | float | bool | None

_SIGNS = "=+\\-@＝＋－−＠﹦﹢﹣﹫⁼⁺⁻₌₊₋"
_UNSEEN = "\\s\x00-\x20\x7f-\xa0\u00ad\u200b-\u200f\u2028-\u202f\u2060-\u206f\ufeff"
_ENDS_A_CELL = ";\t\r\n\v\f\x1c-\x1f\x85\u2028\u2029"
# a sign, what is not seen before it included, where a cell begins or a spreadsheet may begin another one
_FORMULA = re.compile(
    rf"\A(?=[\t\r\n]|[{_UNSEEN}]*[{_SIGNS}])|(?<=[{_ENDS_A_CELL}])(?=(?:(?![{_ENDS_A_CELL}])[{_UNSEEN}\"'])*[{_SIGNS}])"
)


def guarded(value: Value) -> Value:
    """Text with an apostrophe wherever a spreadsheet could begin a formula; numbers stay numbers."""
    return _FORMULA.sub("'", value) if isinstance(value, str) else value

"""Resumption tokens: what is packed comes back, and nothing else is taken for one."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from webapp.oai.errors import OaiError
from webapp.oai.tokens import Token, packed, unpacked

texts = st.text(max_size=30)
tokens = st.builds(
    Token,
    prefix=texts,
    since=st.none() | texts,
    until=texts,
    set=st.none() | texts,
    datestamp=texts,
    work=st.integers(0, 2**63 - 1),
    given=st.integers(0, 10**9),
)


@given(tokens)
def test_a_token_comes_back(token):
    assert unpacked(packed(token)) == token


@given(tokens, st.data())
def test_a_token_that_was_changed_is_refused(token, data):
    sent = packed(token)
    at = data.draw(st.integers(0, len(sent) - 1))
    letter = data.draw(st.sampled_from("abcXYZ019_-.").filter(lambda each: each != sent[at]))
    try:
        found = unpacked(sent[:at] + letter + sent[at + 1 :])
    except OaiError:
        return
    assert found == token  # bits of the last letter that base64 leaves unused


@pytest.mark.parametrize("text", ["", ".", "junk", "W10.", "é", "a" * 5000, "bnVsbA.3ee0b0ea"])
def test_junk_is_refused(text):
    with pytest.raises(OaiError):
        unpacked(text)

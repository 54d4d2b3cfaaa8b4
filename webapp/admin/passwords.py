"""Passwords: Argon2id with the library's parameters (RFC 9106), and what is asked of a new one."""

from __future__ import annotations

from functools import cache

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

LEAST_LENGTH = 10
_LONGEST = 1024  # nobody types more, and hashing must not be a way to keep the server busy

_hasher = PasswordHasher()


class PasswordError(ValueError):
    """A password that cannot be taken. One line that says why."""


def hash_password(password: str) -> str:
    """The hash to keep; raise :class:`PasswordError` for a password that is too short or too long."""
    if not LEAST_LENGTH <= len(password) <= _LONGEST:
        raise PasswordError(f"a password has from {LEAST_LENGTH} to {_LONGEST} characters")
    return _hasher.hash(password)


def verify(password_hash: str | None, password: str) -> bool:
    """True if the password is the one; None for an account that does not exist costs the same time."""
    stand_in = _nobody()  # made by whoever comes first, known or not
    try:
        matches = _hasher.verify(password_hash or stand_in, password[:_LONGEST])
    except (VerificationError, InvalidHashError):
        return False
    return bool(matches) and password_hash is not None


def needs_new_hash(password_hash: str) -> bool:
    """True if the hash was made with weaker parameters than today's."""
    return bool(_hasher.check_needs_rehash(password_hash))


@cache
def _nobody() -> str:
    return _hasher.hash("no account has this password")

"""What an account may be."""

from __future__ import annotations

from typing import get_args

from catalogue.decided.roles import ROLES, Role


def test_the_roles_are_those_of_the_type() -> None:
    assert set(get_args(Role)) == set(ROLES) == {"administrator", "reader"}

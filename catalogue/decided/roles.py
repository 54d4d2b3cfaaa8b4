"""What an account may be, known without opening the catalogue."""

from __future__ import annotations

from typing import Literal, get_args

Role = Literal["administrator", "reader"]
ROLES: tuple[Role, ...] = get_args(Role)

"""The structs of a contract once more, with the limits of their fields in the types: to check and to describe them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from types import UnionType
from typing import Annotated, Any, Union, get_args, get_origin, get_type_hints

import msgspec

from schemas.limits import YEARS, Limit


def limited_type(kind: type[msgspec.Struct], limits: dict[str, Limit]) -> type[msgspec.Struct]:
    """A struct of the same fields and names that takes only what is within the limits (paths of the struct's own)."""
    return _Limited(limits).struct(kind, "")


class _Limited:
    """Makes each struct once for every set of limits that it has in different places."""

    def __init__(self, limits: dict[str, Limit]) -> None:
        self._limits = limits
        self._made: dict[tuple[type, str], type[msgspec.Struct]] = {}

    def struct(self, kind: type[msgspec.Struct], path: str) -> type[msgspec.Struct]:
        hints = get_type_hints(kind)
        fields = [
            (field.name, self._type(hints[field.name], f"{path}{field.name}"), field.default)
            for field in msgspec.structs.fields(kind)
        ]
        known = self._made.get((kind, repr(fields)))
        if known is not None:
            return known
        given: Any = [
            (name, hint) if default is msgspec.NODEFAULT else (name, hint, default)
            for name, hint, default in fields
        ]
        made = msgspec.defstruct(
            self._name(kind, fields),
            given,
            namespace={"__doc__": kind.__doc__},
            kw_only=True,
            frozen=True,
            gc=False,
        )
        self._made[kind, repr(fields)] = made
        return made

    def _name(self, kind: type, fields: Sequence[tuple[str, Any, Any]]) -> str:
        """The struct's own name, and for the second of it one that says how long its texts may be."""
        if not any(known is kind for known, _ in self._made):
            return kind.__name__
        longest = max(most for _, hint, _ in fields for most in _most(hint))
        return f"{kind.__name__}UpTo{longest}"

    def _type(self, hint: Any, path: str) -> Any:
        arguments = get_args(hint)
        if get_origin(hint) in {Union, UnionType}:
            return Union[tuple(self._type(each, path) for each in arguments)]  # noqa: UP007 -- of a tuple
        if get_origin(hint) is tuple:
            below = f"{path}[]" if arguments[0] is str else f"{path}[]."
            items: Any = (self._type(arguments[0], below), ...)
            return self._bounded(tuple[items], path)
        if isinstance(hint, type) and issubclass(hint, msgspec.Struct):
            return self.struct(hint, path if path.endswith(".") else f"{path}.")
        if hint is str:
            return self._bounded(str, path)
        if hint is int and path.rpartition(".")[2] == "year":
            return Annotated[int, msgspec.Meta(ge=YEARS[0], le=YEARS[1])]
        return hint

    def _bounded(self, hint: Any, path: str) -> Any:
        limit = self._limits.get(path)
        return hint if limit is None else Annotated[hint, msgspec.Meta(max_length=limit.most)]


def _most(hint: Any) -> Iterator[int]:
    """The limits of texts that stand in a type itself."""
    for each in (hint, *get_args(hint)):
        for meta in getattr(each, "__metadata__", ()):
            yield meta.max_length or 0

"""What is asked: the verb and its arguments, checked as the protocol demands.

Both granularities are taken, to the day and to the second; ``from`` and ``until`` must be of the same one. Days become
the seconds of their beginning and end.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import datetime
from typing import NamedTuple

from werkzeug.datastructures import MultiDict

from catalogue.derived.provided import Asked
from webapp.oai.errors import OaiError

_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_SECOND = re.compile(r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}Z")
_SET = re.compile(r"[A-Za-z0-9\-_.!~*'()]+(?::[A-Za-z0-9\-_.!~*'()]+)*")


class Takes(NamedTuple):
    """The arguments of a verb. A resumptionToken, where it is taken, stands alone."""

    required: frozenset[str] = frozenset()
    optional: frozenset[str] = frozenset()
    resumable: bool = False


_SELECTIVE = frozenset({"from", "until", "set"})
VERBS: Mapping[str, Takes] = {
    "Identify": Takes(),
    "ListMetadataFormats": Takes(optional=frozenset({"identifier"})),
    "ListSets": Takes(resumable=True),
    "GetRecord": Takes(required=frozenset({"identifier", "metadataPrefix"})),
    "ListIdentifiers": Takes(frozenset({"metadataPrefix"}), _SELECTIVE, resumable=True),
    "ListRecords": Takes(frozenset({"metadataPrefix"}), _SELECTIVE, resumable=True),
}


def read(given: MultiDict[str, str]) -> dict[str, str]:
    """The verb with its arguments, each once. Raises OaiError."""
    verbs = given.getlist("verb")
    if len(verbs) != 1 or verbs[0] not in VERBS:
        raise OaiError("badVerb", _about_verb(verbs))
    takes = VERBS[verbs[0]]
    for name, values in given.lists():
        if len(values) > 1:
            raise OaiError(
                "badArgument", f"the argument {name[:40]!r} is given {len(values)} times"
            )
        if not values[0] and name != "verb":
            raise OaiError("badArgument", f"the argument {name[:40]!r} is empty")
    arguments = {name: value for name, value in given.items() if name != "verb"}
    if takes.resumable and "resumptionToken" in arguments:
        _alone(arguments)
    else:
        _as_taken(verbs[0], takes, arguments)
    return {"verb": verbs[0], **arguments}


def _about_verb(verbs: list[str]) -> str:
    known = ", ".join(VERBS)
    if not verbs:
        return f"the argument verb is missing; it is one of {known}"
    return f"verb is given once, as one of {known}"


def _alone(arguments: Mapping[str, str]) -> None:
    if others := sorted(arguments.keys() - {"resumptionToken"}):
        raise OaiError("badArgument", f"resumptionToken stands alone, without {others[0][:40]!r}")


def _as_taken(verb: str, takes: Takes, arguments: Mapping[str, str]) -> None:
    if missing := sorted(takes.required - arguments.keys()):
        raise OaiError("badArgument", f"{verb} needs the argument {missing[0]}")
    if unknown := sorted(arguments.keys() - takes.required - takes.optional):
        raise OaiError("badArgument", f"{verb} does not take the argument {unknown[0][:40]!r}")


def asked(arguments: Mapping[str, str]) -> Asked:
    """Which part of the list. Raises OaiError."""
    since, until = arguments.get("from"), arguments.get("until")
    for each in ("from", "until"):
        if each in arguments and not _is_date(arguments[each]):
            raise OaiError(
                "badArgument", f"{each} is a date like 2026-01-31 or 2026-01-31T12:00:00Z"
            )
    if since and until and len(since) != len(until):
        raise OaiError("badArgument", "from and until are both to the day or both to the second")
    if since and until and since > until:
        raise OaiError("badArgument", "from lies behind until")
    name = arguments.get("set")
    if name is not None and not _SET.fullmatch(name):
        raise OaiError("badArgument", f"{name[:40]!r} is no setSpec")
    return Asked(_second(since, "00:00:00"), _second(until, "23:59:59"), name)


def _is_date(value: str) -> bool:
    form = "%Y-%m-%d" if _DAY.fullmatch(value) else "%Y-%m-%dT%H:%M:%SZ"
    if not (_DAY.fullmatch(value) or _SECOND.fullmatch(value)) or not value.isascii():
        return False
    try:
        datetime.strptime(value, form)  # noqa: DTZ007 -- only whether there is such a day
    except ValueError:
        return False
    return True


def _second(value: str | None, time: str) -> str | None:
    return f"{value}T{time}Z" if value and _DAY.fullmatch(value) else value

"""The administration: sources and their schedules, runs and their ledgers, quarantine, judgements, audit.

Everything lies behind a login. A reader sees all of it; only an administrator changes anything, and each change is
written to the audit in its own transaction.
"""

from __future__ import annotations

from webapp.admin import aside, audit, judgements, login, people, quarantine, runs, sources
from webapp.admin.blueprint import blueprint

__all__ = [
    "aside",
    "audit",
    "blueprint",
    "judgements",
    "login",
    "people",
    "quarantine",
    "runs",
    "sources",
]

"""The site for scholars: search, works, countries, journals, names, and who cites whom."""

from __future__ import annotations

from webapp.scholars import geography, lists, pages, people, searching, taking, work_parts, works
from webapp.scholars.blueprint import blueprint, root

# Naming the modules here keeps their routes: importing a module of views is what adds them.
__all__ = [
    "blueprint",
    "geography",
    "lists",
    "pages",
    "people",
    "root",
    "searching",
    "taking",
    "work_parts",
    "works",
]

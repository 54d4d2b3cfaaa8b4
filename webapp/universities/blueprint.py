"""The blueprint of the pages for universities; every address begins with the language."""

from __future__ import annotations

from flask import Blueprint

from webapp.language import PREFIX

blueprint = Blueprint("universities", __name__, url_prefix=PREFIX)

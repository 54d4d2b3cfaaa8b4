"""The blueprint of the site for scholars; every address begins with the language."""

from __future__ import annotations

from flask import Blueprint

from webapp.language import PREFIX

blueprint = Blueprint("scholars", __name__, url_prefix=PREFIX)
root = Blueprint("root", __name__)

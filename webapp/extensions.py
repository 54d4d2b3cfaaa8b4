"""The Flask extensions, made here once and bound to the application in :mod:`webapp.app`."""

from __future__ import annotations

from flask import request
from flask_babel import Babel
from flask_limiter import Limiter
from flask_limiter.util import get_remote_address
from flask_wtf.csrf import CSRFProtect

babel = Babel()
csrf = CSRFProtect()
# In memory: each process counts alone. What has to be counted for all of them (logins) stands in the catalogue.
limiter = Limiter(get_remote_address, default_limits=["600 per minute"], storage_uri="memory://")


@limiter.request_filter
def _static_files() -> bool:
    return request.endpoint == "static"

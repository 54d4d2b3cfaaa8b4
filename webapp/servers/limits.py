"""What both servers, and the application itself, allow one client."""

from __future__ import annotations

ADDRESS_BYTES = 8192
"""The longest address, its query included. What a browser or a proxy takes is about as long."""
HEAD_SECONDS = 10.0
"""Within so many seconds of its first byte a request's head has to be there."""
REQUEST_SECONDS = 30.0
"""Within so many seconds of the last answer, or of connecting, the next request has to be there, with its body."""
IDLE_SECONDS = 15.0
"""A connection on which nothing happens for so long is closed."""
ANSWER_SECONDS = 300.0
"""Within so many seconds the client has to have taken its answer."""
CONNECTIONS = 500
"""Connections of one process. The next one takes the place of the one that has let us wait longest."""
BODY_BYTES = 2 * 1024 * 1024
"""Beyond this a body is not even received; the application's own limit is lower, and says so on a page."""

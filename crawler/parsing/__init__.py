"""Parsing in a process of its own, under limits: what strangers wrote can end, slow or fill that process only.

The parsers (:mod:`crawler.formats`) are pure functions of bytes. :mod:`crawler.parsing.parent` hands a page to a child,
which serves one page after the other; :mod:`crawler.parsing.child` sets the limits and answers;
:mod:`crawler.parsing.wire` says what passes between them. A page that costs more than :data:`crawler.limits.PAGE` is a
``PageError`` with the reason ``too-slow`` or ``too-large``; a parser that fails in any other way gives
``parser-failed``.
"""

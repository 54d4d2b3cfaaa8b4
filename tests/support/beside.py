"""Work in a thread beside a test: what it raises is raised in the test, and no run of the tests waits for it."""

from __future__ import annotations

import threading
from collections.abc import Callable


class Beside:
    """A thread that has begun ``work(*arguments)``. It is a daemon: an interpreter that ends does not wait for it."""

    def __init__(self, work: Callable[..., object], *arguments: object) -> None:
        self._raised: BaseException | None = None
        self._thread = threading.Thread(target=self._run, args=(work, arguments), daemon=True)
        self._thread.start()

    def _run(self, work: Callable[..., object], arguments: tuple[object, ...]) -> None:
        try:
            work(*arguments)
        except BaseException as error:  # noqa: BLE001 -- raised again where the thread is waited for
            self._raised = error

    def works(self) -> bool:
        """Whether it is still at work."""
        return self._thread.is_alive()

    def finish(self, seconds: float = 60) -> None:
        """Wait for its end; raise what it raised, and AssertionError if it has not ended in time."""
        self._thread.join(seconds)
        if self._raised is not None:
            raise self._raised
        assert not self.works(), f"the work beside the test has not ended within {seconds:g} s"

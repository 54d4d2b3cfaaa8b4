from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from scrapy.exceptions import NotConfigured
from scrapy.utils.test import get_crawler

from crawler.asking.memory import ResidentMemoryUsage

_CHILD = """
import resource
from scrapy.utils.test import get_crawler
from crawler.asking.memory import ResidentMemoryUsage
guard = ResidentMemoryUsage(get_crawler())
print(guard.get_virtual_size() >> 20, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss >> 10)
"""
_PARENT = f"""
import subprocess, sys
held = bytearray(600 << 20)
held[:: 4096] = b"x" * len(held[:: 4096])
subprocess.run([sys.executable, "-c", {_CHILD!r}], check=True)
"""


@pytest.mark.skipif(not Path("/proc/self/statm").exists(), reason="no /proc on this system")
def test_what_the_parent_once_held_does_not_count() -> None:
    told = subprocess.run(
        [sys.executable, "-c", _PARENT], capture_output=True, text=True, check=True, timeout=60
    ).stdout
    now, peak = map(int, told.split())
    # the kernel tells the parent's peak; the guard looks at what this process holds
    assert peak > 512
    assert 0 < now < 300


def test_without_proc_the_peak_is_taken(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    guard = ResidentMemoryUsage(get_crawler())
    monkeypatch.setattr("crawler.asking.memory._STATM", tmp_path / "none")
    assert guard.get_virtual_size() >= 20 << 20


def test_the_guard_can_be_off() -> None:
    with pytest.raises(NotConfigured):
        ResidentMemoryUsage(get_crawler(settings_dict={"MEMUSAGE_ENABLED": False}))

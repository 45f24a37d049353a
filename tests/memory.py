"""How much memory a piece of work took at its peak; Linux tells."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

SELF = Path("/proc/self")
MOST_MB = 1024
RESET_PEAK = "5"  # proc(5), clear_refs


@contextmanager
def below(most_mb: int = MOST_MB) -> Iterator[None]:
    """Hold the whole process to so many MB while the block runs."""
    try:
        (SELF / "clear_refs").write_text(RESET_PEAK)
    except OSError:
        pytest.skip("this system does not tell how much memory was taken")
    yield
    (line,) = [one for one in (SELF / "status").read_text().splitlines() if "VmHWM" in one]
    peak = int(line.split()[1]) // 1024
    assert peak < most_mb, f"{peak} MB"

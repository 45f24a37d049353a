"""How much memory a piece of work took at its peak; Linux tells."""

from __future__ import annotations

import ctypes
import gc
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

SELF = Path("/proc/self")
RESET_PEAK = "5"  # proc(5), clear_refs
# A server with the demonstration stands at about 400 MB; so much more, and it is at a gigabyte.
MOST_MB = 1024 - 400


@contextmanager
def below(most_mb: int = MOST_MB) -> Iterator[None]:
    """
    Hold what the block takes, above what the process holds already, to so many MB.

    What earlier tests let go of is given back first, so that it cannot be taken unseen.
    """
    gc.collect()
    trim = getattr(ctypes.CDLL(None), "malloc_trim", None)
    if trim is not None:
        trim(0)
    try:
        (SELF / "clear_refs").write_text(RESET_PEAK)
    except OSError:
        pytest.skip("this system does not tell how much memory was taken")
    before = _megabytes("VmRSS")
    yield
    taken = _megabytes("VmHWM") - before
    assert taken < most_mb, f"{taken} MB"


def _megabytes(name: str) -> int:
    (line,) = [one for one in (SELF / "status").read_text().splitlines() if name in one]
    return int(line.split()[1]) // 1024

"""
How often chance is tried: enough to catch a mistake in each run, and many more on request.

`python3 start.py test thorough` sets `AMPARO_THOROUGH=1`.
"""

from __future__ import annotations

import os
from typing import TypeVar

T = TypeVar("T")
THOROUGH = os.environ.get("AMPARO_THOROUGH") == "1"


def choose(always: T, thorough: T) -> T:
    """Choose what every run takes, or what a thorough one takes."""
    return thorough if THOROUGH else always

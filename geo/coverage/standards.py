"""Standards of how many services there should be for so many people, from `data/coverage`."""

from __future__ import annotations

import json
import math
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Literal

STANDARDS_FILE = Path(__file__).parents[2] / "data" / "coverage" / "standards.json"


@dataclass(frozen=True)
class ServiceStandard:
    """
    How many services of a type, or places in them, there should be.

    Attributes
    ----------
    number, per
        So many for so many people, or women.
    source
        Who recommends it.
    """

    service_type: str
    unit: Literal["services", "places"]
    number: float
    per: float
    of: Literal["people", "women"]
    source: str

    def count_needed(self, population: float) -> int:
        """
        Compute how many are needed, at least one.

        Parameters
        ----------
        population
            People or women [persons, >= 0], as the standard counts them.
        """
        return max(1, math.ceil(self.number * population / self.per))


@cache
def load_standards() -> tuple[ServiceStandard, ...]:
    """
    Load the standards of this installation.

    Raises
    ------
    TypeError
        If an entry of the file lacks a field or has an unknown one.
    """
    entries = json.loads(STANDARDS_FILE.read_text(encoding="utf-8"))
    return tuple(ServiceStandard(**entry) for entry in entries)

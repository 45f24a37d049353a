"""Values of plans, and labels of all steps with their return."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from geo.network.street_network import FloatArray


class PlanValue(NamedTuple):
    """Lexicographic objective: missed windows, urgency [min], route costs and waits [min]."""

    missed_windows: float
    urgency_min: float
    total_min: float


@dataclass(frozen=True)
class PlanValues:
    """Values of many plans, one entry each; infinite where there is none. See `PlanValue`."""

    missed_windows: FloatArray
    urgency_min: FloatArray
    total_min: FloatArray

    def select(self, indices: NDArray[np.int64]) -> PlanValues:
        """Select values by index."""
        return PlanValues(*(values[indices] for values in vars(self).values()))

    @staticmethod
    def of_one(value: PlanValue | None) -> PlanValues:
        """Return the value of one plan; None: there is none."""
        numbers = (np.inf, np.inf, np.inf) if value is None else value
        return PlanValues(*(np.array([number], dtype=np.float64) for number in numbers))


@dataclass(frozen=True)
class CompletedLabels:
    """
    Labels of all steps with their return, one entry each, the best of each origin first.

    Attributes
    ----------
    origin_index, label_index
        Origin, and index in the last layer of labels.
    departure_min, leg_min
        Departure of the return, and its minutes.
    values
        Value of the sequence.
    """

    origin_index: NDArray[np.int64]
    label_index: NDArray[np.int64]
    departure_min: FloatArray
    leg_min: FloatArray
    values: PlanValues

"""Labels of partial sequences as arrays, and removal of dominated labels."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields

import numpy as np
from numpy.typing import NDArray

from geo.network.street_network import FloatArray

LABEL_TOLERANCE_MIN = 1e-9  # minutes; smaller differences between labels count as equal


@dataclass(frozen=True)
class Labels:
    """
    Partial sequences of visits: one entry per label in every array.

    Attributes
    ----------
    completed_steps
        Set of completed steps, as bits.
    position_index
        Position of the last visit.
    missed_windows
        Number of windows that had closed when the visit started.
    urgency_min
        Sum over urgent steps of cost and waits until their visit starts [min].
    finish_min
        End of the last visit [min].
    cost_premium_min
        Route cost in excess of the walking minutes [min].
    spent_min
        Sum of route costs and waits [min].
    walk_min
        Sum of walking minutes.
    predecessor
        Index of the parent label, among all labels; -1 for the origin.
    departure_min, start_min
        Departure from the previous position, and start of the visit [min].
    """

    completed_steps: NDArray[np.int64]
    position_index: NDArray[np.int64]
    missed_windows: NDArray[np.int64]
    urgency_min: FloatArray
    finish_min: FloatArray
    cost_premium_min: FloatArray
    spent_min: FloatArray
    walk_min: FloatArray
    predecessor: NDArray[np.int64]
    departure_min: FloatArray
    start_min: FloatArray

    def __len__(self) -> int:
        return len(self.completed_steps)

    def select_labels(self, indices: NDArray[np.int64] | NDArray[np.bool_]) -> Labels:
        """Select labels by index or mask."""
        return Labels(*(getattr(self, field.name)[indices] for field in fields(self)))

    @staticmethod
    def concatenate(parts: Sequence[Labels]) -> Labels:
        """Concatenate labels."""
        return Labels(
            *(
                np.concatenate([getattr(part, field.name) for part in parts])
                for field in fields(Labels)
            )
        )


def create_origin_label() -> Labels:
    """Return the initial label at the origin."""
    number, minutes = np.zeros(1, dtype=np.int64), np.zeros(1)
    return Labels(
        completed_steps=number,
        position_index=number,
        missed_windows=number,
        urgency_min=minutes,
        finish_min=minutes,
        cost_premium_min=minutes,
        spent_min=minutes,
        walk_min=minutes,
        predecessor=number - 1,
        departure_min=minutes,
        start_min=minutes,
    )


def remove_dominated(labels: Labels) -> Labels:
    """
    Remove labels that another label with the same steps and position dominates.

    A label dominates another if it is no worse in missed windows, urgency, finish, premium and
    spent minutes; of equal labels the one with the least walking time remains.
    """
    keys = (
        labels.walk_min,
        labels.spent_min,
        labels.cost_premium_min,
        labels.finish_min,
        labels.urgency_min,
        labels.missed_windows,
        labels.position_index,
        labels.completed_steps,
    )
    labels = labels.select_labels(np.lexsort(keys))
    group = np.cumsum(
        np.append(
            True, (np.diff(labels.completed_steps) != 0) | (np.diff(labels.position_index) != 0)
        )[: len(labels)]
    )
    values = np.stack(
        [
            labels.missed_windows,
            labels.urgency_min,
            labels.finish_min,
            labels.cost_premium_min,
            labels.spent_min,
        ],
        axis=1,
    ).astype(np.float64)
    is_efficient = np.zeros(len(labels), dtype=bool)
    remaining = np.arange(len(labels))
    while len(remaining):
        first = remaining[np.append(True, np.diff(group[remaining]) != 0)]
        is_efficient[first] = True
        leader = first[np.searchsorted(group[first], group[remaining])]
        is_dominated = (values[remaining] >= values[leader] - LABEL_TOLERANCE_MIN).all(axis=1)
        remaining = remaining[~is_dominated]
    return labels.select_labels(is_efficient)

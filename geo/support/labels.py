"""Labels: how far different beginnings of a route have come, many at a time."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields

import numpy as np
from numpy.typing import NDArray

from geo.network.street_network import FloatArray

LABEL_TOLERANCE_MIN = 1e-9  # minutes; nearer than this, two labels are as good as each other


@dataclass(frozen=True)
class Labels:
    """
    Beginnings of routes, one entry each in every array.

    Attributes
    ----------
    completed_steps
        The set of steps visited, as bits.
    position_index
        Where she is.
    missed_windows
        Windows that had closed as a door let her in.
    urgency_min
        Sum over urgent steps of what it took until their doors let her in [min].
    finish_min
        When her visit ends [min].
    cost_premium_min
        What ways cost beyond their minutes [min].
    spent_min
        Ways priced, and waits [min].
    walk_min
        Minutes of ways.
    predecessor
        Number of the label it goes on from, among all labels; -1 at the start.
    departure_min, start_min
        When she left the place before, and when the door let her in [min].
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
        """Take some out."""
        return Labels(*(getattr(self, field.name)[indices] for field in fields(self)))

    @staticmethod
    def concatenate(parts: Sequence[Labels]) -> Labels:
        """Lay some behind others."""
        return Labels(
            *(
                np.concatenate([getattr(part, field.name) for part in parts])
                for field in fields(Labels)
            )
        )


def create_origin_label() -> Labels:
    """Give the one label that every route starts from."""
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
    Keep of the labels with the same steps at the same place those that none other beats.

    One beats another where it is as good in `missed`, `urgency`, `clock`, `premium` and `spent`;
    of equals the one with the fewest minutes walked stays.
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
    kept = np.zeros(len(labels), dtype=bool)
    left = np.arange(len(labels))
    while len(left):
        first = left[np.append(True, np.diff(group[left]) != 0)]
        kept[first] = True
        leader = first[np.searchsorted(group[first], group[left])]
        beaten = (values[left] >= values[leader] - LABEL_TOLERANCE_MIN).all(axis=1)
        left = left[~beaten]
    return labels.select_labels(kept)

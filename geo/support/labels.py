"""Labels of partial sequences as arrays, and removal of dominated labels."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields

import numpy as np
from numpy.typing import NDArray

from geo.network.street_network import FloatArray

LABEL_TOLERANCE_MIN = 1e-9  # minutes; smaller differences between labels count as equal
ROUND_DIGITS = 7  # of minutes; smaller differences of labels count as equal in their order


@dataclass(frozen=True)
class Labels:
    """
    Partial sequences of visits: one entry per label in every array.

    Attributes
    ----------
    origin_index
        Origin of the sequence.
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
    choice_key
        Number of the sequence of steps and services, for the choice between equal sequences.
    predecessor
        Index of the parent label, among all labels; -1 for the origin.
    departure_min, start_min
        Departure from the previous position, and start of the visit [min].
    """

    origin_index: NDArray[np.int64]
    completed_steps: NDArray[np.int64]
    position_index: NDArray[np.int64]
    missed_windows: NDArray[np.int64]
    urgency_min: FloatArray
    finish_min: FloatArray
    cost_premium_min: FloatArray
    spent_min: FloatArray
    walk_min: FloatArray
    choice_key: NDArray[np.int64]
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


def create_origin_labels(count: int) -> Labels:
    """Return the initial labels, one at each origin."""
    number, minutes = np.zeros(count, dtype=np.int64), np.zeros(count)
    return Labels(
        origin_index=np.arange(count),
        completed_steps=number,
        position_index=number,
        missed_windows=number,
        urgency_min=minutes,
        finish_min=minutes,
        cost_premium_min=minutes,
        spent_min=minutes,
        walk_min=minutes,
        choice_key=number,
        predecessor=number - 1,
        departure_min=minutes,
        start_min=minutes,
    )


def select_lowest_ranks(
    groups: NDArray[np.int64], indices: NDArray[np.int64], limit: int
) -> NDArray[np.int64]:
    """
    Select the first indices of each group.

    Parameters
    ----------
    groups
        Group of each index, ascending.
    indices
        In the order of rank within each group.
    limit
        Most indices of a group.
    """
    is_first = np.append(True, np.diff(groups) != 0)[: len(groups)]
    starts = np.flatnonzero(is_first)
    rank = np.arange(len(groups)) - starts[np.cumsum(is_first) - 1]
    return np.asarray(indices[rank < limit])


def remove_dominated(labels: Labels) -> Labels:
    """
    Remove labels that another label of the same origin, steps and position dominates.

    A label dominates another if it is no worse in missed windows, urgency, finish, premium and
    spent minutes; of equal labels the one with the least walking time remains, then the one whose
    steps come first in the pathway. Differences of rounding errors, as between two orders of visits
    over the same streets, do not decide.
    """
    minutes = np.round(
        [
            labels.walk_min,
            labels.spent_min,
            labels.cost_premium_min,
            labels.finish_min,
            labels.urgency_min,
        ],
        ROUND_DIGITS,
    )
    keys = (
        labels.choice_key,
        *minutes,
        labels.missed_windows,
        labels.position_index,
        labels.completed_steps,
        labels.origin_index,
    )
    labels = labels.select_labels(np.lexsort(keys))
    is_next = np.diff(labels.origin_index) != 0
    is_next |= np.diff(labels.completed_steps) != 0
    is_next |= np.diff(labels.position_index) != 0
    group = np.cumsum(np.append(True, is_next)[: len(labels)])
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

"""Labels: how far different beginnings of a route have come, many at a time."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields

import numpy as np
from numpy.typing import NDArray

from geo.network.street_network import FloatArray

SAME = 1e-9  # minutes; nearer than this, two labels are as good as each other


@dataclass(frozen=True)
class Labels:
    """
    Beginnings of routes, one entry each in every array.

    Attributes
    ----------
    done
        The set of steps visited, as bits.
    place
        Where she is.
    missed
        Windows that had closed as a door let her in.
    urgency
        Sum over urgent steps of what it took until their doors let her in [min].
    clock
        When her visit ends [min].
    premium
        What ways cost beyond their minutes [min].
    spent
        Ways priced, and waits [min].
    walked
        Minutes of ways.
    before
        Number of the label it goes on from, among all labels; -1 at the start.
    leave, start
        When she left the place before, and when the door let her in [min].
    """

    done: NDArray[np.int64]
    place: NDArray[np.int64]
    missed: NDArray[np.int64]
    urgency: FloatArray
    clock: FloatArray
    premium: FloatArray
    spent: FloatArray
    walked: FloatArray
    before: NDArray[np.int64]
    leave: FloatArray
    start: FloatArray

    def __len__(self) -> int:
        return len(self.done)

    def take(self, chosen: NDArray[np.int64] | NDArray[np.bool_]) -> Labels:
        """Take some out."""
        return Labels(*(getattr(self, field.name)[chosen] for field in fields(self)))

    @staticmethod
    def joined(parts: Sequence[Labels]) -> Labels:
        """Lay some behind others."""
        return Labels(
            *(
                np.concatenate([getattr(part, field.name) for part in parts])
                for field in fields(Labels)
            )
        )


def at_origin() -> Labels:
    """Give the one label that every route starts from."""
    number, minutes = np.zeros(1, dtype=np.int64), np.zeros(1)
    return Labels(
        done=number,
        place=number,
        missed=number,
        urgency=minutes,
        clock=minutes,
        premium=minutes,
        spent=minutes,
        walked=minutes,
        before=number - 1,
        leave=minutes,
        start=minutes,
    )


def undominated(labels: Labels) -> Labels:
    """
    Keep of the labels with the same steps at the same place those that none other beats.

    One beats another where it is as good in `missed`, `urgency`, `clock`, `premium` and `spent`;
    of equals the one with the fewest minutes walked stays.
    """
    keys = (
        labels.walked,
        labels.spent,
        labels.premium,
        labels.clock,
        labels.urgency,
        labels.missed,
        labels.place,
        labels.done,
    )
    labels = labels.take(np.lexsort(keys))
    group = np.cumsum(
        np.append(True, (np.diff(labels.done) != 0) | (np.diff(labels.place) != 0))[: len(labels)]
    )
    values = np.stack(
        [labels.missed, labels.urgency, labels.clock, labels.premium, labels.spent], axis=1
    ).astype(np.float64)
    kept = np.zeros(len(labels), dtype=bool)
    left = np.arange(len(labels))
    while len(left):
        first = left[np.append(True, np.diff(group[left]) != 0)]
        kept[first] = True
        leader = first[np.searchsorted(group[first], group[left])]
        beaten = (values[left] >= values[leader] - SAME).all(axis=1)
        left = left[~beaten]
    return labels.take(kept)

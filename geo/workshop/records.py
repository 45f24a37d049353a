"""Operations on marks, what became of them, and the drawing session they belong to."""

from __future__ import annotations

import uuid
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

from geo.errors import AmparoError
from geo.workshop.mark import Mark

PARTICIPANT_ACTOR = "participant"  # who the history names where a phone drew: nobody is known


@dataclass(frozen=True)
class Operation:
    """
    One thing that was done to a mark.

    Attributes
    ----------
    opid, id
        Made by whoever did it: of the operation, and of the mark.
    base_revision
        The revision of the mark she saw; 0 for a new one.
    mark
        What it becomes; None where it is removed.
    """

    opid: uuid.UUID
    id: uuid.UUID
    act: Literal["put", "remove"]
    base_revision: int
    mark: Mark | None


@dataclass(frozen=True)
class Acknowledgement:
    """An operation that was taken, now or before."""

    opid: str
    id: str
    number: int
    revision: int
    applied_at: datetime
    twin_of: str | None


@dataclass(frozen=True)
class BatchResult:
    """
    What became of some operations.

    Attributes
    ----------
    rejected
        Faults by operation: these were not taken.
    """

    acknowledged: list[Acknowledgement] = field(default_factory=list)
    rejected: dict[str, AmparoError] = field(default_factory=dict)


@dataclass(frozen=True)
class DrawingScope:
    """A drawing session of a community, and in whose name marks are made there."""

    community: str
    code: str
    who: str = PARTICIPANT_ACTOR

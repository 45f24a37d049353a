"""What a pathway demands of the choice: which services serve a step, and which steps come first."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from geo.pathways.records import PathwayStep
from geo.support.records import StopService
from geo.support.service_options import ReachableService

# Ours: where a service opens later, another type may stand in for it.
MAX_OPENING_WAIT_MIN = 24.0 * 60


def select_preferred_services(
    step: PathwayStep, services: Sequence[ReachableService]
) -> list[ReachableService]:
    """
    Take the doors of one type: the step's own, or the first that can stand in for it.

    Parameters
    ----------
    services
        Of the step's own type and of those that can give the same.

    Returns
    -------
    services
        Of the first type with a door that opens within a day; where none does, of the first
        that there is. The others stand beside it, a click away.
    """
    kinds = [
        [one for one in services if one.service.type == kind]
        for kind in (step.service, *step.instead)
    ]
    soon = [
        of_kind
        for of_kind in kinds
        if any(one.opening.next_opening_min(0.0) <= MAX_OPENING_WAIT_MIN for one in of_kind)
    ]
    return next(iter(soon or filter(None, kinds)), [])


def list_preceding_steps(
    steps: Sequence[PathwayStep], *, first_step: str | None
) -> NDArray[np.int64]:
    """
    Tell for each step which of the others come before it, as bits.

    Parameters
    ----------
    steps
        Those that a way leads to: what is not among them holds nobody up.
    first_step
        Code of the step that she wants first: it waits for none, and all wait for it.
    """
    bit = {step.code: 1 << number for number, step in enumerate(steps)}
    lead = bit.get(first_step or "", 0)
    before = [sum(bit.get(code, 0) for code in set(step.after)) | lead for step in steps]
    return np.array(
        [0 if step.code == first_step else bits for step, bits in zip(steps, before, strict=True)],
        dtype=np.int64,
    )


def is_own_confidential(step: PathwayStep, service: StopService) -> bool:
    """Say whether a confidential service is of the type that the step itself names."""
    return service.is_confidential and service.type == step.service

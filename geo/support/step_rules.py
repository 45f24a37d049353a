"""Rules of pathway steps: eligible service types, and the order between steps."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from geo.pathways.records import PathwayStep
from geo.support.records import StopService
from geo.support.service_options import ReachableService

# Ours: if a service opens later, an alternative type is used.
MAX_OPENING_WAIT_MIN = 24.0 * 60


def select_preferred_services(
    step: PathwayStep, services: Sequence[ReachableService]
) -> list[ReachableService]:
    """
    Select the services of one type: the step's own, or the first alternative type.

    Parameters
    ----------
    services
        Services of the step's own type and of its alternative types.

    Returns
    -------
    services
        Services of the first type with one that opens within a day; if none does, of the first
        available type. The others are shown as alternatives.
    """
    kinds = [
        [option for option in services if option.service.type == kind]
        for kind in (step.service, *step.instead)
    ]
    soon = [
        of_kind
        for of_kind in kinds
        if any(option.opening.next_opening_min(0.0) <= MAX_OPENING_WAIT_MIN for option in of_kind)
    ]
    return next(iter(soon or filter(None, kinds)), [])


def list_preceding_steps(
    steps: Sequence[PathwayStep], *, first_step: str | None
) -> NDArray[np.int64]:
    """
    List for each step the set of steps that precede it, as bits.

    Parameters
    ----------
    steps
        Reachable steps; other steps impose no order.
    first_step
        Code of the step requested first: it precedes all others.
    """
    bit = {step.code: 1 << number for number, step in enumerate(steps)}
    lead = bit.get(first_step or "", 0)
    before = [sum(bit.get(code, 0) for code in set(step.after)) | lead for step in steps]
    return np.array(
        [0 if step.code == first_step else bits for step, bits in zip(steps, before, strict=True)],
        dtype=np.int64,
    )


def is_own_confidential(step: PathwayStep, service: StopService) -> bool:
    """Return whether a service is confidential and of the step's own type."""
    return service.is_confidential and service.type == step.service

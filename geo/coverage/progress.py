"""Progress of a coverage measurement: a callable that may stop it."""

from __future__ import annotations

from collections.abc import Callable

# Called with a share 0..1 and the key of a text. What it raises stops the measurement, so that
# nothing is kept of it but what was complete.
ProgressCallback = Callable[[float, str], None]

HOMES, TRIPS, COUNTS, GAPS, CATCHMENT = (
    "coverage.step_homes",
    "coverage.step_trips",
    "coverage.step_counts",
    "coverage.step_gaps",
    "coverage.step_catchment",
)


def ignore_progress(share: float, key: str) -> None:
    """Do nothing."""

"""Time windows of steps, evaluated when the visit starts: open, closing or closed."""

from __future__ import annotations

import numpy as np

from geo.errors import NumberError, NumberTooLargeError
from geo.network.street_network import FloatArray
from geo.pathways.records import PathwayStep, TimeWindow
from geo.support.clock import PlanningClock
from geo.support.records import WindowDeadline, WindowState

MAX_HOURS_SINCE = 24.0 * 366 * 100  # a hundred years: a larger number is a typing error
CLOSING_SHARE = 0.25  # ours: less than a quarter of the window left …
CLOSING_HOURS = 12.0  # … or less than twelve hours: the state is "closing"
MINUTES_PER_HOUR = 60.0


def check_hours_since(hours: float | None) -> float | None:
    """
    Check the hours since the event: zero or more, or None.

    Raises
    ------
    NumberError, NumberTooLargeError
        If they are negative, not a number, or more than a hundred years.
    """
    if hours is None:
        return None
    if not hours >= 0:  # also true for NaN
        raise NumberError(name="hours_since", value=hours, least=0)
    if hours > MAX_HOURS_SINCE:
        raise NumberTooLargeError(name="hours_since", value=hours, most=MAX_HOURS_SINCE)
    return float(hours)


def minutes_until_closing(window: TimeWindow, hours_since: float) -> float:
    """Return when a window closes, in minutes from departure; negative if it has closed."""
    return (window.hours - hours_since) * MINUTES_PER_HOUR


def list_window_closings(step: PathwayStep, hours_since: float | None) -> FloatArray:
    """List the closing times of windows open at departure [min]; empty without hours since."""
    if hours_since is None:
        return np.empty(0)
    closes = [minutes_until_closing(window, hours_since) for window in step.windows]
    return np.array([minutes for minutes in closes if minutes >= 0], dtype=np.float64)


def is_urgent_step(step: PathwayStep, hours_since: float | None) -> bool:
    """
    Return whether a step is urgent: one of its clinical windows is open.

    If the time of the event is unknown, the window may be open, and the step is urgent.
    """
    return any(
        window.kind == "clinical"
        and (hours_since is None or minutes_until_closing(window, hours_since) >= 0)
        for window in step.windows
    )


def evaluate_windows(
    step: PathwayStep, clock: PlanningClock, hours_since: float | None, start_min: float
) -> tuple[WindowDeadline, ...]:
    """
    Evaluate the windows of a step.

    Parameters
    ----------
    start_min
        Start of the visit.
    """
    return tuple(_evaluate_window(window, clock, hours_since, start_min) for window in step.windows)


def _evaluate_window(
    window: TimeWindow, clock: PlanningClock, hours_since: float | None, start_min: float
) -> WindowDeadline:
    if hours_since is None:
        return WindowDeadline(window, "unknown", None)
    closes = minutes_until_closing(window, hours_since)
    return WindowDeadline(
        window, _classify_window(window, (closes - start_min) / 60), clock.local_time_at(closes)
    )


def _classify_window(window: TimeWindow, hours_left: float) -> WindowState:
    if hours_left < 0:
        return "closed"
    soon = hours_left < CLOSING_HOURS or hours_left < CLOSING_SHARE * window.hours
    return "closing" if soon else "open"


def has_closed_window(deadlines: tuple[WindowDeadline, ...]) -> bool:
    """Return whether a window has closed; the step remains, and shows what still helps."""
    return any(one.state == "closed" for one in deadlines)

"""Until when a step helps as it should, judged at the moment its door lets her in."""

from __future__ import annotations

import numpy as np

from geo.network.street_network import FloatArray
from geo.pathways.records import Step, Window
from geo.support.clock import Clock
from geo.support.records import Deadline, WindowState

CLOSING_SHARE = 0.25  # ours: less than a quarter of it left …
CLOSING_HOURS = 12.0  # … or less than twelve hours: then it is said to be closing
MINUTES_AN_HOUR = 60.0


def closing_minutes(window: Window, hours_since: float) -> float:
    """Tell when a window closes, in minutes from the question; below zero where it has."""
    return (window.hours - hours_since) * MINUTES_AN_HOUR


def open_windows(step: Step, hours_since: float | None) -> FloatArray:
    """List when those windows close that are open as she asks [min]; none are known without."""
    if hours_since is None:
        return np.empty(0)
    closes = [closing_minutes(window, hours_since) for window in step.windows]
    return np.array([minutes for minutes in closes if minutes >= 0], dtype=np.float64)


def is_urgent(step: Step, hours_since: float | None) -> bool:
    """
    Tell whether a step helps more the sooner it comes: a clinical window is open.

    Where she does not say when it happened the window may be open, and the step is urgent.
    """
    return any(
        window.kind == "clinical"
        and (hours_since is None or closing_minutes(window, hours_since) >= 0)
        for window in step.windows
    )


def judged(
    step: Step, clock: Clock, hours_since: float | None, minutes: float
) -> tuple[Deadline, ...]:
    """
    Judge the windows of a step.

    Parameters
    ----------
    minutes
        When its door lets her in.
    """
    return tuple(_judged(window, clock, hours_since, minutes) for window in step.windows)


def _judged(window: Window, clock: Clock, hours_since: float | None, minutes: float) -> Deadline:
    if hours_since is None:
        return Deadline(window, "unknown", None)
    closes = closing_minutes(window, hours_since)
    return Deadline(window, _state(window, (closes - minutes) / 60), clock.moment(closes))


def _state(window: Window, hours_left: float) -> WindowState:
    if hours_left < 0:
        return "closed"
    soon = hours_left < CLOSING_HOURS or hours_left < CLOSING_SHARE * window.hours
    return "closing" if soon else "open"


def has_closed(deadlines: tuple[Deadline, ...]) -> bool:
    """Tell whether a window is past: the step stays, and it is said what still helps."""
    return any(one.state == "closed" for one in deadlines)

"""Errors of screens: a run that takes too long, or waits too long for others."""

from __future__ import annotations

from geo.errors.base import AmparoError


class ScreenError(AmparoError):
    """Base class of errors of screens."""

    key = "error.screen"


class ScreenTimeError(ScreenError):
    """A run of a screen exceeded its time limit and was stopped."""

    key = "error.screen_time"


class ScreenBusyError(ScreenError):
    """Too many screens are rendering, and none ended in time."""

    key = "error.screen_busy"

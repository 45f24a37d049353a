"""Faults of the one file that draws without a connection, and of what comes back from it."""

from __future__ import annotations

from geo.errors.base import AmparoError


class CaptureError(AmparoError):
    """Something about the file to draw in, or about a file that came back from it."""

    key = "error.capture"


class CaptureTooLargeError(CaptureError):
    """The ground is so large that its map has no room in one file."""

    key = "error.capture_too_large"


class CaptureFormatError(CaptureError):
    """The name of the file to write ends in nothing that a browser opens."""

    key = "error.capture_format"


class CaptureUnreadableError(CaptureError):
    """A file that was brought back is not what our page writes, or is damaged."""

    key = "error.capture_unreadable"


class CaptureMemoryError(CaptureError):
    """A file that was brought back holds more than a group can draw."""

    key = "error.capture_too_full"


class CaptureCommunityError(CaptureError):
    """A file that was brought back was drawn in another community."""

    key = "error.capture_foreign"


class CaptureSessionConflictError(CaptureError):
    """What the file holds was brought into another group before."""

    key = "error.capture_elsewhere"


class CaptureSessionMissingError(CaptureError):
    """Nobody says into which group the file goes."""

    key = "error.capture_group"

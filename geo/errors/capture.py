"""Errors of the offline capture file and its submissions."""

from __future__ import annotations

from geo.errors.base import AmparoError


class CaptureError(AmparoError):
    """Base class of errors of the capture file and its submissions."""

    key = "error.capture"


class CaptureTooLargeError(CaptureError):
    """The map of the community exceeds the size limit of a file."""

    key = "error.capture_too_large"


class CaptureFormatError(CaptureError):
    """The extension of the file to write is not one of HTML."""

    key = "error.capture_format"


class CaptureUnreadableError(CaptureError):
    """A submission is not in the expected format, or is damaged."""

    key = "error.capture_unreadable"


class CaptureMemoryError(CaptureError):
    """A submission exceeds the limit of marks or bytes."""

    key = "error.capture_too_full"


class CaptureCommunityError(CaptureError):
    """A submission belongs to another community."""

    key = "error.capture_foreign"


class CaptureSessionConflictError(CaptureError):
    """Marks of the submission were imported into another session before."""

    key = "error.capture_elsewhere"


class CaptureSessionMissingError(CaptureError):
    """The drawing session of a submission is not specified."""

    key = "error.capture_group"

"""Base class of all errors of Amparo."""

from __future__ import annotations

from typing import ClassVar


class AmparoError(Exception):
    """
    Base class of errors with a translated message.

    Parameters
    ----------
    **placeholders
        Values of the placeholders of the message: names, numbers, rows. Never a full path,
        never the location of a confidential service.
    """

    key: ClassVar[str] = "error.unexpected"

    def __init__(self, **placeholders: object) -> None:
        self.placeholders = placeholders
        listed = ", ".join(f"{name}={value!r}" for name, value in placeholders.items())
        super().__init__(f"{self.key}({listed})")

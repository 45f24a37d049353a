"""What every fault of Amparo has in common."""

from __future__ import annotations

from typing import ClassVar


class AmparoError(Exception):
    """
    Any fault of Amparo's own.

    Parameters
    ----------
    **blanks
        What fills the blanks of the sentence: names, numbers, rows. Never a full path,
        never the place of a confidential service.
    """

    key: ClassVar[str] = "error.unexpected"

    def __init__(self, **placeholders: object) -> None:
        self.placeholders = placeholders
        listed = ", ".join(f"{name}={value!r}" for name, value in placeholders.items())
        super().__init__(f"{self.key}({listed})")

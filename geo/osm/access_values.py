"""
Values of OpenStreetMap's access keys, such as `access`, `foot` and `motor_vehicle`.

Source: https://wiki.openstreetmap.org/wiki/Key:access.
"""

from __future__ import annotations

from typing import Literal

Access = Literal["open", "destination", "closed"]
OPEN_VALUES = frozenset(
    {"yes", "designated", "permissive", "official", "public", "discouraged", "allowed", "1", "true"}
)
# `use_sidepath`: pedestrians must use a parallel way, which is mapped as well.
CLOSED_VALUES = frozenset(
    "no military emergency forestry agricultural use_sidepath prohibited none 0 false".split()
)
UNKNOWN_VALUES = frozenset({"", "unknown", "fixme", "undefined", "unspecified"})
_RISING: tuple[Access, ...] = ("open", "destination", "closed")


def classify_access(value: str | None) -> Access | None:
    """
    Classify a value of an access key.

    Returns
    -------
    access
        The strictest of several values ("private;customers"). A value that is not known restricts
        to `destination`, as `private` does. None where the tag says nothing.
    """
    if value is None:
        return None
    found = [access for part in value.lower().split(";") if (access := _classify_part(part))]
    return stricter_access(*found) if found else None


def stricter_access(*accesses: Access) -> Access:
    """Return the strictest of several accesses."""
    return max(accesses, key=_RISING.index)


def _classify_part(part: str) -> Access | None:
    word = part.strip()
    if word in UNKNOWN_VALUES:
        return None
    if word in OPEN_VALUES:
        return "open"
    return "closed" if word in CLOSED_VALUES else "destination"

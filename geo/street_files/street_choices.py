"""What somebody chooses on how a file of streets is read."""

from __future__ import annotations

from dataclasses import dataclass, field

DEFAULT_SNAP_M = 0.5  # ends of lines within so many metres are joined; a pavement is wider
MAX_SNAP_M = 10.0  # more joins streets that run side by side


@dataclass(frozen=True)
class StreetChoices:
    """
    What somebody chose on how a file of streets is read.

    Attributes
    ----------
    snap_m
        Ends of lines that lie within so many metres are joined.
    joins_crossings
        Whether lines that cross without a common node are joined there.
    crs
        CRS of a file that declares none.
    table
        Layer of a file that has several.
    columns
        Field to column, where names do not tell.
    """

    snap_m: float = DEFAULT_SNAP_M
    joins_crossings: bool = False
    crs: str | None = None
    table: str | None = None
    columns: dict[str, str] = field(default_factory=dict)


NO_STREET_CHOICES = StreetChoices()

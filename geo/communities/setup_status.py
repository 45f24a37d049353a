"""What a community has already, and what is still missing before it answers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from geo.privacy.view import View

Part = Literal["boundary", "streets", "people", "zones", "services", "safe_zones", "risk_areas"]


@dataclass(frozen=True)
class Standing:
    """
    How one part of a community stands.

    Attributes
    ----------
    part
        Which one.
    count
        How many there are: features, or pieces of street; 0 where it is missing.
    needed
        True where no answer can be given without it.
    """

    part: Part
    count: int
    needed: bool

    @property
    def done(self) -> bool:
        """Whether there is any."""
        return self.count > 0


def readiness(view: View) -> list[Standing]:
    """List the parts of a community in the order one sets them up."""
    return [
        Standing("boundary", int(view.community.boundary is not None), needed=True),
        Standing("streets", view.street_counts["edges"], needed=True),
        Standing("people", len(view.demand), needed=False),
        Standing("zones", len(view.zones), needed=False),
        Standing("services", len(view.services), needed=True),
        Standing("safe_zones", len(view.safe_zones), needed=False),
        Standing("risk_areas", len(view.risk_areas), needed=False),
    ]


def next_step(parts: Sequence[Standing]) -> Standing | None:
    """Choose what to set up next: what no answer can do without, then the rest, in order."""
    missing = [part for part in parts if not part.done]
    return next((part for part in missing if part.needed), missing[0] if missing else None)

"""What a community has already, and what is still missing before it answers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from geo.privacy.view import View

SetupPart = Literal[
    "boundary", "streets", "people", "zones", "services", "safe_zones", "risk_areas"
]


@dataclass(frozen=True)
class SetupItem:
    """
    How one part of a community stands.

    Attributes
    ----------
    part
        Which one.
    count
        How many there are: features, or pieces of street; 0 where it is missing.
    required
        True where no answer can be given without it.
    """

    part: SetupPart
    count: int
    required: bool

    @property
    def complete(self) -> bool:
        """Whether there is any."""
        return self.count > 0


def list_setup_items(view: View) -> list[SetupItem]:
    """List the parts of a community in the order one sets them up."""
    return [
        SetupItem("boundary", int(view.community.boundary is not None), required=True),
        SetupItem("streets", view.street_counts["edges"], required=True),
        SetupItem("people", len(view.demand), required=False),
        SetupItem("zones", len(view.zones), required=False),
        SetupItem("services", len(view.services), required=True),
        SetupItem("safe_zones", len(view.safe_zones), required=False),
        SetupItem("risk_areas", len(view.risk_areas), required=False),
    ]


def choose_next_item(items: Sequence[SetupItem]) -> SetupItem | None:
    """Choose what to set up next: what no answer can do without, then the rest, in order."""
    missing = [part for part in items if not part.complete]
    return next((part for part in missing if part.required), missing[0] if missing else None)

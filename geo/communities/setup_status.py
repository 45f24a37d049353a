"""Setup status of a community: which parts exist and which are missing."""

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
    Setup status of one part of a community.

    Attributes
    ----------
    part
        Part of the community.
    count
        Number of features or street edges; 0 where it is missing.
    required
        True where no result can be computed without it.
    """

    part: SetupPart
    count: int
    required: bool

    @property
    def complete(self) -> bool:
        """Whether the part exists."""
        return self.count > 0


def list_setup_items(view: View) -> list[SetupItem]:
    """List the parts of a community in the order of setup."""
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
    """Choose the first missing part in order, required parts first."""
    missing = [item for item in items if not item.complete]
    return next((item for item in missing if item.required), missing[0] if missing else None)

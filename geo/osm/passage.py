"""
Passage of pedestrians by OpenStreetMap's tags of access, of a way or of a barrier's node.

`foot` takes precedence over `access`, and conditions over both. What is not understood closes a way
to those who only pass through it.
Source: https://wiki.openstreetmap.org/wiki/Key:access.
"""

from __future__ import annotations

from dataclasses import dataclass

from geo.layers.opening_hours_reader import has_no_time, read_opening_hours
from geo.network.edge_restrictions import CLOSED_ACCESS
from geo.osm.access_values import Access, classify_access, stricter_access
from geo.osm.conditional_access import ConditionalAccess, is_always_open, read_conditional_access
from geo.osm.filtered_extract import Tags

PASSAGE_KEYS = (
    "access",
    "foot",
    "opening_hours",
    "access:conditional",
    "foot:conditional",
)


@dataclass(frozen=True)
class Passage:
    """
    Who may pass, and when.

    Attributes
    ----------
    access
        `DESTINATION_ACCESS`, `CLOSED_ACCESS`, or None where everybody may pass.
    open_hours
        When, in the syntax of opening hours; None at any time.
    has_unread_condition
        Whether a condition or the hours were not understood. They restrict then.
    """

    access: str | None = None
    open_hours: str | None = None
    has_unread_condition: bool = False

    @property
    def is_restricted(self) -> bool:
        """Whether not everybody may pass at any time."""
        return self.access is not None or self.open_hours is not None

    @property
    def is_closed(self) -> bool:
        """Whether nobody may pass at any time."""
        return self.access == CLOSED_ACCESS

    @property
    def strictness(self) -> int:
        """Rank of the restriction: none, hours, destinations only, closed."""
        if self.access is None:
            return int(self.open_hours is not None)
        return 3 if self.access == CLOSED_ACCESS else 2


OPEN_PASSAGE = Passage()
CLOSED_PASSAGE = Passage(CLOSED_ACCESS)


def read_passage(tags: Tags, *, implied: Access = "open") -> Passage:
    """
    Read the passage of pedestrians from tags.

    Parameters
    ----------
    implied
        Access where no tag says it.
    """
    foot = classify_access(tags.get("foot"))
    base = foot or classify_access(tags.get("access")) or implied
    condition = tags.get("foot:conditional")
    if condition is None and foot is None:
        condition = tags.get("access:conditional")
    conditional = (
        ConditionalAccess(base)
        if condition is None
        else read_conditional_access(condition, base=base)
    )
    return _restrict_to_hours(conditional, tags.get("opening_hours"))


def _restrict_to_hours(conditional: ConditionalAccess, hours: str | None) -> Passage:
    access, open_hours = conditional.access, conditional.open_hours
    is_unread = conditional.has_unread
    syntax = None if hours is None else read_opening_hours(hours).syntax
    if hours is None or access == "closed" or (syntax is not None and is_always_open(syntax)):
        pass
    elif syntax is None or has_no_time(syntax) or syntax.startswith("unknown"):
        access, is_unread = stricter_access(access, "destination"), True
    elif conditional.openings:  # openings of two kinds: when both hold cannot be written
        access, open_hours, is_unread = stricter_access(access, "destination"), syntax, True
    else:
        open_hours = "; ".join([syntax, *conditional.closures])
    if access == "closed":
        return Passage(CLOSED_ACCESS, None, is_unread)
    return Passage(None if access == "open" else access, open_hours, is_unread)

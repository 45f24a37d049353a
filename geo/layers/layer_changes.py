"""
One change of a scenario: what would be different in one layer, or on one street.

A change is plain data, so that it can be stored, compared and redacted; nothing is applied here.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Any, Literal

ChangeKind = Literal[
    "add_service",
    "close_service",
    "move_service",
    "open_longer",
    "light_street",
    "change_risk",
    "add_path",
]
LatLon = tuple[float, float]  # degrees, EPSG:4326

NO_LONGER_A_RISK = 0  # severity of an area that would be none any more


@dataclass(frozen=True)
class Change:
    """
    One change of a scenario.

    Attributes
    ----------
    kind
        `light_street` lights the piece of street between two corners that is nearest to `place`.
    target
        `id` of a service or a risk area.
    type, name, phone, gateway, confidential
        Of a service that would be added; `name` of a path, too.
    opening_hours
        Of a service that would be added, or open longer; in the syntax of OpenStreetMap.
    place
        Latitude and longitude.
    severity
        1 to 5, or `NO_LONGER_A_RISK`.
    line
        Latitudes and longitudes of a path, at least two. It joins the streets at its two ends.
    bridge
        Whether the path is a bridge.
    """

    kind: ChangeKind
    target: str | None = None
    type: str | None = None
    name: str | None = None
    phone: str | None = None
    gateway: str | None = None
    opening_hours: str | None = None
    confidential: bool | None = None
    place: LatLon | None = None
    severity: int | None = None
    line: tuple[LatLon, ...] | None = None
    bridge: bool = False


# Fields that a kind of change needs, and those that it may have besides.
CHANGE_FIELDS: dict[ChangeKind, tuple[tuple[str, ...], tuple[str, ...]]] = {
    "add_service": (
        ("type", "place"),
        ("name", "phone", "gateway", "opening_hours", "confidential"),
    ),
    "close_service": (("target",), ()),
    "move_service": (("target", "place"), ()),
    "open_longer": (("target", "opening_hours"), ()),
    "light_street": (("place",), ()),
    "change_risk": (("target", "severity"), ()),
    "add_path": (("line",), ("name", "bridge")),
}
SERVICE_CHANGES: tuple[ChangeKind, ...] = ("close_service", "move_service", "open_longer")


def change_to_record(change: Change) -> dict[str, Any]:
    """Convert a change to a record of JSON: its kind, and the fields that it has."""
    record: dict[str, Any] = {}
    for one in fields(Change):
        value = getattr(change, one.name)
        if value is None or (one.name == "bridge" and not value):
            continue
        if one.name == "place":
            value = list(value)
        elif one.name == "line":
            value = [list(corner) for corner in value]
        record[one.name] = value
    return record


def change_from_record(record: Mapping[str, Any]) -> Change:
    """Convert a record of JSON back; see `change_to_record`."""
    values = dict(record)
    if "place" in values:
        lat, lon = values["place"]
        values["place"] = (float(lat), float(lon))
    if "line" in values:
        values["line"] = tuple((float(lat), float(lon)) for lat, lon in values["line"])
    return Change(**values)

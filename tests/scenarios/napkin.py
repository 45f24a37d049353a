"""A village for scenarios: a row of streets, an island, two zones, a shelter."""

from __future__ import annotations

import geopandas as gpd

from geo.coverage.measurement import CoverageRequest, TravelThreshold
from geo.model import Community
from geo.store import Store
from tests.village import (
    SLUG,
    Street,
    box,
    doors,
    edges,
    found,
    homes,
    in_metres,
    place,
    risk_areas,
    seen,
    zones,
)

__all__ = ["in_metres", "seen"]

#  a ──1000── b ──1000── c ──1000── d        x ── y, an island
CORNERS = {
    name: (east, 0) for name, east in zip("abcdxy", (0, 1e3, 2e3, 3e3, 3600, 3800), strict=True)
}
STREETS = edges(CORNERS, [Street("a", "b"), Street("b", "c"), Street("c", "d"), Street("x", "y")])
STREETS = STREETS.assign(lit="no")
SERVICES = doors(
    ((0, 0), "health"),
    ((2000, 0), "health"),
    ((3000, 0), "police"),
    ((1500, 0), "shelter"),
).assign(opening_hours=["24/7", "Mo-Fr 08:00-15:00", "24/7", "24/7"])
HOMES = (
    ((100, 5), 10, 6),
    ((900, 5), 20, 9),
    ((1900, 5), 30, 16),
    ((2950, 5), 40, 21),
    ((3700, 5), 50, 24),  # on the island
)
LAYERS = {
    "risk_areas": risk_areas((box(400, -9, 700, 9), 5, "night"), (box(2400, -9, 2600, 9), 2)),
    "services": SERVICES,
    "demand": homes(*HOMES),
    "zones": zones(
        (box(-100, -200, 1700, 200), "1", "Oeste"), (box(1700, -200, 9000, 200), "2", "Este")
    ),
}
# Enough of them that household aggregates tell apart the two halves of the village.
MANY_HOMES = homes(*(((east, north), 12, 6) for east in range(50, 3000, 100) for north in (5, 40)))
FRIDAY, SATURDAY, NIGHT = "2026-05-01T12:00", "2026-05-02T12:00", "2026-05-01T22:00"


def build(**layers: gpd.GeoDataFrame) -> Store:
    """Put the village into the store of this test; by night metres without lamps cost three."""
    record = Community(
        slug=SLUG, name="Servilleta", timezone="America/El_Salvador", unlit_factor=3.0
    )
    return found(STREETS, {**LAYERS, **layers}, community=record)


def at(east: float, north: float = 0.0) -> tuple[float, float]:
    """Name a spot by latitude and longitude."""
    spot = place(east, north)
    return spot.lat, spot.lon


def request(view, service_type="health", *, metres=1200.0, when=FRIDAY, **more):
    """Ask for coverage within a distance by street."""
    return CoverageRequest(
        service_type,
        TravelThreshold(metres=metres),
        departure_time=view.moment(when),
        **more,
    )

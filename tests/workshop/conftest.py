"""A village on a napkin, a group that draws in it, and what it draws."""

from __future__ import annotations

from datetime import date

import pytest
from shapely.geometry import box

from geo.model import Community
from geo.store.communities import add_community
from geo.store.database import Store
from geo.workshop.drawing_sessions import SessionDetails, open_drawing
from geo.workshop.records import DrawingScope

SLUG = "napkin"
GROUP = SessionDetails(
    held_on=date(2026, 5, 3),
    age_band="18-29",
    participants=6,
    moment="night",
    facilitator_role="teacher",
    consent=True,
)


@pytest.fixture
def store(tmp_path):
    opened = Store(tmp_path)
    add_community(
        opened,
        Community(
            slug=SLUG,
            name="Servilleta",
            timezone="America/El_Salvador",
            boundary=box(-89.02, 13.98, -88.98, 14.02),
        ),
    )
    yield opened
    opened.close()


@pytest.fixture
def drawing(store):
    return open_drawing(store, SLUG, GROUP)


@pytest.fixture
def place(drawing):
    return DrawingScope(SLUG, drawing.code)


def square(west: float = -89.0, south: float = 14.0, size: float = 0.001) -> dict:
    ring = [
        [west, south],
        [west + size, south],
        [west + size, south + size],
        [west, south + size],
        [west, south],
    ]
    return {"type": "Polygon", "coordinates": [ring]}


def risk(**changed: object) -> dict:
    return {
        "kind": "risk_area",
        "geometry": square(),
        "category": "lonely_path",
        "severity": 3,
        "holds": "night",
        "note": "",
    } | changed

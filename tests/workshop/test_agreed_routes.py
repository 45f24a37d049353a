"""What a group agreed on counts for ways and coverage, on the streets of the demonstration."""

from __future__ import annotations

import shutil

import geopandas as gpd
import pytest
from shapely.geometry import mapping

from geo.communities.demonstration import DEMO_SLUG
from geo.coverage.measurement import CoverageRequest, TravelThreshold, measure_coverage
from geo.model import WGS84
from geo.privacy.view import open_view
from geo.routes.cost import SAFEST_AVERSION
from geo.routes.planning import Location, RouteRequest, find_routes
from geo.store import open_store
from geo.workshop.drawing_sessions import open_drawing, share_drawing
from geo.workshop.publication import agree_drawing
from tests.pages.test_drawing_sessions import draw, risk
from tests.workshop.conftest import GROUP

LOMA, UNIT = Location(13.9026, -89.8479), Location(13.904935, -89.836473)


@pytest.fixture(scope="module")
def demo(built_demo, tmp_path_factory):
    store = open_store(
        shutil.copytree(built_demo / "home", tmp_path_factory.mktemp("ways") / "home")
    )
    yield store
    store.close()


AT = 0.85  # share of the way where the mark is drawn: past the bridge, where others lead along
REACH_M = 90.0


def planned(store):
    view = open_view(store, DEMO_SLUG, "network")
    return find_routes(
        view, RouteRequest(LOMA, UNIT, SAFEST_AVERSION, view.moment("2026-11-20T21:00"))
    ).route


def mark_on(way):
    """Draw a grave area over a stretch of a way, as a polygon that a finger may have drawn."""
    crs = way.exposure.network.crs
    spot = way.line.interpolate(AT, normalized=True).buffer(REACH_M, quad_segs=2)
    drawn = gpd.GeoSeries([spot], crs=crs).to_crs(WGS84).iloc[0]
    return risk(geometry=mapping(drawn), severity=5, holds="always")


@pytest.mark.slow
def test_a_route_changes_once_a_mark_is_agreed_and_not_before(demo):
    before = planned(demo)
    drawing = open_drawing(demo, DEMO_SLUG, GROUP)
    draw(demo, drawing.code, mark_on(before))
    share_drawing(demo, DEMO_SLUG, drawing.code)
    assert planned(demo).equals_route(before), "what is only shared counts for no way yet"
    agree_drawing(demo, DEMO_SLUG, drawing.code)
    after = planned(demo)
    assert not after.equals_route(before)
    spot = before.line.interpolate(AT, normalized=True)
    assert after.line.distance(spot) > REACH_M
    assert after.length_m > before.length_m


@pytest.mark.slow
def test_a_service_that_is_agreed_counts_for_coverage(demo):
    def served():
        view = open_view(demo, DEMO_SLUG, "network")
        ask = CoverageRequest(
            "health", TravelThreshold(minutes=20), view.moment("2026-11-20T21:00")
        )
        return len(measure_coverage(view, ask).services)

    before = served()
    drawing = open_drawing(demo, DEMO_SLUG, GROUP)
    at = {"type": "Point", "coordinates": [LOMA.lon, LOMA.lat]}
    door = {
        "kind": "service",
        "category": "health",
        "name": "Promotora",
        "note": "",
        "geometry": at,
    }
    draw(demo, drawing.code, door)
    assert served() == before
    agree_drawing(demo, DEMO_SLUG, drawing.code)
    assert served() == before + 1

"""*Camino* asks which steps somebody takes, and whether she takes ferries where there are some."""

from __future__ import annotations

import geopandas as gpd
import numpy as np
import pytest
import shapely

from geo.communities.demonstration import DEMO_SLUG
from geo.language import gettext
from geo.layers.street_rows import FERRY_COLUMNS
from geo.model import WGS84
from geo.store.streets import StreetImport, read_street_edges
from pages.ui.route.endpoints import Endpoint
from tests.pages.conftest import ScreenSession
from tests.pages.test_screens import LOMA, UNIT, UNTRANSLATED

CHOSEN = {"way__start": Endpoint("A", LOMA), "way__end": Endpoint("B", UNIT)}


@pytest.fixture
def with_ferry(demo):
    """Let a ferry of a minute go straight from near the start to near the destination."""
    edges = read_street_edges(demo, DEMO_SLUG)
    used = edges[edges["routable"]].reset_index(drop=True)
    points = shapely.get_point(used.geometry.to_numpy(), 0)
    places = [shapely.Point(one.lon, one.lat) for one in (LOMA, UNIT)]
    ends = [int(shapely.distance(points, place).argmin()) for place in places]
    u, v = (int(used["u"][end]) for end in ends)
    middle, last = int(edges[["u", "v"]].max().max()) + 1, len(edges)
    first, second = (points[end] for end in ends)
    halfway = shapely.Point((first.x + second.x) / 2, (first.y + second.y) / 2)
    columns = {
        "edge": np.array([last, last + 1], dtype=np.int32),
        "u": np.array([u, middle], dtype=np.int32),
        "v": np.array([middle, v], dtype=np.int32),
        "way": np.array([1, 1]),
        "name": ["La *Perla*"] * 2,
        "minutes": [0.5, 0.5],
        "access": [None, None],
        "open_hours": [None, None],
        "direction": np.zeros(2, dtype=np.int32),
    }
    lines = [shapely.LineString([first, halfway]), shapely.LineString([halfway, second])]
    ferries = gpd.GeoDataFrame(columns, geometry=lines, crs=WGS84)[[*FERRY_COLUMNS, "geometry"]]
    rows = StreetImport(edges.assign(way=1), *_nothing(), "drawn", ferries=ferries).to_rows()
    demo.transact(
        lambda transaction: transaction.execute(
            "streets/add_ferries", rows.ferries, community=DEMO_SLUG
        )
    )
    return demo


def _nothing():
    base, candidates = (
        gpd.GeoDataFrame({name: [] for name in columns.split()}, geometry=[], crs=WGS84)
        for columns in (
            "layer class name bridge steps rank",
            "osm_id type name phone opening_hours confidential",
        )
    )
    return base, candidates


def test_without_ferries_none_are_asked_for(visit):
    session = visit.open("route", **CHOSEN)
    assert [box.key for box in session.at.checkbox] == []
    assert session.at.selectbox(key="steps_choice").value == "all"


@pytest.mark.parametrize("locale", ["es", "qu"])
def test_a_ferry_is_named_with_its_minutes_and_without_a_timetable(with_ferry, locale):
    session = ScreenSession(comes_home=False, lang=locale).open("route", **CHOSEN)
    assert session.fault is None
    said = gettext("reason.shortcut_ferry", locale, minutes=0).split("0")[0].strip()
    assert said in session.words
    session.at.checkbox(key="ferries").check().run()
    assert session.fault is None
    assert said not in session.words
    assert "La *Perla*" in session.words
    timetable = gettext("reason.ferry", locale, ferry="", minutes=1).split("1")[1]
    assert timetable in session.words
    assert UNTRANSLATED.findall(session.words) == []


def test_what_is_not_known_of_steps_is_said(visit):
    session = visit.open("route", **CHOSEN)
    captions = {one: gettext(f"route.steps_{one}") for one in ("handrail", "wheelchair")}
    for steps in ("handrail", "wheelchair", "none"):
        session.at.selectbox(key="steps_choice").select(steps).run()
        assert session.fault is None
        shown = [one for one, caption in captions.items() if caption in session.words]
        assert shown == ([] if steps == "none" else [steps])

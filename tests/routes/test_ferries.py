"""Ferries as they are imported: not used, nor entered, unless a request says so; and said."""

import json

import geopandas as gpd
import numpy as np
import pytest
import shapely

from geo.errors import NoRouteError, NoRouteWithoutFerryError
from geo.exports.street_edges import export_edges
from geo.language import list_locales
from geo.model import WGS84, Community
from geo.network.snapping import snap_to_streets
from geo.osm.extract import read_extract
from geo.routes.directions import build_instructions
from geo.routes.ferries import get_ferry_network, list_ferry_rides
from geo.routes.planning import Location, RouteRequest, find_routes
from geo.routes.reasons import find_main_streets
from geo.routes.report import build_route_lines, build_route_report
from geo.store import communities as records
from geo.store import open_store
from geo.store.actor import COMMAND_LINE_ACTOR, acting_as
from geo.store.streets import StreetImport, replace_streets
from geo.support.vehicle_network import build_vehicle_network
from tests.feature_edits import add_features
from tests.network.napkin import DEGREE, STEP_M, draw
from tests.village import risk_areas, seen

NOON, NIGHT = "2026-11-25T12:00", "2026-11-25T22:00"
STREET, FERRY = {"highway": "residential"}, {"route": "ferry", "name": "La Perla"}
#   1 ── 2 ──────────── 9      the bay is ten steps wide; the road round it, 9 ─ 8, is far away
#        ┆
#        5 ~ ~ ~ ~ ~
#        ┆
#   6 ── 7 ──────────── 8      21 ── 22: an island, with streets of its own
SPOTS = {
    1: (0, 10), 2: (1, 10), 9: (40, 10), 5: (1, 5), 6: (0, 0), 7: (1, 0), 8: (40, 0),
    20: (-9, 5), 21: (-10, 5), 22: (-30, 5),
}  # fmt: skip
ROADS = [(10, [1, 2, 9], STREET), (11, [6, 7, 8], STREET), (12, [9, 8], STREET)]
ISLAND = (13, [20, 21, 22], STREET)
NORTH, SOUTH, ISLE = (0, 10), (0, 0), (-25, 5)
ROUND, ACROSS = 90, 12


def location(spot):
    return Location(spot[1] * DEGREE, spot[0] * DEGREE)


@pytest.fixture
def bay(home, tmp_path):
    """Import the bay with a ferry, and open it."""

    def opened(*ways, layers=None):
        file = draw(tmp_path / "a.osm", SPOTS, [*ROADS, ISLAND, *ways])
        extract = read_extract(file)
        store = open_store()
        records.add_community(store, Community("case", "Caso", timezone="America/Lima"))
        nothing = gpd.GeoDataFrame(
            {name: [] for name in "layer class name bridge steps rank".split()},
            geometry=[],
            crs=WGS84,
        )
        streets = StreetImport(
            extract.edges, nothing, extract.candidates, "drawn", ferries=extract.ferries
        )
        replace_streets(store, "case", streets)
        for layer, frame in (layers or {}).items():
            add_features(store, "case", layer, frame, who="test")
        return seen(store, slug="case")

    return opened


def find(view, begin=NORTH, end=SOUTH, *, at=NOON, aversion=0.0, **choices):
    request = RouteRequest(location(begin), location(end), aversion, view.moment(at), **choices)
    return find_routes(view, request)


def steps_of(route):
    return round(route.length_m / STEP_M)


def test_a_ferry_is_used_only_if_the_request_takes_it(bay):
    view = bay((20, [2, 5, 7], FERRY | {"duration": "00:15"}))
    without, taking = find(view), find(view, ferries=True)
    assert steps_of(without.route) == ROUND
    assert list_ferry_rides(without.route) == []
    assert steps_of(taking.route) == ACROSS
    (ride,) = list_ferry_rides(taking.route)
    assert (ride.name, ride.timetable_checked) == ("La Perla", False)
    assert ride.minutes == pytest.approx(15)
    assert taking.route.minutes == pytest.approx(15 + 2 * STEP_M / 75, rel=0.01)


def test_what_a_ferry_would_save_is_said(bay):
    view = bay((20, [2, 5, 7], FERRY | {"duration": "00:15"}))
    shortcut = find(view).shortcut
    assert (shortcut.kind, shortcut.street) == ("ferry", "La Perla")
    saved = (ROUND - 2) * STEP_M / 75 - 15
    assert shortcut.shorter_minutes == pytest.approx(saved, rel=0.02)
    assert find(view, ferries=True).shortcut is None
    assert find(view, NORTH, (3, 10)).shortcut is None


def test_a_ferry_that_saves_little_is_not_said(bay):
    assert find(bay((20, [2, 5, 7], FERRY | {"duration": "02:10"}))).shortcut is None


def test_the_report_and_the_lines_say_that_a_route_takes_a_ferry(bay):
    view = bay((20, [2, 5, 7], FERRY | {"duration": "00:15"}))
    report = json.loads(json.dumps(build_route_report(find(view, ferries=True), locale="es")))
    (ride,) = report["route"]["ferries"]
    assert (ride["name"], ride["timetable_checked"]) == ("La Perla", False)
    assert report["ferries_taken"] is True
    assert report["route"]["ferry_minutes"] == pytest.approx(15)
    assert build_route_lines(find(view, ferries=True))["ferry_minutes"][0] == pytest.approx(15)
    without = build_route_report(find(view), locale="es")
    assert (
        without["route"]["ferries"],
        without["route"]["ferry_minutes"],
        without["ferries_taken"],
    ) == (
        [],
        0,
        False,
    )
    assert without["shortcut"]["kind"] == "ferry"


@pytest.mark.parametrize("locale", list_locales())
def test_directions_board_it_once_with_its_name_and_its_minutes(bay, locale):
    bent = (20, [2, 20, 7], FERRY | {"duration": "00:15"})
    route = find(bay(bent), ferries=True).route
    told = build_instructions(route, locale=locale)
    boarding = [step for step in told if step.street == "La Perla"]
    assert len(boarding) == 1
    assert "La Perla" in boarding[0].text
    assert "15" in boarding[0].text
    assert sum(step.minutes for step in told) == pytest.approx(route.minutes)
    assert find_main_streets(route) == ()


def test_an_unnamed_ferry_that_bends_is_one_instruction(bay):
    route = find(bay((20, [2, 20, 7], {"route": "ferry"})), ferries=True).route
    assert len(build_instructions(route)) == 3


@pytest.mark.parametrize(("at", "steps"), [(NOON, ACROSS), (NIGHT, ROUND)])
def test_its_hours_hold(bay, at, steps):
    view = bay((20, [2, 5, 7], FERRY | {"opening_hours": "06:00-18:00", "duration": "00:15"}))
    assert steps_of(find(view, at=at, ferries=True).route) == steps
    assert (find(view, at=at).shortcut is None) == (at == NIGHT)


def test_one_goes_one_way_only_with_a_ferry_of_one_direction(bay):
    view = bay((20, [2, 5, 7], FERRY | {"oneway": "yes", "duration": "00:15"}))
    assert steps_of(find(view, NORTH, SOUTH, ferries=True).route) == ACROSS
    assert steps_of(find(view, SOUTH, NORTH, ferries=True).route) == ROUND


def test_an_island_is_reached_by_ferry_alone_and_the_error_says_so(bay):
    view = bay((20, [2, 21], FERRY | {"duration": "00:15"}))
    for begin, end in ((NORTH, ISLE), (ISLE, NORTH)):
        with pytest.raises(NoRouteWithoutFerryError):
            find(view, begin, end)
        route = find(view, begin, end, ferries=True).route
        assert [ride.name for ride in list_ferry_rides(route)] == ["La Perla"]


def test_where_no_ferry_leads_the_error_is_the_usual_one(bay):
    view = bay((20, [2, 5, 7], FERRY))
    for ferries in (False, True):
        with pytest.raises(NoRouteError) as raised:
            find(view, NORTH, ISLE, ferries=ferries)
        assert type(raised.value) is NoRouteError


def test_nobody_is_led_onto_the_water(bay):
    view = bay((20, [2, 5, 7], FERRY | {"duration": "00:15"}))
    on_water = gpd.GeoSeries([shapely.Point(1 * DEGREE, 5 * DEGREE)], crs=WGS84)
    network = get_ferry_network(view)
    plain, with_ferries = (
        snap_to_streets(view.network, on_water),
        snap_to_streets(network, on_water),
    )
    assert plain.match_locations(with_ferries).all()
    for component in np.unique(network.edge_components):
        _, edges = network.component_tree(int(component))
        assert not network.is_ferry[edges].any()
    route = find(view, (1, 7), SOUTH, ferries=True).route
    assert route.access_m[0] == pytest.approx(3 * STEP_M, rel=0.01)


def test_the_network_of_the_streets_knows_no_ferry(bay):
    view = bay((20, [2, 5, 7], FERRY | {"motor_vehicle": "yes"}))
    assert "ferry" not in set(view.network.street_kinds)
    assert "ferry" not in set(build_vehicle_network(view.network).street_kinds)


def test_both_networks_agree_on_streets(bay):
    view = bay((20, [2, 5, 7], FERRY))
    streets, network = view.network, get_ferry_network(view)
    count = len(streets.u)
    for name in ("edge_ids", "u", "v", "minutes", "street_kinds"):
        assert (getattr(network, name)[:count] == getattr(streets, name)).all()
    assert np.allclose(network.node_xy[: streets.node_count], streets.node_xy)
    assert (network.edge_start_m[: count + 1] == streets.edge_start_m).all()
    pairs = np.sort(np.stack([network.u, network.v]), axis=0)
    assert len(np.unique(pairs, axis=1).T) == len(network.u)


def test_a_risk_area_on_the_water_counts(bay):
    area = shapely.box(0.5 * DEGREE, 2 * DEGREE, 1.5 * DEGREE, 4 * DEGREE)
    risks = risk_areas((shapely.box(0, 0, 1, 1), 5)).set_geometry([area], crs=WGS84)
    view = bay((20, [2, 5, 7], FERRY | {"duration": "00:15"}), layers={"risk_areas": risks})
    result = find(view, ferries=True)
    assert result.route.inside_risk_m == pytest.approx(2 * STEP_M, rel=0.01)
    assert find(view).route.inside_risk_m == 0
    report = build_route_report(result, locale="es")
    assert report["route"]["crossed"][0]["inside_risk_m"] == pytest.approx(2 * STEP_M, rel=0.01)


def test_steps_and_ferries_are_chosen_apart(bay):
    pier = (30, [2, 5], {"highway": "steps"})
    view = bay(pier, (20, [5, 7], FERRY | {"duration": "00:05"}))
    assert steps_of(find(view, ferries=True).route) == ACROSS
    assert steps_of(find(view, ferries=True, steps="none").route) == ROUND
    assert find(view, steps="none").shortcut is None
    assert find(view).shortcut.kind == "ferry"
    shortcut = find(view, ferries=True, steps="none").shortcut
    assert shortcut.kind == "steps"


def test_without_ferries_the_choice_changes_nothing(bay):
    view = bay()
    assert get_ferry_network(view) is None
    assert steps_of(find(view, ferries=True).route) == ROUND


def test_the_exported_graph_has_ferries_apart_and_closed(bay, tmp_path):
    view = bay(
        (20, [2, 5, 7], FERRY | {"duration": "00:15"}),
        (14, [1, 6], {"highway": "steps", "handrail": "yes"}),
    )
    with acting_as(COMMAND_LINE_ACTOR, "coordinator"):
        report = export_edges(view, tmp_path / "edges.parquet", when=view.moment(NOON))
    edges = gpd.read_parquet(tmp_path / "edges.parquet")
    assert set(edges.loc[edges["ferry"], "state"]) == {"closed"}
    assert edges.loc[edges["ferry"], "minutes"].sum() == pytest.approx(15)
    assert (edges.loc[~edges["ferry"], "state"] == "free").all()
    counts = [report[key] for key in ("steps", "handrail_steps", "ramp_steps", "ferries")]
    assert counts == [1, 1, 0, 2]

"""What is worked out of a community with absent layers: a result, or an error that names them."""

from __future__ import annotations

import json

import pytest

from geo.cartography.community_summary import summarise_community
from geo.cartography.map_extent import community_bounds, data_bounds, opening_bounds
from geo.cartography.risk_places import find_risk_places
from geo.coverage import measurement
from geo.coverage.measurement import CoverageRequest, TravelThreshold, measure_coverage
from geo.errors import ExtentMissingError, NoServiceError, NoStreetsError
from geo.exports.layer_export import export_layer
from geo.exports.results import write_coverage, write_routes
from geo.exports.street_edges import build_edge_table
from geo.layers.population_text import format_population
from geo.model import LAYER_NAMES
from geo.pathways.versions import get_pathway
from geo.routes.planning import RouteRequest, find_routes
from geo.routes.report import build_route_report
from geo.sheets.gpx import format_gpx
from geo.sheets.nearest_services import list_public_places
from geo.sheets.plan_features import build_plan_frame
from geo.sheets.poster import build_poster_data
from geo.sheets.support_sheet import build_card_data, build_message_data, build_sheet_data
from geo.store.atomic_file import MemoryFile
from geo.support.planning import plan_support
from geo.support.records import SupportRequest
from geo.support.report import build_support_report
from tests.absent_layers import (
    ABSENT,
    CombinedView,
    list_covering,
    name_combination,
    read_drawn_layers,
)
from tests.village import place

WHEN = "2026-05-01T09:00"
SITUATION = "physical_violence"

MEASURABLE = [one for one in list_covering() if ABSENT not in (one["demand"], one["services"])]

each_combination = pytest.mark.parametrize("combination", list_covering(), ids=name_combination)


@pytest.fixture(scope="module")
def frames(tmp_path_factory):
    return read_drawn_layers(tmp_path_factory.mktemp("layers"))


@pytest.fixture
def view(frames, combination):
    return CombinedView(frames, combination, "network")


@pytest.fixture(autouse=True)
def few_simulations(monkeypatch):
    """Place confidential services once: how often matters to precision only."""
    monkeypatch.setattr(measurement, "SIMULATION_COUNT", 1)


def lies_somewhere(combination):
    return any(option != ABSENT for option in combination.values())


@each_combination
def test_routes(view, combination):
    request = RouteRequest(place(20, 0), place(380, 0), 3.0, view.moment(WHEN))
    to_service = RouteRequest(place(20, 0), "health", 3.0, view.moment(WHEN))
    if combination["streets"] == ABSENT:
        with pytest.raises(NoStreetsError):
            find_routes(view, request)
        return
    report = build_route_report(find_routes(view, request), locale="es")
    json.dumps(report, allow_nan=False)
    write_routes(view, find_routes(view, request), MemoryFile("ways.geojson"))
    assert len(build_edge_table(view, view.moment(WHEN))) == 2
    if combination["services"] == ABSENT:
        with pytest.raises(NoServiceError):
            find_routes(view, to_service)
    else:
        assert find_routes(view, to_service).service is not None


@each_combination
def test_support_plans_sheets_and_posters(view, combination):
    start = place(20, 0)
    request = SupportRequest(start, SITUATION, 5.0, view.moment(WHEN), 3.0)
    pathway = get_pathway(view, SITUATION)
    if combination["streets"] == ABSENT:
        with pytest.raises(NoStreetsError):
            plan_support(view, request, pathway)
        with pytest.raises(NoStreetsError):
            list_public_places(view)
        return
    plan = plan_support(view, request, pathway)
    json.dumps(build_support_report(plan), allow_nan=False, default=str)
    assert build_plan_frame(view, plan, "es") is not None
    assert format_gpx(view, plan).startswith("<?xml")
    for build in (build_sheet_data, build_card_data, build_message_data):
        assert build(view, plan, "es")["provenance"]
    poster = build_poster_data(view, next(iter(list_public_places(view))), view.moment(WHEN))
    assert bool(poster["services"]) == (combination["services"] != ABSENT)


@each_combination
def test_summary_extents_and_exports(view, combination):
    summary = summarise_community(view)
    assert (summary.services > 0) == (combination["services"] != ABSENT)
    assert bool(format_population(summary.population)) == (combination["demand"] != ABSENT)
    assert len(find_risk_places(view, slot=None)) == int(combination["risk_areas"] != ABSENT)
    if lies_somewhere(combination):
        west, south, east, north = community_bounds(view)
        assert west < east
        assert south < north
        data_bounds(view)
        opening_bounds(view)
        assert view.slot(view.moment(WHEN)) == "day"
    else:
        for compute in (community_bounds, data_bounds, opening_bounds):
            with pytest.raises(ExtentMissingError):
                compute(view)
    for layer in LAYER_NAMES:
        record = export_layer(view, layer, MemoryFile(f"{layer}.geojson"))
        assert record["features"] == len(view.layer(layer))


@pytest.mark.parametrize("combination", MEASURABLE, ids=name_combination)
def test_a_file_of_coverage(view, combination):
    request = CoverageRequest(
        "police" if combination["services"] == "open" else "health",
        TravelThreshold(minutes=1.0),
        departure_time=view.moment(WHEN),
    )
    result = measure_coverage(view, request)
    file = write_coverage(view, result, MemoryFile("coverage.gpkg"))
    assert (b"no tiene" in file.content) == (combination["boundary"] == ABSENT)

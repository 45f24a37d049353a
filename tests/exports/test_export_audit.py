"""Every file that leaves stands in the audit log: for whom, what, how much was held back."""

import gpxpy
import pytest

from geo.coverage.measurement import CoverageRequest, TravelThreshold, measure_coverage
from geo.errors import AuditDetailError, ExportFormatError
from geo.exports.layer_export import export_layer
from geo.exports.results import write_coverage, write_routes
from geo.exports.street_edges import export_edges
from geo.language import gettext
from geo.routes.planning import RouteRequest, find_routes
from geo.store.actor import acting_as
from geo.store.audit import read_audit_lines
from geo.store.audit_verification import verify_audit_log
from tests import village

CORNERS = {"a": (0, 0), "b": (400, 0), "c": (400, 300)}
STREETS = [village.Street("a", "b", name="Calle Real"), village.Street("b", "c")]


@pytest.fixture
def store():
    layers = {
        "services": village.doors(((400, 300), "health"), ((0, 300), "shelter", True)),
        "demand": village.homes(((0, 0), 12, None), ((400, 0), 30, None)),
    }
    opened = village.found(village.edges(CORNERS, STREETS), layers)
    yield opened
    opened.close()


def told(store):
    return [(line.who, line.action, line.details) for line in read_audit_lines(store)][::-1]


def test_a_layer_shows_what_was_held_back(store, tmp_path):
    with acting_as("planificadora-1"):
        export_layer(village.seen(store), "services", tmp_path / "Casa Secreta.geojson")
    ((who, action, details),) = told(store)
    assert (who, action) == ("planificadora-1", "export")
    assert details == {
        "community": village.SLUG,
        "audience": "network",
        "what": "services",
        "format": "geojson",
        "rows": 2,
        "suppressed": {"places": 1},
    }


def test_routes_coverage_and_streets_show_too(store, tmp_path):
    view = village.seen(store, "coordinator")
    when = view.moment("2026-05-01T12:00")
    plan = find_routes(view, RouteRequest(village.place(0, 0), village.place(400, 300), 3.0, when))
    write_routes(view, plan, tmp_path / "way.geojson")
    ask = CoverageRequest("health", TravelThreshold(minutes=10), departure_time=when)
    write_coverage(view, measure_coverage(view, ask), tmp_path / "coverage.gpkg")
    export_edges(view, tmp_path / "edges.parquet", when=when)
    lines = told(store)
    assert [(line[2]["what"], line[2]["format"]) for line in lines] == [
        ("ways", "geojson"),
        ("coverage", "gpkg"),
        ("edges", "parquet"),
    ]
    assert {line[2]["audience"] for line in lines} == {"coordinator"}
    assert verify_audit_log(store) == []


def test_routes_for_phones_have_names_and_the_note_of_their_audience(store, tmp_path):
    view = village.seen(store)
    when = view.moment("2026-05-01T12:00")
    plan = find_routes(view, RouteRequest(village.place(0, 0), village.place(400, 300), 3.0, when))
    for suffix in ("gpx", "kml"):
        text = write_routes(view, plan, tmp_path / f"way.{suffix}").read_text(encoding="utf-8")
        assert gettext("route_role.safest", view.community.locale) in text
        assert gettext(f"export.purpose.{view.audience}", view.community.locale) in text
    track = gpxpy.parse((tmp_path / "way.gpx").read_text(encoding="utf-8")).tracks[0]
    assert track.length_2d() == pytest.approx(700, rel=0.01)
    assert [line[2]["format"] for line in told(store)] == ["gpx", "kml"]


def test_what_was_not_written_does_not_stand_there(store, tmp_path):
    with pytest.raises(ExportFormatError):
        export_layer(village.seen(store), "services", tmp_path / "layer.doc")
    assert told(store) == []


def test_a_reveal_is_noted_and_a_place_cannot_be(store):
    view = village.seen(store, "coordinator")
    view.record_audit("reveal", {"community": village.SLUG, "what": "services", "rows": 1})
    with pytest.raises(AuditDetailError):
        view.record_audit("reveal", {"community": village.SLUG, "what": "13.9,-89.8"})
    assert [line[1] for line in told(store)] == ["reveal"]

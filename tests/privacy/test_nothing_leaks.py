"""
What is confidential leaves no trace for others: wherever it lies, they are told the same.

The places that must stay hidden stand far from any street, so that no line of any answer has
a reason to come near them.
"""

from __future__ import annotations

import json
import re
from pathlib import Path

import geopandas as gpd
import pandas as pd
import pyogrio
import pytest
import shapely

from geo.coverage import measurement
from geo.coverage.measurement import CoverageRequest, TravelThreshold, measure_coverage
from geo.coverage.report import build_coverage_report
from geo.errors import AmparoError, ConfidentialServiceError, ExportConfidentialError
from geo.exports.layer_export import export_layer
from geo.exports.results import write_coverage, write_routes
from geo.exports.street_edges import export_edges
from geo.formats.export_note import make_export_note
from geo.formats.writing import write_layer
from geo.model import LAYER_NAMES, SERVICE_TYPES
from geo.routes.planning import RouteRequest, find_routes
from geo.routes.report import build_route_report
from geo.store.layers import read_layer
from tests.feature_edits import add_features, edit_features
from tests.thorough import choose
from tests.village import (
    SLUG,
    Street,
    box,
    doors,
    edges,
    found,
    homes,
    on_earth,
    place,
    risk_areas,
    safe_zones,
    seen,
    zones,
)

CORNERS = {"a": (0, 0), "b": (1000, 0), "c": (1000, 1000)}
STREETS = edges(CORNERS, [Street("a", "b", name="Calle Real"), Street("b", "c")])
HIDDEN = [(500, 600), (300, 900), (400, 400)]
ELSEWHERE = [(200, 500), (600, 700), (700, 350)]
NAMES = ["Casa Violeta", "Hogar Alba", "Cuarto de Rosa"]
PHONES = ["7010 4321", "7010 4322", "7010 4323"]
LAYERS_DRAWN = {
    "risk_areas": risk_areas((box(400, -9, 500, 9), 4), (box(900, 300, 1100, 600), 2)),
    "safe_zones": pd.concat(
        [
            safe_zones(box(600, -20, 700, 20)),
            safe_zones(shapely.Point(250, 250), kind="trusted_home"),
        ],
        ignore_index=True,
    ),
    "services": doors(
        ((0, 0), "health"),
        ((1000, 1000), "police"),
        (HIDDEN[0], "shelter"),
        (HIDDEN[1], "police", True),
        (HIDDEN[2], "court", True),
    ),
    "demand": homes(*(((x, 20), 6, 3) for x in range(0, 1000, 50))),
    "zones": zones((box(-100, -100, 1100, 1100), "1", "Todo")),
}
OTHERS = ("public", "network")
PAIR = re.compile(r"(-?\d+\.\d+)[,\s]+(-?\d+\.\d+)")


@pytest.fixture
def store(home):
    store = found(STREETS, LAYERS_DRAWN)
    put(store, HIDDEN, NAMES, PHONES)
    return store


@pytest.fixture(autouse=True)
def few_simulations(monkeypatch):
    """Place a hidden service a few times: how often matters to precision only."""
    monkeypatch.setattr(measurement, "SIMULATION_COUNT", choose(4, measurement.SIMULATION_COUNT))


def put(store, spots, names, phones):
    """Give the hidden places other spots, names and phones."""
    services = read_layer(store, SLUG, "services")
    secret = services["confidential"] | (services["type"] == "shelter")
    hidden = services[secret].reset_index(drop=True)
    shapes = on_earth(*map(shapely.Point, spots))
    told = hidden.assign(name=names, phone=phones, geometry=shapes)
    edit_features(store, SLUG, "services", told, who="test")


def answers(view, folder: Path) -> dict[str, str]:
    """Ask everything there is to ask, and keep all that is answered as text."""
    when = view.moment("2026-05-01T12:00")
    told = {f"layer {name}": view.layer(name).to_json() for name in LAYER_NAMES}
    told["candidates"] = view.candidates.to_json()
    told["sessions"], told["history"] = str(view.sessions), str(view.history("services", 100))
    for kind in SERVICE_TYPES:
        told |= _of_type(view, kind, when, folder)
    for name in LAYER_NAMES:
        for ending in ("geojson", "gpkg", "parquet"):
            file = folder / f"{name}.{ending}"
            export_layer(view, name, file)
            told[file.name] = _text(file)
    export_edges(view, folder / "edges.parquet", when=when)
    return told | {"edges": _text(folder / "edges.parquet")}


def _of_type(view, kind, when, folder) -> dict[str, str]:
    told = {}
    for origin in ((0, 0), (900, 10)):
        try:
            plan = find_routes(view, RouteRequest(place(*origin), kind, 3.0, when))
            report = build_route_report(plan, locale="es")
            told[f"way {kind} {origin}"] = json.dumps(report, sort_keys=True, default=str)
            for ending in ("geojson", "gpx", "kml"):
                file = write_routes(view, plan, folder / f"way.{ending}")
                told[f"line {kind} {ending}"] = _text(file)
        except AmparoError as fault:
            told[f"way {kind} {origin}"] = str(fault)
    for straight in (True, False):
        ask = CoverageRequest(
            kind, TravelThreshold(metres=700), departure_time=when, use_straight_lines=straight
        )
        try:
            answer = measure_coverage(view, ask)
            told[f"covered {kind} {straight}"] = json.dumps(
                build_coverage_report(answer), default=str
            )
            told[f"file {kind} {straight}"] = _text(write_coverage(view, answer, folder / "c.gpkg"))
        except AmparoError as fault:
            told[f"covered {kind} {straight}"] = str(fault)
    return told


def _text(file: Path) -> str:
    """Write all a file holds as text."""
    if file.suffix == ".geojson":
        return file.read_text(encoding="utf-8")
    if file.suffix == ".parquet":
        return gpd.read_parquet(file).to_json()
    tables = [str(name) for name, _ in pyogrio.list_layers(file)]
    return "\n".join(pyogrio.read_dataframe(file, layer=name).to_csv() for name in tables)


def traces(told: dict[str, str]) -> list[str]:
    """Find hidden names, phones and places, to three decimals of a degree, in what was told."""
    words = [*NAMES, *PHONES]
    hidden = {
        (round(spot.x, 3), round(spot.y, 3)) for spot in on_earth(*map(shapely.Point, HIDDEN))
    }
    met = []
    for where, text in told.items():
        met += [f"{where}: {word}" for word in words if word in text]
        pairs = {(round(float(x), 3), round(float(y), 3)) for x, y in PAIR.findall(text)}
        met += [f"{where}: {spot}" for spot in hidden & (pairs | {pair[::-1] for pair in pairs})]
    return met


@pytest.mark.slow
@pytest.mark.parametrize("audience", OTHERS)
def test_no_name_phone_or_place_is_shown(store, tmp_path, audience):
    assert traces(answers(seen(store, audience), tmp_path)) == []


@pytest.mark.slow
def test_a_coordinator_sees_all(store, tmp_path):
    told = answers(seen(store, "coordinator"), tmp_path)
    met = traces(told)
    for where in ("layer services", "services.geojson", "services.gpkg", "services.parquet"):
        assert sum(one.startswith(where) for one in met) == len(NAMES + PHONES + HIDDEN)


@pytest.mark.slow
@pytest.mark.parametrize("audience", OTHERS)
def test_wherever_it_lies_others_are_shown_the_same(store, tmp_path, audience):
    before = answers(seen(store, audience), tmp_path)
    put(store, ELSEWHERE, ["Otra", "Otra más", "Una más"], ["1", "2", "3"])
    after = answers(seen(store, audience), tmp_path)
    assert after == before


@pytest.mark.parametrize("audience", OTHERS)
def test_nobody_is_led_to_a_shelter(store, audience):
    view = seen(store, audience)
    for kind in ("shelter", "court"):
        with pytest.raises(ConfidentialServiceError):
            find_routes(view, RouteRequest(place(0, 0), kind, 3.0, view.moment("2026-05-01T12:00")))


@pytest.mark.parametrize(("audience", "shown"), [*((one, 1) for one in OTHERS), ("coordinator", 2)])
def test_somebodys_home_is_shown_to_coordinators_only(store, audience, shown):
    assert len(seen(store, audience).safe_zones) == shown


@pytest.mark.parametrize("audience", OTHERS)
def test_hidden_services_are_counted_by_their_type(store, audience):
    services = seen(store, audience).services
    hidden = services[services.geometry.isna()]
    assert sorted(hidden["type"]) == ["court", "police", "shelter"]
    assert hidden["confidential"].all()
    assert (
        hidden[["name", "phone", "opening_hours", "address", "source", "verified_on"]]
        .isna()
        .all(axis=None)
    )
    assert len(services) == 5


def test_the_public_sees_nothing_of_who_drew(store):
    told = seen(store, "public").risk_areas
    assert not {"note", "session"} & set(told.columns)


@pytest.mark.parametrize("audience", OTHERS)
def test_only_a_coordinator_looks_back(store, audience):
    assert seen(store, audience).history("services", 100) == []
    assert seen(store, "coordinator").history("services", 100)


@pytest.mark.parametrize("ending", ["geojson", "gpkg", "parquet"])
def test_what_was_not_cut_out_before_is_not_written(store, tmp_path, ending):
    whole = seen(store, "coordinator")
    note = make_export_note(whole.community, "network")
    file = tmp_path / f"services.{ending}"
    with pytest.raises(ExportConfidentialError):
        write_layer(whole.services, file, layer="services", note=note)
    assert not file.exists()


@pytest.mark.parametrize("audience", OTHERS)
def test_of_a_shelter_without_a_place_others_learn_its_gateway_only(store, tmp_path, audience):
    row = {
        **dict.fromkeys(store_columns(store)), "type": "shelter", "name": "Casa Índigo",
        "phone": "7010 9876", "gateway": "Pregunte en la posta", "opening_hours": "Tu 03:33-04:44",
        "source": "Alba Nimbo", "verified_on": "2026-02-03", "confidential": True,
    }  # fmt: skip
    add = gpd.GeoDataFrame([row], geometry=[None], crs="EPSG:4326")
    add_features(store, SLUG, "services", add, who="test")
    told = answers(seen(store, audience), tmp_path)
    for where, text in told.items():
        for word in ("Índigo", "ndigo", "7010 9876", "03:33", "Alba Nimbo", "2026-02-03"):
            assert word not in text, where
    assert "Pregunte en la posta" in told["layer services"]
    services = seen(store, audience).services
    (one,) = services[services["gateway"] == "Pregunte en la posta"].to_dict("records")
    shown = {name for name, value in one.items() if isinstance(value, str)}
    assert shown == {"id", "type", "gateway"}
    assert audience == "public" or pd.isna(one["zone"])


def store_columns(store) -> list[str]:
    """List the columns of services as the store has them."""
    services = read_layer(store, SLUG, "services")
    return [name for name in services.columns if name not in ("id", "geometry")]

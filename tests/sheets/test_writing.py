"""Files that leave: what they say of themselves, what they keep; and the log knows no place."""

from __future__ import annotations

import json
import re
import shutil
import zlib
from dataclasses import replace

import geopandas as gpd
import gpxpy
import numpy as np
import pytest
import shapely
from PIL import Image

from geo.communities.demonstration import DEMO_SLUG
from geo.errors import ExportFileError, ExportFormatError, SheetLocationError
from geo.layers.confidential_features import is_confidential
from geo.model import WGS84
from geo.privacy.view import open_view
from geo.sheets.nearest_services import find_nearest_services, find_public_place, list_public_places
from geo.sheets.poster import build_poster_data
from geo.sheets.writing import PLAN_SUFFIXES, write_poster, write_support_plan
from geo.store import open_store
from geo.store.audit import read_audit_lines
from geo.store.layers import read_layer
from tests.feature_edits import edit_features
from tests.sheets import plans
from tests.support import requests

HERE = "Calle Real"
SHELTER = "Posada Xochitonal"
PHONE = "7391 4682"


def text_of(file):
    """Give all bytes of a file, and what its streams hold when they are inflated."""
    content = file.read_bytes()
    parts = [content]
    for stream in re.findall(rb"stream\r?\n(.*?)endstream", content, re.DOTALL):
        try:
            parts.append(zlib.decompress(stream))
        except zlib.error:
            continue
    return b"\n".join(parts)


@pytest.mark.parametrize("ending", [".txt", ".svg", "", ".pdf.zip"])
def test_other_endings_are_refused_by_name(view, plan, tmp_path, ending):
    with pytest.raises(ExportFormatError) as raised:
        write_support_plan(view, plan, tmp_path / f"ruta{ending}")
    assert type(raised.value) is ExportFormatError
    assert raised.value.placeholders["known"] == ", ".join(PLAN_SUFFIXES)
    with pytest.raises(ExportFormatError):
        write_poster(view, HERE, tmp_path / "poster.gpx", when=plan.request.departure_time)
    assert list(tmp_path.iterdir()) == []


def test_a_place_that_cannot_be_written_is_named(view, plan, tmp_path):
    (tmp_path / "file").write_text("x", encoding="utf-8")
    with pytest.raises(ExportFileError):
        write_support_plan(view, plan, tmp_path / "file" / "ruta.pdf")


@pytest.mark.parametrize("ending", PLAN_SUFFIXES)
def test_the_log_shows_that_it_left_and_no_place(no_map, store, view, plan, tmp_path, ending):
    write_support_plan(view, plan, tmp_path / f"mi ruta{ending}", locale="ru")
    line = read_audit_lines(store, limit=1)[0]
    assert line.action == "export"
    assert line.details == {
        "community": DEMO_SLUG,
        "audience": "network",
        "what": "support",
        "format": ending[1:],
        "rows": 8,
        "suppressed": {"places": 2},
    }


def test_gpx_holds_routes_as_tracks_and_open_services_as_waypoints(view, plan, tmp_path):
    file = write_support_plan(view, plan, tmp_path / "ruta.gpx", locale="es")
    read = gpxpy.parse(file.read_text(encoding="utf-8"))
    routes = [stop for stop in plan.stops if stop.route is not None]
    assert [track.name for track in read.tracks] == ["1", "4", "5", "6", "8", "De vuelta"]
    assert len(read.waypoints) == len(routes)
    assert read.waypoints[0].name == "1. Unidad de Salud de Chancala"
    assert read.waypoints[0].description == "0000\u00a00001 · a toda hora"
    lengths = [*(stop.route.length_m for stop in routes), plan.return_route.length_m]
    for track, length in zip(read.tracks, lengths, strict=True):
        assert track.length_2d() == pytest.approx(length, rel=0.01)
    assert "audience: network" in read.description
    assert "suppressed: places 2" in read.description
    called = [stop.service for stop in plan.stops if stop.service and stop.service.is_by_phone]
    assert called
    for service in called:
        assert f"{service.name}, por teléfono: {service.phone}" in read.description
    assert read.time.isoformat() == "2026-11-16T00:00:00+00:00"
    assert read.author_name is None


# Lone surrogates are not among them: no store can hold them.
HOSTILE = "\u202e\u2066\u200b\x00\x07\x0b\x1f\ufeff\uffff\ufffe"


@pytest.mark.parametrize("ending", PLAN_SUFFIXES)
def test_signs_that_were_stored_before_they_were_refused_break_no_file(
    no_map, view, plan, tmp_path, ending
):
    stops = [
        replace(
            stop,
            service=stop.service
            and replace(stop.service, name=f"Uni{HOSTILE}dad", phone=f"{HOSTILE}0000 0001"),
        )
        for stop in plan.stops
    ]
    written = write_support_plan(
        view, replace(plan, stops=tuple(stops)), tmp_path / f"ruta{ending}", locale="es"
    ).read_bytes()
    if ending == ".gpx":
        names = [waypoint.name for waypoint in gpxpy.parse(written.decode()).waypoints]
        assert names[0].replace(" ", "").startswith("1.Unidad")
    if ending in (".gpx", ".geojson"):
        assert not set(HOSTILE) & set(written.decode())
        assert b"\\u" not in written


def test_geojson_holds_both_and_of_confidential_services_neither_place_nor_name(
    view, plan, tmp_path
):
    told = json.loads(write_support_plan(view, plan, tmp_path / "ruta.geojson").read_text("utf-8"))
    assert told["audience"] == "network"
    assert told["date"] == "2026-11-16"
    assert told["suppressed"] == {"places": 2}
    services = [one for one in told["features"] if one["properties"]["role"] == "door"]
    assert len(services) == len(plan.stops)
    for feature in services:
        said = feature["properties"]
        if said["confidential"]:
            assert feature["geometry"] is None
            assert said["contact"]
            unsaid = (
                "phone",
                "opening_hours",
                "unverified",
                "stale",
                "minutes",
                "arrive_at",
                "opens_at",
            )
            assert not any(said[name] for name in unsaid)
    routes = [one for one in told["features"] if one["properties"]["role"] == "way"]
    assert [one["properties"]["step"] for one in routes] == [1, 4, 5, 6, 8]
    back = told["features"][-1]
    assert back["properties"]["role"] == "way_back"
    assert back["properties"]["step"] == len(plan.stops) + 1
    for feature, route in ((routes[0], plan.stops[0].route), (back, plan.return_route)):
        line = gpd.GeoSeries([shapely.from_geojson(json.dumps(feature["geometry"]))], crs=WGS84)
        length = line.to_crs(view.network.crs).length[0]
        assert length == pytest.approx(route.length_m, abs=0.1)


def test_a_picture_carries_its_note(view, plan, tmp_path):
    file = write_support_plan(view, plan, tmp_path / "foto.png", kind="message")
    with Image.open(file) as picture:
        note = picture.text["Description"]
    assert "audience: network" in note
    assert "date: 2026-11-16" in note


def test_a_coordinators_file_is_hers_alone(store, tmp_path):
    view = open_view(store, DEMO_SLUG, "coordinator")
    file = write_support_plan(view, plans.plan(view), tmp_path / "ruta.gpx")
    assert file.stat().st_mode & 0o077 == 0


# --- the poster ----------------------------------------------------------------------------------


def test_a_poster_shows_the_nearest_service_of_each_type_and_reserves_the_rest(view):
    when = view.moment("2026-11-17T09:00")
    parts = {
        one.type: one for one in find_nearest_services(view, find_public_place(view, HERE), when)
    }
    assert "phone_line" not in parts
    assert parts["shelter"].service is None
    assert parts["shelter"].route is None
    assert parts["shelter"].contacts == (
        "Llame a la Línea de escucha, 0000 0012, a cualquier hora.",
    )
    assert parts["health"].service["name"] == "Unidad de Salud de Chancala"
    told = [one.route.minutes for one in parts.values() if one.route is not None]
    assert told == sorted(told)


def test_a_poster_lists_a_service_without_a_place_by_its_phone(view):
    when = view.moment("2026-11-17T09:00")
    services = view.services.copy()
    services.loc[services["type"] == "health", "geometry"] = None
    looking = requests.looking(view, services, "public")
    data = build_poster_data(looking, HERE, when, "es")
    health = next(one for one in data["services"] if one["name"].startswith("Unidad de Salud"))
    assert (health["number"], health["minutes"], health["contact"]) == ("", "", "")
    assert health["phone"] == "0000\u00a00001"
    assert health["remark"] == "Por teléfono: no hay que ir."


def test_a_poster_of_no_public_place_is_refused(view, tmp_path):
    with pytest.raises(SheetLocationError) as raised:
        write_poster(view, "13.9,-89.8", tmp_path / "poster.pdf", when=view.moment())
    assert type(raised.value) is SheetLocationError
    assert list(tmp_path.iterdir()) == []


# --- wherever the hidden doors lie ---------------------------------------------------------------


SPOTS = {"here": (13.8823, -89.8514), "there": (13.8826, -89.8580)}  # far from every street
KINDS = {
    "coordinator": (
        ("sheet", ".pdf"),
        ("sheet", ".gpx"),
        ("sheet", ".geojson"),
        ("card", ".pdf"),
        ("message", ".png"),
        ("poster", ".pdf"),
    ),
    "network": (("sheet", ".pdf"), ("sheet", ".gpx"), ("sheet", ".geojson")),
    "public": (("message", ".png"), ("sheet", ".gpx"), ("sheet", ".geojson")),
}


@pytest.fixture(scope="module")
def hidden_at(built_demo, tmp_path_factory):
    """Open the demonstration once more, to put its confidential doors elsewhere."""
    home = tmp_path_factory.mktemp("moved") / "home"
    opened = open_store(shutil.copytree(built_demo / "home", home))

    def put(spot, name, phone):
        lat, lon = SPOTS[spot]
        services = read_layer(opened, DEMO_SLUG, "services")
        confidential = services[is_confidential(services)].reset_index(drop=True)
        places = [shapely.Point(lon + 0.001 * at, lat) for at in range(len(confidential))]
        edited = confidential.assign(name=name, phone=phone).set_geometry(places, crs=WGS84)
        edit_features(opened, DEMO_SLUG, "services", edited, who="test")
        return opened

    yield put
    opened.close()


def files_of(store, audience, folder):
    view = open_view(store, DEMO_SLUG, audience)
    plan = plans.plan(view)
    assert SHELTER not in list_public_places(view)
    for kind, ending in KINDS[audience]:
        file = folder / f"{kind}{ending}"
        if kind == "poster":
            yield write_poster(view, HERE, file, when=plan.request.departure_time)
        else:
            yield write_support_plan(view, plan, file, kind=kind)


@pytest.mark.slow
@pytest.mark.parametrize("audience", KINDS)
def test_where_hidden_services_lie_changes_no_byte_of_any_file(hidden_at, tmp_path, audience):
    told = []
    for spot, named in {"here": (SHELTER, PHONE), "there": ("Otro nombre", "7000 0000")}.items():
        files = list(files_of(hidden_at(spot, *named), audience, tmp_path))
        told.append([file.read_bytes() for file in files])
        lat, lon = (f"{abs(degree):.3f}".encode() for degree in SPOTS[spot])
        for file in files:
            held = text_of(file)
            assert named[0].encode() not in held, file.name
            assert named[1].encode() not in held, file.name
            assert not (lat in held and lon in held), file.name
    here, there = told
    assert [one == other for one, other in zip(here, there, strict=True)] == [True] * len(here)


def test_the_search_finds_what_is_there(view, plan, tmp_path):
    """What is looked through above holds the names of open doors: it would find a hidden one."""
    for ending, known in ((".gpx", b"Unidad de Salud"), (".geojson", b"0000 0001")):
        assert known in text_of(write_support_plan(view, plan, tmp_path / f"ruta{ending}"))
    inflated = text_of(write_support_plan(view, plan, tmp_path / "ruta.pdf"))
    assert b"Chancala" in inflated
    assert len(inflated) > 2 * (tmp_path / "ruta.pdf").stat().st_size


def test_nothing_of_where_she_starts_is_on_a_poster(view, plan, tmp_path):
    file = write_poster(
        view, HERE, tmp_path / "poster.pdf", when=plan.request.departure_time, locale="es"
    )
    assert np.isclose(find_public_place(view, HERE).lat, 13.9, atol=0.05)
    held = text_of(file)
    for part in (plan.request.origin.lat, plan.request.origin.lon):
        assert f"{part:.3f}".encode() not in held

"""Layers for other maps: KML, GPX, uMap and FlatGeobuf, read back by other programs' readers."""

from __future__ import annotations

import io
import json
import re
import warnings
from datetime import date
from xml.etree import ElementTree as ET

import geopandas as gpd
import gpxpy
import numpy as np
import pyogrio
import pytest
import shapely

from geo.cartography.palette import RISK_HATCHINGS
from geo.errors import ExportAreasError
from geo.formats.export_note import ExportNote
from geo.formats.flatgeobuf_writing import write_flatgeobuf
from geo.formats.gpx_writing import write_gpx
from geo.formats.kml_writing import write_kml
from geo.formats.umap_writing import write_umap

with warnings.catch_warnings():
    warnings.simplefilter("ignore")  # it warns that a faster XML reader is missing
    import fastkml

NOTE = ExportNote(
    "network",
    "Villa Ñ",
    "Para la red.",
    "Mapa de Villa Ñ",
    "Pertenece a Villa Ñ.",
    date(2026, 5, 1),
)
KML = {"k": "http://www.opengis.net/kml/2.2"}
POINT = shapely.Point(-75.1234567, -0.0000002)
HOLED = shapely.Polygon([(0, 0), (3, 0), (3, 3), (0, 3)], [[(1, 1), (1, 2), (2, 2), (2, 1)]])
WRITERS = [write_kml, write_umap, write_flatgeobuf, write_gpx]


def services(*shapes, **columns):
    rows = {"type": ["health", "police", "shelter"][: len(shapes)]}
    names = ["Posta Ыйык 🌿", "<b>Comisaría</b> & más", None][: len(shapes)]
    rows |= {"name": names, "phone": ["007", None, None][: len(shapes)], **columns}
    return gpd.GeoDataFrame(rows, geometry=list(shapes), crs=4326)


def risks():
    columns = {
        "category": ["river", "river"],
        "severity": np.array([1, 4]),
        "holds": ["always", "night"],
        "note": ["cerca del río", None],
    }
    both = shapely.MultiPolygon([HOLED, shapely.box(5, 5, 6, 6)])
    return gpd.GeoDataFrame(columns, geometry=[HOLED, both], crs=4326)


def kml_tree(frame, layer, note=NOTE):
    return ET.fromstring(write_kml(frame, layer, note))


def test_kml_has_a_folder_for_each_type_and_names_and_plain_descriptions():
    root = kml_tree(services(POINT, POINT, None), "services")
    folders = {
        folder.find("k:name", KML).text: folder.findall("k:Placemark", KML)
        for folder in root.iterfind(".//k:Folder", KML)
    }
    assert list(folders) == ["Salud", "Policía", "Casa de acogida"]
    (first,) = folders["Salud"]
    assert first.find("k:name", KML).text == "Posta Ыйык 🌿"
    assert first.find("k:description", KML).text == "Salud\n007"
    assert first.find("k:Point/k:coordinates", KML).text == "-75.1234567,-0.0000002"
    (shelter,) = folders["Casa de acogida"]
    assert shelter.find("k:name", KML) is None
    assert shelter.find("k:Point", KML) is None


def test_kml_says_for_whom_it_is_and_names_no_address():
    content = write_kml(services(POINT, POINT), "services", NOTE).decode()
    document = ET.fromstring(content).find("k:Document", KML)
    told = document.find("k:description", KML).text
    assert all(text in told for text in (NOTE.purpose, NOTE.source, NOTE.licence, "2026-05-01"))
    data = {
        item.get("name"): item.find("k:value", KML).text
        for item in document.iterfind("k:ExtendedData/k:Data", KML)
    }
    assert (data["audience"], data["date"]) == ("network", "2026-05-01")
    assert "href" not in content
    assert re.findall(r"https?://[^\"' <]+", content) == [KML["k"]]


def test_kml_has_our_colours_by_severity():
    root = kml_tree(risks(), "risk_areas")
    fills = {
        style.get("id"): style.find("k:PolyStyle/k:color", KML).text
        for style in root.iterfind(".//k:Style", KML)
    }
    assert list(fills) == ["risk-1", "risk-4"]
    wanted = RISK_HATCHINGS[4]
    channels = [fills["risk-4"][at : at + 2] for at in (6, 4, 2)]
    assert f"#{''.join(channels)}" == wanted.fill.lower()
    assert int(fills["risk-4"][:2], 16) == round(255 * wanted.opacity)
    used = [one.text for one in root.iterfind(".//k:styleUrl", KML)]
    assert used == ["#risk-1", "#risk-4"]


def test_another_reader_of_kml_finds_the_same_places():
    content = write_kml(risks(), "risk_areas", NOTE)
    read = fastkml.KML.parse(io.BytesIO(content), strict=True, validate=True)  # by OGC's schema
    (document,) = read.features
    placemarks = [one for folder in document.features for one in folder.features]
    shapes = [shapely.geometry.shape(one.geometry) for one in placemarks]
    assert all(map(shapely.equals, shapes, risks().geometry))


def test_gpx_has_a_waypoint_for_each_point_and_lists_who_has_no_place():
    read = gpxpy.parse(write_gpx(services(POINT, POINT, None), "services", NOTE).decode())
    assert [one.name for one in read.waypoints] == ["Posta Ыйык 🌿", "<b>Comisaría</b> & más"]
    assert (read.waypoints[0].longitude, read.waypoints[0].latitude) == (POINT.x, POINT.y)
    assert (read.waypoints[0].type, read.waypoints[0].description) == ("Salud", "Salud\n007")
    assert NOTE.licence in read.description
    assert read.description.endswith("Casa de acogida")
    assert read.time.date() == NOTE.made_on


def test_gpx_has_a_track_for_each_line_and_refuses_areas():
    line = shapely.LineString([(0, 0), (1, 1), (2, 1)])
    frame = gpd.GeoDataFrame({"name": ["Ida"]}, geometry=[line], crs=4326)
    (track,) = gpxpy.parse(write_gpx(frame, "ways", NOTE).decode()).tracks
    assert track.name == "Ida"
    assert [(one.longitude, one.latitude) for one in track.segments[0].points] == list(line.coords)
    with pytest.raises(ExportAreasError):
        write_gpx(risks(), "risk_areas", NOTE)


# What uMap's model says of the options that we write: their type, and their least and most.
UMAP_MAP = {
    "name": str,
    "description": str,
    "zoom": int,
    "popupContentTemplate": str,
    "shortCredit": str,
    "longCredit": str,
}
UMAP_OPTIONS = {
    "name": (str,),
    "displayOnLoad": (bool,),
    "browsable": (bool,),
    "color": (str,),
    "fillColor": (str,),
    "fill": (bool,),
    "fillOpacity": (float, 0.1, 1),
    "weight": (int, 1, 20),
}


@pytest.mark.parametrize("layer", ["services", "risk_areas", "safe_zones", "demand", "zones"])
def test_a_umap_file_keeps_to_the_model_of_umap(layer):
    document = json.loads(write_umap(services(POINT, HOLED), layer, NOTE))
    assert set(document) <= {"type", "properties", "geometry", "layers", "amparo"}
    assert {key: type(value) for key, value in document["properties"].items()} == UMAP_MAP
    for one in document["layers"]:
        assert set(one) == {"type", "features", "_umap_options"}
        for feature in (one, *(found["properties"] for found in one["features"])):
            for name, value in feature["_umap_options"].items():
                kind, *limits = UMAP_OPTIONS[name]
                assert isinstance(value, kind), (name, value)
                assert not limits or limits[0] <= value <= limits[1], (name, value)


def test_a_umap_file_is_a_map_with_coloured_layers_and_no_address():
    content = write_umap(services(POINT, POINT, None), "services", NOTE).decode()
    document = json.loads(content)
    assert document["type"] == "umap"
    assert document["amparo"]["audience"] == "network"
    assert NOTE.purpose in document["properties"]["description"]
    names = [one["_umap_options"]["name"] for one in document["layers"]]
    assert names == ["Salud", "Policía", "Casa de acogida"]
    feature = document["layers"][0]["features"][0]
    assert feature["geometry"] == {"type": "Point", "coordinates": [-75.1234567, -2e-07]}
    assert feature["properties"]["phone"] == "007"
    assert re.fullmatch("#[0-9A-F]{6}", feature["properties"]["_umap_options"]["color"])
    assert "http" not in content
    assert "remoteData" not in content


def test_a_flatgeobuf_keeps_order_rows_without_a_place_and_its_note():
    content = write_flatgeobuf(services(POINT, None, POINT), "services", NOTE)
    back = gpd.read_file(io.BytesIO(content))
    assert back.geometry.isna().tolist() == [False, True, False]
    assert back["type"].tolist() == ["health", "police", "shelter"]
    told = pyogrio.read_info(io.BytesIO(content))["layer_metadata"]
    assert json.loads(told["DESCRIPTION"])["audience"] == "network"


@pytest.mark.parametrize("write", WRITERS)
def test_an_empty_layer_is_a_file_without_features(write):
    frame = gpd.GeoDataFrame({"name": []}, geometry=[], crs=4326)
    assert write(frame, "services", NOTE)
    assert write(frame, "services", None)


@pytest.mark.parametrize("write", WRITERS)
def test_the_same_layer_gives_the_same_file_and_stays_as_it_was(write):
    frame = services(POINT, POINT, None)
    before = frame.copy()
    assert write(frame, "services", NOTE) == write(frame, "services", NOTE)
    assert frame.equals(before)

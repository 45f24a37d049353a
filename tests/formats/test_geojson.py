import json

import pytest

from geo.errors import (
    LayerCrsError,
    LayerCrsUnknownError,
    LayerFileEmptyError,
    LayerFileMissingError,
    LayerFormatError,
    LayerNotGeojsonError,
    LayerSyntaxError,
    LayerUnreadableError,
)
from geo.formats.reading import read_layer_file
from tests.imports.napkin import area, geojson, point


def named(crs):
    return {"type": "name", "properties": {"name": crs}}


def test_rows_count_from_one_and_height_is_dropped(tmp_path):
    file = geojson(tmp_path / "a.geojson", (point(1, 2, 1800), {"n": 1}), (None, {"n": 2}))
    frame = read_layer_file(file, "services")
    assert list(frame.index) == [1, 2]
    assert frame.geometry[1].wkt == "POINT (1 2)"
    assert frame.geometry[2] is None
    assert frame.crs == "EPSG:4326"


def test_a_column_that_only_some_features_have_is_empty_in_the_others(tmp_path):
    file = geojson(tmp_path / "a.json", (point(), {"a": 1}), (point(), {"b": "x"}))
    frame = read_layer_file(file, "services")
    assert frame["a"].tolist() == [1, None]
    assert frame["b"].tolist() == [None, "x"]


def test_a_property_called_geometry_does_not_replace_the_shape(tmp_path):
    file = geojson(tmp_path / "a.geojson", (point(1, 2), {"geometry": "round"}))
    frame = read_layer_file(file, "services")
    assert frame.geometry[1].wkt == "POINT (1 2)"
    assert frame["geometry (2)"][1] == "round"


@pytest.mark.parametrize("crs", ["EPSG:32718", "urn:ogc:def:crs:EPSG::32718"])
def test_metres_that_say_which_become_degrees(tmp_path, crs):
    file = geojson(tmp_path / "a.geojson", (point(500_000, 10_000_000), {}), crs=named(crs))
    frame = read_layer_file(file, "services")
    assert frame.geometry[1].x == pytest.approx(-75, abs=1e-9)
    assert frame.geometry[1].y == pytest.approx(0, abs=1e-9)
    assert frame.attrs["reprojected_from"] == "EPSG:32718"


@pytest.mark.parametrize("crs", ["urn:ogc:def:crs:OGC:1.3:CRS84", "EPSG:4326", "OGC:CRS84"])
def test_degrees_that_say_so_stay_as_they_are(tmp_path, crs):
    frame = read_layer_file(
        geojson(tmp_path / "a.geojson", (point(-75, 1), {}), crs=named(crs)), "services"
    )
    assert frame.geometry[1].wkt == "POINT (-75 1)"
    assert frame.attrs["reprojected_from"] is None


@pytest.mark.parametrize("members", [{}, {"crs": named("EPSG:4326")}, {"crs": None}])
def test_metres_that_say_nothing_or_degrees_are_refused(tmp_path, members):
    file = geojson(tmp_path / "a.geojson", (point(500_000, 9_000_000), {}), **members)
    with pytest.raises(LayerCrsError) as raised:
        read_layer_file(file, "services")
    assert raised.value.placeholders == {"file": "a.geojson"}


def test_a_crs_that_nobody_knows_is_named(tmp_path):
    file = geojson(tmp_path / "a.geojson", (point(), {}), crs=named("EPSG:999999"))
    with pytest.raises(LayerCrsUnknownError) as raised:
        read_layer_file(file, "services")
    assert raised.value.placeholders == {"file": "a.geojson", "crs": "EPSG:999999"}


@pytest.mark.parametrize(
    ("geometry", "reason"),
    [
        ({"type": "Polygon", "coordinates": [[[0, 0], [1, 0]]]}, "not_closed"),
        ({"type": "Polygon", "coordinates": [[[0, 0], [0, 0]]]}, "too_few_points"),
        ({"type": "LineString", "coordinates": [[0, 0]]}, "too_few_points"),
        ({"type": "Polygon", "coordinates": [[0, 0], [1, 0], [1, 1], [0, 0]]}, "unreadable"),
        ({"type": "Point", "coordinates": ["1", "2"]}, "unreadable"),
        ({"type": "Point"}, "unreadable"),
        ({"type": "Circle", "coordinates": [1, 2]}, "unreadable"),
        ("POINT (1 2)", "unreadable"),
        ([1, 2], "unreadable"),
    ],
)
def test_a_shape_that_cannot_be_read_says_why_and_stops_nothing_else(tmp_path, geometry, reason):
    file = geojson(tmp_path / "a.geojson", (point(), {}), (geometry, {}))
    frame = read_layer_file(file, "services")
    assert frame.geometry[1].wkt == "POINT (0 0)"
    (problem,) = frame.attrs["findings"]
    assert (problem.row, problem.key) == (2, "row.broken")
    assert problem.placeholders["reason"].key == f"shape.broken.{reason}"


@pytest.mark.parametrize("whole", [point(3, 4), {"type": "Feature", "geometry": point(3, 4)}])
def test_a_lone_shape_or_feature_is_one_row(tmp_path, whole):
    (tmp_path / "a.geojson").write_text(json.dumps(whole), encoding="utf-8")
    assert read_layer_file(tmp_path / "a.geojson", "services").geometry[1].wkt == "POINT (3 4)"


def test_features_that_are_none_are_rows_without_a_place(tmp_path):
    text = '{"type": "FeatureCollection", "features": [null, 5, {"properties": [1]}]}'
    (tmp_path / "a.geojson").write_text(text, encoding="utf-8")
    assert read_layer_file(tmp_path / "a.geojson", "services").geometry.isna().sum() == 3


def test_old_western_encoding_is_read(tmp_path):
    text = json.dumps({"type": "Feature", "geometry": point(), "properties": {"name": "Ñandú"}})
    (tmp_path / "a.geojson").write_bytes(text.replace("\\u00d1", "Ñ").encode("cp1252"))
    assert read_layer_file(tmp_path / "a.geojson", "services")["name"][1] == "Ñandú"


@pytest.mark.parametrize(
    "text",
    [
        "",
        " \n",
        '{"type": "FeatureCollection", "features": []}',
        '{"type": "FeatureCollection", "features": null}',
        '{"type": "Topology", "objects": {}}',
    ],
)
def test_a_file_without_features_is_empty(tmp_path, text):
    (tmp_path / "a.geojson").write_text(text, encoding="utf-8")
    with pytest.raises(LayerFileEmptyError):
        read_layer_file(tmp_path / "a.geojson", "services")


def test_a_file_cut_off_shows_the_line(tmp_path):
    whole = geojson(tmp_path / "a.geojson", (area(), {"n": 1})).read_text(encoding="utf-8")
    (tmp_path / "a.geojson").write_text("\n\n" + whole[:-40], encoding="utf-8")
    with pytest.raises(LayerSyntaxError) as raised:
        read_layer_file(tmp_path / "a.geojson", "services")
    assert raised.value.placeholders == {"file": "a.geojson", "line": 3}


@pytest.mark.parametrize(
    ("text", "found"),
    [('{"type": "Telemetry"}', "Telemetry"), ("[1, 2]", "list"), ('{"a": 1}', "dict")],
)
def test_other_json_is_not_geojson(tmp_path, text, found):
    (tmp_path / "a.json").write_text(text, encoding="utf-8")
    with pytest.raises(LayerNotGeojsonError) as raised:
        read_layer_file(tmp_path / "a.json", "services")
    assert raised.value.placeholders == {"file": "a.json", "found": found}


@pytest.mark.parametrize("text", ["[" * 100_000, "1" * 5000])
def test_what_no_program_could_mean_is_unreadable(tmp_path, text):
    (tmp_path / "a.json").write_text(text, encoding="utf-8")
    with pytest.raises(LayerUnreadableError):
        read_layer_file(tmp_path / "a.json", "services")


def test_a_file_that_is_not_there_and_one_of_another_kind(tmp_path):
    with pytest.raises(LayerFileMissingError) as raised:
        read_layer_file(tmp_path / "a.geojson", "services")
    assert raised.value.placeholders == {"file": "a.geojson"}
    with pytest.raises(LayerFormatError) as raised:
        read_layer_file(tmp_path / "a.gml", "services")
    assert raised.value.placeholders["file"] == "a.gml"


def test_an_open_ring_is_closed_and_its_row_is_doubted(tmp_path):
    ring = [[0, 0], [1, 0], [1, 1]]
    shapes = [
        {"type": "Polygon", "coordinates": [ring]},
        {"type": "MultiPolygon", "coordinates": [[[*ring, [0, 0]]], [[[2, 2], [3, 2], [3, 3]]]]},
        {"type": "Polygon", "coordinates": [[*ring, [0, 0]]]},
    ]
    file = geojson(tmp_path / "a.geojson", *((shape, {}) for shape in shapes))
    frame = read_layer_file(file, "zones")
    assert [shape.area for shape in frame.geometry] == [0.5, 1.0, 0.5]
    assert [(one.row, one.key) for one in frame.attrs["doubts"]] == [
        (1, "row.ring_closed"), (2, "row.ring_closed"),
    ]  # fmt: skip
    assert frame.attrs["findings"] == []

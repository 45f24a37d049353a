"""Submissions of KoboToolbox and ODK as JSON: no question on a place is lost."""

from __future__ import annotations

import json

import pytest

from geo.errors import LayerTablesError
from geo.formats.file_format import LayerSource
from geo.formats.kobo_json import find_submissions, list_submission_layers, read_submissions
from geo.formats.reading import read_layer_file
from geo.formats.registry import list_layers
from geo.parsing.source import SourceFile

FILE = SourceFile("a.json", content=b"")
KOBO = {
    "count": 2,
    "next": "https://example.org/page2",
    "results": [
        {
            "_id": 1,
            "_uuid": "a",
            "datos/nombre": "Posta",
            "datos/punto": "-13.5167 -71.9788 3400 5",
            "ruta": "-13.5 -71.9 0 0; -13.6 -71.9 0 0",
            "area": "0 0 0 0; 0 0.01 0 0; 0.01 0.01 0 0; 0 0 0 0",
            "_geolocation": [-13.5167, -71.9788],
            "visita": [{"visita/punto": "-13.511 -71.972 0 200"}, {"visita/punto": "x"}],
        },
        {"_id": 2, "_uuid": "b", "datos/nombre": "Casa", "_geolocation": [None, None]},
    ],
}
CENTRAL = {
    "value": [
        {
            "__id": "uuid:1",
            "datos": {
                "nombre": "Posta",
                "punto": {"type": "Point", "coordinates": [-71.9788, -13.5167, 3400]},
            },
        }
    ]
}


def read(document, table=None):
    return read_submissions(document, LayerSource(FILE, "services", table))


def test_each_question_and_each_repeat_is_a_layer():
    assert list_submission_layers(KOBO, FILE) == [
        "submissions · datos/punto",
        "submissions · ruta",
        "submissions · area",
        "visita",
    ]
    with pytest.raises(LayerTablesError):
        read(KOBO)
    points = read(KOBO, "submissions · datos/punto")
    assert points.cells["nombre"].tolist() == ["Posta", "Casa"]
    assert [one is None or one.coords[0] for one in points.geometries] == [
        (-71.9788, -13.5167),
        True,
    ]
    assert [one.key for one in points.notices] == ["import.notice_next_page"]
    assert read(KOBO, "submissions · ruta").geometries[0].geom_type == "LineString"
    assert read(KOBO, "submissions · area").geometries[0].geom_type == "Polygon"


def test_a_repeat_names_the_row_that_it_belongs_to():
    visits = read(KOBO, "visita")
    assert visits.cells["_parent_index"].tolist() == [1, 1]
    assert [(one.row, one.key) for one in visits.findings] == [(2, "row.coordinate")]
    assert [(one.row, one.key) for one in visits.doubts] == [(1, "row.inaccurate_place")]


def test_nested_groups_and_geometries_of_odk_are_read():
    parsed = read(CENTRAL)
    assert parsed.geometries[0].coords[0] == (-71.9788, -13.5167)
    assert "nombre" in parsed.cells or "datos/nombre" in parsed.cells


@pytest.mark.parametrize(
    "document",
    [[], {}, [1], 5, None, {"type": "FeatureCollection", "features": []}, [{"lat": 1}], {"a": []}],
)
def test_other_json_is_left_to_others(document):
    assert find_submissions(json.loads(json.dumps(document))) is None


def test_a_file_of_submissions_is_read_by_its_content(tmp_path):
    path = tmp_path / "a.json"
    path.write_text(json.dumps(KOBO), encoding="utf-8")
    assert list_layers(path) == list_submission_layers(KOBO, FILE)
    frame = read_layer_file(path, "services", table="submissions · datos/punto")
    assert frame.geometry.iloc[0].x == -71.9788
    path.write_text("\n".join(map(json.dumps, CENTRAL["value"] * 2)), encoding="utf-8")
    assert len(read_layer_file(path, "services")) == 2
    collection = {"type": "FeatureCollection", "features": []}
    path.write_text(json.dumps(collection), encoding="utf-8")
    assert list_layers(path) == []

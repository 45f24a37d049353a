"""Kinds of GeoJSON: one feature a line, text sequences, and what other programs write."""

import json

import geopandas as gpd
import pytest

from geo.errors import AmparoError, LayerCrsError, LayerNotGeojsonError, LayerSyntaxError
from geo.formats.reading import read_layer_file
from geo.parsing.source import SourceFile
from tests.formats.mutations import mutate
from tests.imports.napkin import SQUARE, area, point


def feature(geometry, properties=None, **members):
    return {"type": "Feature", "geometry": geometry, "properties": properties or {}, **members}


def collection(*features, **members):
    return {"type": "FeatureCollection", **members, "features": list(features)}


def read(content, name="a.geojson", table=None):
    if not isinstance(content, str | bytes):
        content = json.dumps(content, ensure_ascii=False)
    if isinstance(content, str):
        content = content.encode()
    return read_layer_file(SourceFile(name, content=content), "services", table=table)


def notices(frame):
    return [(one.key, one.placeholders) for one in frame.attrs["notices"]]


LINES = "\n".join(json.dumps(feature(point(n, 0), {"n": n})) for n in range(3))


@pytest.mark.parametrize("ending", ["geojsonl", "ndjson", "geojsons", "jsonl", "geojson", "json"])
@pytest.mark.parametrize(
    "text",
    [LINES, LINES + "\n\n", LINES.replace("\n", "\r\n"), "\x1e" + LINES.replace("\n", "\n\x1e")],
)
def test_one_feature_a_line_and_text_sequences(ending, text):
    frame = read(text, f"a.{ending}")
    assert frame["n"].tolist() == [0, 1, 2]
    assert frame.geometry.x.tolist() == [0, 1, 2]


def test_lines_that_are_no_features():
    assert len(read(LINES + "\n" + json.dumps(point()) + "\n" + json.dumps(collection(None)))) == 5
    with pytest.raises(LayerNotGeojsonError):
        read('{"a": 1}\n{"a": 2}')
    frame = read(LINES[:-5])
    assert len(frame) == 3
    assert [(one.row, one.key) for one in frame.attrs["findings"]] == [(3, "row.broken_line")]


def broken(text):
    frame = read(text)
    return [tuple(one) for one in frame.attrs["findings"]], [str(n) for n in frame["n"].dropna()]


def test_a_first_line_that_is_broken_is_a_row():
    ((row, key, place),), read_rows = broken(LINES[5:])
    assert (row, key, place["line"]) == (1, "row.broken_line", 1)
    assert read_rows == ["1", "2"]
    ((row, _, place),), read_rows = broken("\x1e" + LINES.replace("\n", "\n\x1e")[5:])
    assert (row, place["line"], read_rows) == (1, 1, ["1", "2"])


WHOLE = json.dumps(collection(*(feature(point(n, 0), {"n": n}) for n in range(3)), name="x"))


def test_a_document_that_breaks_off_is_read_up_to_there():
    for end in range(WHOLE.index('"n": 0'), len(WHOLE)):
        text = WHOLE[:end]
        complete = sum(text.count(f'"n": {number}}}}}') for number in range(3))
        if complete == 0:
            with pytest.raises(LayerSyntaxError):
                read(text)
            continue
        ((row, key, place),), read_rows = broken(text)
        assert (row, key) == (complete + 1, "row.broken_off")
        assert place["line"] == 1
        assert read_rows == [str(number) for number in range(complete)]


@pytest.mark.parametrize(
    "damage", [('"n": 1}}', '"n": 1}'), ('"n": 1', '"n: 1'), ("[1, 0]", "[1, 0")]
)
def test_a_damaged_feature_is_a_row_and_the_others_are_read(damage):
    assert damage[0] in WHOLE
    ((row, key, place),), read_rows = broken(WHOLE.replace(*damage, 1))
    assert (row, key) == (2, "row.broken_part")
    assert place["column"] > WHOLE.index('"n": 0')
    assert read_rows == ["0", "2"]


def test_a_comma_too_many_loses_no_row_and_is_told():
    frame = read(WHOLE.replace("}}]", "}},]"))
    assert frame["n"].tolist() == [0, 1, 2]
    assert [one.key for one in frame.attrs["notices"]] == ["import.notice_damaged_json"]


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ('{"type": "FeatureCollection",\n"features": [{},\n]}', 3),
        ('{"type": "FeatureCollection",\n"features": [{"type": "Feature",}]}', 2),
        ('{"type": "FeatureCollection",\n"features": [{}]}\n}', 3),
        ('{"type": "FeatureCollection",\n"features": [{', 2),
    ],
)
def test_an_error_of_syntax_names_its_line(text, line):
    with pytest.raises(LayerSyntaxError) as raised:
        read(text)
    assert raised.value.placeholders["line"] == line


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16"])
def test_other_encodings_of_unicode(encoding):
    text = json.dumps(collection(feature(point(), {"name": "Ñandú — Ош"})), ensure_ascii=False)
    assert read(text.encode(encoding))["name"].tolist() == ["Ñandú — Ош"]


def test_a_name_that_is_repeated_keeps_both_values():
    text = '{"type":"Feature","geometry":null,"properties":{"a":1,"a":2,"b":3}}'
    frame = read(text)
    assert frame.iloc[0][["a", "a (2)", "b"]].tolist() == [1, 2, 3]
    assert notices(frame) == [("import.notice_repeated_names", {"names": "a"})]


def test_a_list_of_features_is_read_and_identifiers_are_kept():
    frame = read([feature(point(), {"a": 1}, id="x"), feature(point(), {"id": "own"}, id="y")])
    assert frame["id"].tolist() == ["x", "own"]


@pytest.mark.parametrize(
    ("geometry", "wkt"),
    [
        (point(1, 2, 3), "POINT (1 2)"),
        (point(1, 2, 3, 4), "POINT (1 2)"),
        (
            {"type": "LineString", "coordinates": [[0, 0, 1, 1], [1, 1, 1, 1]]},
            "LINESTRING (0 0, 1 1)",
        ),
        ({"type": "GeometryCollection", "geometries": [point(1, 2, 3, 4)]}, "GEOMETRYCOLLECTION"),
    ],
)
def test_heights_and_measures_are_cut_and_told(geometry, wkt):
    frame = read(collection(feature(geometry), feature(point())))
    assert frame.geometry[1].wkt.startswith(wkt)
    assert not frame.geometry[1].has_z
    assert notices(frame) == [("import.notice_heights", {"count": 1})]
    assert frame.attrs["findings"] == []


def test_a_collection_of_geometries_is_one_row():
    frame = read(
        collection(feature({"type": "GeometryCollection", "geometries": [point(), area()]}))
    )
    assert frame.geometry.geom_type.tolist() == ["GeometryCollection"]


TOPOLOGY = {
    "type": "Topology",
    "transform": {"scale": [0.5, 0.5], "translate": [10, 20]},
    "objects": {
        "zonas": {
            "type": "GeometryCollection",
            "geometries": [
                {"type": "Polygon", "arcs": [[0, 1]], "properties": {"n": "a"}, "id": 7},
                {"type": "Polygon", "arcs": [[-2, 2]], "properties": {"n": "b"}},
                {"type": None, "properties": {"n": "nada"}},
                {"type": "Polygon", "arcs": [[0, 99]], "properties": {"n": "rota"}},
            ],
        },
        "vacía": {"type": "GeometryCollection", "geometries": []},
        "postas": {"type": "MultiPoint", "coordinates": [[0, 0], [2, 2]]},
    },
    "arcs": [
        [[0, 0], [2, 0], [0, 2]],
        [[2, 2], [-2, 0], [0, -2]],
        [[0, 0], [0, 2], [2, 0]],
    ],
}


def test_topologies_are_put_together_and_their_objects_are_layers():
    from geo.formats.registry import list_layers

    content = json.dumps(TOPOLOGY).encode()
    listed = list_layers(SourceFile("a.topojson", content=content))
    assert listed == ["zonas", "vacía", "postas"]
    frame = read(TOPOLOGY, "a.topojson", "zonas")
    assert frame.geometry[1].wkt == "POLYGON ((10 20, 11 20, 11 21, 10 21, 10 20))"
    assert frame["n"].tolist() == ["a", "b", "nada", "rota"]
    assert frame["id"].tolist() == [7, None, None, None]
    assert [one.row for one in frame.attrs["findings"]] == [4]
    assert [one.row for one in frame.attrs["doubts"]] == [2]  # it was not closed
    whole = read(TOPOLOGY, "a.json")
    assert whole["layer"].tolist() == ["zonas"] * 4 + ["postas"]
    assert whole.geometry[5].wkt == "MULTIPOINT ((10 20), (11 21))"
    assert frame.attrs["crs_assumed"]


def test_an_arc_that_is_named_without_end_is_refused():
    arcs = {**TOPOLOGY, "arcs": [[[0, 0]] * 1000]}
    many = {"type": "MultiLineString", "arcs": [[0] * 1000] * 10}
    with pytest.raises(AmparoError) as raised:
        read({**arcs, "objects": {"a": {"type": "GeometryCollection", "geometries": [many] * 9}}})
    assert raised.value.key == "error.layer_vertices"


@pytest.mark.real_data
def test_the_municipalities_of_a_country_are_read_whole(real_data):
    path = real_data / "guatemala" / "municipalities.topojson"
    frame = read_layer_file(path, "zones")
    assert len(frame) == 341
    assert frame.geometry.is_valid.all()
    assert frame["name"].nunique() > 300


METRES = [[[x * 111_000 - 8_500_000, y * 111_000 - 1_300_000] for x, y in SQUARE[0]]]


def test_what_sketch_map_tool_detected_is_in_metres_that_it_may_not_name():
    mercator = {"type": "name", "properties": {"name": "urn:ogc:def:crs:EPSG::3857"}}
    detected = [feature(area(METRES), {"color": "red", "name": "foto.jpg"})] * 2
    named = read(collection(*detected, crs=mercator))
    unnamed = read(collection(*detected))
    assert named["colour"].tolist() == unnamed["colour"].tolist() == ["#ff0000"] * 2
    assert -77 < unnamed.geometry[1].centroid.x < -76
    assert unnamed.geometry[1].equals(named.geometry[1])
    assert notices(unnamed) == [("import.notice_mercator", {})]
    assert notices(named) == []
    with pytest.raises(LayerCrsError):
        read(collection(feature(area(METRES), {"name": "foto.jpg"})))


def test_tags_of_openstreetmap_give_a_category():
    frame = read(
        collection(
            feature(point(), {"@id": "node/1", "amenity": "hospital", "name": "Posta"}),
            feature(point(), {"amenity": "police", "@id": "way/2"}),
            feature(point(), {"@id": "node/3", "shop": "bakery"}),
            feature(point(), {"@id": "node/4"}),
        )
    )
    assert frame["category"].tolist() == ["amenity=hospital", "amenity=police", "shop=bakery", None]
    assert frame["name"][1] == "Posta"


@pytest.mark.parametrize(
    ("properties", "members"),
    [
        ({"amenity": "clinic"}, {"id": "node/9"}),
        ({"type": "node", "id": 9, "tags": {"amenity": "clinic"}, "meta": {}, "relations": []}, {}),
        ({"@type": "node", "@id": 9, "amenity": "clinic"}, {}),
        ({"osm_id": "9", "other_tags": '"amenity"=>"clinic","name:ky"=>"a \\"b\\""'}, {}),
    ],
)
def test_each_form_of_openstreetmap_s_tags(properties, members):
    row = read(collection(feature(point(), properties, **members))).iloc[0]
    assert row["amenity"] == "clinic"
    assert row["category"] == "amenity=clinic"
    if "osm_id" not in properties:
        assert row["@id"] == "node/9"


def test_observations_of_mapeo_and_comapeo():
    mapeo = {
        "$created": "2024-03-09T16:28:23Z",
        "$modified": "2024-03-09T16:28:23Z",
        "$photos": ["a.jpg", "b.jpg"],
        "categoryId": "threat",
        "notes": "sin luz",
    }
    comapeo = {
        "docId": "d1",
        "createdAt": "2025-01-02T03:04:05Z",
        "attachments": [{"type": "audio", "name": "x"}],
        "tags": {"natural": "water", "notes": "seco"},
    }
    frame = read(collection(feature(point(), mapeo)))
    assert frame[["category", "description", "date"]].iloc[0].tolist() == [
        "threat",
        "sin luz",
        "2024-03-09",
    ]
    assert notices(frame) == [("import.notice_attachments", {"count": 2})]
    row = read(collection(feature(point(), comapeo))).iloc[0]
    assert row[["category", "description", "date"]].tolist() == [
        "natural=water",
        "seco",
        "2025-01-02",
    ]
    assert "attachments" not in row
    assert "03:04" not in repr(row.drop("geometry").to_dict())


def test_colours_and_styles_of_map_editors():
    frame = read(
        collection(
            feature(point(), {"marker-color": "#FF0000", "description": "<b>a</b> b"}),
            feature(area(), {"fill": "rgb(0, 128, 0)", "stroke": "#000"}),
            feature(point(), {"_umap_options": {"color": "Navy", "iconUrl": "/x/sol.svg"}}),
            feature(point(), {"color": "no es un color"}),
        )
    )
    assert frame["colour"].tolist() == ["#ff0000", "#008000", "#000080", None]
    assert frame["icon"][3] == "sol"
    assert frame["description"][1] == "a b"
    assert "_umap_options" not in frame.columns


def test_a_map_of_umap_under_the_name_of_json_is_read_whole(tmp_path):
    whole = {
        "type": "umap",
        "geometry": point(9, 9),
        "properties": {},
        "layers": [collection(feature(point(1, 1)), _umap_options={"name": n}) for n in "ab"],
    }
    assert read(whole, "a.json")["layer"].tolist() == ["a", "b"]
    (tmp_path / "a.json").write_text(json.dumps(whole), encoding="utf-8")
    assert len(gpd.read_file(tmp_path / "a.json")) == 1  # the centre of the map alone


def test_damaged_files_end_in_rows_or_in_an_exact_error():
    rows = 0
    intact = [collection(feature(area(), {"color": "red", "@id": "node/1"})), TOPOLOGY]
    for whole in intact:
        for content in mutate(json.dumps(whole).encode(), 250):
            try:
                rows += len(read(content))
            except AmparoError:
                continue
    assert rows > 50

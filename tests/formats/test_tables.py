"""Tables as people bring them: titles above, degrees and minutes, metres, a place a column."""

from __future__ import annotations

import contextlib
import random

import pytest
import shapely

from geo.errors import LayerCrsError, LayerError, LayerRowsError, LayerTablesError
from geo.formats.reading import read_layer_file
from geo.formats.reading_choices import ReadingChoices
from geo.formats.registry import list_layers
from geo.imports.import_questions import list_questions
from geo.imports.layer_checks import check_layer
from geo.parsing.source import SourceFile
from tests.imports.napkin import table

CUSCO = (-71.9788, -13.5167)


def read(tmp_path, text, *, layer="demand", encoding="utf-8", name="a.csv", **kwargs):
    return read_layer_file(table(tmp_path / name, text, encoding), layer, **kwargs)


def places(frame):
    return [None if one is None else (round(one.x, 4), round(one.y, 4)) for one in frame.geometry]


def notices(frame):
    return [one.key.removeprefix("import.notice_") for one in frame.attrs["notices"]]


@pytest.mark.parametrize(
    ("header", "cells"),
    [
        ("lat;lon", "-13,5167;-71,9788"),
        ("Latitud;Longitud", "13°31'00.12\"S;71°58'43.68\"O"),
        ("latitude|longitude", "13 31 0.12 S|71 58 43.68 W"),
        ("широта;долгота", "−13.5167;−71.9788"),
        ("кеңдик\tузундук", "S 13.5167\tW 71.9788"),
        ("casa_latitude;casa_longitude", "-13.5167;-71.9788"),
        ("coordenadas;x1", "-13.5167, -71.9788;"),
        ("ubicación;x1", '"-13.5167;-71.9788";'),
        ("координаты;x1", "-13,5167, -71,9788;"),
        ("punto GPS;x1", "-13.5167 -71.9788 3400.0 4.9;"),
        ("lon lat;x1", "-71.9788 -13.5167;"),
        ("sitio;x1", "13°31'00.12\"S 71°58'43.68\"W;"),
        ("wkt;x1", "POINT (-71.9788 -13.5167);"),
        ("the_geom;x1", '"SRID=4326;POINT Z (-71.9788 -13.5167 3400)";'),
        ("geom;x1", "0101000020E6100000CA54C1A8A4FE51C0B8AF03E78C082BC0;"),
        ("utm este;utm norte;zona utm", "177526;8503763;19L"),
        ("Este (UTM 19 Sur);norte", "177.525,9;8.503.762,7"),
        ("X;Y;huso", "177526;8503763;19 Sur"),
    ],
)
def test_a_place_is_read_however_it_is_written(tmp_path, header, cells):
    mark = next(mark for mark in "|\t;" if mark in header)
    cells = cells.replace("13°31'00.12\"", "13°31'00.12''").replace("58'43.68\"", "58'43.68''")
    frame = read(tmp_path, f"{header}{mark}people\n{cells}{mark}4\n")
    (point,) = frame.geometry
    assert point.distance(shapely.Point(CUSCO)) < 2e-4
    assert frame.attrs["findings"] == []
    assert frame["people"].tolist() == ["4"]


@pytest.mark.parametrize(
    "cell", ["13°61'S", "91 N 5", "13 31", "calle 5", "13.5 N, 71.9 N", "POINT (1", "1;2;3"]
)
def test_what_is_no_place_is_reported_in_its_row(tmp_path, cell):
    frame = read(tmp_path, f'ubicacion|people\n-13.5167, -71.9788|4\n"{cell}"|5\n|6\n')
    assert places(frame) == [CUSCO, None, None]
    assert [(one.row, one.key) for one in frame.attrs["findings"]] in (
        [(2, "row.coordinate")],
        [(2, "row.broken")],
    )


def test_areas_and_lines_come_from_wkt_and_from_traces(tmp_path):
    square = "0 0 0 0; 0 0.01 0 0; 0.01 0.01 0 150; 0 0 0 0"
    text = f"geoshape|severity\n{square}|3\n0 0; 0 0.01|2\n"
    frame = read(tmp_path, text, layer="risk_areas")
    assert frame.geometry.geom_type.tolist() == ["Polygon", "LineString"]
    assert [(one.row, one.key) for one in frame.attrs["doubts"]] == [(1, "row.inaccurate_place")]
    frame = read(tmp_path, "wkt;a\nMULTIPOLYGON(((0 0,1 0,1 1,0 0)));1\nnada;2\n")
    assert frame.geometry.geom_type.tolist()[0] == "MultiPolygon"
    assert frame.geometry.isna().tolist() == [False, True]


def test_ewkt_in_metres_is_reprojected(tmp_path):
    frame = read(tmp_path, 'geom;a\n"SRID=32719;POINT(177526 8503763)";1\n')
    assert frame.attrs["reprojected_from"] == "EPSG:32719"
    assert places(frame)[0] == pytest.approx(CUSCO, abs=2e-4)


def test_a_zone_that_may_be_of_either_half_is_asked_for(tmp_path):
    text = "este;norte;zona\n177526;8503763;19S\n"
    with pytest.raises(LayerRowsError) as raised:
        check_layer(read(tmp_path, text + "", layer="demand"), "demand")
    question = next(one for one in list_questions(raised.value) if one.kind == "hemisphere")
    assert question.options == ("south", "north")
    frame = read(tmp_path, text, choices=ReadingChoices(hemisphere="south"))
    assert places(frame)[0] == pytest.approx(CUSCO, abs=2e-4)
    assert frame.attrs["questions"] == []


def test_zones_of_one_file_are_each_reprojected_and_the_rest_reported(tmp_path):
    text = "este;norte;zona\n177526;8503763;19L\n820000;8503633;18L\n5;8503633;18L\n1;;\n"
    frame = read(tmp_path, text)
    assert places(frame)[0] == pytest.approx(CUSCO, abs=2e-4)
    assert -73 < places(frame)[1][0] < -72
    assert [(one.row, one.key) for one in frame.attrs["findings"]] == [
        (3, "row.coordinate"),
        (4, "row.half_place"),
    ]
    assert "zones" in notices(frame)


def test_an_old_datum_is_converted_and_an_unknown_one_refused(tmp_path):
    frame = read(tmp_path, "Este (PSAD56 19 Sur);Norte (m)\n177720;8504134\n")
    assert frame.attrs["reprojected_from"] == "EPSG:24879"
    assert places(frame)[0] == pytest.approx(CUSCO, abs=2e-4)
    with pytest.raises(LayerCrsError):
        read(tmp_path, "este;norte;zona\n177526;8503763;SAD69 19L\n")


def test_integers_that_lost_their_decimal_mark_are_asked_for(tmp_path):
    text = "lat;lon;people\n-135167;-719788;4\n-13.516.700;-71.978.800;5\n"
    with pytest.raises(LayerRowsError) as raised:
        check_layer(read(tmp_path, text), "demand")
    question = next(one for one in list_questions(raised.value) if one.kind == "integer_digits")
    assert dict(zip(question.options, question.values, strict=True))["2-2"] == "-13.5167, -71.9788"
    frame = read(tmp_path, text, choices=ReadingChoices(integer_digits="2-2"))
    assert places(frame) == [CUSCO, CUSCO]


def test_coarse_places_are_doubted(tmp_path):
    frame = read(tmp_path, "lat;lon\n-13.51;-71.97\n-13.5;-71.9788\n13°31' S;71°58' O\n")
    assert [(one.row, one.key) for one in frame.attrs["doubts"]] == [
        (1, "row.coarse_place"),
        (3, "row.coarse_place"),
    ]
    frame = read(
        tmp_path, "punto_latitude;punto_longitude;punto_precision\n-13.5167;-71.9788;250\n"
    )
    assert [one.key for one in frame.attrs["doubts"]] == ["row.inaccurate_place"]


def test_titles_above_the_column_names_are_no_data(tmp_path):
    title = 'Directorio 2024;;\n"Fuente: municipio";;\n\n'
    text = f"{title}Nombre;Latitud;Longitud\nPosta;-13.5167;-71.9788\n"
    frame = read(tmp_path, text, layer="services")
    assert list(frame.columns) == ["Nombre", "geometry"]
    assert frame.index.tolist() == [(1, 5)]
    assert notices(frame) == ["header"]


def test_rows_of_tags_and_labels_are_no_data_but_name_columns(tmp_path):
    text = "a,b,people\n#geo+lat,#geo+lon,#population+total\n-13.5167,-71.9788,4\n"
    frame = read(tmp_path, text)
    assert (places(frame), notices(frame)) == ([CUSCO], ["label_rows"])
    text = "lat,lon,name\nLatitud,Longitud,Nombre\n-13.5167,-71.9788,Posta\n"
    assert len(read(tmp_path, text, layer="services")) == 1


def test_rows_with_fewer_cells_are_kept_and_told(tmp_path):
    frame = read(tmp_path, "lat,lon,people\n-13.5167,-71.9788\n-13.5167,-71.9788,5\n")
    assert frame["people"].tolist() == ["", "5"]
    assert notices(frame) == ["short_rows"]


def test_each_question_on_a_place_is_a_layer(tmp_path):
    text = (
        "g/nombre;g/casa;g/_casa_latitude;g/_casa_longitude;g/_casa_precision;g/ruta;_id\n"
        "Ana;-13.5167 -71.9788 0 5;-13.5167;-71.9788;5;-13.5 -71.9 0 0;1\n"
        "Eva;-13.5167 -71.9788 0 5;-13.5167;-71.9788;5;;2\n"
    ).replace("-13.5 -71.9 0 0;1", '"-13.5 -71.9 0 0; -13.51 -71.91 0 0";1')
    path = table(tmp_path / "kobo.csv", text)
    assert list_layers(path) == ["g/casa", "g/ruta"]
    with pytest.raises(LayerTablesError):
        read_layer_file(path, "services")
    homes = read_layer_file(path, "services", table="g/casa")
    assert places(homes) == [CUSCO, CUSCO]
    assert "nombre" in homes
    routes = read_layer_file(path, "services", table="g/ruta")
    assert routes.geometry.geom_type.tolist()[0] == "LineString"
    assert routes.geometry.isna().tolist() == [False, True]


def test_places_written_twice_are_one_layer(tmp_path):
    path = table(tmp_path / "a.csv", "wkt;lat;lon\nPOINT(-71.97880 -13.5167);-13.5167;-71.9788\n")
    assert list_layers(path) == []
    assert places(read_layer_file(path, "demand")) == [CUSCO]


def test_damaged_tables_end_in_an_error_with_a_name(tmp_path):
    lines = [f"Posta {n};-13.{n:04d};-71,{n:04d};0{n};13°31'05''S 71°58'41''W" for n in range(20)]
    whole = "\n".join(["nombre;lat;lon;tel;otro lugar", *lines])
    chance = random.Random(7)
    for number in range(300):
        content = bytearray(whole.encode(chance.choice(["utf-8", "utf-16", "cp1252", "cp1251"])))
        if number % 3 == 0:
            del content[chance.randrange(len(content)) :]
        for _ in range(chance.randrange(6)):
            if content:
                content[chance.randrange(len(content))] = chance.randrange(256)
        file = SourceFile("a.csv", content=bytes(content))
        with contextlib.suppress(LayerError):
            frame = read_layer_file(file, "services", table="lat")
            rows = frame.index.get_level_values("row").tolist()
            assert rows == list(range(1, len(frame) + 1))


def test_open_rings_of_cells_are_closed_and_told(tmp_path):
    wkt = '"POLYGON((0 0,1 0,1 1))"'
    json = '"{""type"":""Polygon"",""coordinates"":[[[0,0],[1,0],[1,1]]]}"'
    for cell in (wkt, json):
        frame = read(tmp_path, f"geometry,a\n{cell},1\n")
        assert frame.geometry.iloc[0].area == 0.5
        assert [one.key for one in frame.attrs["doubts"]] == ["row.ring_closed"]

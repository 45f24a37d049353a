import sqlite3
import struct
from contextlib import closing

import geopandas as gpd
import pandas as pd
import pyogrio
import pytest
import shapely

from geo.errors import (
    LayerCrsError,
    LayerFileEmptyError,
    LayerNoGeometryError,
    LayerTablesError,
    LayerTableUnknownError,
    LayerUnreadableError,
)
from geo.formats.reading import read_layer_file
from geo.imports.layer_checks import check_layer


def put(path, table, shapes=("POINT (1 2)",), crs="EPSG:4326", **columns):
    """Add a table of shapes, written as WKT."""
    columns = columns or {"people": [5] * len(shapes)}
    frame = gpd.GeoDataFrame(columns, geometry=shapely.from_wkt(list(shapes)), crs=crs)
    pyogrio.write_dataframe(
        frame, path, layer=table, driver="GPKG", append=path.exists(), geometry_type="Unknown"
    )
    return path


def put_plain(path, name):
    frame = pd.DataFrame({"people": [5]})
    pyogrio.write_dataframe(frame, path, layer=name, driver="GPKG", append=path.exists())
    return path


def test_the_only_table_with_shapes_is_read(tmp_path):
    path = put_plain(put(tmp_path / "a.gpkg", "houses"), "remarks")
    assert read_layer_file(path, "demand")["people"].tolist() == [5]


def test_the_table_named_like_the_layer_is_read(tmp_path):
    path = put(put(tmp_path / "a.gpkg", "houses"), "Demand", people=[7])
    assert read_layer_file(path, "demand")["people"].tolist() == [7]


def test_several_tables_want_a_choice(tmp_path):
    path = put(put(tmp_path / "a.gpkg", "houses"), "huts", people=[7])
    with pytest.raises(LayerTablesError) as raised:
        read_layer_file(path, "demand")
    assert raised.value.placeholders == {"file": "a.gpkg", "tables": "houses, huts"}
    assert read_layer_file(path, "demand", table="huts")["people"].tolist() == [7]


def test_a_table_that_is_not_there_is_distinguished_from_those_that_are(tmp_path):
    with pytest.raises(LayerTableUnknownError) as raised:
        read_layer_file(put(tmp_path / "a.gpkg", "houses"), "demand", table="huts")
    assert raised.value.placeholders == {"file": "a.gpkg", "table": "huts", "tables": "houses"}


def test_tables_without_shapes_are_no_layer(tmp_path):
    path = put_plain(tmp_path / "a.gpkg", "remarks")
    with pytest.raises(LayerNoGeometryError):
        read_layer_file(path, "demand")
    with pytest.raises(LayerNoGeometryError):
        read_layer_file(path, "demand", table="remarks")


def test_metres_become_degrees_and_height_is_dropped(tmp_path):
    path = put(tmp_path / "a.gpkg", "houses", ["POINT Z (500000 10000000 3)"], "EPSG:32718")
    frame = read_layer_file(path, "demand")
    assert frame.geometry[1].x == pytest.approx(-75, abs=1e-9)
    assert not frame.geometry[1].has_z
    assert frame.attrs["reprojected_from"] == "EPSG:32718"


def test_metres_without_a_crs_are_refused(tmp_path):
    shapes = ["POINT (500000 9000000)"]
    with pytest.warns(UserWarning, match="'crs' was not provided"):
        path = put(tmp_path / "a.gpkg", "houses", shapes, crs=None)
    with pytest.raises(LayerCrsError):
        read_layer_file(path, "demand")


def test_a_missing_number_is_unknown_and_a_whole_code_stays_whole(tmp_path):
    square = "POLYGON ((0 0, 1 0, 1 1, 0 0))"
    path = put(tmp_path / "a.gpkg", "zones", [square, square], code=[150142, None], name=["a", "b"])
    assert check_layer(read_layer_file(path, "zones"), "zones")["code"].tolist() == ["150142", None]


def test_dates_are_read(tmp_path):
    day = pd.to_datetime(["2026-05-01"])
    path = put(tmp_path / "a.gpkg", "s", type=["health"], verified_on=day, confidential=[True])
    frame = check_layer(read_layer_file(path, "services"), "services")
    assert frame["verified_on"].tolist() == ["2026-05-01"]
    assert frame["confidential"].tolist() == [True]


def test_rows_without_a_shape_keep_their_number(tmp_path):
    path = put(tmp_path / "a.gpkg", "houses", ["POINT (1 2)", None, "POINT (3 4)"])
    frame = read_layer_file(path, "demand")
    assert frame.geometry.isna().tolist() == [False, True, False]
    assert list(frame.index) == [1, 2, 3]


def test_an_empty_table_is_empty(tmp_path):
    with pytest.raises(LayerFileEmptyError):
        read_layer_file(put(tmp_path / "a.gpkg", "houses", [], people=[]), "demand")


def test_what_is_no_geopackage_is_unreadable(tmp_path):
    (tmp_path / "a.gpkg").write_bytes(b"not a database at all")
    with pytest.raises(LayerUnreadableError) as raised:
        read_layer_file(tmp_path / "a.gpkg", "demand")
    assert raised.value.placeholders == {"file": "a.gpkg"}


def test_another_database_is_unreadable(tmp_path):
    with sqlite3.connect(tmp_path / "a.gpkg") as database:
        database.execute("create table t (a)")
    database.close()
    with pytest.raises(LayerUnreadableError):
        read_layer_file(tmp_path / "a.gpkg", "demand")


def test_a_shape_cut_off_inside_the_file_is_a_broken_row(tmp_path):
    path = put(tmp_path / "a.gpkg", "houses", ["POINT (1 2)", "POINT (3 4)"])
    with sqlite3.connect(path) as database:
        # Head of a GeoPackage shape without bounds, then a point without its second coordinate.
        cut = bytes.fromhex("47500001e6100000 0101000000 000000000000f03f")
        triggers = "select name from sqlite_master where type = 'trigger'"
        for (name,) in database.execute(triggers).fetchall():
            database.execute(f"drop trigger {name}")
        database.execute("update houses set geom = ? where fid = 2", [cut])
    database.close()
    frame = read_layer_file(path, "demand")
    assert frame.geometry.isna().tolist() == [False, True]


def notices(frame):
    return {finding.key: finding.placeholders for finding in frame.attrs["notices"]}


def test_tables_that_were_not_read_are_named(tmp_path):
    put(tmp_path / "a.gpkg", "houses")
    assert notices(read_layer_file(tmp_path / "a.gpkg", "demand")) == {}
    put(tmp_path / "a.gpkg", "huts", people=[7])
    put_plain(tmp_path / "a.gpkg", "remarks")
    assert notices(read_layer_file(tmp_path / "a.gpkg", "demand", table="huts")) == {
        "import.notice_other_tables": {"tables": "houses"},
        "import.notice_tables_without_places": {"tables": "remarks"},
    }


def test_each_table_has_its_own_crs(tmp_path):
    put(tmp_path / "a.gpkg", "houses", ["POINT (500000 10000000)"], "EPSG:32718")
    path = put(tmp_path / "a.gpkg", "huts", ["POINT (-75 0)"])
    for table in ("houses", "huts"):
        frame = read_layer_file(path, "demand", table=table)
        assert frame.geometry[1].x == pytest.approx(-75, abs=1e-9)


def test_arcs_become_lines_and_that_is_told(tmp_path):
    path = put(tmp_path / "a.gpkg", "parks", ["POLYGON ((0 0, 1 0, 1 1, 0 0))"])
    arc = struct.pack("<BII10d", 1, 8, 5, 0, 0, 1, 1, 2, 0, 1, -1, 0, 0)
    disc = b"GP\x00\x01" + struct.pack("<i", 4326) + struct.pack("<BII", 1, 10, 1) + arc
    with closing(sqlite3.connect(path)) as database, database:
        triggers = "select name from sqlite_master where type = 'trigger'"
        for (name,) in database.execute(triggers).fetchall():
            database.execute(f"drop trigger {name}")
        database.execute("update parks set geom = ?", [disc])
        database.execute("update gpkg_geometry_columns set geometry_type_name = 'CURVEPOLYGON'")
    frame = read_layer_file(path, "zones")
    assert frame.geometry[1].area == pytest.approx(3.14, abs=0.01)
    assert notices(frame) == {"import.notice_curves": {"table": "parks"}}

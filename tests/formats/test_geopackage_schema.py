"""GDAL opens a GeoPackage only where it consists of plain tables; honest ones are read whole."""

from __future__ import annotations

import sqlite3
from contextlib import closing

import geopandas as gpd
import pytest
import shapely

from geo.errors import LayerComputedError, LayerMemoryError
from geo.formats import geopackage_file
from geo.formats.reading import read_layer_file
from geo.formats.registry import list_layers


@pytest.fixture
def package(tmp_path):
    path = tmp_path / "casas.gpkg"
    frame = gpd.GeoDataFrame(
        {"people": [5, 6]}, geometry=shapely.points([[1, 2], [3, 4]]), crs=4326
    )
    frame.to_file(path, layer="demand")
    return path


def change(path, *statements):
    with closing(sqlite3.connect(path)) as database, database:
        for statement in statements:
            database.execute(statement)


HOSTILE = {
    "a view in the place of metadata": (
        "alter table gpkg_contents rename to old",
        "create view gpkg_contents as select * from old",
    ),
    "a trigger on metadata": (
        "create trigger t after update on gpkg_contents begin delete from demand; end",
    ),
    "a trigger that looks like the standard's": (
        "create trigger gpkg_tile_matrix_zoom_level_x before insert on gpkg_tile_matrix begin"
        " select raise(abort, 'a') where (1); delete from demand; end",
    ),
    "a computed column": (
        "alter table demand add column z generated always as (zeroblob(900000000)) virtual",
    ),
    "a computed column without its word": ("alter table demand add column z as (people * 2)",),
    "a computed column behind a comment": (
        "create table other (a int, b int as/* a */(a + 1) stored)",
    ),
    "a virtual table": ("create virtual table words using fts5(a)",),
}


@pytest.mark.parametrize("statements", HOSTILE.values(), ids=HOSTILE)
def test_what_is_no_plain_table_is_refused_before_gdal_sees_it(package, monkeypatch, statements):
    change(package, *statements)

    def fail(*_, **__):
        pytest.fail("GDAL was asked")

    for name in ("list_layers", "read_info"):
        monkeypatch.setattr(geopackage_file.pyogrio, name, fail)
    monkeypatch.setattr(geopackage_file.pyogrio.raw, "read", fail)
    for read in (list_layers, lambda path: read_layer_file(path, "demand")):
        with pytest.raises(LayerComputedError):
            read(package)


def test_words_of_a_plain_table_are_no_computed_column(package):
    change(
        package,
        'create table "as (generated" (a text default \'x as (y)\', "as (b" int -- as (c)\n)',
        "create trigger mine after insert on demand begin delete from demand where people < 0; end",
        "create index people_index on demand (people)",
        "create view mine_too as select * from demand",
    )
    assert len(read_layer_file(package, "demand")) == 2
    assert list_layers(package) == ["demand"]


def test_a_view_that_was_chosen_is_refused(package):
    change(
        package,
        "create view seen as select * from demand",
        "insert into gpkg_contents (table_name, data_type, identifier, srs_id)"
        " values ('seen', 'features', 'seen', 4326)",
        "insert into gpkg_geometry_columns values ('seen', 'geom', 'POINT', 4326, 0, 0)",
    )
    assert list_layers(package) == ["demand"]
    with pytest.raises(LayerMemoryError):
        read_layer_file(package, "demand", table="seen")


@pytest.mark.parametrize("noted", [0, 1, 2, 900, -3])
def test_a_stale_number_of_rows_loses_none(package, noted):
    change(package, f"update gpkg_ogr_contents set feature_count = {noted}")
    assert read_layer_file(package, "demand")["people"].tolist() == [5, 6]


def test_a_file_that_was_left_in_write_ahead_mode_is_read(package):
    with closing(sqlite3.connect(package)) as database:
        database.execute("pragma journal_mode = wal")
    assert package.read_bytes()[18:20] == b"\x02\x02"
    assert len(read_layer_file(package, "demand")) == 2

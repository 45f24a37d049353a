"""Files of layers made to fill the memory, or of no sense at all: refused with a sentence."""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing

import geopandas as gpd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from geo.errors import (
    LayerError,
    LayerMemoryError,
    LayerSyntaxError,
    LayerTooLargeError,
    LayerUnreadableError,
)
from geo.formats import memory_limit
from geo.formats.reading import read_layer_file
from geo.language import gettext, list_locales
from geo.parsing.limits import LAYER_LIMITS
from tests.imports.napkin import RISK, area, geojson, table
from tests.memory import below

MIB = 1024 * 1024


def refused(path, fault):
    with below(), pytest.raises(fault) as caught:
        read_layer_file(path, "risk_areas")
    assert type(caught.value) is fault
    for locale in list_locales():
        said = gettext(caught.value.key, locale, **caught.value.placeholders)
        assert path.name in said
        assert "{" not in said


def sparse(path, size):
    """Make a file that says it is long and takes no room."""
    with path.open("wb") as file:
        file.truncate(size)
    return path


@pytest.mark.parametrize("ending", ["geojson", "csv", "gpkg"])
def test_too_large_is_shown_before_it_is_read(tmp_path, ending):
    refused(sparse(tmp_path / f"grande.{ending}", 1024 * MIB), LayerTooLargeError)


@pytest.mark.parametrize("bracket", ["[],", "{},"])
def test_brackets_without_number(tmp_path, bracket):
    text = '{"type":"FeatureCollection","features":[' + bracket * 4_000_000 + "{}]}"
    refused(table(tmp_path / "muchos.geojson", text), LayerMemoryError)


@pytest.mark.parametrize("depth", [5_000, 1_000_000])
def test_brackets_within_brackets(tmp_path, depth):
    refused(table(tmp_path / "hondo.geojson", "[" * depth + "]" * depth), LayerUnreadableError)


def test_collections_within_collections(tmp_path):
    shape = {"type": "Point", "coordinates": [0, 0]}
    for _ in range(200):
        shape = {"type": "GeometryCollection", "geometries": [shape]}
    path = geojson(tmp_path / "cajas.geojson", (shape, RISK))
    with below():
        frame = read_layer_file(path, "risk_areas")
    assert len(frame) == 1


def test_a_new_property_in_every_row(tmp_path):
    features = [(None, {f"p{number}": 1}) for number in range(3000)]
    refused(geojson(tmp_path / "ancho.geojson", *features), LayerMemoryError)


@pytest.mark.parametrize("number", ["1e999", "-1e999", "NaN", "Infinity"])
def test_numbers_beyond_measure_are_rows_to_fix(tmp_path, number):
    text = json.dumps(area()).replace("0.01", number, 1)
    text = f'{{"type":"FeatureCollection","features":[{{"geometry":{text},"properties":{{}}}}]}}'
    frame = read_layer_file(table(tmp_path / "raro.geojson", text), "risk_areas")
    assert frame.geometry.isna().all()
    assert frame.attrs["findings"]


def test_a_number_of_a_million_digits(tmp_path):
    text = '{"type":"FeatureCollection","features":[{"properties":{"a":' + "9" * MIB + "}}]}"
    refused(table(tmp_path / "nueves.geojson", text), LayerUnreadableError)


def test_many_columns_and_short_rows(tmp_path):
    text = ",".join(["lat", "lon", *["c"] * 30_000]) + "\n" + "1,2\n" * 100_000
    refused(table(tmp_path / "ancha.csv", text), LayerMemoryError)


def test_a_cell_without_end(tmp_path):
    text = "lat,lon,note\n1,2," + "a" * (16 * MIB)
    refused(table(tmp_path / "celda.csv", text), LayerSyntaxError)


def test_a_quotation_without_end(tmp_path):
    text = 'lat,lon,note\n1,2,"' + "a\n" * (8 * MIB)
    refused(table(tmp_path / "comillas.csv", text), LayerSyntaxError)


@pytest.fixture
def package(tmp_path):
    path = tmp_path / "tabla.gpkg"
    frame = gpd.GeoDataFrame({"a": [1]}, geometry=gpd.points_from_xy([0], [0]), crs=4326)
    frame.to_file(path, layer="risk_areas")
    return path


def test_a_view_that_never_ends(package):
    with closing(sqlite3.connect(package)) as opened, opened:
        opened.execute("alter table risk_areas rename to t")
        opened.execute(
            "create view risk_areas as with recursive n(fid) as"
            " (select 1 union all select fid + 1 from n)"
            " select fid, (select geom from t) as geom, zeroblob(1000000) as a from n"
        )
    refused(package, LayerMemoryError)


def test_more_rows_than_a_community_has(package, monkeypatch):
    monkeypatch.setattr("geo.formats.geopackage_file.MAX_ROWS", 0)
    refused(package, LayerMemoryError)


def test_a_package_cut_short(package):
    package.write_bytes(package.read_bytes()[:5000])
    refused(package, LayerUnreadableError)


@pytest.mark.slow
def test_the_largest_text_that_is_read_fits(tmp_path):
    places = memory_limit.MAX_FEATURE_VERTICES // 2
    line = f"[{','.join(['[-77.1234567,-12.1234567]'] * places)}]"
    feature = f'{{"type":"Feature","geometry":{{"type":"LineString","coordinates":{line}}}}}'
    features = [feature] * (memory_limit.MAX_TEXT_MB * MIB // len(feature))
    text = f'{{"type":"FeatureCollection","features":[{",".join(features)}]}}'
    path = table(tmp_path / "largo.geojson", text)
    with below(LAYER_LIMITS.memory_mb):  # of the process that parses it
        frame = read_layer_file(path, "zones")
    assert len(frame) == len(features) > 1


WHOLE = json.dumps(
    {
        "type": "FeatureCollection",
        "features": [{"type": "Feature", "geometry": area(), "properties": RISK}],
    }
).encode()
TEXT = b'lat,lon,category,severity\n1,2,"poor_lighting",3\n'
SEEDS = [("a.geojson", WHOLE), ("a.csv", TEXT), ("a.gpkg", b"SQLite format 3\0" + b"GPKG" * 40)]


# GDAL says in a warning of its own that a version in a broken head is unknown to it.
@pytest.mark.filterwarnings(
    "ignore::RuntimeWarning", "ignore::pytest.PytestUnraisableExceptionWarning"
)
@settings(
    max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None
)
@given(
    seed=st.sampled_from(SEEDS),
    at=st.integers(0, 400),
    cut=st.integers(0, 40),
    put=st.binary(max_size=40),
)
def test_whatever_is_brought_gets_an_answer(tmp_path, seed, at, cut, put):
    name, whole = seed
    path = tmp_path / name
    path.write_bytes(whole[:at] + put + whole[at + cut :])
    try:
        read_layer_file(path, "risk_areas")
    except LayerError as error:
        answer = gettext(error.key, "es", **error.placeholders)
    else:
        answer = "read"
    assert answer
    assert not answer.startswith("error.")

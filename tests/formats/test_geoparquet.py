"""GeoParquet from outside: geometries as WKB, coordinate columns, and what is refused."""

from __future__ import annotations

import io
import json

import geopandas as gpd
import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
import shapely

from geo.errors import (
    LayerColumnsError,
    LayerContentError,
    LayerCrsTextError,
    LayerCrsUnknownError,
    LayerFileEmptyError,
    LayerMemoryError,
    LayerNoCoordinatesError,
    LayerNoGeometryError,
    LayerUnreadableError,
)
from geo.formats import geoparquet_file
from geo.formats.reading import read_layer_file
from geo.formats.registry import READABLE_SUFFIXES, WRITABLE_SUFFIXES
from geo.formats.writing import write_layer
from geo.parsing.source import SourceFile

POINTS = [shapely.Point(-89.84, 13.91), None, shapely.Point(-89.83, 13.92)]


def packed(table):
    buffer = io.BytesIO()
    pq.write_table(table, buffer)
    return buffer.getvalue()


def geo_table(**changes):
    described = {"encoding": "WKB", **changes}
    document = {"version": "1.1.0", "primary_column": "shape", "columns": {"shape": described}}
    table = pa.table({"type": ["health"] * 3, "shape": shapely.to_wkb(np.array(POINTS)).tolist()})
    return table.replace_schema_metadata({"geo": json.dumps(document)})


def read(content, layer="services", name="a.parquet"):
    return read_layer_file(SourceFile(name, content=content), layer)


def test_geometries_are_read_with_their_cells():
    frame = read(packed(geo_table()))
    assert frame["type"].tolist() == ["health"] * 3
    assert [None if shape is None else shape.wkt for shape in frame.geometry] == [
        None if shape is None else shape.wkt for shape in POINTS
    ]
    assert not frame.attrs["crs_assumed"]


def test_another_crs_is_converted_by_its_code():
    there = gpd.GeoSeries(POINTS, crs=4326).to_crs(32616)
    table = geo_table(crs={"id": {"authority": "EPSG", "code": 32616}})
    table = table.set_column(1, "shape", [shapely.to_wkb(np.asarray(there.array)).tolist()])
    frame = read(packed(table))
    assert frame.geometry.iloc[0].distance(POINTS[0]) < 1e-9
    assert "32616" in str(frame.attrs["reprojected_from"])


def test_a_table_with_two_coordinates_is_read_as_points():
    columns = {"latitude": [13.9, None], "Longitude": [-89.8, -89.9], "people": [3, 4]}
    frame = read(packed(pa.table(columns)), "demand")
    assert frame.geometry.iloc[0].equals(shapely.Point(-89.8, 13.9))
    assert frame.geometry.iloc[1] is None
    assert frame["people"].tolist() == [3, 4]


def test_cells_of_other_kinds_become_text():
    columns = {"lat": [1.0], "lon": [2.0], "tags": [[1, 2]], "raw": [b"x"], "day": [None]}
    frame = read(packed(pa.table(columns)), "demand")
    assert (frame["tags"].iloc[0], frame["raw"].iloc[0]) == ("[1, 2]", "b'x'")


@pytest.mark.parametrize(
    ("content", "error"),
    [
        (b"PAR1 and no more PAR1", LayerUnreadableError),
        (packed(geo_table())[:-9], LayerUnreadableError),
        (b"PK\x03\x04" + b"\0" * 100, LayerContentError),
        (packed(pa.table({"lat": pa.array([], pa.float64()), "lon": pa.array([], pa.float64())})),
         LayerFileEmptyError),
        (packed(pa.table({"lat": ["1"], "lon": ["2"]})), LayerNoCoordinatesError),
        (packed(pa.table({"people": [1]})), LayerNoCoordinatesError),
        (packed(geo_table(encoding="point")), LayerNoGeometryError),
        (packed(geo_table(crs={"type": "ProjectedCRS", "name": "grid"})), LayerCrsUnknownError),
        (packed(geo_table(crs="+proj=longlat +nadgrids=/etc/passwd")), LayerCrsTextError),
        (packed(geo_table().replace_schema_metadata({"geo": "[" * 5000})), LayerUnreadableError),
        (packed(geo_table().replace_schema_metadata({"geo": "{}"})), LayerUnreadableError),
        (packed(pa.table({f"c{n}": [1] for n in range(2001)})), LayerColumnsError),
    ],
)  # fmt: skip
def test_what_cannot_be_read_is_refused_with_its_reason(content, error):
    with pytest.raises(error):
        read(content)


def test_a_file_that_would_fill_the_memory_is_refused_before_it_is_read(monkeypatch):
    monkeypatch.setattr(geoparquet_file, "MAX_UNCOMPRESSED_MB", 1)
    table = pa.table({"lat": np.arange(200_000.0), "lon": np.arange(200_000.0)})
    with pytest.raises(LayerMemoryError):
        read(packed(table), "demand")


def test_what_is_written_is_read_again(tmp_path):
    assert set(WRITABLE_SUFFIXES) <= set(READABLE_SUFFIXES)
    rows = {"type": ["health", "police"], "name": ["Posta", None], "confidential": [False, False]}
    frame = gpd.GeoDataFrame(rows, geometry=[POINTS[0], POINTS[2]], crs=4326)
    for suffix in WRITABLE_SUFFIXES:
        path = write_layer(frame, tmp_path / f"a{suffix}", layer="services")
        back = read_layer_file(path, "services")
        assert back["type"].tolist() == rows["type"], suffix
        assert [shape.distance(point) for shape, point in zip(
            back.geometry, frame.geometry, strict=True)] == [0, 0], suffix  # fmt: skip

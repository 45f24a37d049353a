"""Values that cross between the server and a parsing process come back as they were."""

from __future__ import annotations

import json

import geopandas as gpd
import numpy as np
import pandas as pd
import pyarrow as pa
import pytest
import shapely
from geopandas.testing import assert_geodataframe_equal

from geo.model import WGS84
from geo.parsing.value_encoding import ForbiddenValueError, decode_value, encode_value

LINES = [shapely.LineString([(0, 0), (1, 1)]), shapely.LineString([(0, 0), (1, 2), (3, 3)])]
GEOMETRIES = {
    "lines": LINES,
    "mixed": [LINES[0], shapely.Point(1, 2)],
    "raised": [LINES[0], shapely.LineString([(0, 0, 1), (1, 1, 1)])],
    "missing": [LINES[0], None],
    "empty": [LINES[0], shapely.LineString()],
    "areas": [shapely.box(0, 0, 1, 1), shapely.MultiPoint([(0, 0), (1, 1)])],
}


@pytest.mark.parametrize("kind", GEOMETRIES)
def test_frames_come_back_as_they_were(kind):
    columns = {
        "text": pd.Series(["a", None], dtype=object),
        "same": pd.Series(["é", "é"], dtype=object),
        "nothing": pd.Series([None, None], dtype=object),
        "flag": [True, False],
        "number": np.array([1, 2], dtype=np.int32),
        "share": [0.5, np.nan],
    }
    frame = gpd.GeoDataFrame(columns, geometry=GEOMETRIES[kind], crs=WGS84)
    assert_geodataframe_equal(decode_value(*encode_value(frame)), frame)


def test_a_frame_without_rows_comes_back():
    frame = gpd.GeoDataFrame({"text": pd.Series([], dtype=object)}, geometry=[], crs=WGS84)
    assert len(decode_value(*encode_value(frame))) == 0


def test_tables_come_back_as_they_were():
    table = pa.table({"name": ["a", None], "wkb": shapely.to_wkb(LINES)})
    assert decode_value(*encode_value([table, 1]))[0].equals(table)


@pytest.mark.parametrize(
    "wkb", [b"", b"\x01\x02\x00\x00\x00\xff\xff\xff\xff", b"\x01\xff\x00\x00\x00", b"nonsense"]
)
def test_a_table_with_broken_geometries_is_refused(wkb):
    document, blobs = encode_value(pa.table({"wkb": [wkb]}))
    with pytest.raises(ForbiddenValueError):
        decode_value(document, blobs)


@pytest.mark.parametrize("offsets", [[0, 2, 4], [0, 3, 6], [0, 8, 8], [0, 4, 2]])
def test_a_frame_with_broken_lines_is_refused(offsets):
    document, blobs = encode_value(gpd.GeoDataFrame(geometry=LINES, crs=WGS84))
    with pa.ipc.open_stream(blobs[0]) as reader:
        table = reader.read_all()
    values = pa.array(np.zeros(8))
    lines = pa.LargeListArray.from_arrays(pa.array(offsets, type=pa.int64()), values)
    table = table.set_column(1, "geometry", lines)
    sink = pa.BufferOutputStream()
    with pa.ipc.new_stream(sink, table.schema) as writer:
        writer.write_table(table)
    with pytest.raises(ForbiddenValueError):
        decode_value(document, [bytes(sink.getvalue())])


def test_a_table_cut_short_is_refused():
    document, blobs = encode_value(pa.table({"number": [1, 2, 3]}))
    assert json.loads(document) == {"table": 0}
    with pytest.raises(ForbiddenValueError):
        decode_value(document, [blobs[0][: len(blobs[0]) // 2]])

"""FlatGeobuf: rows, columns and CRS come back; a header that is wrong loses nothing silently."""

from __future__ import annotations

import io
import random
import struct

import geopandas as gpd
import pyogrio
import pytest
import shapely

from geo.errors import LayerError, LayerFileEmptyError, LayerUnreadableError
from geo.formats.reading import read_layer_file
from geo.imports.file_parsing import parse_layer
from geo.parsing.source import SourceFile
from tests.formats.shapefiles import notices

ROWS = 203  # a number that is nowhere else in the header


def write(geometries, *, index=False, crs=4326, **columns):
    frame = gpd.GeoDataFrame(columns, geometry=geometries, crs=crs)
    buffer = io.BytesIO()
    options = {"SPATIAL_INDEX": "YES" if index else "NO"}
    pyogrio.write_dataframe(frame, buffer, driver="FlatGeobuf", layer="a", layer_options=options)
    return buffer.getvalue()


def read(content):
    return read_layer_file(SourceFile("a.fgb", content=content), "zones")


def points(count):
    return [shapely.Point(number, number) for number in range(count)]


def with_count(content, count):
    """Change the number of features in the header."""
    at = content.index(struct.pack("<Q", ROWS))
    return content[:at] + struct.pack("<Q", count) + content[at + 8 :]


def test_rows_columns_and_crs_come_back():
    shapes = [shapely.Point(500000, 10000000), None, shapely.Point(500000, 10000000)]
    frame = read(write(shapes, crs=32718, name=["ñ", None, "б"], people=[1, 2, 3]))
    assert frame["name"].dropna().tolist() == ["ñ", "б"]
    assert frame["people"].tolist() == [1, 2, 3]
    assert frame.geometry.isna().tolist() == [False, True, False]
    assert frame.geometry[1].x == pytest.approx(-75)
    assert notices(frame) == {}


@pytest.mark.parametrize("index", [False, True])
def test_of_a_truncated_file_the_rows_before_the_damage_are_read(index):
    content = write(points(40), index=index, name=[str(number) for number in range(40)])
    frame = read(content[:-30])
    assert len(frame) == 39
    assert notices(frame) == {"import.notice_rows_lost": {"declared": 40, "found": 39}}


def test_a_number_of_rows_that_is_wrong_loses_none_silently():
    content = write(points(ROWS), name=["a"] * ROWS)
    assert len(read(with_count(content, 0))) == ROWS
    assert notices(read(with_count(content, ROWS + 5))) == {
        "import.notice_rows_lost": {"declared": ROWS + 5, "found": ROWS}
    }
    for count in (2**60, ROWS - 1):
        with pytest.raises(LayerUnreadableError):
            read(with_count(content, count))


def test_heights_are_dropped_and_told():
    frame = read(write([shapely.Point(1, 2, 3)], name=["a"]))
    assert not frame.geometry[1].has_z
    assert "import.notice_dimensions" in notices(frame)


def test_no_rows_and_no_flatgeobuf():
    with pytest.raises(LayerFileEmptyError):
        read(write([], name=[]))
    for content in (b"fgb\x03fgb\x01", b"fgb\x03fgb\x01\xff\xff\xff\xff", b"hello"):
        with pytest.raises(LayerUnreadableError):
            read(content)


def test_the_parsing_process_reads_it_too():
    squares = [shapely.box(number, 0, number + 1, 1) for number in range(3)]
    content = write(squares, index=True, name=["a", "b", "c"])
    parsed = parse_layer(SourceFile("a.fgb", content=content), "zones")
    assert sorted(parsed.checked.frame["name"]) == ["a", "b", "c"]


def test_mutated_files_end_in_rows_or_in_an_exact_error():
    originals = [write(points(4), index=index, name=list("abcd")) for index in (False, True)]
    chance = random.Random(15)
    endings = set()
    for number in range(300):
        content = bytearray(originals[number % 2])
        for _ in range(chance.choice((1, 4, 20))):
            content[chance.randrange(len(content))] = chance.randrange(256)
        if not chance.randrange(4):
            content = content[: chance.randrange(len(content))]
        try:
            endings.add(len(read(bytes(content))))
        except LayerError as error:
            endings.add(type(error))
    assert LayerError not in endings
    assert {4, LayerUnreadableError} <= endings

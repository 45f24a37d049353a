"""
Encoding of values between the server and a parsing process: JSON, with frames as Arrow.

What comes back was computed from bytes that nobody here made. Decoding therefore builds only plain
values, frames, geometries, and the data classes of the modules named in `RECORD_MODULES`.
"""

from __future__ import annotations

import dataclasses
import json
from importlib import import_module
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
import pyarrow as pa
import shapely
from numpy.typing import NDArray
from shapely.geometry.base import BaseGeometry

from geo.model import WGS84

RECORD_MODULES = (
    "geo.formats.findings",
    "geo.imports.area_search",
    "geo.imports.cell_notes",
    "geo.imports.checked_layer",
    "geo.imports.file_inspection",
    "geo.imports.file_parsing",
    "geo.imports.file_splitting",
    "geo.imports.hours_reading",
    "geo.imports.import_choices",
    "geo.imports.meaning_rules",
    "geo.imports.stated_zones",
    "geo.layers.street_rows",
    "geo.street_files.street_choices",
)
DTYPES = ("object", "str", "bool", "int32", "int64", "float64")
_GEOMETRY = "geometry"


class ForbiddenValueError(Exception):
    """A value that is not one of those that may cross."""


def encode_value(value: object) -> tuple[bytes, list[bytes]]:
    """Encode a value as JSON and blobs; the JSON refers to a blob by its position."""
    blobs: list[bytes] = []
    return json.dumps(_to_json(value, blobs)).encode(), blobs


def decode_value(document: bytes, blobs: list[bytes]) -> Any:  # noqa: ANN401 (any encoded value)
    """
    Decode a value.

    Raises
    ------
    ForbiddenValueError
        If it was not made by `encode_value`.
    """
    try:
        return _from_json(json.loads(document), blobs)
    except (ValueError, KeyError, IndexError, TypeError, AttributeError) as error:
        raise ForbiddenValueError from error
    except (pa.ArrowException, shapely.errors.ShapelyError, RecursionError) as error:
        raise ForbiddenValueError from error


def _to_json(value: object, blobs: list[bytes]) -> object:
    if isinstance(value, np.generic):
        value = value.item()
    if value is None or isinstance(value, bool | int | float | str):
        return value
    if isinstance(value, gpd.GeoDataFrame | pa.Table | BaseGeometry):
        return _binary_to_json(value, blobs)
    if isinstance(value, list):
        return [_to_json(part, blobs) for part in value]
    if isinstance(value, dict):
        return {"map": [[str(name), _to_json(part, blobs)] for name, part in value.items()]}
    if isinstance(value, tuple) or dataclasses.is_dataclass(value):
        return _record_to_json(value, blobs)
    return str(value)


def _binary_to_json(
    value: gpd.GeoDataFrame | pa.Table | BaseGeometry, blobs: list[bytes]
) -> object:
    if isinstance(value, gpd.GeoDataFrame):
        return {"frame": _add_blob(_frame_to_arrow(value), blobs)}
    if isinstance(value, pa.Table):
        return {"table": _add_blob(_table_to_bytes(value), blobs)}
    return {"wkb": _add_blob(shapely.to_wkb(value), blobs)}


def _record_to_json(value: Any, blobs: list[bytes]) -> object:  # noqa: ANN401 (any record)
    if type(value) is tuple:
        return {"tuple": [_to_json(part, blobs) for part in value]}
    if isinstance(value, tuple):
        parts = list(value)
    else:
        parts = [getattr(value, one.name) for one in dataclasses.fields(value)]
    kind = type(value)
    return {
        "record": [kind.__module__, kind.__name__],
        "parts": [_to_json(part, blobs) for part in parts],
    }


def _add_blob(content: bytes, blobs: list[bytes]) -> int:
    blobs.append(content)
    return len(blobs) - 1


def _from_json(value: Any, blobs: list[bytes]) -> Any:  # noqa: ANN401 (any JSON value)
    if isinstance(value, list):
        return [_from_json(part, blobs) for part in value]
    if not isinstance(value, dict):
        return value
    if "frame" in value:
        return _arrow_to_frame(blobs[value["frame"]])
    if "table" in value:
        return _bytes_to_table(blobs[value["table"]])
    if "wkb" in value:
        return shapely.from_wkb(blobs[value["wkb"]])
    if "map" in value:
        return {str(name): _from_json(part, blobs) for name, part in value["map"]}
    if "tuple" in value:
        return tuple(_from_json(part, blobs) for part in value["tuple"])
    module, name = value["record"]
    return _find_record(module, name)(*(_from_json(part, blobs) for part in value["parts"]))


def _find_record(module: str, name: str) -> type:
    kind: object = getattr(import_module(module), name) if module in RECORD_MODULES else None
    if isinstance(kind, type) and (dataclasses.is_dataclass(kind) or issubclass(kind, tuple)):
        return kind
    raise ForbiddenValueError


def _frame_to_arrow(frame: gpd.GeoDataFrame) -> bytes:
    names = [name for name in frame.columns if name != frame.geometry.name]
    arrays = [pa.array(frame.index.to_numpy())]
    arrays += [_column_to_arrow(frame[name]) for name in names]
    arrays.append(_geometries_to_arrow(np.asarray(frame.geometry.array, dtype=object)))
    dtypes = json.dumps({str(name): str(frame[name].dtype) for name in names})
    schema_names = ["", *(f"={name}" for name in names), _GEOMETRY]
    metadata = {
        "dtypes": dtypes,
        "index": "" if frame.index.name is None else str(frame.index.name),
    }
    table = pa.table(arrays, names=schema_names).replace_schema_metadata(metadata)
    return _table_to_bytes(table)


def _table_to_bytes(table: pa.Table) -> bytes:
    sink = pa.BufferOutputStream()
    with pa.ipc.new_stream(sink, table.schema) as writer:
        writer.write_table(table)
    return bytes(sink.getvalue())


def _bytes_to_table(content: bytes) -> pa.Table:
    """Read a table; geometries in a column `wkb` are parsed, so that no other program has to."""
    table = _read_table(content)
    if "wkb" in table.column_names:
        shapely.from_wkb(np.array(table.column("wkb").to_pylist(), dtype=object))
    return table


def _read_table(content: bytes) -> pa.Table:
    with pa.ipc.open_stream(content) as reader:
        table = reader.read_all()
    table.validate(full=True)
    return table


def _column_to_arrow(column: pd.Series[Any]) -> pa.Array:
    if column.dtype in ("object", "str"):
        values = pa.array([None if value is pd.NA else value for value in column.tolist()])
        # Most texts of a column are repeated: each of them is decoded once.
        return values.dictionary_encode() if pa.types.is_string(values.type) else values
    return pa.array(column.to_numpy())


def _geometries_to_arrow(geometries: NDArray[Any]) -> pa.Array:
    """Encode lines as lists of their coordinates, and all other geometries as WKB."""
    is_line = shapely.get_type_id(geometries) == shapely.GeometryType.LINESTRING
    is_plain = is_line & ~shapely.is_empty(geometries) & ~shapely.has_z(geometries)
    if not len(geometries) or not is_plain.all():
        return pa.array(shapely.to_wkb(geometries), type=pa.large_binary())
    lonlat, line = shapely.get_coordinates(geometries, return_index=True)
    points = np.bincount(line, minlength=len(geometries))
    offsets = np.concatenate([[0], np.cumsum(2 * points)])
    return pa.LargeListArray.from_arrays(pa.array(offsets), pa.array(lonlat.ravel()))


def _arrow_to_geometries(column: pa.ChunkedArray) -> NDArray[Any]:
    if not pa.types.is_large_list(column.type):
        wkb = np.array(column.to_pylist(), dtype=object)
        return np.asarray(shapely.from_wkb(wkb), dtype=object)
    lines = column.combine_chunks()
    values = lines.flatten().to_numpy()
    points = np.diff(lines.offsets.to_numpy()) // 2
    indices = np.repeat(np.arange(len(points)), points)
    if lines.null_count or (points < 2).any() or 2 * len(indices) != len(values):
        raise ForbiddenValueError
    geometries = shapely.linestrings(values.astype(np.float64).reshape(-1, 2), indices=indices)
    return np.asarray(geometries, dtype=object)


def _arrow_to_frame(content: bytes) -> gpd.GeoDataFrame:
    table = _read_table(content)
    metadata = {name.decode(): text.decode() for name, text in table.schema.metadata.items()}
    dtypes = json.loads(metadata["dtypes"])
    if not set(dtypes.values()) <= set(DTYPES):
        raise ForbiddenValueError
    columns = {
        name: pd.Series(_arrow_to_column(table.column(f"={name}"), dtype), dtype=dtype)
        for name, dtype in dtypes.items()
    }
    geometries = _arrow_to_geometries(table.column(_GEOMETRY))
    index = pd.Index(table.column(0).to_numpy(), name=metadata["index"] or None)
    frame = gpd.GeoDataFrame(columns, geometry=geometries, crs=WGS84)
    return frame.set_axis(index, axis="index")


def _arrow_to_column(column: pa.ChunkedArray, dtype: str) -> NDArray[Any]:
    if dtype in ("object", "str"):
        return _arrow_to_objects(column.combine_chunks())
    numbers: NDArray[Any] = column.to_numpy().astype(dtype)
    return numbers


def _arrow_to_objects(array: pa.Array) -> NDArray[Any]:
    if pa.types.is_dictionary(array.type):
        texts = np.array([*array.dictionary.to_pylist(), None], dtype=object)
        repeated: NDArray[Any] = texts[array.indices.fill_null(len(texts) - 1).to_numpy()]
        return repeated
    values = np.empty(len(array), dtype=object)
    values[:] = array.to_pylist()
    return values

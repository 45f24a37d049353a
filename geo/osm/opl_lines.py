"""
Parsing of ways that libosmium wrote as lines of OPL, with the locations of their nodes.

A way that reaches Python as an object costs twenty times as much: each node and each tag is one
more object. Format: https://osmcode.org/opl-file-format
"""

from __future__ import annotations

import io
import re
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import pyarrow as pa
import pyarrow.csv

from geo.layers.text_cleaning import clean_text
from geo.network.polylines import BoolArray, FloatArray, Int64Array
from geo.osm.filtered_extract import OsmWays, Tags

FORMAT = "opl,add_metadata=version,locations_on_ways=true"
_ESCAPED = re.compile(r"%([0-9a-fA-F]+)%")
_NODES_FIELD = b" N"
# `n5x-76.9y-12.2,n6xy`: a node with its location, and one without.
_CSV_OPTIONS = {
    "read_options": pa.csv.ReadOptions(column_names=["ref", "lon", "lat"], use_threads=False),
    "convert_options": pa.csv.ConvertOptions(
        column_types={"ref": pa.int64(), "lon": pa.float64(), "lat": pa.float64()}
    ),
}


@dataclass
class ParsedLines:
    """
    Ways in columns.

    Attributes
    ----------
    streets, lines
        Ways with a `highway` tag, and all others.
    incomplete
        Number of ways with a node missing from the file.
    has_deleted, has_negative
        Whether there are deleted ways, which are left out, and nodes with negative ids.
    """

    streets: OsmWays
    lines: OsmWays
    incomplete: int
    has_deleted: bool
    has_negative: bool


def parse_opl(
    content: bytes, *, street_keys: tuple[str, ...], line_keys: tuple[str, ...]
) -> ParsedLines:
    """
    Parse ways.

    Parameters
    ----------
    content
        Lines of OPL in the format `FORMAT`; those of other objects are skipped.
    street_keys, line_keys
        Tags to keep of streets and of other ways.
    """
    lines = [line for line in content.split(b"\n") if line.startswith(b"w")]
    heads_and_nodes = [line.rpartition(_NODES_FIELD) for line in lines]
    heads = [head for head, _, _ in heads_and_nodes]
    is_deleted = np.array([b" dD " in head[:80] for head in heads], dtype=np.bool_)
    points = _parse_points([nodes for _, _, nodes in heads_and_nodes])
    ways = _Columns(
        np.array([int(head[1 : head.index(b" ")]) for head in heads], dtype=np.int64),
        [head.decode().partition(" T")[2] for head in heads],
        points,
    )
    is_street = np.array([_HIGHWAY in "," + tags for tags in ways.tags], dtype=np.bool_)
    is_kept = ~is_deleted & (points.sizes > 1)
    return ParsedLines(
        streets=ways.select(is_kept & is_street, street_keys),
        lines=ways.select(is_kept & ~is_street, line_keys),
        incomplete=int(np.count_nonzero(is_kept & ~points.are_complete())),
        has_deleted=bool(is_deleted.any()),
        has_negative=bool((points.refs < 0).any()),
    )


_HIGHWAY = ",highway="


@dataclass
class _Points:
    """The points of all ways, concatenated: node ids, coordinates (NaN if missing), sizes."""

    refs: Int64Array
    lonlat: FloatArray
    sizes: Int64Array

    def are_complete(self) -> BoolArray:
        """Return whether no location is missing, for each way."""
        ways = np.repeat(np.arange(len(self.sizes)), self.sizes)
        missing = np.bincount(ways[np.isnan(self.lonlat[:, 0])], minlength=len(self.sizes))
        complete: BoolArray = missing == 0
        return complete


def _parse_points(nodes: list[bytes]) -> _Points:
    sizes = np.array([field.count(b",") + 1 if field else 0 for field in nodes], dtype=np.int64)
    text = b",".join([field for field in nodes if field])
    if not text:
        return _Points(np.zeros(0, dtype=np.int64), np.zeros((0, 2)), sizes)
    rows = text.replace(b",", b"\n").translate(_TO_COMMA, b"n")
    table = pa.csv.read_csv(io.BytesIO(rows), **_CSV_OPTIONS)
    lonlat = np.column_stack([table.column(name).to_numpy() for name in ("lon", "lat")])
    lonlat[(np.abs(lonlat) > (180.0, 90.0)).any(axis=1)] = np.nan
    return _Points(table.column("ref").to_numpy(), lonlat, sizes)


_TO_COMMA = bytes.maketrans(b"xy", b",,")


@dataclass
class _Columns:
    """All ways: their ids, their tags as written, and their points."""

    way_ids: Int64Array
    tags: list[str]
    points: _Points

    def select(self, selected: BoolArray, keys: tuple[str, ...]) -> OsmWays:
        """
        Select ways, and split them where the location of a node is missing.

        A way at the edge of an extract becomes pieces; pieces of one point are left out.
        """
        wanted = np.flatnonzero(selected)
        tags = _parse_tags([self.tags[position] for position in wanted.tolist()], keys)
        is_kept = np.repeat(selected, self.points.sizes)
        lonlat, refs = self.points.lonlat[is_kept], self.points.refs[is_kept]
        way = np.repeat(np.arange(len(wanted)), self.points.sizes[wanted])
        located = ~np.isnan(lonlat[:, 0])
        piece = np.cumsum(~located)[located]
        lonlat, refs, way = lonlat[located], refs[located], way[located]
        starts = np.flatnonzero(
            np.concatenate([[True], (np.diff(way) != 0) | (np.diff(piece) != 0)])[: len(way)]
        )
        sizes = np.diff(np.append(starts, len(way)))
        is_line = sizes > 1
        is_kept = np.repeat(is_line, sizes)
        owner = way[starts[is_line]] if len(starts) else starts
        return OsmWays(
            way_ids=self.way_ids[wanted][owner],
            tags=[tags[position] for position in owner.tolist()],
            lonlat=lonlat[is_kept],
            node_refs=refs[is_kept],
            sizes=sizes[is_line],
        )


def _parse_tags(written: list[str], keys: tuple[str, ...]) -> list[Tags]:
    wanted = frozenset(keys)
    return [
        {
            key: _unescape(value)
            for key, _, value in [tag.partition("=") for tag in tags.split(",")]
            if key in wanted
        }
        for tags in written
    ]


@lru_cache(maxsize=4096)
def _unescape(value: str) -> str:
    if "%" in value:
        value = _ESCAPED.sub(lambda match: chr(int(match[1], 16)), value)
    return clean_text(value)

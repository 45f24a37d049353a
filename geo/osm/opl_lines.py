"""
Parsing of ways that libosmium wrote as lines of OPL, with the locations of their nodes.

A way that reaches Python as an object costs twenty times as much: each node and each tag is one
more object. Format: https://osmcode.org/opl-file-format
"""

from __future__ import annotations

import re
from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv

from geo.layers.text_cleaning import clean_text
from geo.network.polylines import BoolArray, FloatArray, Int64Array
from geo.osm.filtered_extract import OsmWays, Tags

FORMAT = "opl,add_metadata=version,locations_on_ways=true"
_COLUMNS = ("object", "version", "visible", "tags", "nodes")
_MAX_BLOCK_BYTES = 2**31 - 1  # of Arrow's reader
_ESCAPED = re.compile(r"%([0-9a-fA-F]+)%")
# `Nn5x-76.9y-12.2,n6xy`: a node with its location, and one without, become a row each.
_NODES_TO_ROWS = bytes.maketrans(b"nxy", b"\n,,")


@dataclass
class ParsedLines:
    """
    Ways in columns.

    Attributes
    ----------
    streets, ferries, lines
        Ways with a `highway` tag, without ferries; ferries; ways without a `highway` tag, with
        ferries.
    incomplete
        Number of ways with a node missing from the file.
    count, points
        Number of all ways, and of their points.
    has_deleted, has_negative
        Whether there are deleted ways, which are left out, and nodes with negative ids.
    """

    streets: OsmWays
    ferries: OsmWays
    lines: OsmWays
    incomplete: int
    count: int
    points: int
    has_deleted: bool
    has_negative: bool


def parse_opl(
    content: bytes,
    *,
    street_keys: tuple[str, ...],
    ferry_keys: tuple[str, ...],
    line_keys: tuple[str, ...],
) -> ParsedLines:
    """
    Parse ways.

    Parameters
    ----------
    content
        Lines of OPL in the format `FORMAT`; those of other objects are skipped.
    street_keys, ferry_keys, line_keys
        Tags to keep of streets, of ferries and of ways without a `highway` tag.
    """
    rows = _read_rows(content)
    tags = _Tags(rows.column("tags"))
    points = _parse_points(rows.column("nodes"))
    is_deleted = pc.equal(rows.column("visible"), "dD").to_numpy(zero_copy_only=False)
    is_street, is_ferry = tags.have_key("highway"), tags.have_pair("route", "ferry")
    is_kept = ~is_deleted & (points.sizes > 1)
    way_ids = pc.utf8_slice_codeunits(rows.column("object"), 1).cast(pa.int64()).to_numpy()
    ways = _Columns(way_ids, tags, points)
    return ParsedLines(
        streets=ways.select(is_kept & is_street & ~is_ferry, street_keys),
        ferries=ways.select(is_kept & is_ferry, ferry_keys),
        lines=ways.select(is_kept & ~is_street, line_keys),
        incomplete=int(np.count_nonzero(is_kept & ~points.are_complete())),
        count=len(way_ids),
        points=len(points.refs),
        has_deleted=bool(is_deleted.any()),
        has_negative=bool((points.refs < 0).any()),
    )


def _read_rows(content: bytes) -> pa.Table:
    """Read the lines of ways into text columns; lines of nodes have one column more."""
    rows = _read_csv(
        content,
        dict.fromkeys(_COLUMNS, pa.string()),
        delimiter=" ",
        quote_char=False,
        invalid_row_handler=lambda _: "skip",
    )
    return rows.filter(pc.starts_with(rows.column("object"), "w")).combine_chunks()


def _read_csv(content: bytes, columns: dict[str, pa.DataType], **parse_options: object) -> pa.Table:
    if not content:
        return pa.schema(list(columns.items())).empty_table()
    return pa.csv.read_csv(
        pa.BufferReader(content),
        # In one block: a line must not be longer than a block. One thread, as processes are forked.
        read_options=pa.csv.ReadOptions(
            column_names=list(columns),
            use_threads=False,
            block_size=min(len(content) + 1, _MAX_BLOCK_BYTES),
        ),
        parse_options=pa.csv.ParseOptions(**parse_options),
        convert_options=pa.csv.ConvertOptions(column_types=columns),
    )


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


def _parse_points(nodes: pa.ChunkedArray) -> _Points:
    sizes = pc.count_substring(nodes, "n").to_numpy().astype(np.int64)
    text = b"".join(_text_bytes(chunk) for chunk in nodes.chunks)
    table = _read_csv(
        text.translate(_NODES_TO_ROWS, b"N,"),
        {"ref": pa.int64(), "lon": pa.float64(), "lat": pa.float64()},
    )
    lonlat = np.column_stack([table.column(name).to_numpy() for name in ("lon", "lat")])
    lonlat[(np.abs(lonlat) > (180.0, 90.0)).any(axis=1)] = np.nan
    return _Points(table.column("ref").to_numpy(), lonlat, sizes)


def _text_bytes(texts: pa.StringArray) -> bytes:
    """Return all texts of an array, concatenated."""
    _, offsets, content = texts.buffers()
    ends = np.frombuffer(offsets, dtype=np.int32)[texts.offset : texts.offset + len(texts) + 1]
    return content.slice(int(ends[0]), int(ends[-1] - ends[0])).to_pybytes() if content else b""


class _Tags:
    """The tags of all ways: each `key=value` is parsed once, however often it is written."""

    def __init__(self, written: pa.ChunkedArray) -> None:
        texts = pc.utf8_slice_codeunits(written.combine_chunks(), 1)  # without the letter T
        tags = pc.split_pattern(texts, ",")
        encoded = tags.flatten().dictionary_encode()
        self._offsets = tags.offsets.to_numpy().astype(np.int64)
        self._codes = encoded.indices.to_numpy()
        self._pairs = [text.partition("=")[::2] for text in encoded.dictionary.to_pylist()]

    def have_key(self, key: str) -> BoolArray:
        """Return whether each way has a key."""
        return self._have_any(self._find_codes(frozenset({key})))

    def have_pair(self, key: str, value: str) -> BoolArray:
        """Return whether each way has a key with a value."""
        return self._have_any(np.array([pair == (key, value) for pair in self._pairs], np.bool_))

    def select(self, keys: tuple[str, ...]) -> _SelectedTags:
        """Select the tags of some keys, of all ways."""
        is_wanted = self._find_codes(frozenset(keys))
        pairs = list(self._pairs)
        for code in np.flatnonzero(is_wanted).tolist():
            key, value = pairs[code]
            pairs[code] = (key, _unescape(value))
        codes = self._codes[is_wanted[self._codes]].tolist()
        return _SelectedTags(pairs, codes, self._count_before(is_wanted)[self._offsets].tolist())

    def _have_any(self, is_wanted: BoolArray) -> BoolArray:
        count: Int64Array = np.diff(self._count_before(is_wanted)[self._offsets])
        return count > 0

    def _find_codes(self, keys: frozenset[str]) -> BoolArray:
        return np.array([key in keys for key, _ in self._pairs], dtype=np.bool_)

    def _count_before(self, is_counted: BoolArray) -> Int64Array:
        return np.concatenate([[0], np.cumsum(is_counted[self._codes])])


@dataclass
class _SelectedTags:
    """Selected tags, and where those of each way begin in `codes`."""

    pairs: list[tuple[str, str]]
    codes: list[int]
    offsets: list[int]

    def at(self, position: int) -> Tags:
        """Return the tags of a way by its position."""
        codes = self.codes[self.offsets[position] : self.offsets[position + 1]]
        return dict([self.pairs[code] for code in codes])


@dataclass
class _Columns:
    """All ways: their ids, their tags, and their points."""

    way_ids: Int64Array
    tags: _Tags
    points: _Points

    def select(self, selected: BoolArray, keys: tuple[str, ...]) -> OsmWays:
        """
        Select ways, and split them where the location of a node is missing.

        A way at the edge of an extract becomes pieces; pieces of one point are left out.
        """
        wanted = np.flatnonzero(selected)
        is_kept = np.repeat(selected, self.points.sizes)
        lonlat, refs = self.points.lonlat[is_kept], self.points.refs[is_kept]
        way = np.repeat(wanted, self.points.sizes[wanted])
        located = ~np.isnan(lonlat[:, 0])
        piece = np.cumsum(~located)[located]
        lonlat, refs, way = lonlat[located], refs[located], way[located]
        is_start = np.ones(len(way), dtype=np.bool_)
        is_start[1:] = (np.diff(way) != 0) | (np.diff(piece) != 0)
        starts = np.flatnonzero(is_start)
        sizes = np.diff(np.append(starts, len(way)))
        is_line = sizes > 1
        is_kept = np.repeat(is_line, sizes)
        owner, tags = way[starts[is_line]], self.tags.select(keys)
        return OsmWays(
            way_ids=self.way_ids[owner],
            tags=[tags.at(position) for position in owner.tolist()],
            lonlat=lonlat[is_kept],
            node_refs=refs[is_kept],
            sizes=sizes[is_line],
        )


def _unescape(value: str) -> str:
    if "%" in value:
        value = _ESCAPED.sub(lambda match: chr(int(match[1], 16)), value)
    return clean_text(value)

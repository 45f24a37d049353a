"""A file format: its name endings, its reader and its writer; what a reader takes and returns."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

import geopandas as gpd
import pandas as pd
from pyproj import CRS

from geo.formats.export_note import ExportNote
from geo.formats.findings import Finding, ImportQuestion, RowFinding
from geo.formats.geometry_checks import Geometries
from geo.formats.reading_choices import NO_READING_CHOICES, ReadingChoices
from geo.model import LayerName
from geo.parsing.content_kind import ContentKind
from geo.parsing.source import SourceFile


@dataclass(frozen=True)
class LayerSource:
    """
    A file to be read.

    Attributes
    ----------
    layer
        Which layer it is for: the likely name of a table, and which columns hold numbers.
    table
        Layer of a file that holds several: a table, a sheet, a folder; None lets the reader choose,
        or reads all of them where they have the same columns.
    choices
        How to read what the file leaves open.
    """

    file: SourceFile
    layer: LayerName
    table: str | None = None
    choices: ReadingChoices = NO_READING_CHOICES


@dataclass(frozen=True)
class ParsedLayer:
    """
    The rows of a file before any check of their values.

    Attributes
    ----------
    cells
        One column per column of the file, without the geometry; in the file's order.
    geometries
        One per row, flat, in the file's own CRS; None where there is none or it is unreadable.
    crs
        CRS that the file declares; None where it declares none.
    findings
        What could not be parsed, by row.
    line_numbers
        Line of the file on which each row ends, for formats with one row a line.
    decimal_marks
        Marks between a coordinate and its decimals, where coordinates are written as texts.
    notices
        What was assumed or left out in the complete file, such as a layer kept on another server.
    doubts
        What was read and may be wrong, by row, such as a place that is known to the kilometre only.
    questions
        What somebody has to choose before the file can be read for certain.
    """

    cells: pd.DataFrame
    geometries: Geometries
    crs: CRS | None
    findings: list[RowFinding] = field(default_factory=list)
    line_numbers: list[int] | None = None
    decimal_marks: tuple[str, ...] = ()
    notices: list[Finding] = field(default_factory=list)
    doubts: list[RowFinding] = field(default_factory=list)
    questions: list[ImportQuestion] = field(default_factory=list)


LayerReader = Callable[[LayerSource], ParsedLayer]
LayerLister = Callable[[SourceFile], list[str]]
LayerWriter = Callable[[gpd.GeoDataFrame, str, ExportNote | None], bytes]


@dataclass(frozen=True)
class FileFormat:
    """
    One file format.

    Attributes
    ----------
    suffixes
        Endings of file names in small letters, with the dot.
    contents
        Kinds of content that such a file may have, besides text; see `geo.parsing.content_kind`.
    read
        Parses a file; None for a format that is only written.
    list_layers
        Lists the names of the layers with geometry in a file; None for a format of one layer.
    write
        Formats a frame in EPSG:4326 as a file, under a layer name, with a note; None for a format
        that is only read.
    holds_areas
        False for a format of points only.
    written_suffixes
        Endings that are written, where they are fewer than those that are read.
    companions
        Endings of the files beside it that belong to it; see `SourceFile.find_companion`.
    layers
        The only layers that it holds; empty for all.
    """

    name: str
    suffixes: tuple[str, ...]
    contents: tuple[ContentKind, ...] = ()
    read: LayerReader | None = None
    list_layers: LayerLister | None = None
    write: LayerWriter | None = None
    holds_areas: bool = True
    written_suffixes: tuple[str, ...] = ()
    companions: tuple[str, ...] = ()
    layers: tuple[LayerName, ...] = ()

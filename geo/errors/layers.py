"""Faults of files that bring or take layers."""

from __future__ import annotations

from collections.abc import Sequence

from geo.errors.base import AmparoError


class LayerError(AmparoError):
    """Something about a file of a community's layer."""

    key = "error.layer"


class LayerFileMissingError(LayerError):
    """There is no such file."""

    key = "error.layer_file_missing"


class LayerFormatError(LayerError):
    """The name of the file ends in nothing we read."""

    key = "error.layer_format"


class LayerUnreadableError(LayerError):
    """The file is not what its name says, or is damaged."""

    key = "error.layer_unreadable"


class LayerSyntaxError(LayerError):
    """The file is readable up to a line, and then not: cut off, or a sign too many."""

    key = "error.layer_broken_line"


class LayerNotGeojsonError(LayerError):
    """JSON, but not GeoJSON."""

    key = "error.layer_not_geojson"


class LayerFileEmptyError(LayerError):
    """The file holds no rows."""

    key = "error.layer_file_empty"


class LayerTooLargeError(LayerError):
    """The file is larger than a layer of a community can be."""

    key = "error.layer_too_large"


class LayerMemoryError(LayerError):
    """The file is small enough, but holds more cells or shapes than memory should."""

    key = "error.layer_too_full"


class LayerTablesError(LayerError):
    """The GeoPackage has several tables with shapes, none named like the layer."""

    key = "error.layer_tables"


class LayerTableUnknownError(LayerError):
    """The GeoPackage has no table of this name."""

    key = "error.layer_table_unknown"


class LayerNoGeometryError(LayerError):
    """The GeoPackage has no table with shapes."""

    key = "error.layer_no_geometry"


class LayerNoCoordinatesError(LayerError):
    """The table has no columns of latitude and longitude."""

    key = "error.layer_no_coordinates"


class LayerCrsError(LayerError):
    """The coordinates are not degrees, and the file does not say what they are."""

    key = "error.layer_crs"


class LayerCrsUnknownError(LayerError):
    """The file names a coordinate reference system that nobody knows."""

    key = "error.layer_crs_unknown"


class LayerRowsError(LayerError):
    """
    Rows that have to be mended before anything is saved: all of them.

    Parameters
    ----------
    layer, file
        Which layer, and the name of the file.
    findings
        Row as a person counts (None: the whole layer), key of the sentence, and its blanks.
        They stay out of `str(err)`: cells do not belong in a log.
    """

    key = "error.layer_rows"

    def __init__(
        self,
        *,
        layer: str,
        file: str,
        findings: Sequence[tuple[int | None, str, dict[str, object]]],
    ) -> None:
        super().__init__(layer=layer, file=file, count=len(findings))
        self.findings = list(findings)


class LayerOutsideError(LayerError):
    """All of the file lies outside the community's boundary."""

    key = "error.layer_outside"


class LayerCoordinatesSwappedError(LayerError):
    """All of the file lies outside, and inside if latitude and longitude change places."""

    key = "error.layer_swapped"


class BoundaryError(LayerError):
    """A file that gives no boundary."""

    key = "error.boundary"


class BoundaryColumnError(BoundaryError):
    """The file of boundaries has no column of this name."""

    key = "error.boundary_column"


class BoundaryNotFoundError(BoundaryError):
    """No row of the file of boundaries has this value."""

    key = "error.boundary_not_found"


class BoundaryRowsError(LayerRowsError, BoundaryError):
    """Rows of the boundary that are no area, or a broken one."""

    key = "error.boundary_rows"


class BoundaryTooFewCornersError(BoundaryError):
    """Fewer than three corners, or all of them on one line."""

    key = "error.boundary_corners"


class BoundarySelfIntersectionError(BoundaryError):
    """A drawn boundary that crosses itself."""

    key = "error.boundary_crossed"


class ExportFormatError(LayerError):
    """The name of the file to write ends in nothing we write."""

    key = "error.export_format"


class ExportFileError(LayerError):
    """The file cannot be written there."""

    key = "error.export_file"


class ExportConfidentialError(LayerError):
    """A confidential place was about to be written for an audience that may not see it."""

    key = "error.export_confidential"

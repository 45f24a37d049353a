"""Errors of importing and exporting layer files."""

from __future__ import annotations

from collections.abc import Sequence

from geo.errors.base import AmparoError


class LayerError(AmparoError):
    """Base class of errors of layer files."""

    key = "error.layer"


class LayerFileMissingError(LayerError):
    """There is no such file."""

    key = "error.layer_file_missing"


class LayerFormatError(LayerError):
    """The extension of the file is not supported."""

    key = "error.layer_format"


class LayerUnreadableError(LayerError):
    """The file does not match its extension, or is damaged."""

    key = "error.layer_unreadable"


class LayerContentError(LayerUnreadableError):
    """The file is of another kind than its extension says, and the kind is known."""

    key = "error.file_content"


class LayerSyntaxError(LayerError):
    """The file has a syntax error at a line: truncated, or an extra character."""

    key = "error.layer_broken_line"


class LayerNotGeojsonError(LayerError):
    """JSON, but not GeoJSON."""

    key = "error.layer_not_geojson"


class LayerFileEmptyError(LayerError):
    """The file has no rows."""

    key = "error.layer_file_empty"


class LayerTooLargeError(LayerError):
    """The file exceeds the size limit of a layer."""

    key = "error.layer_too_large"


class LayerMemoryError(LayerError):
    """The content of the file exceeds the memory limit."""

    key = "error.layer_too_full"


class LayerTablesError(LayerError):
    """The GeoPackage has several tables with geometry, none named like the layer."""

    key = "error.layer_tables"


class LayerTableUnknownError(LayerError):
    """The GeoPackage has no table of this name."""

    key = "error.layer_table_unknown"


class LayerNoGeometryError(LayerError):
    """The GeoPackage has no table with geometry."""

    key = "error.layer_no_geometry"


class LayerNoCoordinatesError(LayerError):
    """The table has no columns of latitude and longitude."""

    key = "error.layer_no_coordinates"


class LayerCrsError(LayerError):
    """The coordinates are not degrees, and the file does not say what they are."""

    key = "error.layer_crs"


class LayerCrsUnknownError(LayerError):
    """The coordinate reference system of the file is unknown."""

    key = "error.layer_crs_unknown"


class LayerCrsTextError(LayerError):
    """The coordinate reference system is neither an authority's code nor a plain WKT."""

    key = "error.layer_crs_text"


class LayerColumnsError(LayerMemoryError):
    """The table has more columns than are read."""

    key = "error.layer_columns"


class LayerVerticesError(LayerMemoryError):
    """The shapes of the file have more vertices together than are read."""

    key = "error.layer_vertices"


class LayerFeatureVerticesError(LayerMemoryError):
    """One shape has more vertices than are read."""

    key = "error.layer_feature_vertices"


class LayerComputedError(LayerError):
    """The GeoPackage has views, triggers or computed columns where its data should be."""

    key = "error.layer_computed"


class LayerRowsError(LayerError):
    """
    All rows that have to be fixed before the import.

    Parameters
    ----------
    layer, file
        Which layer, and the name of the file.
    findings
        Row, from 1 (None: the complete layer), key of the message, and its placeholders. They are
        not part of `str(err)`: contents of cells must not be logged.
    questions
        What whoever imports may choose instead of changing the file; see `ImportQuestion`.
    """

    key = "error.layer_rows"

    def __init__(
        self,
        *,
        layer: str,
        file: str,
        findings: Sequence[tuple[int | None, str, dict[str, object]]],
        questions: Sequence[tuple[object, ...]] = (),
    ) -> None:
        super().__init__(layer=layer, file=file, count=len(findings))
        self.findings = list(findings)
        self.questions = list(questions)


class ServiceFieldsError(LayerRowsError):
    """All fields of one service that have to be corrected; its findings have no row."""

    key = "error.service_fields"


class ServiceDoubtsError(LayerRowsError):
    """One service may be a mistake, such as one that is there already; it was not confirmed."""

    key = "error.service_doubts"


class ServiceUnknownError(LayerError):
    """There is no such service, or the acting role is not shown it."""

    key = "error.service_unknown"


class LayerRadiusError(LayerError):
    """A radius was given for a layer whose points do not become areas."""

    key = "error.layer_radius"


class LayerOutsideError(LayerError):
    """All of the file lies outside the community's boundary."""

    key = "error.layer_outside"


class LayerCoordinatesSwappedError(LayerError):
    """All of the file lies outside, but inside if latitude and longitude are swapped."""

    key = "error.layer_swapped"


class BoundaryError(LayerError):
    """Base class of errors of boundary files."""

    key = "error.boundary"


class BoundaryColumnError(BoundaryError):
    """The file of boundaries has no column of this name."""

    key = "error.boundary_column"


class BoundaryNotFoundError(BoundaryError):
    """No row of the file of boundaries has this value."""

    key = "error.boundary_not_found"


class BoundarySeveralError(BoundaryError):
    """The file has several areas, and nobody said which one, or all, is meant."""

    key = "error.boundary_several"


class BoundaryDistrictUnknownError(BoundaryError):
    """No area of the file has this name or code."""

    key = "error.boundary_district_unknown"


class BoundaryHomonymsError(BoundaryError):
    """Different areas of the file have this name or code."""

    key = "error.boundary_homonyms"


class BoundaryRowsError(LayerRowsError, BoundaryError):
    """Rows of a boundary are not polygons, or not valid ones."""

    key = "error.boundary_rows"


class BoundaryAntimeridianError(BoundaryError):
    """The boundary lies on both sides of the 180° meridian."""

    key = "error.boundary_antimeridian"


class BoundaryTooFewCornersError(BoundaryError):
    """Fewer than three corners, or all of them on one line."""

    key = "error.boundary_corners"


class BoundarySelfIntersectionError(BoundaryError):
    """A drawn boundary intersects itself."""

    key = "error.boundary_crossed"


class ExportFormatError(LayerError):
    """The extension of the file to write is not supported."""

    key = "error.export_format"


class ExportFileError(LayerError):
    """The file cannot be written."""

    key = "error.export_file"


class ExportCellLengthError(LayerError):
    """A geometry or a text is longer than a cell of a spreadsheet may be."""

    key = "error.export_cell_length"


class ExportAreasError(LayerError):
    """The format holds points and lines only, and the layer has areas."""

    key = "error.export_areas"


class ExportServicesOnlyError(LayerError):
    """The format holds services only, and it is another layer."""

    key = "error.export_services_only"


class ExportConfidentialError(LayerError):
    """An export contains a confidential location that its audience may not see."""

    key = "error.export_confidential"

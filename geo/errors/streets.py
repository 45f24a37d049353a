"""Errors of OpenStreetMap extracts, downloads and the street network."""

from __future__ import annotations

from geo.errors.base import AmparoError


class StreetsError(AmparoError):
    """Base class of errors of streets."""

    key = "error.streets"


class BoundaryMissingError(StreetsError):
    """The community has no boundary, which a download of streets requires."""

    key = "error.boundary_missing"


class CandidateUnknownError(StreetsError):
    """There is no such service candidate, or it was decided on already."""

    key = "error.candidate_unknown"


class NoStreetsError(StreetsError):
    """The community has no streets yet."""

    key = "error.no_streets"


class ExtractError(StreetsError):
    """Base class of errors of extracts."""

    key = "error.extract"


class ExtractNotOsmError(ExtractError):
    """The file is not OpenStreetMap data."""

    key = "error.extract_not_osm"


class ExtractChangesError(ExtractNotOsmError):
    """The file holds changes of a map (OsmChange), not a map."""

    key = "error.extract_changes"


class ExtractHistoryError(ExtractNotOsmError):
    """The file holds the history of a map, every version of its objects, not a map."""

    key = "error.extract_history"


class ExtractNotesError(ExtractNotOsmError):
    """The file holds notes or changesets of OpenStreetMap, not a map."""

    key = "error.extract_notes"


class ExtractGeoJsonError(ExtractNotOsmError):
    """The file is GeoJSON, whose lines do not say where they are joined."""

    key = "error.extract_geojson"


class ExtractArchiveError(ExtractNotOsmError):
    """The file is an archive of files."""

    key = "error.extract_archive"


class ExtractPartialError(ExtractError):
    """The server that wrote the file reports in a remark that it stopped before the end."""

    key = "error.extract_partial"


class ExtractWithoutCoordinatesError(ExtractError):
    """The file has streets, but not the nodes that say where they lie."""

    key = "error.extract_without_coordinates"


class ExtractContentError(ExtractNotOsmError):
    """The file is a web page or a Git LFS pointer."""

    key = "error.file_content"


class ExtractForeignError(ExtractNotOsmError):
    """The file has a format of other data, as KML or a workbook."""

    key = "error.extract_foreign"


class ExtractMissingError(ExtractError):
    """The file does not exist, or is not readable."""

    key = "error.extract_missing"


class ExtractEmptyError(ExtractError):
    """The file is empty."""

    key = "error.extract_empty"


class ExtractTruncatedError(ExtractError):
    """The file is truncated or damaged."""

    key = "error.extract_truncated"


class ExtractDecompressionError(ExtractError):
    """The file exceeds the decompression limit."""

    key = "error.extract_decompression"


class ExtractMemoryError(ExtractError):
    """The content of the file exceeds the memory limit."""

    key = "error.extract_too_full"


class ExtractEntitiesError(ExtractError):
    """The XML file defines entities, which OpenStreetMap data never does."""

    key = "error.extract_entities"


class ExtractWithoutStreetsError(ExtractError):
    """The file has no walkable streets."""

    key = "error.extract_without_streets"


class ExtractAntimeridianError(ExtractError):
    """The streets lie on both sides of the 180° meridian."""

    key = "error.extract_antimeridian"


class ExtractOutsideBoundaryError(ExtractError):
    """The file has no streets within the community's boundary and its margin."""

    key = "error.extract_elsewhere"


class StreetsCrsMissingError(StreetsError):
    """The coordinates of a file of streets are no degrees, and nobody says what they are."""

    key = "error.streets_crs"


class StreetsSnapError(StreetsError):
    """The tolerance within which ends of lines are joined is out of range."""

    key = "error.streets_snap"


class DownloadError(StreetsError):
    """
    Base class of errors of downloading streets.

    A failure of the exchange has this sentence whatever failed, so that a screen does not tell
    which addresses of the server's network answer. The class and its placeholders tell it apart.
    """

    key = "error.download"


class DownloadAddressError(DownloadError):
    """The installation does not name this server."""

    key = "error.download_address"


class DownloadBoundsError(DownloadError):
    """The bounds are not west, south, east, north in degrees, in ascending order."""

    key = "error.download_bounds"


class DownloadTooLargeError(DownloadError):
    """The bounds are too large for a shared server."""

    key = "error.download_too_large"


class DownloadOfflineError(DownloadError):
    """The server cannot be reached: no connection, no such name, or an address not allowed."""


class DownloadBusyError(DownloadError):
    """The server stayed overloaded at every attempt."""


class DownloadRefusedError(DownloadError):
    """The server refused the request permanently."""


class DownloadInterruptedError(DownloadError):
    """The connection was interrupted at every attempt."""


class DownloadNotOsmError(DownloadError):
    """The server's response is not OpenStreetMap data."""


class DownloadLimitError(DownloadError):
    """The response has more bytes, or took more time, than allowed."""

"""
What can go wrong, and what each fault is called.

AmparoError
├── StoreError
│   ├── StoreBusyError            another program holds the file
│   ├── StoreUnreadableError      not a store of ours, or damaged
│   ├── WriteConflictError        two writers met, and meeting again did not help
│   └── BackupError               a backup that cannot be written or read
├── CommunityError
│   ├── CommunityUnknownError
│   ├── CommunityExistsError
│   ├── CommunityNameError
│   ├── CountryUnknownError
│   ├── TimezoneUnknownError
│   └── LocaleUnknownError
├── StreetsError                  reading, fetching and using streets
│   ├── NoStreetsError
│   ├── ExtractError              a file of streets
│   │   ├── ExtractNotOsmError
│   │   ├── ExtractEmptyError
│   │   ├── ExtractTruncatedError
│   │   ├── ExtractWithoutStreetsError
│   │   └── ExtractElsewhereError
│   └── DownloadError             streets fetched from a server
│       ├── DownloadAddressError
│       ├── DownloadBoundsError
│       ├── DownloadTooLargeError
│       ├── DownloadOfflineError
│       ├── DownloadBusyError
│       ├── DownloadRefusedError
│       ├── DownloadCutError
│       └── DownloadNotOsmError
├── LayerError                    files of risk areas, safe zones, services, people, zones
│   ├── LayerFileMissingError, LayerFormatError, LayerUnreadableError, LayerBrokenLineError
│   ├── LayerNotGeojsonError, LayerFileEmptyError
│   ├── LayerTablesError, LayerTableUnknownError, LayerNoGeometryError
│   ├── LayerNoCoordinatesError, LayerCrsError, LayerCrsUnknownError
│   ├── LayerRowsError            every row that has to be mended, at once
│   ├── LayerOutsideError, LayerSwappedError
│   ├── BoundaryError             a file that gives no boundary
│   │   └── BoundaryColumnError, BoundaryNotFoundError, BoundaryRowsError
│   └── ExportFormatError, ExportFileError, ExportConfidentialError
├── PlaceError                    places somebody pointed at
│   ├── CoordinateError
│   ├── PlaceOutsideError
│   └── NoWayError
└── QuestionError                 questions that cannot be answered as asked

`geo` says what happened, with blanks; the catalogues say it in the reader's language and
add what to do about it.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar


class AmparoError(Exception):
    """
    Any fault of Amparo's own.

    Parameters
    ----------
    **blanks
        What fills the blanks of the sentence: names, numbers, rows. Never a full path,
        never the place of a confidential service.
    """

    key: ClassVar[str] = "error.unexpected"

    def __init__(self, **blanks: object) -> None:
        self.blanks = blanks
        told = ", ".join(f"{name}={value!r}" for name, value in blanks.items())
        super().__init__(f"{self.key}({told})")


class StoreError(AmparoError):
    """Something about the one DuckDB file."""

    key = "error.store"


class StoreBusyError(StoreError):
    """Another program holds the file."""

    key = "error.store_busy"


class StoreUnreadableError(StoreError):
    """The file is not a store of ours, or it is damaged, or newer than this program."""

    key = "error.store_unreadable"


class WriteConflictError(StoreError):
    """Two writers met on the same rows more often than we try again."""

    key = "error.write_conflict"


class BackupError(StoreError):
    """A backup that cannot be written there, or is not a backup."""

    key = "error.backup"


class CommunityError(AmparoError):
    """Something about a community's own record."""

    key = "error.community"


class CommunityUnknownError(CommunityError):
    """No community has this short name."""

    key = "error.community_unknown"


class CommunityExistsError(CommunityError):
    """The short name is taken."""

    key = "error.community_exists"


class CommunityNameError(CommunityError):
    """The short name holds other signs than a–z, 0–9 and the hyphen, or the name is empty."""

    key = "error.community_name"


class CountryUnknownError(CommunityError):
    """Not an ISO 3166 code of two letters."""

    key = "error.country_unknown"


class TimezoneUnknownError(CommunityError):
    """Not a name of the time zone database."""

    key = "error.timezone_unknown"


class LocaleUnknownError(CommunityError):
    """No catalogue speaks this language."""

    key = "error.locale_unknown"


class StreetsError(AmparoError):
    """Something about streets: reading, fetching or using them."""

    key = "error.streets"


class BoundaryMissingError(StreetsError):
    """Nobody has said where the community ends, so nobody knows which streets to fetch."""

    key = "error.boundary_missing"


class NoStreetsError(StreetsError):
    """The community has no streets yet."""

    key = "error.no_streets"


class ExtractError(StreetsError):
    """A file of streets that cannot be used."""

    key = "error.extract"


class ExtractNotOsmError(ExtractError):
    """The file is something else than OpenStreetMap data."""

    key = "error.extract_not_osm"


class ExtractEmptyError(ExtractError):
    """The file holds not one byte."""

    key = "error.extract_empty"


class ExtractTruncatedError(ExtractError):
    """The file begins as OpenStreetMap data and then breaks off, or is damaged."""

    key = "error.extract_truncated"


class ExtractWithoutStreetsError(ExtractError):
    """The file is sound, but nobody could walk on anything in it."""

    key = "error.extract_without_streets"


class ExtractElsewhereError(ExtractError):
    """The file has streets, but none inside the community's boundary and its margin."""

    key = "error.extract_elsewhere"


class DownloadError(StreetsError):
    """Streets that could not be fetched from a server."""

    key = "error.download"


class DownloadAddressError(DownloadError):
    """The server's address is not one of http or https."""

    key = "error.download_address"


class DownloadBoundsError(DownloadError):
    """The rectangle is not west, south, east, north in degrees, each pair in rising order."""

    key = "error.download_bounds"


class DownloadTooLargeError(DownloadError):
    """The rectangle is larger than a shared server should be asked for."""

    key = "error.download_too_large"


class DownloadOfflineError(DownloadError):
    """The server cannot be reached: no connection, or no such server."""

    key = "error.download_offline"


class DownloadBusyError(DownloadError):
    """The server kept saying that it has too much to do."""

    key = "error.download_busy"


class DownloadRefusedError(DownloadError):
    """The server said no, and asking again would not help."""

    key = "error.download_refused"


class DownloadCutError(DownloadError):
    """The connection broke in the middle of the answer, again and again."""

    key = "error.download_cut"


class DownloadNotOsmError(DownloadError):
    """The server's answer is something else than OpenStreetMap data."""

    key = "error.download_not_osm"


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


class LayerBrokenLineError(LayerError):
    """The file is readable up to a line, and then not: cut off, or a sign too many."""

    key = "error.layer_broken_line"


class LayerNotGeojsonError(LayerError):
    """JSON, but not GeoJSON."""

    key = "error.layer_not_geojson"


class LayerFileEmptyError(LayerError):
    """The file holds no rows."""

    key = "error.layer_file_empty"


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
    problems
        Row as a person counts (None: the whole layer), key of the sentence, and its blanks.
        They stay out of `str(err)`: cells do not belong in a log.
    """

    key = "error.layer_rows"

    def __init__(
        self,
        *,
        layer: str,
        file: str,
        problems: Sequence[tuple[int | None, str, dict[str, object]]],
    ) -> None:
        super().__init__(layer=layer, file=file, count=len(problems))
        self.problems = list(problems)


class LayerOutsideError(LayerError):
    """All of the file lies outside the community's boundary."""

    key = "error.layer_outside"


class LayerSwappedError(LayerError):
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


class ExportFormatError(LayerError):
    """The name of the file to write ends in nothing we write."""

    key = "error.export_format"


class ExportFileError(LayerError):
    """The file cannot be written there."""

    key = "error.export_file"


class ExportConfidentialError(LayerError):
    """A confidential place was about to be written for an audience that may not see it."""

    key = "error.export_confidential"


class PlaceError(AmparoError):
    """Something about a place that somebody pointed at."""

    key = "error.place"


class CoordinateError(PlaceError):
    """Not `LAT,LON` in degrees."""

    key = "error.coordinate"


class PlaceOutsideError(PlaceError):
    """The place lies outside the community, or too far from any of its streets."""

    key = "error.place_outside"


class NoWayError(PlaceError):
    """The two places lie on parts of the network that nothing joins."""

    key = "error.no_way"


class QuestionError(AmparoError):
    """A question that cannot be answered as it was asked."""

    key = "error.question"


class MomentError(QuestionError):
    """Not a local time as `2026-05-01T21:30`."""

    key = "error.moment"


class NumberError(QuestionError):
    """A number outside the range that makes sense."""

    key = "error.number"


class NoServiceError(QuestionError):
    """The community has no service of this type that the reader may see on the map."""

    key = "error.no_service"


class ReservedServiceError(QuestionError):
    """Every service of this type keeps its place from this reader."""

    key = "error.service_reserved"


class ServiceTypeUnknownError(QuestionError):
    """Not one of the service types."""

    key = "error.service_type_unknown"


class EmptyLayerError(QuestionError):
    """The answer needs a layer that is empty: "nobody counted" is not "everybody covered"."""

    key = "error.layer_empty"

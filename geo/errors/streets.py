"""Faults of reading, fetching and using streets."""

from __future__ import annotations

from geo.errors.base import AmparoError


class StreetsError(AmparoError):
    """Something about streets: reading, fetching or using them."""

    key = "error.streets"


class BoundaryMissingError(StreetsError):
    """Nobody has said where the community ends, so nobody knows which streets to fetch."""

    key = "error.boundary_missing"


class CandidateUnknownError(StreetsError):
    """No service of this name is offered, or somebody has decided on it already."""

    key = "error.candidate_unknown"


class NoStreetsError(StreetsError):
    """The community has no streets yet."""

    key = "error.no_streets"


class ExtractError(StreetsError):
    """A file of streets that cannot be used."""

    key = "error.extract"


class ExtractNotOsmError(ExtractError):
    """The file is something else than OpenStreetMap data."""

    key = "error.extract_not_osm"


class ExtractMissingError(ExtractError):
    """There is no such file, or it may not be read."""

    key = "error.extract_missing"


class ExtractEmptyError(ExtractError):
    """The file holds not one byte."""

    key = "error.extract_empty"


class ExtractTruncatedError(ExtractError):
    """The file begins as OpenStreetMap data and then breaks off, or is damaged."""

    key = "error.extract_truncated"


class ExtractDecompressionError(ExtractError):
    """The file unpacks to far more than map data does."""

    key = "error.extract_decompression"


class ExtractMemoryError(ExtractError):
    """The file holds more map than memory has room for."""

    key = "error.extract_too_full"


class ExtractEntitiesError(ExtractError):
    """The file defines what it then repeats; map data never does."""

    key = "error.extract_entities"


class ExtractWithoutStreetsError(ExtractError):
    """The file is sound, but nobody could walk on anything in it."""

    key = "error.extract_without_streets"


class ExtractOutsideBoundaryError(ExtractError):
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


class DownloadInterruptedError(DownloadError):
    """The connection broke in the middle of the answer, again and again."""

    key = "error.download_cut"


class DownloadNotOsmError(DownloadError):
    """The server's answer is something else than OpenStreetMap data."""

    key = "error.download_not_osm"

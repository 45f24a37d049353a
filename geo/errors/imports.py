"""Errors on imports that are to be decided on or undone."""

from __future__ import annotations

from geo.errors.layers import LayerError


class ImportBatchUnknownError(LayerError):
    """There is no such import: it was undone, never made, or is another account's."""

    key = "error.import_batch_unknown"


class WaitingRowsUnknownError(LayerError):
    """Rows that were named do not wait."""

    key = "error.waiting_rows_unknown"


class ZonesMissingError(LayerError):
    """The rows of a file are of zones, and the community has none."""

    key = "error.zones_missing"


class ZoneUnknownError(LayerError):
    """A zone that somebody names is none of the community's, or several."""

    key = "error.zone_unknown"

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


class MeaningRuleError(LayerError):
    """A rule on the meaning of a column or a value names none, or something that is not there."""

    key = "error.meaning_rule"


class MeaningColumnError(LayerError):
    """A rule on the meaning of columns or values names a column that the file does not have."""

    key = "error.meaning_column"


class MeaningUnclearError(LayerError):
    """Rows of a file have no clear meaning, and none of them may wait."""

    key = "error.meaning_unclear"


class MeaningNeededError(LayerError):
    """Rows without a clear meaning are to be taken, and nobody says into which layer."""

    key = "error.meaning_needed"

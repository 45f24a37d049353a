"""Export of a layer, redacted for an audience, to a file."""

from __future__ import annotations

from dataclasses import replace

from geo.errors import ExportFormatError
from geo.exports.export_audit import audit_export
from geo.formats.export_note import make_export_note
from geo.formats.writing import write_layer
from geo.model import LayerName
from geo.privacy.view import View
from geo.store.atomic_file import OutputT

HASHTAG_SUFFIXES = (".csv", ".xlsx")


def export_layer(
    view: View, layer: LayerName, path: OutputT, *, has_hashtags: bool = False
) -> dict[str, int]:
    """
    Write a layer of a view to a file.

    Parameters
    ----------
    has_hashtags
        True adds a row of HXL hashtags below the column names of a table.

    Returns
    -------
    counts
        `features` written, and those `without_place`: withheld, or without a geometry.

    Raises
    ------
    ExportFormatError, ExportFileError
        If no writable format has the ending, or none with hashtags, or the file cannot be written
        there.
    """
    if has_hashtags and path.suffix.lower() not in HASHTAG_SUFFIXES:
        raise ExportFormatError(file=path.name, known=", ".join(HASHTAG_SUFFIXES))
    frame = view.layer(layer)
    is_placeless = frame.geometry.isna()
    withheld = 0
    if layer == "services" and view.audience != "coordinator":
        withheld = int((is_placeless & frame["confidential"]).sum())
    uncounted = int(frame["people"].isna().sum()) if layer == "demand" else 0
    suppressed = {"places": withheld, "numbers": uncounted}
    suppressed = {kind: count for kind, count in suppressed.items() if count}
    note = make_export_note(view.community, view.audience, suppressed=suppressed)
    note = replace(note, has_hashtags=has_hashtags)
    write_layer(frame, path, layer=layer, note=note)
    audit_export(view, layer, path=path, rows=len(frame), suppressed=suppressed)
    return {"features": len(frame), "without_place": int(is_placeless.sum())}

"""Export of a layer, redacted for an audience, to a file."""

from __future__ import annotations

from geo.exports.export_audit import audit_export
from geo.formats.export_note import make_export_note
from geo.formats.writing import write_layer
from geo.model import LayerName
from geo.privacy.view import View
from geo.store.atomic_file import OutputT


def export_layer(view: View, layer: LayerName, path: OutputT) -> dict[str, int]:
    """
    Write a layer of a view to a file.

    Returns
    -------
    counts
        `features` written, and those `without_place`: withheld, or without a geometry.

    Raises
    ------
    ExportFormatError, ExportFileError
        If no writable format has the ending, or the file cannot be written there.
    """
    frame = view.layer(layer)
    is_placeless = frame.geometry.isna()
    withheld = 0
    if layer == "services" and view.audience != "coordinator":
        withheld = int((is_placeless & frame["confidential"]).sum())
    uncounted = int(frame["people"].isna().sum()) if layer == "demand" else 0
    suppressed = {"places": withheld, "numbers": uncounted}
    suppressed = {kind: count for kind, count in suppressed.items() if count}
    note = make_export_note(view.community, view.audience, suppressed=suppressed)
    write_layer(frame, path, layer=layer, note=note)
    audit_export(view, layer, path=path, rows=len(frame), suppressed=suppressed)
    return {"features": len(frame), "without_place": int(is_placeless.sum())}

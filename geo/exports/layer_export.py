"""A layer, as an audience may see it, into a file."""

from __future__ import annotations

from pathlib import Path

from geo.exports.export_audit import audit_export
from geo.formats.export_note import make_export_note
from geo.formats.writing import write_layer
from geo.model import LayerName
from geo.privacy.view import View


def export_layer(view: View, layer: LayerName, path: Path) -> dict[str, object]:
    """
    Write a layer of a view.

    Returns
    -------
    record
        How many features were written, and how many of them without their place.

    Raises
    ------
    ExportFormatError, ExportFileError
        If the name ends in none of our endings, or the file cannot be written there.
    """
    frame = view.layer(layer)
    without_place = int(frame.geometry.isna().sum())
    uncounted = int(frame["people"].isna().sum()) if layer == "demand" else 0
    held_back = {"places": without_place, "numbers": uncounted}
    held_back = {what: count for what, count in held_back.items() if count}
    note = make_export_note(view.community, view.audience, suppressed=held_back)
    write_layer(frame, path, layer=layer, note=note)
    audit_export(view, layer, path=path, rows=len(frame), suppressed=held_back)
    return {
        "community": view.community.slug,
        "layer": layer,
        "audience": view.audience,
        "features": len(frame),
        "without_place": without_place,
        "file": path,
    }

"""Download buttons; a file is written when its button is clicked."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path

import streamlit as st

from geo.exports.layer_export import export_layer
from geo.model import LAYER_NAMES, LayerName
from geo.privacy.view import View
from geo.store.atomic_file import MemoryFile
from pages.ui import state
from pages.ui.visitor import current_visitor, defer_as_visitor

MEDIA_TYPES = {
    ".csv": "text/csv",
    ".geojson": "application/geo+json",
    ".gpkg": "application/geopackage+sqlite3",
    ".zip": "application/zip",
    ".html": "text/html",
    ".docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ".pdf": "application/pdf",
    ".png": "image/png",
    ".gpx": "application/gpx+xml",
    ".kml": "application/vnd.google-earth.kml+xml",
    ".umap": "application/json",
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
LAYER_SUFFIXES = (
    ".geojson",
    ".kml",
    ".xlsx",
    ".gpkg",
    ".umap",
    ".zip",
)  # in the order of the choice
# A cell of a spreadsheet holds the corners of a small area only; a directory, services only.
LAYERS_BY_SUFFIX: dict[str, tuple[LayerName, ...]] = {
    ".xlsx": ("services", "demand"),
    ".zip": ("services",),
}


def is_export_allowed() -> bool:
    """Return whether the visitor may download files."""
    return current_visitor().has_permission(f"act:export_{state.audience()}")


def offer_file(
    label: str,
    file_name: str,
    write_file: Callable[[MemoryFile], object],
    *,
    full_width: bool = False,
) -> None:
    """
    Show a download button to visitors with the right; confidential locations need confirmation.

    Parameters
    ----------
    file_name
        File name; its suffix sets the media type.
    write_file
        Writes the file in memory; called when the button is clicked.
    full_width
        True makes the button as wide as its container.
    """
    if is_export_allowed() and _confirm_confidential(file_name):
        show_download_button(label, file_name, write_file, full_width=full_width)


def offer_file_formats(
    stem: str, suffixes: tuple[str, ...], write_file: Callable[[MemoryFile], object]
) -> None:
    """
    Show a choice of formats and a download button; rights and confirmation as for `offer_file`.

    Parameters
    ----------
    stem
        File name without its suffix.
    suffixes
        In the order of the choice.
    write_file
        As for `offer_file`.
    """
    if not (is_export_allowed() and _confirm_confidential(stem)):
        return
    suffix = st.selectbox(
        state.gettext("files.format"),
        suffixes,
        format_func=lambda one: state.label_for("files.format", one.removeprefix(".")),
        key=f"format:{stem}",
    )
    show_download_button(state.gettext("show.download"), f"{stem}{suffix}", write_file)


def show_download_button(
    label: str,
    file_name: str,
    write_file: Callable[[MemoryFile], object],
    *,
    full_width: bool = False,
) -> None:
    """Show a download button without checking rights; see `offer_file`."""

    def read_file_bytes() -> bytes:
        file = MemoryFile(file_name)
        write_file(file)
        return file.content

    st.download_button(
        label,
        defer_as_visitor(read_file_bytes),
        file_name=file_name,
        mime=MEDIA_TYPES[Path(file_name).suffix],
        icon=":material/download:",
        key=f"file:{file_name}",
        on_click="ignore",
        width="stretch" if full_width else "content",
    )


def offer_layer_files(view: View) -> None:
    """Show a choice of formats, and a download button for each layer with rows, redacted."""
    if not (is_export_allowed() and _confirm_confidential("layers")):
        return
    suffix = st.selectbox(
        state.gettext("files.format"),
        LAYER_SUFFIXES,
        format_func=lambda one: state.label_for("files.format", one.removeprefix(".")),
        key="layer_file_format",
    )
    for layer in LAYERS_BY_SUFFIX.get(suffix, LAYER_NAMES):
        if not view.is_empty(layer):
            show_download_button(
                state.label_for("layer", layer).capitalize(),
                f"{view.community.slug}-{layer}{suffix}",
                partial(export_layer, view, layer),
                full_width=True,
            )


def _confirm_confidential(name: str) -> bool:
    """Ask for confirmation where a file would contain confidential locations."""
    if state.audience() != "coordinator":
        return True
    return st.checkbox(state.gettext("files.with_confidential"), key=f"with_reserved:{name}")

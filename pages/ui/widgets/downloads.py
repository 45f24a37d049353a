"""Files to take along: written when somebody asks for them."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory

import streamlit as st

from geo.exports.layer_export import export_layer
from geo.model import LAYERS
from geo.privacy.view import View
from pages.ui import state
from pages.ui.visitor import later, visitor

TYPES = {
    ".geojson": "application/geo+json",
    ".gpkg": "application/geopackage+sqlite3",
    ".zip": "application/zip",
    ".html": "text/html",
    ".pdf": "application/pdf",
    ".png": "image/png",
    ".gpx": "application/gpx+xml",
}


def allowed() -> bool:
    """Tell whether the visitor may take files along."""
    return visitor().may(f"act:export_{state.audience()}")


def offer(label: str, name: str, write: Callable[[Path], object], *, stretch: bool = False) -> None:
    """
    Offer a file, to those who may take it along; one with reserved places once she confirms.

    Parameters
    ----------
    name
        Of the file; its ending says what it is.
    write
        Writes it to a path; called when somebody asks.
    stretch
        True makes the button as wide as its place.
    """
    if allowed() and _confirmed(name):
        hand_out(label, name, write, stretch=stretch)


def hand_out(
    label: str, name: str, write: Callable[[Path], object], *, stretch: bool = False
) -> None:
    """Offer a file without asking who may have it; see `offer`."""

    def made() -> bytes:
        with TemporaryDirectory() as folder:
            path = Path(folder) / name
            write(path)
            return path.read_bytes()

    st.download_button(
        label,
        later(made),
        file_name=name,
        mime=TYPES[Path(name).suffix],
        icon=":material/download:",
        key=f"file:{name}",
        on_click="ignore",
        width="stretch" if stretch else "content",
    )


def offer_layers(view: View) -> None:
    """Offer each layer of a community that holds something, as the visitor may see it."""
    if not (allowed() and _confirmed("layers")):
        return
    for layer in LAYERS:
        if len(view.layer(layer)):
            hand_out(
                state.word("layer", layer).capitalize(),
                f"{view.community.slug}-{layer}.geojson",
                partial(export_layer, view, layer),
                stretch=True,
            )


def _confirmed(name: str) -> bool:
    """Ask whether a file may hold reserved places, where it would."""
    if state.audience() != "coordinator":
        return True
    return st.checkbox(state.say("files.with_reserved"), key=f"with_reserved:{name}")

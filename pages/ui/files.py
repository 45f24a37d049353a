"""Files to take along: written when somebody asks for them."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory

import streamlit as st

from geo.exchange.layer_export import export_layer
from geo.model import LAYERS
from geo.privacy.view import View
from pages.ui import state

TYPES = {".geojson": "application/geo+json", ".gpkg": "application/geopackage+sqlite3"}


def offer(label: str, name: str, write: Callable[[Path], object], *, stretch: bool = False) -> None:
    """
    Offer a file.

    Parameters
    ----------
    name
        Of the file; its ending says what it is.
    write
        Writes it to a path; called when somebody asks.
    stretch
        True makes the button as wide as its place.
    """

    def made() -> bytes:
        with TemporaryDirectory() as folder:
            path = Path(folder) / name
            write(path)
            return path.read_bytes()

    st.download_button(
        label,
        made,
        file_name=name,
        mime=TYPES[Path(name).suffix],
        icon=":material/download:",
        key=f"file:{name}",
        on_click="ignore",
        width="stretch" if stretch else "content",
    )


def offer_layers(view: View) -> None:
    """Offer each layer of a community that holds something, as the visitor may see it."""
    for layer in LAYERS:
        if len(view.layer(layer)):
            offer(
                state.word("layer", layer).capitalize(),
                f"{view.community.slug}-{layer}.geojson",
                partial(export_layer, view, layer),
                stretch=True,
            )

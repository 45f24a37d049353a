"""Import of a layer from a file: all rows or none, with findings by row."""

from __future__ import annotations

import streamlit as st

from geo.imports.layer_import import import_layer
from geo.imports.messages import format_import_report
from geo.model import LayerName
from geo.parsing.limits import LAYER_LIMITS
from geo.privacy.view import View
from pages.ui import map_layers, state
from pages.ui.setup import completion_message, setup_map, setup_steps
from pages.ui.shell.layout import ScreenPanels
from pages.ui.widgets import display, uploads
from pages.ui.widgets.errors import show_error

LAYER_BY_PART: dict[str, LayerName] = {
    "people": "demand",
    "zones": "zones",
    "services": "services",
    "safe_zones": "safe_zones",
    "risk_areas": "risk_areas",
}


def show_layer_step(screen: ScreenPanels, view: View) -> None:
    """Show the upload of the current layer, its map, and its columns."""
    layer = LAYER_BY_PART[setup_steps.current_step()]
    with screen.input_panel, show_error():
        show_layer_upload(view, layer)
    with screen.map_panel, show_error():
        setup_map.show_setup_map(
            view, map_layers.community_layers(view, None, (layer,)), key="layer_map"
        )
    with screen.result_panel, show_error():
        display.show_caption(state.gettext_html(f"setup.columns.{layer}"))


def show_layer_upload(view: View, layer: LayerName) -> None:
    """Show the upload of a layer, and import it when the button is clicked."""
    display.show_text(state.gettext(f"setup.about.{layer}"))
    file = uploads.show_uploader(
        layer, label=state.gettext("setup.layer_kinds"), limits=LAYER_LIMITS
    )
    if file is None:
        return
    with uploads.show_row_errors():
        table = uploads.select_table(file, layer)
        replaces = len(view.layer(layer)) > 0 and st.toggle(
            state.ngettext("setup.replace", len(view.layer(layer))), key=f"replace_{layer}"
        )
        if st.button(state.gettext("setup.load"), type="primary", key="load", width="stretch"):
            with uploads.wait_for_parsing() as on_place:
                report = state.with_store(
                    import_layer,
                    view.community.slug,
                    layer,
                    uploads.source_of(file),
                    replace=replaces,
                    table=table,
                    on_place=on_place,
                )
            uploads.discard_upload(layer)
            completion_message.rerun_with_message(format_import_report(report, state.locale()))

"""A layer of a place from a file: all of it or nothing, with a word on every row."""

from __future__ import annotations

from dataclasses import replace

import streamlit as st

from geo.imports.layer_import import import_layer
from geo.imports.messages import report_sentences
from geo.model import LayerName
from geo.privacy.view import View
from geo.store.actor import actor
from pages.ui import map_layers, state
from pages.ui.setup import completion_message, setup_map, setup_steps
from pages.ui.shell.layout import Screen
from pages.ui.widgets import display, uploads
from pages.ui.widgets.errors import show_error

LAYERS: dict[str, LayerName] = {
    "people": "demand",
    "zones": "zones",
    "services": "services",
    "safe_zones": "safe_zones",
    "risk_areas": "risk_areas",
}


def show_layer(screen: Screen, view: View) -> None:
    """Ask for a file of the layer that is being set up, and show what the layer holds."""
    layer = LAYERS[setup_steps.step()]
    with screen.ask, show_error():
        bring(view, layer)
    with screen.map, show_error():
        setup_map.show_ground(view, map_layers.everything(view, None, (layer,)), key="layer_map")
    with screen.say, show_error():
        display.soft(state.say_rich(f"place.columns.{layer}"))


def bring(view: View, layer: LayerName) -> None:
    """Ask for a file of a layer, and load it when somebody says so."""
    display.text(state.say(f"place.about.{layer}"))
    file = uploads.ask_file(layer, kinds=state.say("place.layer_kinds"))
    if file is None:
        return
    with uploads.show_rows():
        table = uploads.ask_table(file, layer)
        instead = len(view.layer(layer)) > 0 and st.toggle(
            state.say_plural("place.replace", len(view.layer(layer))), key=f"replace_{layer}"
        )
        if st.button(state.say("place.load"), type="primary", key="load", width="stretch"):
            with uploads.as_file(file) as path:
                report = import_layer(
                    state.store(),
                    view.community.slug,
                    layer,
                    path,
                    who=actor(),
                    replace=instead,
                    table=table,
                )
            uploads.forget(layer)
            named = replace(report, file=file.name)
            completion_message.tell(report_sentences(named, state.locale()))

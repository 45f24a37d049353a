"""A layer of a place from a file: all of it or nothing, with a word on every row."""

from __future__ import annotations

from dataclasses import replace

import streamlit as st

from geo.exchange.layer_import import import_layer
from geo.exchange.words import report_sentences
from geo.model import LayerName
from geo.privacy.view import View
from geo.store.actor import actor
from pages.ui import done, drawn, place_map, setting_up, show, state, uploading
from pages.ui.faults import show_error
from pages.ui.frame import Screen

LAYERS: dict[str, LayerName] = {
    "people": "demand",
    "zones": "zones",
    "services": "services",
    "safe_zones": "safe_zones",
    "risk_areas": "risk_areas",
}


def show_layer(screen: Screen, view: View) -> None:
    """Ask for a file of the layer that is being set up, and show what the layer holds."""
    layer = LAYERS[setting_up.step()]
    with screen.ask, show_error():
        bring(view, layer)
    with screen.map, show_error():
        place_map.show_ground(view, drawn.everything(view, None, (layer,)), key="layer_map")
    with screen.say, show_error():
        show.soft(state.say_rich(f"place.columns.{layer}"))


def bring(view: View, layer: LayerName) -> None:
    """Ask for a file of a layer, and load it when somebody says so."""
    show.text(state.say(f"place.about.{layer}"))
    file = uploading.ask_file(layer, kinds=state.say("place.layer_kinds"))
    if file is None:
        return
    with uploading.show_rows():
        table = uploading.ask_table(file, layer)
        instead = len(view.layer(layer)) > 0 and st.toggle(
            state.say_plural("place.replace", len(view.layer(layer))), key=f"replace_{layer}"
        )
        if st.button(state.say("place.load"), type="primary", key="load", width="stretch"):
            with uploading.as_file(file) as path:
                report = import_layer(
                    state.store(),
                    view.community.slug,
                    layer,
                    path,
                    who=actor(),
                    replace=instead,
                    table=table,
                )
            uploading.forget(layer)
            named = replace(report, file=file.name)
            done.tell(report_sentences(named, state.locale()))

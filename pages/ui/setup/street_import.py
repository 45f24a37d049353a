"""The streets of a place: from a file somebody has, or fetched when she asks and agrees."""

from __future__ import annotations

import streamlit as st

from geo.imports.street_import import fetch_streets, import_streets
from geo.osm.attribution import attribution
from geo.osm.download import DEFAULT_SERVER
from geo.privacy.view import View
from pages.ui import map_layers, state
from pages.ui.setup import completion_message, setup_map, setup_steps
from pages.ui.shell.layout import Screen
from pages.ui.widgets import display, inputs, progress, uploads
from pages.ui.widgets.errors import show_error

WAYS = ("fetch", "file")


def show_streets(screen: Screen, view: View) -> None:
    """Ask for streets in one of two ways, and show those that are there."""
    with screen.ask, show_error():
        way = inputs.one_of(state.say("place.how"), WAYS, family="streets_way", key="streets_way")
        if way == "fetch":
            _fetch(view)
        else:
            _bring(view)
    with screen.map, show_error():
        setup_map.show_ground(view, map_layers.everything(view, None, ()), key="streets_map")
    with screen.say, show_error():
        if view.has_streets:
            display.soft(_standing(view))


def _fetch(view: View) -> None:
    if view.community.boundary is None:
        display.text(state.say("place.fetch_needs_boundary"))
        st.button(
            state.say("place.on", part=state.say("place.part.boundary")),
            type="primary",
            key="to_boundary",
            width="stretch",
            on_click=setup_steps.go,
            args=("boundary",),
        )
        return
    server = st.text_input(state.say("place.server"), DEFAULT_SERVER, key="server")
    display.soft(state.say("place.fetch_about"))
    agreed = st.checkbox(state.say("place.agree"), key="agree")
    if st.button(
        state.say("place.fetch"), type="primary", key="fetch", width="stretch", disabled=not agreed
    ):
        slug, address = view.community.slug, server.strip()
        with progress.progress() as bar:
            counts = fetch_streets(state.store(), slug, server=address, progress=bar)
        _keep(counts)


def _bring(view: View) -> None:
    display.soft(
        state.say("place.file_cut" if view.community.boundary is not None else "place.file_whole")
    )
    file = uploads.ask_file("streets", kinds=state.say("place.streets_kinds"))
    if file is not None and st.button(
        state.say("place.streets_load"), type="primary", key="streets_load", width="stretch"
    ):
        slug = view.community.slug
        with uploads.as_file(file) as path, progress.progress() as bar:
            counts = import_streets(state.store(), slug, path, progress=bar)
        uploads.forget("streets")
        _keep(counts)


def _keep(counts: dict[str, int]) -> None:
    """Say what came, in plain words."""
    told = [state.say_plural("place.streets_came", counts["edges"], junctions=counts["junctions"])]
    if counts["fragments"] > 1:
        told.append(
            state.say_plural(
                "place.fragments", counts["fragments"] - 1, metres=counts["fragment_m"]
            )
        )
    if counts["incomplete_ways"]:
        told.append(state.say_plural("place.incomplete", counts["incomplete_ways"]))
    waiting = len(state.view().candidates)
    if waiting:
        told.append(state.say_plural("place.doors_named", waiting))
    completion_message.tell(told)


def _standing(view: View) -> str:
    counts = view.street_counts
    return state.say_plural(
        "place.streets_stand",
        counts["edges"],
        junctions=counts["junctions"],
        source=attribution(view.community, state.locale()),
    )

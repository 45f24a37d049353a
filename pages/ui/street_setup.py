"""The streets of a place: from a file somebody has, or fetched when she asks and agrees."""

from __future__ import annotations

import streamlit as st

from geo.exchange.streets import fetch_streets, import_streets
from geo.network.attribution import attribution
from geo.network.download import DEFAULT_SERVER
from geo.privacy.view import View
from pages.ui import ask, done, drawn, place_map, setting_up, show, state, uploading, working
from pages.ui.faults import show_error
from pages.ui.frame import Screen

WAYS = ("fetch", "file")


def show_streets(screen: Screen, view: View) -> None:
    """Ask for streets in one of two ways, and show those that are there."""
    with screen.ask, show_error():
        way = ask.one_of(state.say("place.how"), WAYS, family="streets_way", key="streets_way")
        if way == "fetch":
            _fetch(view)
        else:
            _bring(view)
    with screen.map, show_error():
        place_map.show_ground(view, drawn.everything(view, None, ()), key="streets_map")
    with screen.say, show_error():
        if view.has_streets:
            show.soft(_standing(view))


def _fetch(view: View) -> None:
    if view.community.boundary is None:
        show.text(state.say("place.fetch_needs_boundary"))
        st.button(
            state.say("place.on", part=state.say("place.part.boundary")),
            type="primary",
            key="to_boundary",
            width="stretch",
            on_click=setting_up.go,
            args=("boundary",),
        )
        return
    server = st.text_input(state.say("place.server"), DEFAULT_SERVER, key="server")
    show.soft(state.say("place.fetch_about"))
    agreed = st.checkbox(state.say("place.agree"), key="agree")
    if st.button(
        state.say("place.fetch"), type="primary", key="fetch", width="stretch", disabled=not agreed
    ):
        slug, address = view.community.slug, server.strip()
        with working.progress() as bar:
            counts = fetch_streets(state.store(), slug, server=address, progress=bar)
        _keep(counts)


def _bring(view: View) -> None:
    show.soft(
        state.say("place.file_cut" if view.community.boundary is not None else "place.file_whole")
    )
    file = uploading.ask_file("streets", kinds=state.say("place.streets_kinds"))
    if file is not None and st.button(
        state.say("place.streets_load"), type="primary", key="streets_load", width="stretch"
    ):
        slug = view.community.slug
        with uploading.as_file(file) as path, working.progress() as bar:
            counts = import_streets(state.store(), slug, path, progress=bar)
        uploading.forget("streets")
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
    done.tell(told)


def _standing(view: View) -> str:
    counts = view.street_counts
    return state.say_plural(
        "place.streets_stand",
        counts["edges"],
        junctions=counts["junctions"],
        source=attribution(view.community, state.locale()),
    )

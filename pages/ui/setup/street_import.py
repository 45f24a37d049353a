"""Import of the street network from a file, or by download from an Overpass server."""

from __future__ import annotations

import streamlit as st

from geo.imports.street_import import import_streets, update_streets
from geo.osm.attribution import format_attribution
from geo.osm.street_servers import list_street_servers
from geo.parsing.limits import STREET_LIMITS
from geo.privacy.view import View
from pages.ui import map_layers, state
from pages.ui.setup import completion_message, own_streets, setup_map, setup_steps
from pages.ui.shell import render_limit
from pages.ui.shell.layout import ScreenPanels
from pages.ui.widgets import display, inputs, progress, uploads
from pages.ui.widgets.errors import show_error

SOURCES = ("fetch", "file")
RESTRICTION_COUNTS = (
    "private_streets",
    "closed_barriers",
    "private_barriers",
    "timed_streets",
    "timed_barriers",
    "one_way",
    "steps",
    "handrail_steps",
    "ramp_steps",
    "no_wheelchair",
    "crossed_areas",
    "ferries",
    "unjoined_ferries",
    "unread_conditions",
    "unread_turns",
)


def show_streets(screen: ScreenPanels, view: View) -> None:
    """Show the download or upload form, and the current streets."""
    with screen.input_panel, show_error():
        method = inputs.select_option(
            state.gettext("setup.how"), SOURCES, family="streets_method", key="streets_method"
        )
        if method == "fetch":
            _show_download(view)
        else:
            _show_upload(view)
    with screen.map_panel, show_error():
        setup_map.show_setup_map(
            view, map_layers.community_layers(view, None, ()), key="streets_map"
        )
    with screen.result_panel, show_error():
        if view.has_streets:
            display.show_caption(_street_summary(view))


def _show_download(view: View) -> None:
    if view.community.boundary is None:
        display.show_text(state.gettext("setup.fetch_needs_boundary"))
        st.button(
            state.gettext("setup.on", part=state.gettext("setup.part.boundary")),
            type="primary",
            key="to_boundary",
            width="stretch",
            on_click=setup_steps.open_step,
            args=("boundary",),
        )
        return
    servers = [server.url for server in list_street_servers()]
    if not servers:
        display.show_text(state.gettext("setup.no_street_server"))
        return
    server_url = st.selectbox(state.gettext("setup.server"), servers, key="server")
    display.show_caption(state.gettext("setup.fetch_about"))
    joins_fragments = _select_joining()
    agreed = st.checkbox(state.gettext("setup.agree"), key="agree")
    if st.button(
        state.gettext("setup.fetch"),
        type="primary",
        key="fetch",
        width="stretch",
        disabled=not agreed,
    ):
        slug = view.community.slug
        with render_limit.release_permit(), progress.show_progress() as report:
            counts = state.with_store(
                update_streets,
                slug,
                server=server_url,
                joins_fragments=joins_fragments,
                progress=report,
            )
        _finish_import(counts)


def _show_upload(view: View) -> None:
    display.show_caption(
        state.gettext("setup.file_cut" if view.community.boundary is not None else "setup.file_all")
    )
    file = uploads.show_joining_uploader(
        "streets", label=state.gettext("setup.streets_kinds"), limits=STREET_LIMITS
    )
    choices, source = own_streets.select_street_choices(file)
    joins_fragments = _select_joining()
    if file is not None and st.button(
        state.gettext("setup.streets_load"), type="primary", key="streets_load", width="stretch"
    ):
        slug = view.community.slug
        with uploads.wait_for_parsing() as on_place, progress.show_progress() as report:
            imported = state.with_store(
                import_streets,
                slug,
                uploads.source_of(file),
                source=source,
                joins_fragments=joins_fragments,
                choices=choices,
                progress=report,
                on_place=on_place,
            )
        uploads.discard_upload("streets")
        _finish_import(imported.counts)


def _select_joining() -> bool:
    """Ask whether pieces that end within metres of a street are joined to it."""
    return st.checkbox(state.gettext("setup.join"), value=True, key="join_fragments")


def _finish_import(counts: dict[str, int]) -> None:
    """Show the counts of the import."""
    messages = [
        state.ngettext("setup.streets_came", counts["edges"], junctions=counts["junctions"])
    ]
    joined = counts["connectors"] + counts["merged_nodes"]
    if joined:
        messages.append(state.ngettext("setup.joined", joined, metres=counts["connector_m"]))
    if counts["fragments"] > 1:
        messages.append(
            state.ngettext("setup.fragments", counts["fragments"] - 1, metres=counts["fragment_m"])
        )
    if counts["incomplete_ways"]:
        messages.append(state.ngettext("setup.incomplete", counts["incomplete_ways"]))
    messages += [
        state.ngettext(f"setup.{key}", counts[key]) for key in RESTRICTION_COUNTS if counts[key]
    ]
    messages += own_streets.describe_counts(counts)
    candidate_count = len(state.view().candidates)
    if candidate_count:
        messages.append(state.ngettext("setup.services_named", candidate_count))
    completion_message.rerun_with_message(messages)


def _street_summary(view: View) -> str:
    counts = view.street_counts
    return state.ngettext(
        "setup.streets_stand",
        counts["edges"],
        junctions=counts["junctions"],
        source=format_attribution(view.community, state.locale()),
    )

"""Import of a layer from a file: all rows or none, with findings by row."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import streamlit as st

from geo.errors import LayerRowsError
from geo.imports.layer_import import import_layer
from geo.imports.messages import format_import_report
from geo.imports.point_areas import MAX_RADIUS_M, MIN_RADIUS_M
from geo.imports.row_checks import SUGGESTED_RADIUS_M
from geo.model import LayerName
from geo.parsing.limits import LAYER_LIMITS
from geo.privacy.view import View
from pages.ui import map_layers, state
from pages.ui.setup import (
    completion_message,
    import_questions,
    setup_map,
    setup_steps,
    waiting_list,
)
from pages.ui.shell.layout import ScreenPanels
from pages.ui.widgets import display, progress, uploads
from pages.ui.widgets.errors import show_error
from pages.ui.widgets.joined_uploads import Upload

DOUBTS_KEY = "upload:doubts"  # the file some of whose rows may wait
POINTS_KEY = "upload:points"  # the file whose points need a radius
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
        waiting_list.show_waiting_rows(view, layer)
        waiting_list.show_undo(view, layer)
    with screen.map_panel, show_error():
        setup_map.show_setup_map(
            view, map_layers.community_layers(view, None, (layer,)), key="layer_map"
        )
    with screen.result_panel, show_error():
        display.show_caption(state.gettext_html(f"setup.columns.{layer}"))
        display.show_caption(state.gettext("setup.columns.words"))


def show_layer_upload(view: View, layer: LayerName) -> None:
    """Show the upload of a layer, and import it when the button is clicked."""
    display.show_text(state.gettext(f"setup.about.{layer}"))
    setup_steps.show_proposal_notice("add", "replace")
    file = uploads.show_joining_uploader(
        layer, label=state.gettext("setup.layer_kinds"), limits=LAYER_LIMITS
    )
    if file is None:
        return
    with uploads.show_row_errors(), _remember_points(file):
        table = uploads.select_table(file, layer)
        radius_m = _show_radius(file)
        replaces = len(view.layer(layer)) > 0 and st.toggle(
            state.ngettext("setup.replace", len(view.layer(layer))), key=f"replace_{layer}"
        )
        if replaces and setup_steps.part_right(setup_steps.current_step(), "add") == "write":
            setup_steps.show_proposal_notice("replace")
        choices = import_questions.select_choices(file.file_id)
        loads = st.button(state.gettext("setup.load"), type="primary", key="load", width="stretch")
        waits = st.session_state.get(DOUBTS_KEY) == file.file_id and st.button(
            state.gettext("waiting.offer"), key="load_sure", width="stretch"
        )
        if loads or waits:
            with (
                import_questions.collect_questions(file.file_id),
                _offer_waiting(file),
                uploads.wait_for_parsing() as on_place,
                progress.show_progress() as report_progress,
            ):
                report = state.with_store(
                    import_layer,
                    view.community.slug,
                    layer,
                    uploads.source_of(file),
                    replace=replaces,
                    table=table,
                    radius_m=radius_m,
                    choices=choices,
                    waits=bool(waits),
                    on_place=on_place,
                    progress=report_progress,
                )
            uploads.discard_upload(layer)
            completion_message.rerun_with_message(format_import_report(report, state.locale()))


@contextmanager
def _offer_waiting(file: Upload) -> Iterator[None]:
    """Remember that rows of a file have doubts, so that the others may be taken without them."""
    try:
        yield
    except LayerRowsError as error:
        is_offered = st.session_state.get(DOUBTS_KEY) == file.file_id
        if not is_offered and any(row is not None for row, _, _ in error.findings):
            st.session_state[DOUBTS_KEY] = file.file_id
            st.button(state.gettext("waiting.offer"), key="load_sure", width="stretch")
        raise


@contextmanager
def _remember_points(file: Upload) -> Iterator[None]:
    """Remember that a file has points where areas are needed, so that their radius is asked for."""
    try:
        yield
    except LayerRowsError as error:
        if any(key == "row.points" for _, key, _ in error.findings) and not _has_points(file):
            st.session_state[POINTS_KEY] = file.file_id
            st.rerun()
        raise


def _has_points(file: Upload) -> bool:
    return st.session_state.get(POINTS_KEY) == file.file_id


def _show_radius(file: Upload) -> float | None:
    """Ask once for the radius around all points of a file [m]; None where it has none."""
    if not _has_points(file):
        return None
    display.show_text(state.gettext("setup.points_need_radius"))
    metres = st.number_input(
        state.gettext("setup.radius"),
        min_value=MIN_RADIUS_M,
        max_value=MAX_RADIUS_M,
        value=SUGGESTED_RADIUS_M,
        step=5.0,
        format="%.0f",
        key=f"radius_{file.file_id}",
    )
    return float(metres)

"""Import of a file that holds several things: what each is, a map of what comes in, and taking."""

from __future__ import annotations

from functools import partial

import geopandas as gpd
import streamlit as st
from markupsafe import Markup

from geo.cartography.incoming_layer import incoming_layer, incoming_swatch
from geo.cartography.layers import boundary_layer
from geo.imports.file_import import SettledFile, make_file_report, save_file, settle_file
from geo.imports.file_report import format_file_report
from geo.imports.incoming_places import (
    STATES,
    count_by_layer,
    count_rows,
    list_incoming_places,
)
from geo.imports.meaning_rules import NO_RULES, MeaningRules
from geo.imports.point_areas import MAX_RADIUS_M, MIN_RADIUS_M
from geo.imports.row_checks import SUGGESTED_RADIUS_M
from geo.parsing.limits import LAYER_LIMITS
from geo.privacy.view import View
from pages.ui import state
from pages.ui.setup import (
    completion_message,
    import_questions,
    meaning_table,
    setup_map,
    waiting_list,
)
from pages.ui.shell.layout import ScreenPanels
from pages.ui.widgets import display, progress, uploads
from pages.ui.widgets.errors import show_error
from pages.ui.widgets.joined_uploads import Upload

UPLOAD_NAME = "file"
RULES_KEY, PLACES_KEY = "file:rules", "file:places"
MAX_DRAWN = 3000  # places on the map; the numbers beside it count all of them
PREVIEW = "file_preview"


def show_file_step(screen: ScreenPanels, view: View) -> None:
    """Show the upload of a file with what becomes of its rows, and what waits of earlier ones."""
    settled = None
    shown = st.session_state.get(PLACES_KEY)
    with screen.input_panel, show_error():
        legend = st.container()
        settled = _show_upload(view)
        waiting_list.show_waiting_rows(view, None)
        waiting_list.show_undo(view, None)
    if settled is not None:
        places = list_incoming_places(settled, view.audience)
        _show_places(screen, view, places, _format_settled(settled))
    elif shown is not None and shown[0] == view.audience:
        _, places, lines, counts = shown
        with legend:
            _show_legend(counts)
        _show_places(screen, view, places, lines)


def _show_upload(view: View) -> SettledFile | None:
    """Show the upload; return what becomes of the rows of the file, before they are taken."""
    display.show_text(state.gettext("meaning.about"))
    file = uploads.show_joining_uploader(
        UPLOAD_NAME, label=state.gettext("setup.layer_kinds"), limits=LAYER_LIMITS
    )
    if file is None:
        return None
    settled: SettledFile | None = None
    with uploads.show_row_errors(), import_questions.collect_questions(file.file_id):
        choices = import_questions.select_choices(file.file_id)
        rules = _read_rules(file)
        radius_m = st.session_state.get(_radius_key(file))
        settled = state.cache_in_session(
            PREVIEW,
            (view.community.slug, file.file_id, repr(rules), repr(choices), radius_m),
            lambda: _settle(view, file, rules, choices=choices, radius_m=radius_m),
        )
        _show_counts(settled)
        _show_take(view, settled)
        _show_meaning(file, rules, settled)
        _show_radius(file, settled)
    return settled


def _show_meaning(file: Upload, rules: MeaningRules, settled: SettledFile) -> None:
    """Show what values and columns mean; another choice reads the file anew."""
    chosen = meaning_table.select_rules(settled.parsed, file.file_id, rules)
    merged = meaning_table.merge_rules(rules, chosen)
    if merged != rules:
        st.session_state[RULES_KEY] = (file.file_id, merged)
        st.rerun()


def _settle(view: View, file: Upload, rules: MeaningRules, **options: object) -> SettledFile:
    with (
        uploads.wait_for_parsing() as on_place,
        progress.show_progress() as report_progress,
    ):
        return state.with_store(
            partial(settle_file, **options),  # type: ignore[arg-type]  # the options of a file
            view.community.slug,
            uploads.source_of(file),
            rules,
            on_place=on_place,
            progress=report_progress,
        )


def _read_rules(file: Upload) -> MeaningRules:
    file_id, rules = st.session_state.get(RULES_KEY, (None, NO_RULES))
    return rules if file_id == file.file_id else NO_RULES


def _show_counts(settled: SettledFile) -> None:
    counts = count_rows(settled)
    display.show_heading(state.gettext("meaning.counts", **counts))
    _show_legend(counts)
    counted = count_by_layer(settled)
    texts = [
        state.ngettext("meaning.of_layer", count, layer=state.gettext(f"meaning.layer.{layer}"))
        for layer, count in counted.items()
        if count
    ]
    display.show_caption(" · ".join(texts))


def _show_legend(counts: dict[str, int]) -> None:
    """Show how the map draws what is taken, waits, and is left out, with the number of rows."""
    display.show_legend_rows(
        [
            (
                "disc",
                incoming_swatch(one),
                Markup("{} · {}").format(state.gettext(f"meaning.state.{one}"), counts[one]),
            )
            for one in STATES
        ]
    )


def _show_take(view: View, settled: SettledFile) -> None:
    """Show the button that takes what is sure, and lets the rest wait."""
    taken = count_rows(settled)["taken"]
    label = state.ngettext("meaning.take", taken) if taken else state.gettext("meaning.let_wait")
    if not st.button(label, type="primary", key="take_sure", width="stretch"):
        return
    report = state.with_store(save_file, view.community.slug, settled)
    places = list_incoming_places(settled, view.audience)
    lines = format_file_report(report, state.locale())
    st.session_state[PLACES_KEY] = (view.audience, places, lines, count_rows(settled))
    uploads.discard_upload(UPLOAD_NAME)
    confidential = sum(len(one.made_confidential) for one in report.reports)
    shown = [lines[0]]
    if confidential:
        shown.append(state.ngettext("meaning.confidential", confidential))
    if any(one.proposed for one in report.reports):
        shown.append(state.gettext("import.proposed"))
    completion_message.rerun_with_message(shown, stays=True)


def _radius_key(file: Upload) -> str:
    return f"radius_file_{file.file_id}"


def _show_radius(file: Upload, settled: SettledFile) -> None:
    """Ask for the radius around points of risk areas, where some wait for it or have one."""
    found = settled.layers.get("risk_areas")
    doubts = () if found is None or found[0].waiting is None else found[0].waiting.doubts
    has_radius = st.session_state.get(_radius_key(file)) is not None
    if has_radius or any(key == "row.points" for _, key, _ in doubts):
        display.show_text(state.gettext("setup.points_need_radius"))
        st.number_input(
            state.gettext("setup.radius"),
            min_value=MIN_RADIUS_M,
            max_value=MAX_RADIUS_M,
            value=None,
            step=5.0,
            format="%.0f",
            placeholder=f"{SUGGESTED_RADIUS_M:.0f}",
            key=_radius_key(file),
        )


def _show_places(
    screen: ScreenPanels, view: View, places: gpd.GeoDataFrame, lines: list[str]
) -> None:
    """Show the map of what comes in, or came in, with its legend."""
    drawn = places.iloc[:MAX_DRAWN]
    tips = [
        state.gettext("meaning.row", row=str(row), state=state.gettext(f"meaning.state.{one}"))
        for row, one in zip(drawn["row"], drawn["state"], strict=True)
    ]
    layers = [boundary_layer(view.community.boundary), incoming_layer(drawn.assign(tip=tips))]
    with screen.map_panel, show_error():
        centre = None
        if len(drawn):
            west, south, east, north = drawn.total_bounds
            centre = ((south + north) / 2, (west + east) / 2)
        setup_map.show_setup_map(view, layers, key="incoming_map", centre=centre)
    with screen.result_panel, show_error():
        if len(places) > len(drawn):
            display.show_caption(state.gettext("meaning.drawn", count=len(drawn)))
        display.show_caption(state.gettext("meaning.not_drawn"))
        with st.expander(state.gettext("meaning.details")):
            display.show_bullets(Markup("{}").format(line) for line in lines)


def _format_settled(settled: SettledFile) -> list[str]:
    """Format what was found in a file, of which nothing is written yet."""
    reports = tuple(report for _, report in settled.layers.values())
    report = make_file_report(settled.parsed, reports)
    return format_file_report(report, state.locale(), is_written=False)[1:]

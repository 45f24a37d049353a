"""Consensus of drawing sessions: map layers, headline, legend, filter."""

from __future__ import annotations

from collections import Counter

import geopandas as gpd
import streamlit as st
from markupsafe import Markup

from geo.cartography.consensus_layer import consensus_swatch
from geo.cartography.layers import (
    MapLayer,
    agreed_area_layer,
    consensus_layer,
    drawing_session_layer,
)
from geo.model import TIME_SLOTS
from geo.privacy.view import View
from geo.workshop.consensus import Consensus
from geo.workshop.consensus_areas import (
    SessionFilter,
    read_consensus,
    read_session_marks,
    select_sessions,
)
from pages.ui import map_layers, state
from pages.ui.drawing_sessions import (
    agreed_areas,
    agreement_table,
    map_opening,
    mark_text,
    session_list,
)
from pages.ui.widgets import auto_refresh, display, map_view

M2_PER_HECTARE = 10_000.0
LEGEND_STEPS = 5  # swatches of the legend
AGE_BAND_KEY, SLOT_KEY = "among_ages", "among_slot"


def show_session_filter(view: View) -> None:
    """Show the filters by age band and time slot, which the map uses."""
    counts = Counter(one.age_band for one in state.with_store(select_sessions, view))
    if not counts:
        return

    def format_band(age_band: str) -> str:
        return state.ngettext(
            "drawing_sessions.of_ages",
            counts[age_band],
            ages=session_list.format_age_band(age_band),
        )

    label = state.gettext("drawing_sessions.whose")
    st.pills(
        label,
        sorted(counts, key=session_list.parse_age_band),
        format_func=format_band,
        default=None,
        key=AGE_BAND_KEY,
    )
    st.segmented_control(
        state.gettext("drawing_sessions.when"),
        TIME_SLOTS,
        default=None,
        format_func=lambda code: state.label_for("holds", code),
        key=SLOT_KEY,
        width="stretch",
    )


def show_map(view: View) -> None:
    """Show consensus areas and the marks of the selected session; refreshed at intervals."""

    def render() -> None:
        current = state.view()
        layers, opening = _consensus_layers(current), _current_opening(current)
        map_view.show_map(view, layers, key="session_map", opening=opening)

    auto_refresh.run_periodically(render, active=session_list.has_active_session(view))


def show_extents(view: View) -> None:
    """Show buttons that open the map at what was drawn, at one group's marks, or at all."""
    map_opening.show_extent_buttons(view, _list_shapes)


def show_agreement(view: View) -> None:
    """Show where several groups agree, as a table; refreshed at intervals."""

    def render() -> None:
        current = state.view()
        agreement_table.show_agreement(current, _load_consensus(current))

    auto_refresh.run_periodically(render, active=session_list.has_active_session(view))


def show_agreed_choice(view: View) -> None:
    """Show the choice of agreed areas that go to the map."""
    agreed_areas.show_choice(view, _load_consensus(view), _current_filter())


def _current_opening(view: View) -> map_view.MapOpening:
    return map_opening.current_opening(view, _list_shapes(view))


def _list_shapes(view: View) -> map_opening.SessionShapes:
    marks = _read_selected_marks(view)
    return map_opening.SessionShapes(
        tuple(_load_consensus(view).pieces.geometry), () if marks is None else tuple(marks.geometry)
    )


def show_headline(view: View) -> None:
    """Show the area marked by several groups; refreshed at intervals."""
    auto_refresh.run_periodically(
        lambda: _show_consensus_text(_load_consensus(state.view())),
        active=session_list.has_active_session(view),
    )


def show_legend(view: View) -> None:
    """Show the legend: the more groups, the darker the violet."""
    session_count = _load_consensus(view).session_count
    if session_count == 0:
        return
    swatch = Markup('<span><i style="{}"></i><b>{}</b></span>')
    steps = sorted(
        {
            max(1, round(1 + (session_count - 1) * step / (LEGEND_STEPS - 1)))
            for step in range(LEGEND_STEPS)
        }
    )
    cells = Markup("").join(swatch.format(consensus_swatch(count), count) for count in steps)
    title = Markup("<b>{}</b>").format(state.gettext("drawing_sessions.legend"))
    box = Markup('<div class="onmap"><p>{}</p><div class="levels">{}</div></div>')
    st.html(str(box.format(title, cells)))


def _current_filter() -> SessionFilter:
    return SessionFilter(
        age_band=st.session_state.get(AGE_BAND_KEY), slot=st.session_state.get(SLOT_KEY)
    )


def _load_consensus(view: View) -> Consensus:
    """Return the consensus of the filtered sessions, cached until one of them changes."""
    session_filter = _current_filter()
    codes = {one.code for one in state.with_store(select_sessions, view, session_filter)}
    versions = tuple(
        (one.code, one.shared_at, one.agreed_on, one.drawn_at)
        for one in session_list.list_community_sessions(view)
        if one.code in codes
    )
    key = ("agreement", session_filter, tuple(sorted(codes)), versions)
    return view.cache.get_or_compute(
        key, lambda: state.with_store(read_consensus, view, session_filter)
    )


def _consensus_layers(view: View) -> list[MapLayer]:
    consensus = _load_consensus(view)
    session_count = consensus.session_count
    chips = [
        state.gettext("drawing_sessions.of", count=int(n), of=session_count)
        for n in consensus.pieces["sessions"]
    ]
    areas = agreed_areas.chosen_areas(view, consensus, _current_filter())
    pieces = consensus.pieces.assign(chip=chips)
    layers = [
        *map_layers.community_layers(view, None, ()),
        consensus_layer(pieces, labels=areas is None),
    ]
    session_marks = _read_selected_marks(view)
    if session_marks is not None:
        tooltips = map_layers.add_tooltips(session_marks, mark_text.describe_mark)
        layers.append(drawing_session_layer(tooltips))
    return layers if areas is None else [*layers, agreed_area_layer(areas)]


def _read_selected_marks(view: View) -> gpd.GeoDataFrame | None:
    """Read the marks of the selected session; None where the visitor may not manage sessions."""
    selected = session_list.selected_session(view)
    if selected is None or not session_list.can_manage_sessions():
        return None
    return state.with_store(read_session_marks, view, selected.code, is_facilitator=True)


def _show_consensus_text(result: Consensus) -> None:
    if result.session_count == 0:
        display.show_headline(state.gettext_html("drawing_sessions.nobody_yet"))
        return
    most = int(result.pieces["sessions"].max()) if len(result.pieces) else 0
    if most < 2:
        display.show_headline(
            state.ngettext_html("drawing_sessions.no_agreement", result.session_count)
        )
        return
    hectares = round(result.area_m2(min_sessions=2) / M2_PER_HECTARE, 1)
    display.show_headline(
        state.gettext_html(
            "drawing_sessions.agreement", most=most, of=result.session_count, ground=hectares
        )
    )

"""Input widgets that several screens use."""

from __future__ import annotations

from collections.abc import Sequence

import geopandas as gpd
import streamlit as st

from geo.coverage.records import CoverageRequest, TravelThreshold
from geo.errors import AmparoError
from geo.model import SERVICE_TYPES, TIME_SLOTS, WGS84, TimeSlot
from geo.network.street_names import list_named_streets
from geo.privacy.view import View
from geo.routes.planning import Location, RouteResult
from geo.routes.rounded_minutes import round_minutes_up
from geo.routes.slot_times import find_time_in_slot
from pages.ui import map_layers, state
from pages.ui.coverage import coverage_summary
from pages.ui.route import endpoints
from pages.ui.widgets import display, labels, name_search
from pages.ui.widgets.errors import show_error_message

TIME_OPTIONS = ("now", "day", "night")
DAYLIGHT_OPTIONS = ("day", "night", "all")
THRESHOLD_UNITS = ("minutes", "metres")
MAX_SEGMENTS = 3  # alternatives that fit side by side on a phone
# Minimum, maximum and step of the threshold slider, and its first value. Groups set their own.
THRESHOLD_RANGES = {"minutes": (5, 120, 5), "metres": (250, 10_000, 250)}
DEFAULT_THRESHOLDS = {"minutes": 20, "metres": 1500}
COVERAGE_CHOICE_KEY = "reach:asked"


def show_endpoint_picker(view: View) -> None:
    """Show a button that opens the endpoint form, labelled with the selection."""
    if not view.has_streets:  # no way leads to an end; a touch on the map tells the distances
        return
    start, end = endpoints.selected_start(), endpoints.selected_end()
    if start is None and end is None:
        label = state.gettext("route.choose")
    else:
        label = state.gettext(
            "route.from_to",
            start=labels.escape_markdown(start.name)
            if start
            else state.gettext("route.from_where"),
            end=labels.escape_markdown(end.name) if end else state.gettext("route.to_where"),
        )
    if st.button(label, key="ends", icon=":material/edit_location_alt:", width="stretch"):
        st.dialog(state.gettext("route.choose"))(_show_endpoint_form)(view)


def _show_endpoint_form(view: View) -> None:
    streets = load_named_streets(view)
    names = list(streets["name"])
    hint = state.gettext("inputs.street")
    start_street = name_search.search_name(
        state.gettext("route.start"), names, placeholder=hint, key="start_street"
    )
    st.pills(
        state.gettext("route.to_service"),
        _available_service_types(view),
        format_func=lambda kind: labels.escape_markdown(
            endpoints.endpoint_of_type(view, kind).name
        ),
        key="end_kind",
    )
    end_street = name_search.search_name(
        state.gettext("route.to_street"), names, placeholder=hint, key="end_street"
    )
    st.caption(state.gettext("route.or_touch"))
    done, reset = st.columns(2)
    if done.button(state.gettext("inputs.done"), type="primary", key="ends_done", width="stretch"):
        undecided = [
            name_search.show_undecided(key, name)
            for key, name in (("start_street", start_street), ("end_street", end_street))
        ]
        if not any(undecided):
            _apply_endpoints(view, start_street, end_street)
    if reset.button(state.gettext("route.anew"), key="ends_anew", width="stretch"):
        endpoints.set_endpoint(endpoints.START_KEY, None)
        endpoints.set_endpoint(endpoints.END_KEY, None)
        st.rerun()


def _apply_endpoints(view: View, start_street: str | None, end_street: str | None) -> None:
    streets, end_kind = load_named_streets(view), st.session_state["end_kind"]
    try:
        if start_street:
            endpoints.set_endpoint(
                endpoints.START_KEY, endpoint_on_street(view, streets, start_street, "from")
            )
        if end_kind:
            endpoints.set_endpoint(endpoints.END_KEY, endpoints.endpoint_of_type(view, end_kind))
        elif end_street:
            endpoints.set_endpoint(
                endpoints.END_KEY, endpoint_on_street(view, streets, end_street, "to")
            )
    except AmparoError as error:
        show_error_message(error)
        return
    st.rerun()


def endpoint_on_street(
    view: View, streets: gpd.GeoDataFrame, street_name: str, direction: str
) -> endpoints.Endpoint:
    """Create an endpoint on a street, by name; raises what `endpoints.endpoint_at` raises."""
    point = streets.loc[streets["name"] == street_name, "geometry"].iloc[0]
    endpoint = endpoints.endpoint_at(view, Location(point.y, point.x), direction)
    return endpoints.Endpoint(street_name, endpoint.location)


def load_named_streets(view: View) -> gpd.GeoDataFrame:
    """Return every named street once, with a point on it; empty without a street network."""
    if not view.has_streets:
        return gpd.GeoDataFrame({"name": []}, geometry=[], crs=WGS84)
    return view.cache.get_or_compute("streets-by-name", lambda: list_named_streets(view.network))


def select_alternative(result: RouteResult | None) -> int:
    """Show the selector of alternatives, shortest to safest; return the selected index."""
    count = 0 if result is None else len(result.alternatives)
    if result is None or count < 2:
        return 0
    numbers, key = range(count), f"choice_{count}"
    label = state.gettext("route.which")
    short = [alternative_label(number, count) for number in numbers]
    minutes = [
        state.gettext("route.chip", minutes=round_minutes_up(alternative.route.minutes))
        for alternative in result.alternatives
    ]
    if count <= MAX_SEGMENTS:
        chosen = st.segmented_control(
            label,
            numbers,
            default=count - 1,
            format_func=lambda number: f"{short[number]} :small[{minutes[number]}]",
            key=key,
            required=True,
            width="stretch",
            wrap=False,
            label_visibility="collapsed",
        )
        return int(chosen)
    chosen = st.select_slider(
        label,
        numbers,
        value=count - 1,
        format_func=lambda number: f"{short[number]} · {minutes[number]}",
        key=key,
        label_visibility="collapsed",
    )
    display.show_scale_labels(short[0], short[-1])
    return int(chosen)


def alternative_label(index: int, count: int) -> str:
    """Return the label of an alternative by its position."""
    if index == 0:
        return state.gettext("route.shortest")
    if index == count - 1:
        return state.gettext("route.safest")
    return state.gettext("route.middle")


def select_daylight(view: View) -> tuple[str, TimeSlot | None]:
    """Show the selector of day, night or all; return the code and the slot, None for all."""
    now = view.slot(view.moment())
    chosen = select_option(
        state.gettext("map.when"), DAYLIGHT_OPTIONS, family="light", key="light", default=now
    )
    return chosen, next((slot for slot in TIME_SLOTS if slot == chosen), None)


def selected_slot(screen: str) -> TimeSlot | None:
    """Return the selected time slot of a screen; None means now."""
    chosen = st.session_state.get(f"when_{screen}")
    return chosen if chosen in ("day", "night") else None


def show_slot_selector(view: View, screen: str, label: str) -> None:
    """Show the selector of now, day or night."""
    now = state.gettext(f"inputs.now_{view.slot(view.moment())}")
    st.segmented_control(
        label,
        TIME_OPTIONS,
        default="now",
        format_func=lambda when: now if when == "now" else state.label_for("holds", when),
        key=f"when_{screen}",
        required=True,
        width="stretch",
        persist_state="session",
    )


def select_option(
    label: str, options: Sequence[str], *, family: str, key: str, default: str | None = None
) -> str:
    """Show a segmented control; it starts with `default`, or the first option."""
    start = default or options[0]
    chosen = st.segmented_control(
        label,
        options,
        default=start,
        format_func=lambda option: state.label_for(family, option),
        key=key,
        required=True,
        width="stretch",
        label_visibility="collapsed",
        persist_state="session",
    )
    return chosen or start


def select_layers(view: View) -> tuple[str, ...]:
    """Show the selector of visible layers."""
    chosen = st.pills(
        state.gettext("map.layers"),
        map_layers.list_selectable_layers(view),
        selection_mode="multi",
        default=map_layers.SELECTABLE_LAYERS[:3],
        format_func=lambda name: state.label_for("layer", name).capitalize(),
        key="layers",
        persist_state="session",
    )
    return tuple(chosen or ())


def select_coverage_request(view: View) -> CoverageRequest:
    """Show a button for service type and threshold; return the coverage request."""
    service_types = _available_service_types(view)
    default_type = (
        ("health" if "health" in service_types else service_types[0]) if service_types else "health"
    )
    selection = st.session_state.get(
        COVERAGE_CHOICE_KEY, (default_type, "minutes", DEFAULT_THRESHOLDS["minutes"])
    )
    service_type, unit, limit = selection
    threshold = TravelThreshold(**{unit: float(limit)})
    label = state.gettext(
        "coverage.request",
        service=state.label_for("service_type", service_type),
        limit=coverage_summary.format_threshold(threshold),
    )
    if st.button(label, key="reach", icon=":material/tune:", width="stretch"):
        st.dialog(state.gettext("coverage.choose"))(_show_coverage_form)(service_types, selection)
    return CoverageRequest(
        service_type, threshold, departure_time=find_time_in_slot(view, selected_slot("coverage"))
    )


def _show_coverage_form(service_types: list[str], current: tuple[str, str, int]) -> None:
    kind = st.pills(
        state.gettext("coverage.service"),
        service_types,
        default=current[0] if current[0] in service_types else None,
        format_func=lambda code: state.label_for("service_type", code),
        key="reach_kind",
        required=True,
    )
    unit = st.segmented_control(
        state.gettext("coverage.how_far"),
        THRESHOLD_UNITS,
        default=current[1],
        format_func=lambda code: state.gettext(f"coverage.unit_{code}"),
        key="reach_unit",
        required=True,
        width="stretch",
    )
    unit = unit or current[1]
    least, most, step = THRESHOLD_RANGES[unit]
    limit = st.slider(
        state.gettext(f"coverage.unit_{unit}"),
        least,
        most,
        current[2] if unit == current[1] else DEFAULT_THRESHOLDS[unit],
        step,
        key=f"reach_{unit}",
    )
    if st.button(state.gettext("inputs.done"), type="primary", key="reach_done", width="stretch"):
        st.session_state[COVERAGE_CHOICE_KEY] = (kind or current[0], unit, limit)
        st.rerun()


def select_safe_only(view: View) -> bool:
    """Show the toggle for safe coverage; it needs a street network."""
    chosen = st.toggle(
        state.gettext("coverage.only_safe"),
        key="quiet",
        disabled=not view.has_streets,
        persist_state="session",
    )
    return bool(chosen) and view.has_streets


def _available_service_types(view: View) -> list[str]:
    return [kind for kind in SERVICE_TYPES if (view.services["type"] == kind).any()]

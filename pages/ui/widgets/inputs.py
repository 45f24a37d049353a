"""What screens ask: each widget with its sentence."""

from __future__ import annotations

from collections.abc import Sequence

import geopandas as gpd
import streamlit as st

from geo.coverage.records import CoverageAsk, Threshold
from geo.errors import AmparoError
from geo.model import SERVICE_TYPES, SLOTS, Slot
from geo.network.street_names import streets_by_name
from geo.privacy.view import View
from geo.routes.planning import Place, Plan
from geo.routes.slot_times import moment_in
from pages.ui import map_layers, state
from pages.ui.coverage import coverage_summary
from pages.ui.route import endpoints
from pages.ui.widgets import display, labels
from pages.ui.widgets.errors import show_fault

WHENS = ("now", "day", "night")
LIGHTS = ("day", "night", "all")
UNITS = ("minutes", "metres")
FEW = 3  # ways: as many as stand side by side on a phone
# How far is far: what is offered, and where it starts. The group agrees on its own limit.
SPANS = {"minutes": (5, 120, 5), "metres": (250, 10_000, 250)}
FIRST_LIMIT = {"minutes": 20, "metres": 1500}
REACH = "reach:asked"


def way_ends(view: View) -> None:
    """Offer to choose both ends by name; the button says what is chosen."""
    start, end = endpoints.start(), endpoints.end()
    if start is None and end is None:
        label = state.say("way.choose")
    else:
        label = state.say(
            "way.from_to",
            start=labels.plain(start.name) if start else state.say("way.from_where"),
            end=labels.plain(end.name) if end else state.say("way.to_where"),
        )
    if st.button(label, key="ends", icon=":material/edit_location_alt:", width="stretch"):
        st.dialog(state.say("way.choose"))(_choose_ends)(view)


def _choose_ends(view: View) -> None:
    streets = street_names(view)
    names = list(streets["name"])
    hint = state.say("ask.street")
    st.selectbox(state.say("way.start"), names, index=None, placeholder=hint, key="start_street")
    st.pills(
        state.say("way.to_door"),
        _kinds(view),
        format_func=lambda kind: labels.plain(endpoints.of_type(view, kind).name),
        key="end_kind",
    )
    st.selectbox(state.say("way.to_street"), names, index=None, placeholder=hint, key="end_street")
    st.caption(state.say("way.or_touch"))
    done, anew = st.columns(2)
    if done.button(state.say("ask.done"), type="primary", key="ends_done", width="stretch"):
        _take_ends(view, streets)
    if anew.button(state.say("way.anew"), key="ends_anew", width="stretch"):
        endpoints.put(endpoints.START, None)
        endpoints.put(endpoints.END, None)
        st.rerun()


def _take_ends(view: View, streets: gpd.GeoDataFrame) -> None:
    wanted = st.session_state
    try:
        if wanted["start_street"]:
            endpoints.put(endpoints.START, on_street(view, streets, wanted["start_street"], "from"))
        if wanted["end_kind"]:
            endpoints.put(endpoints.END, endpoints.of_type(view, wanted["end_kind"]))
        elif wanted["end_street"]:
            endpoints.put(endpoints.END, on_street(view, streets, wanted["end_street"], "to"))
    except AmparoError as error:
        show_fault(error)
        return
    st.rerun()


def on_street(view: View, streets: gpd.GeoDataFrame, name: str, end: str) -> endpoints.End:
    """Make an end of a street chosen by its name; the faults are those of `ends.at`."""
    point = streets.loc[streets["name"] == name, "geometry"].iloc[0]
    place = endpoints.at(view, Place(point.y, point.x), end)
    return endpoints.End(name, place.place)


def street_names(view: View) -> gpd.GeoDataFrame:
    """Give every named street once, with a point on it."""
    return view.kept.get("streets-by-name", lambda: streets_by_name(view.network))


def way_choice(plan: Plan | None) -> int:
    """Choose among the ways worth choosing, from the shortest to the most quiet; its number."""
    count = 0 if plan is None else len(plan.choices)
    if plan is None or count < 2:
        return 0
    numbers, key = range(count), f"choice_{count}"
    label = state.say("way.which")
    short = [way_word(number, count) for number in numbers]
    minutes = [state.say("way.chip", minutes=round(one.way.minutes)) for one in plan.choices]
    if count <= FEW:
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
    display.ends(short[0], short[-1])
    return int(chosen)


def way_word(number: int, count: int) -> str:
    """Name a way by its place among all."""
    if number == 0:
        return state.say("way.shortest")
    if number == count - 1:
        return state.say("way.quietest")
    return state.say("way.middle")


def light(view: View) -> tuple[str, Slot | None]:
    """Choose whether to see the day's map, the night's, or all; also as a slot, None for all."""
    now = view.slot(view.moment())
    chosen = one_of(state.say("map.when"), LIGHTS, family="light", key="light", first=now)
    return chosen, next((slot for slot in SLOTS if slot == chosen), None)


def slot(screen: str) -> Slot | None:
    """Tell for which light the screen answers; None means now."""
    chosen = st.session_state.get(f"when_{screen}")
    return chosen if chosen in ("day", "night") else None


def daylight(view: View, screen: str, question: str) -> None:
    """Offer to ask for now, by day or by night."""
    now = state.say(f"ask.now_{view.slot(view.moment())}")
    st.segmented_control(
        question,
        WHENS,
        default="now",
        format_func=lambda when: now if when == "now" else state.word("holds", when),
        key=f"when_{screen}",
        required=True,
        width="stretch",
        persist_state="session",
    )


def one_of(
    question: str, options: Sequence[str], *, family: str, key: str, first: str | None = None
) -> str:
    """Choose one of a few, side by side; `first`, or the first one, unless she says otherwise."""
    start = first or options[0]
    chosen = st.segmented_control(
        question,
        options,
        default=start,
        format_func=lambda option: state.word(family, option),
        key=key,
        required=True,
        width="stretch",
        label_visibility="collapsed",
        persist_state="session",
    )
    return chosen or start


def layers() -> tuple[str, ...]:
    """Choose which layers the map shows."""
    chosen = st.pills(
        state.say("map.layers"),
        map_layers.SHOWN,
        selection_mode="multi",
        default=map_layers.SHOWN[:3],
        format_func=lambda name: state.word("layer", name).capitalize(),
        key="layers",
        persist_state="session",
    )
    return tuple(chosen or ())


def reach(view: View) -> CoverageAsk:
    """Offer to choose a service and a longest way; the button says what is chosen."""
    kinds = _kinds(view)
    first = ("health" if "health" in kinds else kinds[0]) if kinds else "health"
    asked = st.session_state.get(REACH, (first, "minutes", FIRST_LIMIT["minutes"]))
    kind, unit, limit = asked
    threshold = Threshold(**{unit: float(limit)})
    label = state.say(
        "coverage.asked",
        service=state.word("service_type", kind),
        limit=coverage_summary.threshold(threshold),
    )
    if st.button(label, key="reach", icon=":material/tune:", width="stretch"):
        st.dialog(state.say("coverage.choose"))(_choose_reach)(kinds, asked)
    return CoverageAsk(kind, threshold, when=moment_in(view, slot("coverage")))


def _choose_reach(kinds: list[str], asked: tuple[str, str, int]) -> None:
    kind = st.pills(
        state.say("coverage.service"),
        kinds,
        default=asked[0] if asked[0] in kinds else None,
        format_func=lambda code: state.word("service_type", code),
        key="reach_kind",
        required=True,
    )
    unit = st.segmented_control(
        state.say("coverage.how_far"),
        UNITS,
        default=asked[1],
        format_func=lambda code: state.say(f"coverage.unit_{code}"),
        key="reach_unit",
        required=True,
        width="stretch",
    )
    unit = unit or asked[1]
    least, most, step = SPANS[unit]
    limit = st.slider(
        state.say(f"coverage.unit_{unit}"),
        least,
        most,
        asked[2] if unit == asked[1] else FIRST_LIMIT[unit],
        step,
        key=f"reach_{unit}",
    )
    if st.button(state.say("ask.done"), type="primary", key="reach_done", width="stretch"):
        st.session_state[REACH] = (kind or asked[0], unit, limit)
        st.rerun()


def only_quiet(view: View) -> bool:
    """Offer to count only ways without marked ground; without streets nobody knows."""
    chosen = st.toggle(
        state.say("coverage.only_quiet"),
        key="quiet",
        disabled=not view.has_streets,
        persist_state="session",
    )
    return bool(chosen) and view.has_streets


def _kinds(view: View) -> list[str]:
    return [kind for kind in SERVICE_TYPES if (view.services["type"] == kind).any()]

"""The matrix: a button for each zone and situation, in words as well as colour."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import streamlit as st

from geo.completeness.counts import Cell, ObstacleCount, count_all, count_by_zone
from geo.completeness.records import CompletenessResult
from geo.model import TIME_SLOTS, TimeSlot
from geo.privacy.small_counts import MIN_FREQUENCY
from pages.ui import state
from pages.ui.widgets import display, inputs, labels

STYLE_FILE = Path(__file__).parent / "matrix.css"
LINE_KEY = "completeness:line"
ALL_ZONES_KEY = "completeness_all_zones"
SITUATION_KEY = "completeness_situation"
MAX_ZONES = 12  # zones shown at first: those with the most people
LEVELS = ((80.0, "high"), (50.0, "middle"), (20.0, "low"))
LOWEST_LEVEL, UNKNOWN_LEVEL = "lowest", "unknown"


def show_style() -> None:
    """Load the style sheet of the matrix."""
    st.html(STYLE_FILE)


def select_light() -> TimeSlot:
    """Show the switch between day and night."""
    chosen = inputs.select_option(
        state.gettext("completeness.light"), TIME_SLOTS, family="holds", key="completeness_light"
    )
    return next(light for light in TIME_SLOTS if light == chosen)


def show_sentence(result: CompletenessResult) -> None:
    """Show in one sentence how many pathways can be walked by how many."""
    cells = [count_all(result, plans) for plans in result.plans]
    known = [cell for cell in cells if not np.isnan(cell.percent)]
    if not known:
        display.show_headline(state.gettext_html("completeness.unknown"))
        return
    best = max(known, key=lambda cell: cell.percent)
    key = "completeness.nobody" if best.percent == 0 else "completeness.best"
    display.show_headline(
        state.gettext_html(
            key,
            situation=state.label_for("situation", best.plans.situation),
            percent=round(best.percent),
        )
    )


def show_matrix(result: CompletenessResult) -> Cell:
    """Show the matrix, and return the cell that is open."""
    columns = [_list_cells(result, plans_index) for plans_index in range(len(result.plans))]
    lines = [[column[line] for column in columns] for line in range(len(columns[0]))]
    selected = _select_situation(result), int(st.session_state.get(LINE_KEY, 0))
    _show_one_situation(selected[0])
    with st.container(key="matrix"):
        heads = st.columns([1.5] + [1] * len(columns), gap="xxsmall")
        for head, plans in zip(heads[1:], result.plans, strict=True):
            head.markdown(f"**{state.label_for('situation', plans.situation)}**")
        for line_number, line in enumerate(lines):
            parts = st.columns([1.5] + [1] * len(columns), gap="xxsmall")
            parts[0].markdown(f"**{labels.escape_markdown(zone_name(line[0], line_number))}**")
            for column_number, (part, cell) in enumerate(zip(parts[1:], line, strict=True)):
                place = (column_number, line_number)
                with part:
                    _show_button(cell, place, is_open=place == selected)
    if len(result.zones) > MAX_ZONES:
        st.toggle(
            state.ngettext("coverage.more_zones", len(result.zones) - MAX_ZONES), key=ALL_ZONES_KEY
        )
    column_number, line_number = selected
    return columns[column_number][min(line_number, len(lines) - 1)]


def zone_name(cell: Cell, line_number: int) -> str:
    """Name the zone of a cell; the first line is everybody."""
    if line_number == 0:
        return state.gettext("completeness.all_zones")
    return cell.zone or state.gettext("coverage.elsewhere")


def describe_obstacle(one: ObstacleCount) -> str:
    """Name the step and what is in its way."""
    step = state.label_for("service_type", one.step.service)
    return state.gettext(f"completeness.obstacle_{one.obstacle}", step=step)


def _describe_shortly(one: ObstacleCount) -> str:
    step = state.label_for("service_type", one.step.service)
    return f"{step}: {state.gettext(f'completeness.short_{one.obstacle}')}"


def format_share(cell: Cell) -> str:
    """Format the share of people, or say that it may not be told or that nobody was counted."""
    if not cell.people > 0:
        return state.gettext("completeness.no_people")
    if np.isnan(cell.percent):
        return state.gettext("completeness.few", least=MIN_FREQUENCY)
    return state.gettext("completeness.percent", percent=round(cell.percent))


def _list_cells(result: CompletenessResult, plans_index: int) -> list[Cell]:
    """List the cells of one situation: everybody, then the zones with the most people."""
    plans = result.plans[plans_index]
    zones = sorted(count_by_zone(result, plans), key=lambda cell: -cell.people)
    shown = zones if st.session_state.get(ALL_ZONES_KEY) else zones[:MAX_ZONES]
    return [count_all(result, plans), *shown]


def _show_button(cell: Cell, place: tuple[int, int], *, is_open: bool) -> None:
    reason = "" if not cell.obstacles else _describe_shortly(cell.obstacles[0])
    share = format_share(cell)
    st.button(
        f"**{share}** :small[{labels.escape_markdown(reason)}]" if reason else f"**{share}**",
        key=f"cell_{_find_level(cell)}_{'open' if is_open else 'shut'}_{place[0]}_{place[1]}",
        width="stretch",
        on_click=_open_cell,
        args=(cell, place[1]),
    )


def _select_situation(result: CompletenessResult) -> int:
    """Show the choice of a situation, which only phones have, and return its column."""
    situations = [plans.situation for plans in result.plans]
    chosen = st.selectbox(
        state.gettext("completeness.situation"),
        situations,
        format_func=lambda code: state.label_for("situation", code),
        key=SITUATION_KEY,
        persist_state="session",
    )
    return situations.index(chosen)


def _show_one_situation(column_number: int) -> None:
    """Hide the columns of all other situations where there is no room for them."""
    st.html(
        "<style>@media (max-width: 899px) {.st-key-matrix [data-testid='stColumn']"
        f":not(:first-child):not(:nth-child({column_number + 2})) {{display: none}}}}</style>"
    )


def _open_cell(cell: Cell, line_number: int) -> None:
    st.session_state[SITUATION_KEY] = cell.plans.situation
    st.session_state[LINE_KEY] = line_number


def _find_level(cell: Cell) -> str:
    if np.isnan(cell.percent):
        return UNKNOWN_LEVEL
    return next((name for least, name in LEVELS if cell.percent >= least), LOWEST_LEVEL)

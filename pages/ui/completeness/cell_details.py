"""What a cell of the matrix opens: its list of reasons by step, and its map."""

from __future__ import annotations

import numpy as np
from markupsafe import Markup

from geo.cartography.layers import (
    MapLayer,
    boundary_layer,
    gap_layer,
    service_layer,
    zone_layer,
)
from geo.completeness.counts import Cell
from geo.completeness.gaps import build_gap_areas
from geo.completeness.records import MAX_OPENING_WAIT_MIN, CompletenessResult
from geo.layers.population_text import format_outside
from geo.privacy.small_counts import MIN_FREQUENCY, disclosed_count
from geo.privacy.view import View
from geo.routes.rounded_minutes import round_minutes_up
from pages.ui import map_layers as layers_of_map
from pages.ui import state
from pages.ui.completeness import matrix
from pages.ui.widgets import display


def show_cell(cell: Cell) -> None:
    """Show whose pathway it is, for how many it is whole, and what is in the way of the others."""
    zone = cell.zone or state.gettext("completeness.all_zones")
    situation = state.label_for("situation", cell.plans.situation)
    display.show_heading(f"{zone} · {situation}")
    if not np.isnan(cell.complete) and cell.people > 0:
        display.show_text(
            state.gettext_html(
                "completeness.of_people",
                complete=disclosed_count(cell.complete),
                people=disclosed_count(cell.people),
            )
        )
    if not np.isnan(cell.women_complete) and cell.women > 0:
        display.show_text(
            state.gettext_html(
                "completeness.of_women",
                complete=disclosed_count(cell.women_complete),
                women=disclosed_count(cell.women),
            )
        )
    if cell.obstacles:
        display.show_table(
            [
                state.gettext("completeness.head_obstacle"),
                state.gettext("completeness.head_people"),
            ],
            [
                (matrix.describe_obstacle(one), state.format_value(disclosed_count(one.people)))
                for one in cell.obstacles
            ],
            numeric_columns=(1,),
        )
    else:
        display.show_text(state.gettext("completeness.no_obstacle"))
    if np.isfinite(cell.minutes):
        display.show_text(
            state.gettext("completeness.minutes", minutes=round_minutes_up(cell.minutes))
        )


def show_method(result: CompletenessResult) -> None:
    """Show the method and the limits of the numbers."""
    request = result.request
    (_, moment), *_others = request.moments
    sentences = [
        state.gettext(
            "completeness.method",
            day=state.format_value(moment.date()),
            time=moment.strftime("%H:%M"),
            metres=round(request.safe_inside_m),
            wait=round(MAX_OPENING_WAIT_MIN),
        ),
        state.gettext("completeness.by_phone"),
    ]
    if result.is_aggregated:
        sentences.append(state.gettext("coverage.blocks", least=MIN_FREQUENCY))
    if result.off_street_people > 0:
        sentences.append(state.ngettext("coverage.off_street", round(result.off_street_people)))
    sentences += format_outside(result.outside, state.locale())
    display.show_caption(Markup(" ").join(sentences))


def map_layers(view: View, result: CompletenessResult | None, cell: Cell | None) -> list[MapLayer]:
    """Build the layers of a cell: where people live whose pathway is not whole."""
    if result is None or cell is None:
        return layers_of_map.community_layers(view, None)
    gaps = build_gap_areas(view, result, cell)
    numbers = [state.format_value(disclosed_count(people)) for people in gaps["people"]]
    named = gaps.assign(number=numbers, name=None, tip=None)
    types = [step.service for step in cell.plans.pathway.steps]
    services = view.services[view.services["type"].isin(types)]
    return [
        boundary_layer(view.community.boundary),
        zone_layer(view.zones, labels=False),
        gap_layer(named),
        service_layer(
            layers_of_map.add_popups(services[services.geometry.notna()].reset_index(drop=True))
        ),
    ]

"""Text and tables of a coverage result: uncovered people by zone, legend, method."""

from __future__ import annotations

from collections.abc import Hashable, Mapping

import numpy as np
import streamlit as st
from markupsafe import Markup

from geo.cartography import palette
from geo.coverage.records import CoverageResult, TravelThreshold
from geo.coverage.zone_coverage import list_zone_coverage
from geo.layers.population_text import format_outside, format_women
from geo.privacy.small_counts import MIN_FREQUENCY, disclosed_count
from geo.privacy.view import View
from geo.routes.rounded_minutes import round_minutes_up
from pages.ui import state
from pages.ui.widgets import display

COLUMNS = ("zone", "people", "women", "far")
MAX_ZONES_AT_ONCE = 10  # rows of the table; the other zones are one touch away


def show_headline(result: CoverageResult) -> None:
    """Show the number of uncovered people, and how many of ten are covered."""
    people = result.people
    if people is None or not people.people > 0 or np.isnan(people.uncovered):
        display.show_headline(state.gettext_html("coverage.unknown"))
        return
    uncovered = disclosed_count(people.uncovered)
    if uncovered == 0:
        display.show_headline(state.gettext_html("coverage.all"))
        return
    count = uncovered if isinstance(uncovered, int) else MIN_FREQUENCY
    sentence = state.ngettext_html("coverage.left", count, people=uncovered)
    tenths = round(10 * people.covered / people.people)
    key = {0: "coverage.hardly", 10: "coverage.nearly"}.get(tenths, "coverage.tenths")
    display.show_headline(Markup("{} {}").format(sentence, state.gettext_html(key, tenths=tenths)))


def show_outside(result: CoverageResult) -> None:
    """Show how many people live outside the boundary and are not counted."""
    for sentence in format_outside(result.outside, state.locale()):
        display.show_text(sentence)


def format_threshold(threshold: TravelThreshold) -> str:
    """Format a travel threshold."""
    if threshold.is_in_metres:
        return state.ngettext("coverage.metres", round(threshold.limit))
    return state.ngettext("coverage.minutes", round(threshold.limit))


def show_zone_table(view: View, result: CoverageResult) -> None:
    """Show by zone the uncovered people, the percentage covered, women, and travel time."""
    zones = list_zone_coverage(result, view.zones)
    if zones.empty:
        return
    farthest = float(np.nanmax(zones["minutes"].to_numpy(dtype=float), initial=0.0))
    heads = [state.gettext(f"coverage.head_{name}") for name in COLUMNS]
    rows = [
        (
            _format_zone(zone["zone"], float(zone["covered_percent"])),
            Markup("<b>{}</b>").format(_format_people(zone["people"])),
            _format_women(result, zone),
            _format_travel_time(zone, farthest),
        )
        for zone in zones.to_dict("records")
    ]
    display.show_collapsible_table(
        heads,
        rows,
        summary=state.ngettext("coverage.more_zones", len(rows) - MAX_ZONES_AT_ONCE),
        open_rows=MAX_ZONES_AT_ONCE,
        numeric_columns=(1, 2, 3),
    )


def _format_women(result: CoverageResult, zone: Mapping[Hashable, float]) -> str:
    """Format the women of a zone: exact, at least, or not known; empty where suppressed."""
    if not np.isnan(zone["women"]) or result.women is not None:
        return _format_people(zone["women"])
    least = zone["women_at_least"]
    if np.isnan(least) or round(least) < MIN_FREQUENCY:
        return state.gettext("coverage.not_known")
    return state.gettext("coverage.at_least", people=round(least))


def _format_zone(zone: str | None, percent: float) -> Markup:
    """Format a zone with its percentage below it: a column more would not fit on a phone."""
    name = zone or state.gettext("coverage.elsewhere")
    covered = state.gettext("coverage.zone_percent", percent=format_percent(percent))
    return Markup("{}<br><small>{}</small>").format(name, covered)


def format_percent(percent: float) -> str:
    """Format the percentage of a zone's people that is covered; an unknown one is said to be so."""
    if np.isnan(percent):
        return state.gettext("coverage.percent_unknown")
    return state.gettext("coverage.percent", percent=float(percent))


def _format_people(number: float) -> str:
    return "" if np.isnan(number) else state.format_value(disclosed_count(number))


def _format_travel_time(zone: Mapping[Hashable, float], longest_min: float) -> Markup:
    minutes = float(zone["minutes"])
    if not np.isfinite(minutes):
        has_uncovered = zone["people"] != 0 and not np.isnan(zone["people"])
        unreachable = has_uncovered and longest_min
        return Markup("{}").format(state.gettext("coverage.no_route") if unreachable else "")
    share = round(100 * minutes / longest_min) if longest_min else 0
    bar = Markup('<span class="bar"><i style="width:{}%"></i></span> {}')
    return bar.format(share, state.gettext("route.chip", minutes=round_minutes_up(minutes)))


def show_legend(result: CoverageResult) -> None:
    """Show the legend of gap area and catchment, on top of the map."""
    if result.gap_areas.empty and result.catchment is None:
        return
    rows = [("", palette.gap_swatch(), state.gettext("coverage.legend_gap"))]
    if result.catchment is not None:
        reached = state.gettext(
            "coverage.legend_reach", limit=format_threshold(result.request.threshold)
        )
        rows.insert(0, ("", palette.catchment_swatch(), reached))
    line = Markup('<div class="row"><i class="{}" style="{}"></i><span>{}</span></div>')
    lines = Markup("").join(line.format(*row) for row in rows)
    st.html(str(Markup('<div class="onmap counted">{}</div>').format(lines)))


def show_method(result: CoverageResult, *, safe_only: bool) -> None:
    """Show the method and the limits of the numbers."""
    sentences = []
    if not result.uses_streets:
        sentences.append(
            state.gettext("coverage.by_line", detour=float(result.detour_factor or 1.0))
        )
    else:
        sentences.append(state.gettext(f"coverage.by_street_{result.slot}"))
    if safe_only and result.uses_streets:
        sentences.append(state.gettext("coverage.safe", metres=round(result.request.safe_inside_m)))
    sentences.append(
        state.gettext("coverage.agreed", limit=format_threshold(result.request.threshold))
    )
    sentences.append(state.ngettext("coverage.counted", result.service_count))
    sentences.append(state.gettext("coverage.any_hours"))
    if result.confidential_count:
        sentences.append(state.ngettext("coverage.confidential", result.confidential_count))
    if result.placeless_count:
        sentences.append(state.ngettext("coverage.placeless", result.placeless_count))
    if result.off_street_people > 0:
        sentences.append(state.ngettext("coverage.off_street", round(result.off_street_people)))
    if result.off_street_service_count:
        sentences.append(
            state.ngettext("coverage.off_street_services", result.off_street_service_count)
        )
    if result.women is None:
        sentences.append(format_women(result.counted, state.locale()))
    sentences += _source_texts(result)
    display.show_caption(" ".join(sentences))


def _source_texts(result: CoverageResult) -> list[str]:
    """Format the data source and the disclosure rules for small counts."""
    small_count_rule = (
        []
        if result.disclosure_level == "blocks"
        else [state.gettext("coverage.small", least=MIN_FREQUENCY)]
    )
    if not result.is_aggregated:
        return [state.ngettext("coverage.source", result.counted.homes), *small_count_rule]
    aggregation_rule = state.gettext("coverage.blocks", least=MIN_FREQUENCY)
    return [
        state.ngettext("coverage.source_blocks", result.counted.homes),
        aggregation_rule,
        *small_count_rule,
    ]

"""What a scenario changes, in words: one sentence, a table by zone, and how it was measured."""

from __future__ import annotations

from collections.abc import Hashable, Mapping

import numpy as np
import pandas as pd
import streamlit as st
from markupsafe import Markup

from geo.cartography import palette
from geo.coverage.measurement import CoverageRequest
from geo.coverage.progress import GAPS
from geo.layers.layer_changes import Change
from geo.privacy.small_counts import MIN_FREQUENCY, disclosed_count
from geo.privacy.view import View
from geo.routes.rounded_minutes import round_minutes_up
from geo.scenarios.comparison import Comparison, compare
from pages.ui import cached_results, state
from pages.ui.coverage import coverage_summary
from pages.ui.widgets import display

COLUMNS = ("zone", "before", "after", "change")
MAX_ZONES_AT_ONCE = 8


def load_comparison(
    view: View, changes: tuple[Change, ...], request: CoverageRequest
) -> Comparison | None:
    """Compare coverage with and without changes; None without any."""
    if not changes:
        return None
    key = cached_results.coverage_key(view, request, safe_only=False)
    place = st.empty()

    def show_progress(share: float, step: str) -> None:
        # A touch meanwhile ends this run here, and the measurement with it.
        place.progress(min(share, 1.0), text=state.gettext(step))

    def measure() -> Comparison:
        show_progress(0.0, "scenarios.measuring")
        compared = compare(view, changes, request, progress=show_progress)
        show_progress(1.0, GAPS)
        _ = compared.gained_areas, compared.lost_areas
        return compared

    comparison = view.cache.get_or_compute(("comparison", changes, key), measure)
    place.empty()
    return comparison


def show_sentence(comparison: Comparison | None) -> None:
    """Show who is gained and who is lost, in one sentence."""
    if comparison is None:
        display.show_headline(state.gettext_html("scenarios.start"))
        return
    totals = comparison.totals
    if np.isnan(totals["gained"]):
        display.show_headline(state.gettext_html("coverage.unknown"))
        return
    parts = [
        _count_people(f"scenarios.{name}", float(totals[name]))
        for name in ("gained", "lost")
        if round(totals[name]) > 0
    ]
    none = state.gettext_html("scenarios.nothing_gained")
    display.show_headline(Markup(" ").join(parts) if parts else none)


def _count_people(key: str, number: float) -> Markup:
    count = disclosed_count(number)
    return state.ngettext_html(
        key, count if isinstance(count, int) else MIN_FREQUENCY, people=count
    )


def show_details(comparison: Comparison) -> None:
    """Show women, safe coverage and mean minutes, before and after; then the zones."""
    totals = comparison.totals
    rows = [
        (state.gettext(f"scenarios.row_{name}"), *cells)
        for name, cells in (
            ("people", _cells(totals, "covered")),
            ("safely", _cells(totals, "safely")),
            ("minutes", tuple(_minutes(totals[f"minutes_{side}"]) for side in ("before", "after"))),
        )
        if any(cells)
    ]
    heads = [state.gettext(f"scenarios.head_{name}") for name in ("what", "before", "after")]
    display.show_table(heads, rows, numeric_columns=(1, 2))
    for name in ("women_gained", "women_lost", "safely_gained", "safely_lost"):
        if round(np.nan_to_num(totals[name])) > 0:
            display.show_text(_count_people(f"scenarios.{name}", float(totals[name])))


def show_zones(comparison: Comparison) -> None:
    """Show the covered people of each zone, before and after."""
    zones = comparison.zones
    heads = [state.gettext(f"scenarios.head_{name}") for name in COLUMNS]
    rows = [
        (
            zone["zone"] or state.gettext("coverage.elsewhere"),
            _people(zone["covered_before"]),
            _people(zone["covered_after"]),
            _format_change(zone),
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


def show_legend(comparison: Comparison) -> None:
    """Show what the two kinds of areas on the map are."""
    rows = []
    if len(comparison.gained_areas):
        rows.append((palette.catchment_swatch(), state.gettext("scenarios.legend_gained")))
    if len(comparison.lost_areas):
        rows.append((palette.gap_swatch(), state.gettext("scenarios.legend_lost")))
    if rows:
        line = Markup('<div class="row"><i style="{}"></i><span>{}</span></div>')
        lines = Markup("").join(line.format(*row) for row in rows)
        st.html(str(Markup('<div class="onmap counted">{}</div>').format(lines)))


def show_method(view: View, comparison: Comparison, changes: tuple[Change, ...]) -> None:
    """Show what was measured, and what these numbers do not say."""
    request = comparison.measured.request
    limit = coverage_summary.format_threshold(request.threshold)
    sentences = [state.gettext("scenarios.method", limit=limit)]
    if comparison.is_net:
        sentences.append(state.gettext("scenarios.net"))
    if comparison.confidential_count:
        sentences.append(state.gettext("scenarios.confidential"))
    if view.community.unlit_factor == 1 and any(one.kind == "light_street" for one in changes):
        sentences.append(state.gettext("scenarios.light_without_factor"))
    if any(one.kind == "open_longer" for one in changes) and not request.open_only:
        sentences.append(state.gettext("scenarios.hours_not_counted"))
    if not np.isnan(comparison.totals["safely_before"]):
        sentences.append(state.gettext("coverage.safe", metres=round(request.safe_inside_m)))
    display.show_caption(" ".join(sentences))


def _cells(totals: pd.Series, name: str) -> tuple[str, ...]:
    return tuple(_people(float(totals[f"{name}_{side}"])) for side in ("before", "after"))


def _people(number: float) -> str:
    return "" if np.isnan(number) else state.format_value(disclosed_count(number))


def _minutes(minutes: float) -> str:
    if np.isnan(minutes):
        return ""
    return state.gettext("route.chip", minutes=round_minutes_up(float(minutes)))


def _format_change(zone: Mapping[Hashable, float]) -> Markup:
    """Format gained and lost people of a zone, each with its sign; an empty text for neither."""
    if np.isnan(zone["gained"]):
        return Markup("{}").format(state.gettext("coverage.percent_unknown"))
    signed = [
        Markup("<b>{}{}</b>").format(sign, _people(zone[name]))
        for sign, name in (("+", "gained"), ("−", "lost"))
        if round(zone[name]) > 0
    ]
    return Markup(" ").join(signed)

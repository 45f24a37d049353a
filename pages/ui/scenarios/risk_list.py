"""Which risk areas keep most people from a safe route: the places to put in order first."""

from __future__ import annotations

import streamlit as st

from geo.coverage.records import CoverageRequest
from geo.privacy.small_counts import disclosed_count
from geo.privacy.view import View
from geo.scenarios.risk_ranking import RiskRanking, rank_risk_areas
from pages.ui import state
from pages.ui.widgets import display
from pages.ui.widgets.errors import show_error
from pages.ui.widgets.long_task import run_on_request


def offer_ranking(view: View, request: CoverageRequest) -> None:
    """Show the ranking on request, where there are streets and risk areas with names for her."""
    if not view.has_streets or view.risk_areas.empty or view.audience == "public":
        return
    moment = request.departure_time or view.moment()
    time_key = view.slot(moment), moment.date()  # as for coverage
    key = ("risk_ranking", request.service_type, request.threshold, *time_key)
    with st.expander(state.gettext("ranking.title"), key="risk_ranking"), show_error():
        ranking = run_on_request(
            view,
            key,
            state.gettext("ranking.compute"),
            lambda progress: rank_risk_areas(view, request, progress=progress),
            name="ranking",
        )
        if ranking is not None:
            _show_ranking(ranking)


def _show_ranking(ranking: RiskRanking) -> None:
    if not ranking.areas:
        display.show_text(state.gettext("ranking.none"))
    else:
        heads = [state.gettext(f"ranking.head_{name}") for name in ("area", "people")]
        rows = [
            (
                state.gettext(
                    "ranking.area",
                    zone=one.zone or state.gettext("coverage.elsewhere"),
                    severity=one.severity,
                ),
                str(state.format_value(disclosed_count(one.people))),
            )
            for one in ranking.areas
        ]
        display.show_table(heads, rows, numeric_columns=(1,))
    compared, there = ranking.compared_count, ranking.area_count
    display.show_caption(state.gettext("ranking.limits", compared=compared, there=there))

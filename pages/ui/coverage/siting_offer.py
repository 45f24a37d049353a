"""Where to open services, on the coverage screen: choices, computation, chosen sites."""

from __future__ import annotations

from typing import cast

import geopandas as gpd
import streamlit as st
from markupsafe import Markup

from geo.cartography.layers import MapLayer, site_layer
from geo.coverage.records import CoverageRequest
from geo.model import WGS84
from geo.privacy.small_counts import disclosed_count
from geo.privacy.view import View
from geo.siting.candidate_sites import CandidateSource
from geo.siting.siting import Alternative, SitingRequest, SitingResult, choose_sites
from pages.ui import state
from pages.ui.widgets import display
from pages.ui.widgets.errors import show_error
from pages.ui.widgets.long_task import run_on_request

MAX_SITES = 5
SOLVER_SECONDS = 20.0
COUNT_KEY, SOURCE_KEY, SAFE_KEY = "siting_count", "siting_source", "siting_safe"
SOURCES: tuple[CandidateSource, ...] = ("services", "safe_zones", "streets")


def offer_siting(view: View, coverage: CoverageRequest) -> None:
    """Show where services of the requested type are best opened, for most people in time."""
    with st.expander(state.gettext("siting.title"), key="siting"), show_error():
        if coverage.threshold.is_in_metres:
            display.show_text(state.gettext("siting.needs_minutes"))
            return
        st.segmented_control(
            state.gettext("siting.count"),
            range(1, MAX_SITES + 1),
            default=1,
            key=COUNT_KEY,
            required=True,
            width="stretch",
        )
        st.selectbox(
            state.gettext("siting.source"),
            SOURCES,
            format_func=lambda one: state.label_for("siting.source", one),
            key=SOURCE_KEY,
        )
        if view.has_streets:
            st.toggle(state.gettext("siting.safe"), key=SAFE_KEY)
        request = _read_request(view, coverage)
        result = run_on_request(
            view,
            _make_key(view, request),
            state.gettext("siting.choose"),
            lambda progress: choose_sites(view, request, progress=progress),
            name="siting",
        )
        if result is not None:
            _show_result(result)


def make_site_layer(view: View, coverage: CoverageRequest) -> MapLayer:
    """Make the map layer of the sites chosen for what is asked now; empty before."""
    result = None
    if not coverage.threshold.is_in_metres and COUNT_KEY in st.session_state:
        key = _make_key(view, _read_request(view, coverage))
        result = cast("SitingResult | None", view.cache.find(key))
    if result is None:
        return site_layer(gpd.GeoSeries([], crs=WGS84))
    sites = result.candidates.iloc[list(result.solution.sites)]
    return site_layer(sites.geometry)


def _read_request(view: View, coverage: CoverageRequest) -> SitingRequest:
    return SitingRequest(
        coverage.service_type,
        int(st.session_state.get(COUNT_KEY) or 1),
        threshold_min=coverage.threshold.limit,
        requires_safety=bool(st.session_state.get(SAFE_KEY)) and view.has_streets,
        candidates=st.session_state.get(SOURCE_KEY) or SOURCES[0],
        moment=coverage.departure_time if view.has_streets else None,
        seconds=SOLVER_SECONDS,
    )


def _make_key(view: View, request: SitingRequest) -> tuple[object, ...]:
    """Make the key of a choice: of the moment, as for coverage, light and day count."""
    moment = None if request.moment is None else (view.slot(request.moment), request.moment.date())
    return (
        "siting",
        request.service_type,
        request.count,
        request.threshold_min,
        request.requires_safety,
        request.candidates,
        moment,
    )


def _show_result(result: SitingResult) -> None:
    """Show the sites with who would gain, what is proven, and the choices nearly as good."""
    gained = disclosed_count(max(result.after - result.before, 0.0))
    display.show_headline(
        state.gettext_html(
            "siting.gain",
            people=gained,
            before=disclosed_count(result.before),
            after=disclosed_count(result.after),
        )
    )
    heads = [state.gettext(f"siting.head_{name}") for name in ("site", "people")]
    rows = [
        (f"{number} · {_name_site(result, site)}", _format_people(gained))
        for number, (site, gained) in enumerate(
            zip(result.solution.sites, result.gained, strict=True), start=1
        )
    ]
    display.show_table(heads, rows, numeric_columns=(1,))
    display.show_bullets(_format_alternative(result, one) for one in result.alternatives)
    proof = state.gettext("siting.proven" if result.solution.is_proven else "siting.unproven")
    display.show_caption(f"{proof} {state.gettext('siting.limits')}")


def _format_alternative(result: SitingResult, alternative: Alternative) -> Markup:
    """Format a choice with one other site: how many people fewer it reaches."""
    fewer = result.solution.objective - alternative.objective
    return state.gettext_html(
        "siting.alternative" if round(fewer) > 0 else "siting.alternative_same",
        without=_name_site(result, alternative.without),
        instead=_name_site(result, alternative.instead),
        people=_format_people(max(fewer, 0.0)),
    )


def _format_people(number: float) -> str:
    return str(state.format_value(disclosed_count(number)))


def _name_site(result: SitingResult, site: int) -> str:
    """Name a site: what is there, else its position to about ten metres."""
    row = result.candidates.iloc[site]
    if isinstance(row["name"], str) and row["name"]:
        return row["name"]
    point = row.geometry
    return state.gettext("siting.corner", lat=f"{point.y:.4f}", lon=f"{point.x:.4f}")

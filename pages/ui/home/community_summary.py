"""Summary of a community: drawing sessions, feature counts, missing parts."""

from __future__ import annotations

from babel import dates
from markupsafe import Markup

from geo.cartography import palette
from geo.cartography.community_summary import CommunitySummary
from geo.cartography.risk_places import MIN_AGREEING_GROUPS
from geo.layers.population import Population
from geo.layers.population_text import format_population
from geo.privacy.view import View
from pages.ui import state
from pages.ui.widgets import display, missing_parts

LEGEND_SEVERITY = 3  # severity of the swatch that represents all risk areas: the middle one


def show_drawing_summary(summary: CommunitySummary) -> None:
    """
    Show how many groups and people drew the map, and the last date.

    Where areas are marked and no group is known, nothing: they came in a file, or the groups are
    not disclosed to the reader.
    """
    drawing_summary = summary.drawings
    if drawing_summary is None:
        if not summary.risk_places:
            display.show_text(state.gettext("home.nobody_drew"))
        return
    groups = state.ngettext_html("home.groups", drawing_summary.groups)
    people = state.ngettext("home.people", drawing_summary.participants)
    if drawing_summary.min_age is not None and drawing_summary.max_age is not None:
        people = state.gettext(
            "home.ages", people=people, least=drawing_summary.min_age, most=drawing_summary.max_age
        )
    last = dates.format_skeleton("MMMMd", drawing_summary.last_held_on, locale=state.locale())
    display.show_text(state.gettext_html("home.drawn", groups=groups, people=people, last=last))


def show_population(population: Population) -> None:
    """Show how many people and women live within the boundary, and how many outside."""
    sentences = format_population(population, state.locale())
    if sentences:
        display.show_text(" ".join(sentences))


def show_feature_counts(summary: CommunitySummary) -> None:
    """Show feature counts, each with its map symbol."""
    risk_lines = [_format_count("home.risk_places", summary.risk_places, "home.no_risk_places")]
    if summary.agreed_places:
        risk_lines.append(
            state.ngettext_html("home.agreed", summary.agreed_places, least=MIN_AGREEING_GROUPS)
        )
    is_empty = not summary.confidential_services + summary.placeless_services
    service_key = "home.no_services" if is_empty else None
    service_lines = [_format_count("home.services", summary.services, service_key)]
    if summary.confirmed_services:
        service_lines.append(
            state.ngettext_html("home.fresh", summary.confirmed_services, days=summary.fresh_days)
        )
    if summary.confidential_services:
        service_lines.append(
            state.ngettext_html("home.confidential", summary.confidential_services)
        )
    if summary.placeless_services:
        service_lines.append(state.ngettext_html("home.placeless", summary.placeless_services))
    safe_zone_line = _format_count("home.waiting", summary.safe_zones, "home.no_waiting")
    display.show_legend_rows(
        [
            ("", palette.risk_swatch(LEGEND_SEVERITY), Markup(" ").join(risk_lines)),
            ("", palette.safe_zone_swatch(), safe_zone_line),
            ("disc", palette.service_swatch(), Markup(" ").join(service_lines)),
        ]
    )


def _format_count(key: str, count: int, empty_key: str | None) -> Markup:
    """Format a count; where nothing is known yet, that is said in place of a 0."""
    if count or empty_key is None:
        return state.ngettext_html(key, count)
    return state.gettext_html(empty_key)


def show_missing_parts(view: View, summary: CommunitySummary, candidate_count: int) -> None:
    """Show the missing parts of the setup, if any, and what is to be confirmed."""
    lines = missing_parts.list_missing_parts(view, missing_parts.HOME_PARTS)
    lacks_parts = bool(lines)
    unconfirmed_count = summary.services - summary.confirmed_services
    if unconfirmed_count:
        lines.append(state.ngettext("home.unsure", unconfirmed_count, days=summary.fresh_days))
    if candidate_count:
        lines.append(state.ngettext("home.offered", candidate_count))
    if lines:
        missing_parts.show_missing_box(lines, where=lacks_parts)

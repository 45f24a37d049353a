"""Text of a route: comparison with another route, reasons, turn-by-turn directions."""

from __future__ import annotations

import streamlit as st
from markupsafe import Markup

from geo.cartography import palette
from geo.privacy.view import View
from geo.routes.closed_shortcuts import ClosedShortcut
from geo.routes.directions import build_instructions
from geo.routes.ferries import FerryRide, list_ferry_rides
from geo.routes.reasons import AvoidedRisk, UnavoidedRisk, explain_route
from geo.routes.rounded_minutes import round_minutes_up
from geo.routes.route import Route
from pages.ui import state
from pages.ui.cached_results import RouteSelection
from pages.ui.route import endpoints
from pages.ui.route.distance_text import format_distance
from pages.ui.widgets import contacts, display
from pages.ui.widgets.inputs import alternative_label

MIN_OFF_STREET_M = 40  # metres; shorter distances from a house to its street are not mentioned


def show_destination(view: View, selection: RouteSelection) -> None:
    """Show how to reach the service that the route leads to: hours, phone, address."""
    service = _find_destination_service(view, selection)
    if service is None:
        return
    name = display.cell_text(service["name"]) or state.label_for("service_type", service["type"])
    box = Markup('<div class="box"><h3>{}</h3>{}</div>')
    st.html(str(box.format(name, contacts.contact_html(service))))


def _find_destination_service(view: View, selection: RouteSelection) -> dict[str, object] | None:
    found = selection.result.service
    if found is not None:
        return {str(name): value for name, value in found.items()}
    end = endpoints.selected_end()
    rows = view.services[view.services["id"] == (end.service_id if end else None)]
    return None if rows.empty else {str(name): value for name, value in rows.iloc[0].items()}


def describe_difference(selection: RouteSelection) -> Markup:
    """Describe the differences in time and risk between the selected route and the other."""
    if selection.comparison_route is None:
        return state.ngettext_html("route.only", round_minutes_up(selection.route.minutes))
    extra_min = round_minutes_up(selection.route.minutes) - round_minutes_up(
        selection.comparison_route.minutes
    )
    avoided_m = round(selection.comparison_route.inside_risk_m) - round(
        selection.route.inside_risk_m
    )
    return Markup("{} {}").format(
        _format_time_difference(extra_min), _format_risk_difference(avoided_m)
    )


def _format_time_difference(extra_min: int) -> Markup:
    if extra_min == 0:
        return state.gettext_html("route.same_time")
    if extra_min > 0:
        return state.ngettext_html("route.minutes_more", extra_min)
    return state.ngettext_html("route.minutes_less", -extra_min)


def _format_risk_difference(avoided_m: int) -> Markup:
    if avoided_m == 0:
        return state.gettext_html("route.milder")
    if avoided_m > 0:
        return state.ngettext_html("route.metres_less", avoided_m)
    return state.ngettext_html("route.metres_more", -avoided_m)


def show_comparison(selection: RouteSelection) -> None:
    """Show time, length and risk of the selected route and of the one beside it."""
    count = len(selection.result.alternatives)
    other_index = count - 1 if selection.selected_index == 0 else 0
    rows = [
        _route_row(
            palette.safest_route_swatch(),
            alternative_label(selection.selected_index, count),
            selection.route,
        )
    ]
    if selection.comparison_route is not None:
        rows.append(
            _route_row(
                palette.direct_route_swatch(),
                alternative_label(other_index, count),
                selection.comparison_route,
            )
        )
    st.html(str(Markup('<div class="ways">{}</div>').format(Markup("").join(rows))))


def _route_row(swatch: str, name: str, route: Route) -> Markup:
    risk_m = round(route.inside_risk_m)
    row = Markup(
        '<div><i style="{}"></i><b>{}</b><span>{}</span><span>{}</span><small>{}</small></div>'
    )
    return row.format(
        swatch,
        name,
        state.gettext("route.chip", minutes=round_minutes_up(route.minutes)),
        format_distance(route.length_m),
        state.gettext("route.risk", metres=risk_m) if risk_m else state.gettext("route.no_risk"),
    )


def show_off_street_distances(selection: RouteSelection) -> None:
    """Show distances from the endpoints to the nearest street; the minutes include them."""
    result = selection.result
    for key, position in (
        ("route.off_start", result.origin),
        ("route.off_end", result.destination),
    ):
        metres = float(position.access_m[0])
        if metres > MIN_OFF_STREET_M:
            display.show_caption(state.gettext(key, metres=round(metres, -1)))
    if result.off_street_service_count:
        display.show_caption(
            state.ngettext("coverage.off_street_services", result.off_street_service_count)
        )


def show_reasons(view: View, selection: RouteSelection) -> None:
    """Show the reasons for the selected route."""
    reasons = explain_route(
        view, selection.route, other_route=selection.comparison_route or selection.route
    )
    groups = len(view.sessions)
    lines = [_format_ride(ride) for ride in list_ferry_rides(selection.route)]
    if (shortcut := selection.result.shortcut) is not None:
        lines.append(_format_shortcut(shortcut))
    if reasons.street_names:
        lines.append(state.gettext_html("reason.along", streets=_join_names(reasons.street_names)))
    if reasons.safe_zone_names:
        lines.append(
            state.gettext_html("reason.waiting", places=_join_names(reasons.safe_zone_names))
        )
    if reasons.avoided_risk:
        lines.append(_format_avoided_risk(reasons.avoided_risk, groups))
    lines += [_format_unavoided_risk(unavoided, groups) for unavoided in reasons.unavoided_risks]
    if not reasons.unavoided_risks:
        lines.append(state.gettext_html("reason.unmarked"))
    display.show_bullets(lines)


def _format_ride(ride: FerryRide) -> Markup:
    name = state.gettext(
        "step.ferry_named" if ride.name else "step.ferry_unnamed", name=ride.name or ""
    )
    return state.gettext_html("reason.ferry", ferry=name, minutes=round_minutes_up(ride.minutes))


def _format_shortcut(shortcut: ClosedShortcut) -> Markup:
    if shortcut.kind == "ferry":
        minutes = round_minutes_up(shortcut.shorter_minutes)
        return state.gettext_html("reason.shortcut_ferry", minutes=minutes)
    distance = format_distance(shortcut.shorter_m)
    return state.gettext_html(f"reason.shortcut_{shortcut.kind}", distance=distance)


def _format_avoided_risk(avoided: AvoidedRisk, session_total: int) -> Markup:
    metres = round(avoided.inside_risk_m)
    categories = _format_risk_categories(avoided.categories, avoided.session_count, session_total)
    if avoided.street_names:
        streets = _join_names(avoided.street_names)
        return state.gettext_html("reason.aside_named", streets=streets, why=categories)
    return state.gettext_html("reason.aside", metres=metres, why=categories)


def _format_unavoided_risk(unavoided: UnavoidedRisk, session_total: int) -> Markup:
    metres = round(unavoided.inside_risk_m)
    categories = _format_risk_categories(
        (unavoided.category,), unavoided.session_count, session_total
    )
    street = unavoided.street or state.gettext("reason.unnamed")
    key = "reason.bridge" if unavoided.bridge else "reason.passes"
    sentences = [state.gettext_html(key, street=street, metres=metres, why=categories)]
    if unavoided.is_unavoidable:
        sentences.append(state.gettext_html("reason.only"))
    return Markup(" ").join(sentences)


def _format_risk_categories(
    categories: tuple[str, ...], session_count: int, session_total: int
) -> str:
    category_names = _join_names(
        tuple(state.label_for("category", code).lower() for code in categories)
    )
    if not session_count:
        return category_names
    groups = max(session_total, session_count)  # a file may name groups never opened here
    return state.ngettext("reason.reported_by", session_count, why=category_names, groups=groups)


def _join_names(names: tuple[str, ...]) -> str:
    if len(names) == 1:
        return names[0]
    return state.gettext("list.and", first=", ".join(names[:-1]), last=names[-1])


def show_directions(selection: RouteSelection) -> None:
    """Show turn-by-turn directions of the selected route."""
    instructions = build_instructions(selection.route, locale=state.locale())
    display.show_steps(
        [
            (
                instruction.text,
                state.gettext("route.chip", minutes=max(1, round_minutes_up(instruction.minutes))),
            )
            for instruction in instructions
        ]
    )

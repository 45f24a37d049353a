"""Tables and legend of the map's layers."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from typing import Any

from markupsafe import Markup

from geo.cartography import palette
from geo.cartography.opening_text import describe_service_hours, format_opening_hours
from geo.cartography.risk_places import find_risk_places
from geo.model import TimeSlot
from geo.privacy.view import View
from pages.ui import state
from pages.ui.widgets import contacts, display

MAX_ROWS = 200  # rows a table shows; exports have all


def show_symbol_legend() -> None:
    """Show the legend of safe zones and services."""
    display.show_legend_rows(
        [
            ("", palette.safe_zone_swatch(), state.gettext_html("legend.waiting")),
            ("disc", palette.service_swatch(), state.gettext_html("legend.service")),
        ],
        side_by_side=True,
    )


def show_risk_places(view: View, slot: TimeSlot | None) -> None:
    """Show the risk places: location, category, severity, and how many groups marked them."""
    places = find_risk_places(view, slot=slot)
    groups = len(view.sessions)
    heads = [state.gettext(f"map.head_{name}") for name in ("place", "why", "level", "groups")]
    swatch = Markup('<i class="swatch" style="{}"></i>{}')
    rows = [
        (
            place["name"] or place["zone"] or state.gettext("map.nameless"),
            state.label_for("category", place["category"]),
            swatch.format(palette.risk_swatch(place["severity"]), place["severity"]),
            _format_groups(place["groups"], groups),
        )
        for place in places.to_dict("records")
    ]
    _show_collapsible_table(heads, rows, state.gettext("map.no_risk"))


def _format_groups(count: int, known_groups: int) -> str:
    """Format how many groups marked a place; of how many where all of them are known."""
    if not count:
        return ""
    if count > known_groups:  # a file may name groups that were never opened here
        return str(count)
    return state.gettext("map.of", count=count, groups=known_groups)


def show_services(view: View) -> None:
    """
    Show the services: name and address, opening hours, phone; confidential ones last.

    Where there is no phone that the reader may know, the gateway contact stands instead.
    """
    heads = [state.gettext(f"map.head_{name}") for name in ("service", "hours", "phone")]
    is_coordinator = view.audience == "coordinator"
    rows = [
        (
            _name_and_type(
                service["name"],
                state.label_for("service_type", service["type"]),
                display.cell_text(service.get("address")),
            ),
            _format_service_hours(
                service["opening_hours"],
                is_withheld=service["confidential"] and not is_coordinator,
            ),
            _format_phone(service),
        )
        for service in view.services.to_dict("records")
    ]
    _show_collapsible_table(heads, rows, state.gettext("map.no_services"))


def show_safe_zones(view: View) -> None:
    """Show the safe zones and their hours."""
    heads = [state.gettext(f"map.head_{name}") for name in ("place", "hours")]
    rows = [
        (
            _name_and_type(zone["name"], state.label_for("kind", zone["kind"])),
            _format_zone_hours(zone["hours"]),
        )
        for zone in view.safe_zones.to_dict("records")
    ]
    _show_collapsible_table(heads, rows, state.gettext("map.no_waiting"))


def _show_collapsible_table(
    headers: Sequence[str], rows: Sequence[Sequence[object]], empty_text: str
) -> None:
    """Show a table whose first rows are open and the others folded."""
    if not rows:
        display.show_caption(empty_text)
        return
    shown = rows[:MAX_ROWS]
    summary = state.ngettext("map.more", len(shown) - display.OPEN_ROWS)
    display.show_collapsible_table(headers, shown, summary=summary)
    if len(rows) > MAX_ROWS:
        display.show_text(state.ngettext("map.beyond", len(rows) - MAX_ROWS))


def _name_and_type(name: object, type_label: str, address: str | None = None) -> Markup:
    name_text = display.cell_text(name)
    small = [text for text in (type_label if name_text else None, address) if text]
    return Markup("{}{}").format(
        name_text or type_label,
        Markup("").join(Markup("<small>{}</small>").format(text) for text in small),
    )


def _format_service_hours(opening_hours: object, *, is_withheld: bool) -> Markup:
    if is_withheld:
        return Markup("{}").format(state.gettext("map.confidential"))
    hours = describe_service_hours(display.cell_text(opening_hours), state.locale())
    detail = Markup("<small>{}</small>").format(hours.detail) if hours.detail else ""
    return Markup("{}{}").format(hours.text, detail)


def _format_zone_hours(hours: object) -> str:
    text = format_opening_hours(display.cell_text(hours), state.locale())
    return text or state.gettext("map.unknown")


def _format_phone(service: dict[Hashable, Any]) -> Markup:
    """Format the phone, or else the gateway contact, as links; or that none is known."""
    return contacts.phone_html(
        display.cell_text(service["phone"]) or display.cell_text(service["gateway"])
    )

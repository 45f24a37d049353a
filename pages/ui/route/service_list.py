"""List of services where no street network is: distances by straight line, phones, hours."""

from __future__ import annotations

from collections.abc import Collection

import numpy as np
import streamlit as st
from markupsafe import Markup

from geo.layers.confidential_features import is_confidential
from geo.privacy.view import View
from geo.routes.straight_distances import list_services_by_distance
from pages.ui import state
from pages.ui.route import endpoints
from pages.ui.route.distance_text import format_distance
from pages.ui.widgets import contacts, display


def show_services_without_streets(view: View, *, types: Collection[str] | None = None) -> None:
    """
    Show services by their straight-line distance, and that it is one.

    Parameters
    ----------
    types
        Types of service; None, or types that no service has, means all.
    """
    start = endpoints.selected_start()
    origin = start.location if start is not None else None
    services = list_services_by_distance(view, origin, types=types)
    if types is not None and services.empty:
        services = list_services_by_distance(view, origin)
    if services.empty:
        display.show_headline(state.gettext_html("no_streets.no_services"))
        return
    display.show_headline(state.gettext_html("no_streets.title"))
    display.show_text(state.gettext("no_streets.about" if origin else "no_streets.press"))
    withheld = is_confidential(services)
    rows = [
        _service_html({str(name): value for name, value in row.items()}, is_withheld=bool(hidden))
        for row, hidden in zip(services.to_dict("records"), withheld, strict=True)
    ]
    display.show_caption(state.gettext("route.private"))
    st.html(str(Markup('<div class="boxes">{}</div>').format(Markup("").join(rows))))


def _service_html(service: dict[str, object], *, is_withheld: bool) -> Markup:
    kind = state.label_for("service_type", service["type"])
    name = None if is_withheld else display.cell_text(service["name"])
    distance_m = float(str(service["distance_m"]))
    details = [] if name is None else [kind]
    if not np.isnan(distance_m):
        details.append(state.gettext("no_streets.distance", distance=format_distance(distance_m)))
    elif not is_withheld and service["geometry"] is None:
        details.append(state.gettext("no_streets.no_place"))
    box = Markup('<div class="box"><h3>{}</h3><p>{}</p>{}</div>')
    contact = contacts.contact_html(service, is_withheld=is_withheld)
    return box.format(name or kind, " · ".join(details), contact)

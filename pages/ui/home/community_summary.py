"""A community at a glance, in words: who drew, what there is, what is still missing."""

from __future__ import annotations

import streamlit as st
from babel import dates
from markupsafe import Markup

from geo.cartography import palette
from geo.cartography.community_summary import CommunitySummary, DrawingSummary
from geo.cartography.risk_places import MIN_AGREEING_GROUPS
from geo.communities.setup_status import SetupItem
from pages.ui import state
from pages.ui.widgets import display

LEGEND_SEVERITY = 3  # the swatch that stands for all marked areas: the middle one


def show_drawing_summary(drawing_summary: DrawingSummary | None) -> None:
    """Say who drew the map, and when it was drawn last."""
    if drawing_summary is None:
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


def show_feature_counts(summary: CommunitySummary) -> None:
    """Count what is on the map, each with the sign it has there."""
    marked = [state.ngettext_html("home.risk_places", summary.risk_places)]
    if summary.agreed_places:
        marked.append(
            state.ngettext_html("home.agreed", summary.agreed_places, least=MIN_AGREEING_GROUPS)
        )
    doors = [state.ngettext_html("home.services", summary.services)]
    if summary.confirmed_services:
        doors.append(state.ngettext_html("home.fresh", summary.confirmed_services))
    if summary.confidential_services:
        doors.append(state.ngettext_html("home.confidential", summary.confidential_services))
    waiting = state.ngettext_html("home.waiting", summary.safe_zones)
    display.show_legend_rows(
        [
            ("", palette.risk_swatch(LEGEND_SEVERITY), Markup(" ").join(marked)),
            ("", palette.safe_zone_swatch(), waiting),
            ("disc", palette.service_swatch(), Markup(" ").join(doors)),
        ]
    )


def show_missing_parts(
    parts: list[SetupItem], summary: CommunitySummary, candidate_count: int
) -> None:
    """Tell what the map still lacks, where it lacks something."""
    lines = [state.gettext(f"home.lacks_{part.part}") for part in parts if not part.complete]
    unsure = summary.services - summary.confirmed_services
    if unsure:
        lines.append(state.ngettext("home.unsure", unsure))
    if candidate_count:
        lines.append(state.ngettext("home.offered", candidate_count))
    if lines:
        items = Markup("").join(Markup("<li>{}</li>").format(line) for line in lines)
        box = Markup('<div class="box"><h3>{}</h3><ul>{}</ul></div>')
        st.html(str(box.format(state.gettext("home.missing"), items)))

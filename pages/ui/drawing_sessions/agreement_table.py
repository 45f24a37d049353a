"""Table of the places that several groups marked: the same numbers as on the map."""

from __future__ import annotations

from collections import Counter

from markupsafe import Markup

from geo.cartography.consensus_layer import consensus_swatch
from geo.cartography.risk_places import name_places
from geo.privacy.view import View
from geo.workshop.agreed_areas import find_agreed_areas
from geo.workshop.consensus import Consensus
from pages.ui import state
from pages.ui.widgets import display

PLACES_AT_ONCE = 5  # rows; the other places are one touch away


def show_agreement(view: View, consensus: Consensus) -> None:
    """Show the places that at least two groups marked, those of most groups first."""
    areas = find_agreed_areas(consensus)
    if areas.empty:
        return
    named = name_places(view, areas)
    most_by_name: Counter[str] = Counter()
    columns = (named[name] for name in ("name", "zone", "sessions"))
    for street, zone, sessions in zip(*columns, strict=True):
        place = street or zone or state.gettext("map.nameless")
        most_by_name[place] = max(most_by_name[place], int(sessions))
    swatch = Markup('<i class="swatch" style="{}"></i>{}')
    rows = [
        (
            place,
            swatch.format(
                consensus_swatch(sessions),
                state.gettext("drawing_sessions.of", count=sessions, of=consensus.session_count),
            ),
        )
        for place, sessions in most_by_name.most_common()
    ]
    display.show_heading(state.gettext("drawing_sessions.where"))
    display.show_collapsible_table(
        [state.gettext("map.head_place"), state.gettext("map.head_groups")],
        rows,
        summary=state.ngettext("coverage.more_zones", len(rows) - PLACES_AT_ONCE),
        open_rows=PLACES_AT_ONCE,
    )

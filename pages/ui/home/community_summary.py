"""A community at a glance, in words: who drew, what there is, what is still missing."""

from __future__ import annotations

import streamlit as st
from babel import dates
from markupsafe import Markup

from geo.cartography import palette
from geo.cartography.community_summary import Drawn, Glance
from geo.cartography.risk_places import AGREEING
from geo.communities.setup_status import Standing
from pages.ui import state
from pages.ui.widgets import display

MARKED_LEVEL = 3  # the swatch that stands for all marked areas: the middle one


def drawn_by(drawn: Drawn | None) -> None:
    """Say who drew the map, and when it was drawn last."""
    if drawn is None:
        display.text(state.say("home.nobody_drew"))
        return
    groups = state.say_rich_plural("home.groups", drawn.groups)
    people = state.say_plural("home.people", drawn.people)
    if drawn.youngest is not None and drawn.oldest is not None:
        people = state.say("home.ages", people=people, least=drawn.youngest, most=drawn.oldest)
    last = dates.format_skeleton("MMMMd", drawn.last, locale=state.locale())
    display.text(state.say_rich("home.drawn", groups=groups, people=people, last=last))


def counts(seen: Glance) -> None:
    """Count what is on the map, each with the sign it has there."""
    marked = [state.say_rich_plural("home.marked", seen.places)]
    if seen.agreed:
        marked.append(state.say_rich_plural("home.agreed", seen.agreed, least=AGREEING))
    doors = [state.say_rich_plural("home.doors", seen.doors)]
    if seen.fresh:
        doors.append(state.say_rich_plural("home.fresh", seen.fresh))
    if seen.reserved:
        doors.append(state.say_rich_plural("home.reserved", seen.reserved))
    waiting = state.say_rich_plural("home.waiting", seen.safe_zones)
    display.counted(
        [
            ("", palette.risk_swatch(MARKED_LEVEL), Markup(" ").join(marked)),
            ("", palette.safe_swatch(), waiting),
            ("disc", palette.door_swatch(), Markup(" ").join(doors)),
        ]
    )


def missing(parts: list[Standing], seen: Glance, offered: int) -> None:
    """Tell what the map still lacks, where it lacks something."""
    lines = [state.say(f"home.lacks_{part.part}") for part in parts if not part.done]
    unsure = seen.doors - seen.fresh
    if unsure:
        lines.append(state.say_plural("home.unsure", unsure))
    if offered:
        lines.append(state.say_plural("home.offered", offered))
    if lines:
        items = Markup("").join(Markup("<li>{}</li>").format(line) for line in lines)
        box = Markup('<div class="box"><h3>{}</h3><ul>{}</ul></div>')
        st.html(str(box.format(state.say("home.missing"), items)))

"""Where groups agree, in words and on the map; and what the group that is tended just drew."""

from __future__ import annotations

from collections import Counter

import streamlit as st
from markupsafe import Markup

from geo.cartography.consensus_layer import ink_swatch
from geo.cartography.layers import Layer, agreement_layer, group_layer
from geo.model import SLOTS
from geo.privacy.view import View
from geo.workshop.consensus import Consensus
from geo.workshop.consensus_areas import Among, agreement, asked_sessions, group_marks
from pages.ui import map_layers, state
from pages.ui.drawing_sessions import mark_text, session_list
from pages.ui.widgets import auto_refresh, display, map_view

HECTARE_M2 = 10_000.0
STEPS = 5  # swatches of the legend
AGES, SLOT = "among_ages", "among_slot"


def ask_among(view: View) -> None:
    """Ask which groups, and for which time of the day; the map above listens."""
    counts = Counter(one.age_band for one in asked_sessions(state.store(), view))
    if not counts:
        return

    def band(ages: str) -> str:
        return state.say_plural("session.of_ages", counts[ages], ages=session_list.ages(ages))

    label = state.say("session.whose")
    st.pills(
        label, sorted(counts, key=session_list.from_to), format_func=band, default=None, key=AGES
    )
    st.segmented_control(
        state.say("session.when"),
        SLOTS,
        default=None,
        format_func=lambda code: state.word("holds", code),
        key=SLOT,
        width="stretch",
    )


def show_map(view: View) -> None:
    """Show where groups agree, and what the tended one drew, as it arrives."""
    auto_refresh.kept_up(
        lambda: map_view.show_map(view, _layers(state.view()), key="session_map"),
        going=session_list.going(view),
    )


def show_sentence(view: View) -> None:
    """Say on how much ground most groups agree, as marks arrive."""
    auto_refresh.kept_up(lambda: _sentence(_found(state.view())), going=session_list.going(view))


def legend(view: View) -> None:
    """Explain the violet on the map: the more groups, the darker."""
    of = _found(view).sessions
    if of == 0:
        return
    cell = Markup('<span><i style="{}"></i><b>{}</b></span>')
    steps = sorted({max(1, round(1 + (of - 1) * step / (STEPS - 1))) for step in range(STEPS)})
    cells = Markup("").join(cell.format(ink_swatch(count), count) for count in steps)
    words = Markup("<b>{}</b>").format(state.say("session.legend"))
    box = Markup('<div class="onmap"><p>{}</p><div class="levels">{}</div></div>')
    st.html(str(box.format(words, cells)))


def _among() -> Among:
    return Among(age_band=st.session_state.get(AGES), slot=st.session_state.get(SLOT))


def _found(view: View) -> Consensus:
    """Lay the marks over each other, once for what is there."""
    among = _among()
    asked = {one.code for one in asked_sessions(state.store(), view, among)}
    drew = tuple(
        (one.code, one.shared_at, one.agreed_on, one.drawn_at)
        for one in session_list.all_here(view)
        if one.code in asked
    )
    key = ("agreement", among, tuple(sorted(asked)), drew)
    return view.kept.get(key, lambda: agreement(state.store(), view, among))


def _layers(view: View) -> list[Layer]:
    answer = _found(view)
    of = answer.sessions
    chips = [state.say("session.of", count=int(n), of=of) for n in answer.pieces["sessions"]]
    layers = [
        *map_layers.everything(view, None, ()),
        agreement_layer(answer.pieces.assign(chip=chips)),
    ]
    here = session_list.chosen(view)
    if here is None or not session_list.tends():
        return layers
    own = group_marks(state.store(), view, here.code, tends=True)
    return [*layers, group_layer(map_layers.with_tips(own, mark_text.told))]


def _sentence(answer: Consensus) -> None:
    if answer.sessions == 0:
        display.big(state.say_rich("session.nobody_yet"))
        return
    most = int(answer.pieces["sessions"].max()) if len(answer.pieces) else 0
    if most < 2:
        display.big(state.say_rich_plural("session.no_agreement", answer.sessions))
        return
    ground = round(answer.area_m2(at_least=2) / HECTARE_M2, 1)
    display.big(state.say_rich("session.agreement", most=most, of=answer.sessions, ground=ground))

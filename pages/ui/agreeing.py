"""Where groups agree, in words and on the map."""

from __future__ import annotations

import streamlit as st
from markupsafe import Markup

from geo.maps.agreement import ink_swatch
from geo.maps.layers import Layer, agreement_layer
from geo.model import SLOTS
from geo.privacy.view import View
from geo.workshop.consensus import Consensus
from geo.workshop.together import ALL, Among, agreement, asked_sessions
from pages.ui import drawn, groups, show, state

HECTARE_M2 = 10_000.0


def ask_among(view: View) -> Among:
    """Ask which groups, and for which time of the day."""
    bands = sorted({one.age_band for one in asked_sessions(state.store(), view)})
    if not bands:
        return ALL
    band = st.pills(
        state.say("session.whose"), bands, format_func=groups.ages, default=None, key="among_ages"
    )
    slot = st.segmented_control(
        state.say("session.when"),
        SLOTS,
        default=None,
        format_func=lambda code: state.word("holds", code),
        key="among_slot",
        width="stretch",
    )
    return Among(age_band=band, slot=slot)


def found(view: View, among: Among) -> Consensus:
    """Lay the marks over each other, once for what is there."""
    shared = tuple(one.code for one in asked_sessions(state.store(), view, among))
    key = ("agreement", among, shared)
    return view.kept.get(key, lambda: agreement(state.store(), view, among))


def layers(view: View, among: Among) -> list[Layer]:
    """Draw where groups agree."""
    answer = found(view, among)
    of = answer.sessions
    chips = [state.say("session.of", count=int(n), of=of) for n in answer.pieces["sessions"]]
    return [*drawn.everything(view, None, ()), agreement_layer(answer.pieces.assign(chip=chips))]


def sentence(view: View, among: Among) -> None:
    """Say on how much ground most groups agree."""
    answer = found(view, among)
    if answer.sessions == 0:
        show.big(state.say_rich("session.nobody_yet"))
        return
    most = int(answer.pieces["sessions"].max()) if len(answer.pieces) else 0
    if most < 2:
        show.big(state.say_rich_plural("session.no_agreement", answer.sessions))
        return
    ground = answer.area_m2(at_least=2) / HECTARE_M2
    show.big(
        state.say_rich("session.agreement", most=most, of=answer.sessions, ground=round(ground, 1))
    )


def legend(view: View, among: Among) -> None:
    """Explain the violet: the more groups, the darker."""
    of = found(view, among).sessions
    if of == 0:
        return
    cell = Markup('<span><i style="{}"></i><b>{}</b></span>')
    steps = sorted({1, max(1, of // 4), max(1, of // 2), max(1, 3 * of // 4), of})
    cells = Markup("").join(cell.format(ink_swatch(count), count) for count in steps)
    show.heading(state.say("session.legend"))
    st.html(str(Markup('<div class="levels">{}</div>').format(cells)))

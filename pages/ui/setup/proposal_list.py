"""Open proposals: a coordinator looks at each and decides, a proposer may withdraw her own."""

from __future__ import annotations

from datetime import UTC, datetime

import streamlit as st
from babel.dates import format_timedelta

from geo.access.proposals import decline_proposal, list_open_proposals, withdraw_proposal
from geo.cartography.layers import boundary_layer, outline_layer, view_layer
from geo.communities.proposal_acceptance import (
    ProposalEffect,
    accept_proposal,
    preview_proposal,
)
from geo.layers.population import count_population, divide_population
from geo.layers.population_text import format_outside
from geo.privacy.view import View
from geo.store.proposals import Proposal
from pages.ui import state
from pages.ui.setup import completion_message, setup_map
from pages.ui.visitor import current_visitor
from pages.ui.widgets import display
from pages.ui.widgets.errors import show_error

SHOWN_KEY, DECISION_KEY = "proposal:shown", "proposal:decision"
MAX_SAMPLE_ROWS = 10


def show_hint(view: View) -> None:
    """Tell a coordinator at the top of the screen how many proposals wait."""
    if _decides():
        count = len(state.with_store(list_open_proposals, view.community.slug))
        if count:
            display.show_text(state.gettext("proposal.waiting", count=count))


def show_proposals(view: View) -> None:
    """Show the open proposals that concern the visitor, and carry out what she decided."""
    _carry_out_decision(view)
    proposals = state.with_store(list_open_proposals, view.community.slug)
    if not proposals:
        return
    title = "proposal.title" if _decides() else "proposal.own_title"
    display.show_heading(state.gettext(title))
    for proposal in proposals:
        with show_error(), st.container(key=f"proposal_{proposal.id}"):
            display.show_text(_format_proposal(proposal))
            if _decides():
                _show_decision(view, proposal)
            else:
                display.show_caption(state.gettext("proposal.undecided"))
                _show_decision_button("withdraw", proposal.id)


def _decides() -> bool:
    return current_visitor().role == "coordinator"


def _format_proposal(proposal: Proposal) -> str:
    age = proposal.proposed_at - datetime.now(UTC)
    return state.gettext(
        "proposal.line",
        account=proposal.account,
        layer=state.label_for("layer", proposal.target),
        action=state.gettext(f"proposal.action.{proposal.action}"),
        rows=proposal.row_count,
        when=format_timedelta(age, locale=state.locale(), add_direction=True),
    )


def _show_decision(view: View, proposal: Proposal) -> None:
    """Show what acceptance changes, once it is asked for, and only then the buttons."""
    if st.session_state.get(SHOWN_KEY) != proposal.id:
        st.button(
            state.gettext("proposal.look"),
            key=f"look_{proposal.id}",
            on_click=_select_proposal,
            args=(proposal.id,),
        )
        return
    _show_decision_button("decline", proposal.id)  # also where it does not fit any longer
    effect = state.with_store(preview_proposal, view.community.slug, proposal.id)
    _show_effect(view, effect)
    _show_decision_button("accept", proposal.id, effect.fingerprint)


def _show_effect(view: View, effect: ProposalEffect) -> None:
    if effect.boundary is not None:
        display.show_text(state.gettext("proposal.boundary_effect"))
        layers = [
            boundary_layer(view.community.boundary),
            outline_layer(effect.boundary),
            view_layer(effect.boundary.bounds),
        ]
        middle = effect.boundary.centroid
        setup_map.show_setup_map(view, layers, key="proposed_map", centre=(middle.y, middle.x))
        return
    display.show_text(state.gettext("proposal.effect", added=effect.added, removed=effect.removed))
    features = effect.features
    if features is None:
        return
    if "people" in features:
        population = divide_population(features, view.community.boundary)
        people = count_population(population.counted).people
        display.show_text(state.gettext("proposal.people", people=people))
        for sentence in format_outside(population.outside, state.locale()):
            display.show_text(sentence)
    if "name" not in features:  # homes
        return
    if "confidential" in features:
        features = features[~features["confidential"].fillna(False).astype(bool)]
    names = features["name"].dropna().head(MAX_SAMPLE_ROWS)
    display.show_table([state.gettext("proposal.first_rows")], [[name] for name in names])


def _show_decision_button(decision: str, proposal_id: str, fingerprint: str = "") -> None:
    st.button(
        state.gettext(f"proposal.{decision}"),
        key=f"{decision}_{proposal_id}",
        type="primary" if decision == "accept" else "secondary",
        on_click=_remember_decision,
        args=(decision, proposal_id, fingerprint),
    )


def _select_proposal(proposal_id: str) -> None:
    st.session_state[SHOWN_KEY] = proposal_id


def _remember_decision(decision: str, proposal_id: str, fingerprint: str) -> None:
    st.session_state[DECISION_KEY] = (decision, proposal_id, fingerprint)


def _carry_out_decision(view: View) -> None:
    """Carry out what was decided on in the run before, on the effect that was shown then."""
    decision, proposal_id, fingerprint = st.session_state.pop(DECISION_KEY, ("", "", ""))
    slug = view.community.slug
    if not decision:
        return
    done = {"accept": "accepted", "decline": "declined", "withdraw": "withdrawn"}[decision]
    with show_error():
        if decision == "accept":
            state.with_store(accept_proposal, slug, proposal_id, fingerprint=fingerprint)
        elif decision == "decline":
            state.with_store(decline_proposal, slug, proposal_id)
        else:
            state.with_store(withdraw_proposal, slug, proposal_id)
        completion_message.rerun_with_message([state.gettext(f"proposal.{done}")])

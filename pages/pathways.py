"""What helps, and in which order? A pathway: read, put in order, worded, checked by the network."""

from geo.pathways.own import pathway_of
from pages.ui import (
    frame,
    pathway_ask,
    pathway_past,
    pathway_saving,
    pathway_steps,
    pathway_told,
    state,
)
from pages.ui.faults import show_error

view = state.view()
with frame.sheet(state.say("pathways.title")):
    pathway_told.dress()
    with show_error():
        situation = pathway_ask.ask_situation()
        pathway = pathway_of(view, situation)
        pathway_told.tell_state(pathway)
        pathway_saving.show_told()
        for number in range(len(pathway.steps)):
            pathway_steps.show(view, pathway, number)
        if pathway_saving.tends():
            pathway_ask.offer_step(view, pathway)
            pathway_ask.offer_verified(view, pathway)
        pathway_told.tell_sources(pathway)
    if pathway_saving.tends():
        with show_error():
            pathway_past.show_past(view, situation)

"""What helps, and in which order? A pathway: read, put in order, worded, checked by the network."""

from geo.pathways.versions import pathway_of
from pages.ui import state
from pages.ui.pathways import history, inputs, saving, step_cards, step_text
from pages.ui.shell import layout
from pages.ui.widgets.errors import show_error

view = state.view()
with layout.sheet(state.say("pathways.title")):
    step_text.dress()
    with show_error():
        situation = inputs.ask_situation()
        pathway = pathway_of(view, situation)
        step_text.tell_state(pathway)
        saving.show_told()
        for number in range(len(pathway.steps)):
            step_cards.show(view, pathway, number)
        if saving.tends():
            inputs.offer_step(view, pathway)
            inputs.offer_verified(view, pathway)
        step_text.tell_sources(pathway)
    if saving.tends():
        with show_error():
            history.show_past(view, situation)

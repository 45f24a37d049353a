"""Pathways screen: read, reorder, edit and verify the institutional steps of a pathway."""

from geo.pathways.versions import get_pathway
from pages.ui import state
from pages.ui.pathways import history, inputs, saving, step_cards, step_text
from pages.ui.shell import layout
from pages.ui.widgets.errors import show_error

view = state.view()
with layout.single_column(state.gettext("pathways.title")):
    step_text.load_stylesheet()
    with show_error():
        with layout.section("pathway_intro"):
            situation = inputs.select_situation()
            pathway = get_pathway(view, situation)
            step_text.show_status(pathway)
            saving.show_message()
        with layout.section("pathway_steps"):
            for number in range(len(pathway.steps)):
                step_cards.show_card(view, pathway, number)
        with layout.section("pathway_outro"), show_error():
            if saving.can_edit_pathways():
                inputs.show_next_step(pathway)
                inputs.show_verify_button(view, pathway)
                inputs.show_add_step(view, pathway)
            step_text.show_sources(pathway)
            if saving.can_edit_pathways():
                history.show_history(view, situation)

"""Where do I go first? A place, what happened, since when; then the doors that help, in order."""

from functools import partial

from geo.pathways.versions import pathway_of
from geo.support.planning import plan_support
from pages.ui import state
from pages.ui.route import endpoints
from pages.ui.shell import layout
from pages.ui.support import downloads, inputs, plan_map, stop_list
from pages.ui.widgets import display, map_view
from pages.ui.widgets.errors import show_error, show_fault

view = state.view()
screen = layout.screen(state.say("support.title"))
plan = None

with screen.ask, show_error():
    inputs.questions(view)

with screen.say, show_error():
    if fault := endpoints.fault():
        show_fault(fault)
    question = inputs.question(view)
    if question is not None:
        pathway = pathway_of(view, question.situation)
        make = partial(plan_support, view, question, pathway)
        plan = plan_map.remembered(view, question, pathway, make)

with screen.map, show_error():
    drawn = plan_map.layers(view, plan)
    map_view.show_map(view, drawn, key="support_map", touched=inputs.touch)

with screen.say, show_error():
    if plan is None:
        display.big(state.say_rich(f"support.hint_{'what' if endpoints.start() else 'where'}"))
        display.text(state.say("support.you_choose_all"))
        display.soft(state.say("way.private"))
        downloads.offer_poster(view)
    else:
        stop_list.show_all(view, plan)
        stop_list.total(plan)
        display.soft(state.say("support.you_choose_all"))
        if not plan.pathway.verified:
            display.soft(state.say("support.starter"))
        downloads.offer_poster(view)
        stop_list.always(plan)
        with layout.foot():
            downloads.offer(view, plan)

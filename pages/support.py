"""Where do I go first? A place, what happened, since when; then the doors that help, in order."""

from functools import partial

from geo.pathways.own import pathway_of
from geo.support.planning import plan_support
from pages.ui import ends, frame, maps, show, state, stops, support_ask, support_map, taking_along
from pages.ui.faults import show_error, show_fault

view = state.view()
screen = frame.screen(state.say("support.title"))
plan = None

with screen.ask, show_error():
    support_ask.questions(view)

with screen.say, show_error():
    if fault := ends.fault():
        show_fault(fault)
    question = support_ask.question(view)
    if question is not None:
        pathway = pathway_of(view, question.situation)
        make = partial(plan_support, view, question, pathway)
        plan = support_map.remembered(view, question, pathway, make)

with screen.map, show_error():
    drawn = support_map.layers(view, plan)
    maps.show_map(view, drawn, key="support_map", touched=support_ask.touch)

with screen.say, show_error():
    if plan is None:
        show.big(state.say_rich(f"support.hint_{'what' if ends.start() else 'where'}"))
        show.text(state.say("support.you_choose_all"))
        show.soft(state.say("way.private"))
        taking_along.offer_poster(view)
    else:
        stops.show_all(view, plan)
        stops.total(plan)
        show.soft(state.say("support.you_choose_all"))
        if not plan.pathway.verified:
            show.soft(state.say("support.starter"))
        taking_along.offer_poster(view)
        stops.always(plan)
        with frame.foot():
            taking_along.offer(view, plan)

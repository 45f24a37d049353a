"""Who is left far away? A service, a longest way, and the people beyond it."""

from functools import partial

from geo.exchange.answers import write_coverage
from pages.ui import ask, drawn, files, frame, load, maps, reaching, state
from pages.ui.faults import show_error

view = state.view()
screen = frame.screen(state.say("coverage.title"))
answer = None

with screen.ask, show_error():
    wanted = ask.reach(view)
    safely = ask.only_quiet(view)
with screen.say, show_error():
    answer = load.coverage(view, wanted, safely=safely)

with screen.map, show_error():
    layers = drawn.coverage(view, answer) if answer else drawn.everything(view, None)
    maps.show_map(view, layers, key="coverage_map", whole=True)

with screen.say, show_error():
    if answer:
        reaching.sentence(answer)
        reaching.legend(answer)
        reaching.by_zone(answer)
        ask.daylight(view, "coverage", state.say("coverage.when"))
        reaching.method(view, answer, safely=safely)
        with frame.foot():
            files.offer(
                state.say("show.download"),
                f"{view.community.slug}-coverage.gpkg",
                partial(write_coverage, view, answer),
            )

"""Who is left far away? A service, a longest way, and the people beyond it."""

from functools import partial

from geo.exports.results import write_coverage
from pages.ui import cached_results, map_layers, state
from pages.ui.coverage import coverage_summary
from pages.ui.shell import layout
from pages.ui.widgets import downloads, inputs, map_view
from pages.ui.widgets.errors import show_error

view = state.view()
screen = layout.screen(state.say("coverage.title"))
answer = None

with screen.ask, show_error():
    wanted = inputs.reach(view)
    safely = inputs.only_quiet(view)
with screen.say, show_error():
    answer = cached_results.coverage(view, wanted, safely=safely)

with screen.map, show_error():
    layers = map_layers.coverage(view, answer) if answer else map_layers.everything(view, None)
    map_view.show_map(view, layers, key="coverage_map", whole=True)

with screen.say, show_error():
    if answer:
        coverage_summary.sentence(answer)
        coverage_summary.legend(answer)
        coverage_summary.by_zone(answer)
        inputs.daylight(view, "coverage", state.say("coverage.when"))
        coverage_summary.method(view, answer, safely=safely)
        with layout.foot():
            downloads.offer(
                state.say("show.download"),
                f"{view.community.slug}-coverage.gpkg",
                partial(write_coverage, view, answer),
            )

"""Completeness screen: for whom whole pathways can be walked in time, by zone and situation."""

from pages.ui import state
from pages.ui.completeness import cell_details, completeness_progress, matrix
from pages.ui.shell import layout
from pages.ui.widgets import map_view, missing_parts
from pages.ui.widgets.errors import show_error

view = state.view()
screen = layout.create_screen(state.gettext("completeness.title"))
result = cell = None

with screen.input_panel, show_error():
    missing_parts.stop_without_extent(view, missing_parts.COMPLETENESS_PARTS)
    matrix.show_style()
    light = matrix.select_light()
    if view.has_streets:
        result = completeness_progress.load_with_progress(view, light)
    if result:
        matrix.show_sentence(result)
        cell = matrix.show_matrix(result)

with screen.map_panel, show_error():
    layers = cell_details.map_layers(view, result, cell)
    map_view.show_map(view, layers, key="completeness_map", opening=map_view.complete_extent(view))

with screen.result_panel, show_error():
    if result and cell:
        cell_details.show_cell(cell)
        cell_details.show_method(result)
    missing_parts.show_missing_parts(view, missing_parts.COMPLETENESS_PARTS)

"""The map layer of where people live, and its legend: dots, or tiles where they are many."""

from __future__ import annotations

from itertools import pairwise

from markupsafe import Markup

from geo.cartography import demand_tiles, palette
from geo.cartography.layers import MapLayer, demand_layer, demand_tile_layer
from geo.privacy.view import View
from pages.ui import state
from pages.ui.visitor import encode_map_reader
from pages.ui.widgets import display


def build_people_layer(view: View) -> MapLayer:
    """Build the layer; where the points are many, the browser asks for the tiles that it shows."""
    if not demand_tiles.load_demand_index(view).needs_tiles:
        return demand_layer(view.demand)
    slug = view.community.slug
    reader = encode_map_reader(slug, view.audience)
    address = f"{demand_tiles.TILE_URL_PREFIX}/{slug}/{reader}/{view.community.layers_version}"
    texts = {
        "square": state.gettext("tip.people_square", people="{people}", side="{side}"),
        "dot": state.gettext("tip.people_dot", people="{people}"),
        "few": state.gettext("tip.people_few"),
        "missing": state.gettext("tip.people_missing"),
        "locale": state.locale(),
    }
    return demand_tile_layer(address + "/{z}/{x}/{y}.json", texts)


def show_people_legend(view: View) -> None:
    """Show what squares and dots mean, and how many places have an unknown number of people."""
    index = demand_tiles.load_demand_index(view)
    if index.needs_tiles:
        display.show_caption(state.gettext("legend.people_per_hectare"))
        display.show_legend_rows(_density_rows(), side_by_side=True)
    if len(index.x):
        key = "legend.people_dot_near" if index.needs_tiles else "legend.people_dot"
        display.show_legend_rows([("disc", palette.dot_swatch(), state.gettext_html(key))])
    if index.unknown_count:
        display.show_caption(state.ngettext("legend.people_unknown", index.unknown_count))


def _density_rows() -> list[tuple[str, str, Markup]]:
    classes = palette.DENSITY_CLASSES
    limits = [one.people_per_hectare for one in classes[1:]]
    texts = [state.gettext_html("legend.below", high=limits[0])]
    texts += [
        state.gettext_html("legend.between", low=low, high=high) for low, high in pairwise(limits)
    ]
    texts.append(state.gettext_html("legend.from", low=limits[-1]))
    return [
        ("", palette.density_swatch(one), text) for one, text in zip(classes, texts, strict=True)
    ]

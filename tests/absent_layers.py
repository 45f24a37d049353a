"""
Communities of which layers are absent or partly known, held in memory.

One store gives each layer the form in which it is read; views then combine layers without writing
anything, so that many combinations cost little.
"""

from __future__ import annotations

from itertools import combinations, count, product

import geopandas as gpd
import pandas as pd

from geo.cached_property import cached_property
from geo.layers.street_rows import TURN_RESTRICTION_COLUMNS
from geo.model import LAYER_NAMES, WGS84, Community
from geo.network.street_network import build_street_network
from geo.privacy.disclosure_context import DisclosureContext
from geo.privacy.view import View
from geo.store import open_store
from geo.store.communities import add_community
from geo.store.layers import read_layer
from geo.store.streets import read_ferries
from tests.feature_edits import add_features
from tests.privacy.unrecorded import UnrecordedDisclosure
from tests.village import (
    SLUG,
    Street,
    box,
    doors,
    edges,
    homes,
    on_earth,
    risk_areas,
    safe_zones,
    zones,
)

#   c     the boundary ends at x = 600; the first two homes and the third lie near a–b, the fourth
#   │     on the boundary itself, and the last two live outside
#   a ── b
CORNERS = {"a": (0, 0), "b": (400, 0), "c": (0, 300)}
STREETS = edges(CORNERS, [Street("a", "b", name="Calle A"), Street("a", "c", name="Calle B")])
BOUNDARY = on_earth(box(-200, -200, 600, 500)).iloc[0]
ON_EDGE = BOUNDARY.exterior.interpolate(0.37, normalized=True)  # of a slanted edge, in degrees
HOMES = (  # spot, people, women; whether it lies within the boundary
    ((50, 5), 12, 6, True),
    ((55, 6), 12, 7, True),
    ((300, 5), 25, 12, True),
    ((0, 0), 30, 16, True),  # moved onto the boundary below
    ((700, 0), 23, 11, False),
    ((705, 0), 25, 12, False),
)
ZONES = zones((box(-300, -300, 200, 600), "1", "Oeste"), (box(200, -300, 900, 600), "2", "Este"))
OPEN = doors(((0, 0), "health"), ((390, 0), "police"), ((700, 0), "legal_aid"))
WITH_CONFIDENTIAL = doors(
    ((0, 0), "health"), ((390, 0), "health", True), (None, "police"), ((390, 0), "shelter", True)
)
KNOWN = {"all": lambda _: True, "some": lambda row: row % 2 == 0, "none": lambda _: False}
ABSENT = "absent"
OPTIONS = {
    "boundary": (ABSENT, "drawn"),
    "streets": (ABSENT, "drawn"),
    "demand": (ABSENT, *KNOWN),
    "services": (ABSENT, "open", "confidential"),
    "zones": (ABSENT, "drawn"),
    "risk_areas": (ABSENT, "drawn"),
    "safe_zones": (ABSENT, "drawn"),
}
_numbers = count()


def draw_homes(women):
    """Draw the homes; of some, or of all, the women are not known."""
    rows = [
        (spot, people, known if KNOWN[women](row) else None)
        for row, (spot, people, known, _) in enumerate(HOMES)
    ]
    frame = homes(*rows)
    frame.loc[3, "geometry"] = ON_EDGE
    return frame


DRAWN = {
    "demand": {name: draw_homes(name) for name in KNOWN},
    "services": {"open": OPEN, "confidential": WITH_CONFIDENTIAL},
    "zones": {"drawn": ZONES},
    "risk_areas": {"drawn": risk_areas((box(150, -9, 250, 9), 5, "night"))},
    "safe_zones": {"drawn": safe_zones(box(300, -10, 330, 10))},
}


def list_all(*names):
    """List all combinations of some layers; the others are drawn in the last of their options."""
    fixed = {name: options[-1:] for name, options in OPTIONS.items() if name not in names}
    chosen = {**{name: OPTIONS[name] for name in names}, **fixed}
    return [dict(zip(chosen, values, strict=True)) for values in product(*chosen.values())]


def list_covering():
    """
    List few combinations in which every pair of options of two layers occurs.

    Each layer absent alone, all absent, and all drawn are among them.
    """
    full = {name: options[-1] for name, options in OPTIONS.items()} | {"demand": "all"}
    listed = [full, dict.fromkeys(OPTIONS, ABSENT)]
    listed += [full | {name: ABSENT} for name in OPTIONS]
    wanted = {pair for one in list_all(*OPTIONS) for pair in _pairs(one)}
    wanted -= {pair for one in listed for pair in _pairs(one)}
    everything = list_all(*OPTIONS)
    while wanted:
        best = max(everything, key=lambda one: len(wanted & set(_pairs(one))))
        listed.append(best)
        wanted -= set(_pairs(best))
    return listed


def _pairs(combination):
    return [frozenset(pair) for pair in combinations(combination.items(), 2)]


def name_combination(combination):
    """Name a combination by what is not simply drawn."""
    return "-".join(f"{name}:{option}" for name, option in combination.items() if option != "drawn")


def read_drawn_layers(folder):
    """Read each option of each layer as a store gives it; absent ones are empty."""
    store = open_store(folder)
    frames = {}
    for layer, options in DRAWN.items():
        for option, features in options.items():
            slug = f"{layer.replace('_', '-')}-{option}"
            add_community(store, Community(slug, slug))
            add_features(store, slug, layer, features)
            frames[layer, option] = read_layer(store, slug, layer)
    add_community(store, Community("empty", "Vacío"))
    frames |= {(layer, ABSENT): read_layer(store, "empty", layer) for layer in LAYER_NAMES}
    frames["ferries", ABSENT] = read_ferries(store, "empty")
    store.close()
    return frames


class CombinedView(View):
    """The view of a community whose layers are given, and stored nowhere."""

    _network = build_street_network(STREETS)

    def __init__(self, frames, combination, audience="coordinator"):
        drawn = combination["streets"] != ABSENT
        community = Community(
            SLUG,
            "Servilleta",
            country="SV",
            timezone="America/El_Salvador",
            boundary=None if combination["boundary"] == ABSENT else BOUNDARY,
            streets_version=int(drawn),
        )
        super().__init__(None, community, audience)
        self._source = frames, combination
        self._frames = {name: frames[name, combination[name]] for name in LAYER_NAMES}
        self._number = next(_numbers)
        self.street_counts = {"edges": len(STREETS) if drawn else 0, "candidates": 0}
        self.sessions = []
        self.connectors = STREETS.iloc[:0]
        self.ferries = frames["ferries", ABSENT]
        self.turn_restrictions = pd.DataFrame(columns=TURN_RESTRICTION_COLUMNS)

    @cached_property
    def network(self):
        return self._network if self.has_streets else super().network

    @cached_property
    def data_bounds(self):
        return tuple(STREETS.total_bounds) if self.has_streets else super().data_bounds

    def _cache_key(self, name):
        return ("in memory", f"{SLUG}{self._number}", name), 0

    @cached_property
    def _disclosure(self):
        context = DisclosureContext(
            self._frames["demand"], self._frames["zones"], self.community.boundary
        )
        return UnrecordedDisclosure(context)

    def _unredacted_layer(self, name):
        return self._frames[name]

    def is_empty(self, name):
        return self._frames[name].empty

    def as_public(self):
        return CombinedView(*self._source, "public")

    def own_pathway(self, situation):  # noqa: ARG002 (as the view's)
        return None

    def record_audit(self, action, details):
        pass

    def base_map(self, bounds, *, last_rank):  # noqa: ARG002 (as the view's)
        columns = {name: [] for name in ("layer", "class", "name", "bridge", "steps", "rank")}
        return gpd.GeoDataFrame(columns, geometry=[], crs=WGS84)

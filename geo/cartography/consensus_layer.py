"""Where groups agree: what they marked, laid over each other, in violet; never in risk colours."""

from __future__ import annotations

import folium
import shapely
from geopandas import GeoDataFrame

from geo.cartography import leaflet_shapes
from geo.cartography.feature_rows import rows
from geo.cartography.leaflet_shapes import Shape
from geo.cartography.palette import VIOLET

INK_OF_ONE = 0.12  # opacity of the ground of one group; of more, laid over each other
MOST_INK = 0.72
# Groups: one agrees with nobody; where many drew, two or three would cover the map with numbers.
LABELLED_FROM, LABELLED_FROM_OF_MANY = 2, 4


def agreement_layer(pieces: GeoDataFrame) -> folium.FeatureGroup:
    """
    Draw how many groups marked the same ground.

    Parameters
    ----------
    pieces
        Polygons (EPSG:4326) that do not overlap, with `sessions`, and with `chip`: what is
        written where most agree, as "8 of 9".
    """
    drawn: list[Shape] = []
    for row in rows(pieces):
        drawn.append(leaflet_shapes.area(row.geometry, _look(int(str(row.values["sessions"])))))
    drawn += [leaflet_shapes.label(place, words, "agreed chip") for place, words in _peaks(pieces)]
    return leaflet_shapes.group("agreement", drawn)


def ink(sessions: int) -> float:
    """Tell the opacity of ground that so many groups marked: layers of one laid over each other."""
    return float(min(MOST_INK, 1 - (1 - INK_OF_ONE) ** sessions))


def ink_swatch(sessions: int) -> str:
    """Give the CSS of a legend swatch of ground that so many groups marked."""
    return f"background:{VIOLET};opacity:{ink(sessions):.2f}"


def _look(sessions: int) -> Shape:
    return {
        "pane": "amparo-risk",
        "color": VIOLET,
        "weight": 0.6,
        "opacity": 0.5,
        "fillColor": VIOLET,
        "fillOpacity": round(ink(sessions), 3),
    }


def _peaks(pieces: GeoDataFrame) -> list[tuple[tuple[float, float], str]]:
    """Write once on each ground that hangs together: where most groups marked it."""
    if pieces.empty or pieces["sessions"].max() < LABELLED_FROM:
        return []
    many = pieces["sessions"].max() >= LABELLED_FROM_OF_MANY
    several = pieces[pieces["sessions"] >= (LABELLED_FROM_OF_MANY if many else LABELLED_FROM)]
    found = []
    for ground in shapely.get_parts(shapely.union_all(several.geometry.to_numpy())):
        here = several[several.geometry.representative_point().within(ground)]
        top = here.sort_values("sessions", ascending=False, kind="stable").iloc[0]
        at = top.geometry.representative_point()
        found.append((int(top["sessions"]), (at.y, at.x), str(top["chip"])))
    # The first keeps its place where two would cover each other.
    found.sort(key=lambda peak: -peak[0])
    return [(place, words) for _, place, words in found]

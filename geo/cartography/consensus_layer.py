"""Where groups agree: what they marked, laid over each other, in violet; never in risk colours."""

from __future__ import annotations

import folium
import shapely
from geopandas import GeoDataFrame

from geo.cartography import leaflet_shapes
from geo.cartography.feature_rows import iterate_features
from geo.cartography.leaflet_shapes import LeafletShape
from geo.cartography.palette import VIOLET

SESSION_OPACITY = 0.12  # opacity of the ground of one group; of more, laid over each other
MAX_OPACITY = 0.72
# Groups: one agrees with nobody; where many drew, two or three would cover the map with numbers.
MIN_LABELLED_SESSIONS, MIN_LABELLED_SESSIONS_DENSE = 2, 4


def consensus_layer(pieces: GeoDataFrame) -> folium.FeatureGroup:
    """
    Draw how many groups marked the same ground.

    Parameters
    ----------
    pieces
        Polygons (EPSG:4326) that do not overlap, with `sessions`, and with `chip`: what is
        written where most agree, as "8 of 9".
    """
    drawn: list[LeafletShape] = []
    for row in iterate_features(pieces):
        drawn.append(
            leaflet_shapes.area_shape(
                row.geometry, _consensus_style(int(str(row.values["sessions"])))
            )
        )
    drawn += [
        leaflet_shapes.label_shape(place, words, "agreed chip")
        for place, words in _consensus_labels(pieces)
    ]
    return leaflet_shapes.feature_group("agreement", drawn)


def consensus_opacity(sessions: int) -> float:
    """Tell the opacity of ground that so many groups marked: layers of one laid over each other."""
    return float(min(MAX_OPACITY, 1 - (1 - SESSION_OPACITY) ** sessions))


def consensus_swatch(sessions: int) -> str:
    """Give the CSS of a legend swatch of ground that so many groups marked."""
    return f"background:{VIOLET};opacity:{consensus_opacity(sessions):.2f}"


def _consensus_style(sessions: int) -> LeafletShape:
    return {
        "pane": "amparo-risk",
        "color": VIOLET,
        "weight": 0.6,
        "opacity": 0.5,
        "fillColor": VIOLET,
        "fillOpacity": round(consensus_opacity(sessions), 3),
    }


def _consensus_labels(pieces: GeoDataFrame) -> list[tuple[tuple[float, float], str]]:
    """Write once on each ground that hangs together: where most groups marked it."""
    if pieces.empty or pieces["sessions"].max() < MIN_LABELLED_SESSIONS:
        return []
    many = pieces["sessions"].max() >= MIN_LABELLED_SESSIONS_DENSE
    several = pieces[
        pieces["sessions"] >= (MIN_LABELLED_SESSIONS_DENSE if many else MIN_LABELLED_SESSIONS)
    ]
    found = []
    for ground in shapely.get_parts(shapely.union_all(several.geometry.to_numpy())):
        here = several[several.geometry.representative_point().within(ground)]
        top = here.sort_values("sessions", ascending=False, kind="stable").iloc[0]
        at = top.geometry.representative_point()
        found.append((int(top["sessions"]), (at.y, at.x), str(top["chip"])))
    # The first keeps its place where two would cover each other.
    found.sort(key=lambda peak: -peak[0])
    return [(place, words) for _, place, words in found]

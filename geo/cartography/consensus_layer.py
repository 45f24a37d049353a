"""Folium layer of consensus: how many drawing sessions marked an area, in violet opacity."""

from __future__ import annotations

import folium
import shapely
from geopandas import GeoDataFrame

from geo.cartography import leaflet_shapes
from geo.cartography.feature_rows import iterate_features
from geo.cartography.leaflet_shapes import LeafletShape
from geo.cartography.palette import VIOLET

SESSION_OPACITY = 0.12  # of the area of one group; several are composited
MAX_OPACITY = 0.72
AGREED_STYLE: LeafletShape = {
    "pane": "amparo-risk",
    "color": VIOLET,
    "weight": 3,
    "opacity": 1.0,
    "fill": False,
}
# Sessions from which an area gets a label. One session is no consensus; where many sessions
# overlap, labels of two or three would cover the map.
MIN_LABELLED_SESSIONS, MIN_LABELLED_SESSIONS_DENSE = 2, 4


def consensus_layer(pieces: GeoDataFrame, *, labels: bool = True) -> folium.FeatureGroup:
    """
    Draw how many groups marked the same area.

    Parameters
    ----------
    pieces
        Polygons (EPSG:4326) that do not overlap, with `sessions`, and with `chip`: the
        label where most groups agree, as "8 of 9".
    labels
        False leaves the labels out.
    """
    shapes: list[LeafletShape] = []
    for row in iterate_features(pieces):
        shapes.append(
            leaflet_shapes.area_shape(
                row.geometry, _consensus_style(int(str(row.values["sessions"])))
            )
        )
    shapes += [
        leaflet_shapes.label_shape(latlng, text, "agreed chip")
        for latlng, text in (_consensus_labels(pieces) if labels else ())
    ]
    return leaflet_shapes.feature_group("agreement", shapes)


def agreed_area_layer(areas: GeoDataFrame) -> folium.FeatureGroup:
    """
    Draw outlines of agreed areas with their numbers, as a list beside the map names them.

    Parameters
    ----------
    areas
        Polygons (EPSG:4326), with `number`, and `chosen`: whether the outline is complete.
    """
    shapes: list[LeafletShape] = []
    for row in iterate_features(areas):
        style = {**AGREED_STYLE, "dashArray": None if row.values["chosen"] else "4 6"}
        shapes.append(leaflet_shapes.area_shape(row.geometry, style))
        point = row.geometry.representative_point()
        number = row.values["number"]
        shapes.append(leaflet_shapes.label_shape((point.y, point.x), number, "agreed chip"))
    return leaflet_shapes.feature_group("agreed areas", shapes)


def consensus_opacity(sessions: int) -> float:
    """Compute the fill opacity for a number of sessions: that of one, composited as often."""
    return float(min(MAX_OPACITY, 1 - (1 - SESSION_OPACITY) ** sessions))


def consensus_swatch(sessions: int) -> str:
    """Build the CSS of a legend swatch for a number of sessions."""
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
    """Place one label on each connected area: where most sessions overlap."""
    if pieces.empty or pieces["sessions"].max() < MIN_LABELLED_SESSIONS:
        return []
    is_dense = pieces["sessions"].max() >= MIN_LABELLED_SESSIONS_DENSE
    threshold = MIN_LABELLED_SESSIONS_DENSE if is_dense else MIN_LABELLED_SESSIONS
    labelled = pieces[pieces["sessions"] >= threshold]
    peaks = []
    for area in shapely.get_parts(shapely.union_all(labelled.geometry.to_numpy())):
        inside = labelled[labelled.geometry.representative_point().within(area)]
        peak = inside.sort_values("sessions", ascending=False, kind="stable").iloc[0]
        point = peak.geometry.representative_point()
        peaks.append((int(peak["sessions"]), (point.y, point.x), str(peak["chip"])))
    # Where two labels collide, the browser keeps the first in the list.
    peaks.sort(key=lambda peak: -peak[0])
    return [(latlng, text) for _, latlng, text in peaks]

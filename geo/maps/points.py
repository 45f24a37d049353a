"""A place that somebody pointed at."""

from __future__ import annotations

import folium
from markupsafe import Markup

from geo.maps import shapes


def point_layer(lat: float, lon: float, *, label: str | None = None) -> folium.FeatureGroup:
    """Mark one place [degrees] with a violet ring and, if there is one, its label."""
    drawn = [shapes.sign((lat, lon), Markup("<i></i>"), "start", tip=label)]
    if label:
        drawn.append(shapes.label((lat, lon), label, "start", clear=14))
    return shapes.group("point", drawn)

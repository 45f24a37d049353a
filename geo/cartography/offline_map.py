"""Folium map whose scripts, styles, fonts and tiles all come from this server."""

from __future__ import annotations

from dataclasses import asdict

import folium
from folium.template import Template

from geo.cartography import assets, fonts, palette
from geo.cartography.escaping import dump_script_json

TILE_URL_PREFIX = "/amparo/tiles"
MIN_ZOOM, MAX_ZOOM = 8, 18
# The browser draws a tile 512 px wide, so tiles of zoom 16 serve map zoom 17 unscaled and map zoom
# 18 overzoomed: each of their 4096 units is 15 cm.
MAX_DATA_ZOOM = 16

LatLngBounds = tuple[float, float, float, float]


class OfflineMap(folium.Map):
    """
    A Folium map without resources of other hosts.

    Its script depends on its options alone. streamlit-folium identifies a map by a hash of its
    script, so the same options keep the map on screen from one run to the next.

    Parameters
    ----------
    options
        Arguments of `Amparo.open` in the browser: see `create_map`.
    """

    _template = Template(
        """
        {% macro header(this, kwargs) %}
            <meta name="viewport" content="width=device-width, initial-scale=1"/>
        {% endmacro %}
        {% macro html(this, kwargs) %}
            <div class="folium-map" id="{{ this.get_name() }}" ></div>
        {% endmacro %}
        {% macro script(this, kwargs) %}
            var {{ this.get_name() }} = Amparo.open(
                "{{ this.get_name() }}", {{ this.options_script }}
            );
        {% endmacro %}
        """
    )

    default_js = [  # noqa: RUF012 (Folium's own attribute, read by streamlit-folium)
        (name, assets.asset_url(package, name))
        for package, name in (
            ("leaflet", "leaflet.js"),
            ("protomaps", "protomaps-leaflet.js"),
            ("map", "fonts.js"),
            ("map", "line_placement.js"),
            ("map", "basemap_labels.js"),
            ("map", "basemap.js"),
            ("map", "patterns.js"),
            ("map", "marker_labels.js"),
            ("map", "people_tiles.js"),
            ("map", "shape_layers.js"),
            ("map", "frame.js"),
        )
    ]
    default_css = [  # noqa: RUF012 (as default_js)
        ("leaflet_css", assets.asset_url("leaflet", "leaflet.css")),
        ("frame_css", assets.asset_url("map", "frame.css")),
    ]

    def __init__(self, options: dict[str, object]) -> None:
        super().__init__(tiles=None)
        self._options = options

    @property
    def open_options(self) -> dict[str, object]:
        """Arguments of `Amparo.open`, for a page that opens the map by its own script."""
        return dict(self._options)

    @property
    def options_script(self) -> str:
        """The options as a script literal."""
        return dump_script_json(self._options)

    def number_opening(self, number: int) -> OfflineMap:
        """Open the map anew where the number differs, also at the same bounds."""
        if number:
            self._options = {**self._options, "opening": number}
        return self

    def disable_double_click_zoom(self) -> OfflineMap:
        """Disable zooming by double click, for maps where two quick taps select two positions."""
        self._options = {**self._options, "steady": True}
        return self


def create_map(
    view_bounds: LatLngBounds,
    community_slug: str,
    tiles_version: int,
    attribution: str,
    *,
    max_bounds: LatLngBounds | None = None,
) -> OfflineMap:
    """
    Create the map of a community.

    Create a new one in every run, because Folium attaches layers to it. As long as the arguments
    are equal, the browser keeps the map on screen.

    Parameters
    ----------
    view_bounds
        West, south, east, north of the initial view [degrees].
    community_slug, tiles_version
        Slug and version of the base map; every import of streets increments the version.
    attribution
        Plain text in the corner: the source of the streets, or that they are invented.
    max_bounds
        West, south, east, north beyond which the map cannot be moved; None leaves it free.
    """
    return OfflineMap(
        {
            "view": _latlng_corners(view_bounds),
            "limits": _latlng_corners(max_bounds) if max_bounds else None,
            "zooms": [MIN_ZOOM, MAX_ZOOM, MAX_DATA_ZOOM],
            "tiles": f"{TILE_URL_PREFIX}/{community_slug}/{tiles_version}/{{z}}/{{x}}/{{y}}.mvt",
            "attribution": attribution,
            "palette": palette.palette_tokens(),
            "fonts": _font_options(),
        }
    )


def _latlng_corners(bounds: LatLngBounds) -> list[list[float]]:
    west, south, east, north = (round(float(degree), 6) for degree in bounds)
    return [[south, west], [north, east]]


def _font_options() -> dict[str, object]:
    faces = [
        {**asdict(face), "file": assets.asset_url("noto-sans", face.file)}
        for face in fonts.list_font_faces()
    ]
    return {"family": fonts.FONT_FAMILY, "faces": faces}

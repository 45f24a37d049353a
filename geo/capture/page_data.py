"""Page data of the capture file: that of the drawing page, in every language."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import zlib
from dataclasses import dataclass
from typing import Any

import shapely

from geo import language
from geo.capture import inlined_assets
from geo.capture.offline_tiles import TileBundle
from geo.cartography.map_extent import community_bounds
from geo.cartography.offline_map import MAX_ZOOM, create_map
from geo.cartography.tiles import RANK_ZOOM_OFFSET
from geo.osm.attribution import format_attribution
from geo.privacy.view import View
from geo.store.database import Store
from geo.store.installation_secret import load_installation_secret
from geo.workshop.drawing_sessions import format_session_code
from geo.workshop.vocabulary import list_mark_vocabulary, list_place_names

CAPTURE_FORMAT = 1  # version of the submission format, which the reader checks
STORAGE_ID_PURPOSE = "capture"  # purpose of an installation secret
BOUNDARY_DECIMALS = 5  # of a degree: a metre, as wide as the line of the boundary


@dataclass(frozen=True)
class CapturePageData:
    """
    Data embedded in the page.

    Attributes
    ----------
    page
        As for the drawing page, and `languages`, `pictures`, `boundary`, `file`, `format`.
    tiles, packed_names
        Tiles by "zoom/x/y"; the names on the map. Deflated and base64-encoded.
    """

    page: dict[str, Any]
    tiles: dict[str, str]
    packed_names: str


def build_page_data(
    store: Store, view: View, bundle: TileBundle, *, locale: str, code: str
) -> CapturePageData:
    """
    Build the data of the page: of the community only public data.

    Parameters
    ----------
    view
        For the public.
    code
        Code of its drawing session; empty if it has none yet.
    """
    slug = view.community.slug
    names = list_place_names(store, slug)
    languages = {one: _language_data(one, code) for one in language.list_locales()}
    text = json.dumps([list(languages.values()), names], ensure_ascii=False)
    page = {
        "canvas": _canvas_data(view, bundle, text, locale),
        "boundary": _boundary_geojson(view),
        "locale": locale,
        **languages[locale],
        "languages": languages,
        "pictures": inlined_assets.inline_pictures(),
        "community": slug,
        "session": code,
        "place": view.community.name,
        "file": _storage_id(store, slug, code),
        "format": CAPTURE_FORMAT,
    }
    tiles = {name: base64.b64encode(tile).decode() for name, tile in bundle.tiles.items()}
    return CapturePageData(page, tiles, _pack_json(names))


def _language_data(locale: str, code: str) -> dict[str, Any]:
    group = language.gettext("draw.group", locale, code=format_session_code(code)) if code else ""
    return {
        "language_name": _language_name(locale),
        "texts": {
            **language.texts_by_prefix("draw.", locale),
            **language.texts_by_prefix("capture_page.", locale),
            "leave": language.gettext("menu.leave", locale),
        },
        "name": group or language.gettext("capture_page.here", locale),
        **list_mark_vocabulary(locale),
    }


def _language_name(locale: str) -> str:
    name = language.gettext(f"language.{locale}", locale)
    if language.read_catalogue_state(locale) == "draft":
        return language.gettext("language.as_draft", locale, name=name)
    return name


def _canvas_data(view: View, bundle: TileBundle, text: str, locale: str) -> dict[str, Any]:
    community = view.community
    source = format_attribution(community, locale)
    map_ = create_map(community_bounds(view), community.slug, community.streets_version, source)
    lowest, highest = bundle.zoom_range
    return {
        **map_.open_options,
        "tiles": None,  # embedded in the page
        "zooms": [lowest + RANK_ZOOM_OFFSET, MAX_ZOOM, highest],
        "fonts": inlined_assets.inline_fonts([text, community.name, source]),
    }


def _boundary_geojson(view: View) -> dict[str, Any] | None:
    if view.community.boundary is None:
        return None
    line = shapely.set_precision(view.community.boundary.boundary, 10**-BOUNDARY_DECIMALS)
    geojson: dict[str, Any] = json.loads(shapely.to_geojson(line))
    return geojson


def _storage_id(store: Store, slug: str, code: str) -> str:
    """
    Key under which a phone stores the marks of this file, separate from other files.

    A new file for the same session has the same key, and finds marks stored by the earlier one.
    """
    secret = load_installation_secret(store, STORAGE_ID_PURPOSE)
    return hmac.new(secret, f"{slug}\n{code}".encode(), hashlib.sha256).hexdigest()[:16]


def _pack_json(value: object) -> str:
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    return base64.b64encode(zlib.compress(text.encode(), 9)).decode()

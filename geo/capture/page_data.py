"""What the one file is told when it opens: as the drawing page, in every language at once."""

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

CAPTURE_FORMAT = 1  # of what the file writes; a reader knows by it what to expect
STORAGE_ID_PURPOSE = "capture"  # of a secret of this installation
BOUNDARY_DECIMALS = 5  # of a degree of the boundary: a metre, as wide as its line


@dataclass(frozen=True)
class CapturePageData:
    """
    What the page holds as data.

    Attributes
    ----------
    page
        As the drawing page is told, and `languages`, `pictures`, `boundary`, `file`, `format`.
    tiles, packed_names
        Tiles by "zoom/x/y"; the names on the map. Deflated, and written in base64.
    """

    page: dict[str, Any]
    tiles: dict[str, str]
    packed_names: str


def build_page_data(
    store: Store, view: View, bundle: TileBundle, *, locale: str, code: str
) -> CapturePageData:
    """
    Gather what the file is told: of the community only what everybody may see.

    Parameters
    ----------
    view
        As the public sees it.
    code
        Of the drawing session it is for; empty where it is for none yet.
    """
    slug = view.community.slug
    names = list_place_names(store, slug)
    tongues = {one: _language_data(one, code) for one in language.list_locales()}
    text = json.dumps([list(tongues.values()), names], ensure_ascii=False)
    page = {
        "canvas": _canvas_data(view, bundle, text, locale),
        "boundary": _boundary_geojson(view),
        "locale": locale,
        **tongues[locale],
        "languages": tongues,
        "pictures": inlined_assets.inline_pictures(),
        "community": slug,
        "session": code,
        "place": view.community.name,
        "file": _storage_id(store, slug, code),
        "format": CAPTURE_FORMAT,
    }
    ground = {name: base64.b64encode(tile).decode() for name, tile in bundle.tiles.items()}
    return CapturePageData(page, ground, _pack_json(names))


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
    own = language.gettext(f"language.{locale}", locale)
    if language.read_catalogue_state(locale) == "draft":
        return language.gettext("language.as_draft", locale, name=own)
    return own


def _canvas_data(view: View, bundle: TileBundle, text: str, locale: str) -> dict[str, Any]:
    community = view.community
    source = format_attribution(community, locale)
    map_ = create_map(community_bounds(view), community.slug, community.streets_version, source)
    lowest, highest = bundle.zoom_range
    return {
        **map_.open_options,
        "tiles": None,  # the page has them
        "zooms": [lowest + RANK_ZOOM_OFFSET, MAX_ZOOM, highest],
        "fonts": inlined_assets.inline_fonts([text, community.name, source]),
    }


def _boundary_geojson(view: View) -> dict[str, Any] | None:
    if view.community.boundary is None:
        return None
    line = shapely.set_precision(view.community.boundary.boundary, 10**-BOUNDARY_DECIMALS)
    told: dict[str, Any] = json.loads(shapely.to_geojson(line))
    return told


def _storage_id(store: Store, slug: str, code: str) -> str:
    """
    Name what a phone keeps of this file, apart from what it keeps of others.

    A file made anew for the same group finds what the one before kept.
    """
    secret = load_installation_secret(store, STORAGE_ID_PURPOSE)
    return hmac.new(secret, f"{slug}\n{code}".encode(), hashlib.sha256).hexdigest()[:16]


def _pack_json(value: object) -> str:
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    return base64.b64encode(zlib.compress(text.encode(), 9)).decode()

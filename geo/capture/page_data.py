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
from geo.capture.offline_tiles import GroundBundle
from geo.cartography.map_extent import whole_bounds
from geo.cartography.offline_map import MAX_ZOOM, canvas
from geo.cartography.tiles import ZOOMS_AHEAD
from geo.osm.attribution import attribution
from geo.privacy.view import View
from geo.store.database import Store
from geo.store.installation_secret import installation_secret
from geo.workshop.drawing_sessions import called
from geo.workshop.vocabulary import place_names, vocabulary

FORMAT = 1  # of what the file writes; a reader knows by it what to expect
PURPOSE = "capture"  # of a secret of this installation
DECIMALS = 5  # of a degree of the boundary: a metre, as wide as its line


@dataclass(frozen=True)
class Told:
    """
    What the page holds as data.

    Attributes
    ----------
    page
        As the drawing page is told, and `languages`, `pictures`, `boundary`, `file`, `format`.
    ground, names
        Tiles by "zoom/x/y"; the names on the map. Deflated, and written in base64.
    """

    page: dict[str, Any]
    ground: dict[str, str]
    names: str


def tell(store: Store, view: View, bundle: GroundBundle, *, locale: str, code: str) -> Told:
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
    names = place_names(store, slug)
    tongues = {one: _tongue(one, code) for one in language.locales()}
    text = json.dumps([list(tongues.values()), names], ensure_ascii=False)
    page = {
        "canvas": _canvas(view, bundle, text, locale),
        "boundary": _boundary(view),
        "locale": locale,
        **tongues[locale],
        "languages": tongues,
        "pictures": inlined_assets.pictures(),
        "community": slug,
        "session": code,
        "place": view.community.name,
        "file": _file_id(store, slug, code),
        "format": FORMAT,
    }
    ground = {name: base64.b64encode(tile).decode() for name, tile in bundle.tiles.items()}
    return Told(page, ground, _packed(names))


def _tongue(locale: str, code: str) -> dict[str, Any]:
    group = language.sentence("draw.group", locale, code=called(code)) if code else ""
    return {
        "language_name": _name(locale),
        "texts": {
            **language.family("draw.", locale),
            **language.family("capture_page.", locale),
            "leave": language.sentence("menu.leave", locale),
        },
        "name": group or language.sentence("capture_page.here", locale),
        **vocabulary(locale),
    }


def _name(locale: str) -> str:
    own = language.sentence(f"language.{locale}", locale)
    if language.language_state(locale) == "draft":
        return language.sentence("language.as_draft", locale, name=own)
    return own


def _canvas(view: View, bundle: GroundBundle, text: str, locale: str) -> dict[str, Any]:
    community = view.community
    source = attribution(community, locale)
    map_ = canvas(whole_bounds(view), community.slug, community.streets_version, source)
    lowest, highest = bundle.zooms
    return {
        **map_.opening,
        "tiles": None,  # the page has them
        "zooms": [lowest + ZOOMS_AHEAD, MAX_ZOOM, highest],
        "fonts": inlined_assets.letters([text, community.name, source]),
    }


def _boundary(view: View) -> dict[str, Any] | None:
    if view.community.boundary is None:
        return None
    line = shapely.set_precision(view.community.boundary.boundary, 10**-DECIMALS)
    told: dict[str, Any] = json.loads(shapely.to_geojson(line))
    return told


def _file_id(store: Store, slug: str, code: str) -> str:
    """
    Name what a phone keeps of this file, apart from what it keeps of others.

    A file made anew for the same group finds what the one before kept.
    """
    secret = installation_secret(store, PURPOSE)
    return hmac.new(secret, f"{slug}\n{code}".encode(), hashlib.sha256).hexdigest()[:16]


def _packed(value: object) -> str:
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    return base64.b64encode(zlib.compress(text.encode(), 9)).decode()

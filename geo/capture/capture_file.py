"""
The one file: a page to draw in that opens from a phone's storage, and asks nobody for anything.

Its policy stands first in its head. It lets run the one script whose sum it names, and lets
nothing be fetched, sent or shown from elsewhere.
"""

from __future__ import annotations

import base64
import hashlib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, Template
from markupsafe import Markup

from geo import language
from geo.capture import inlined_assets
from geo.capture.offline_tiles import build_tile_bundle
from geo.capture.page_data import build_page_data
from geo.cartography.escaping import dump_html_json
from geo.cartography.map_extent import community_bounds
from geo.errors import CaptureFormatError, CaptureTooLargeError, ExportFileError
from geo.privacy.view import open_view
from geo.store.database import Store
from geo.workshop.drawing_sessions import read_session_state

MAX_FILE_BYTES = 8_000_000  # bytes: what a phone opens in a moment, and every messenger takes
NON_MAP_BYTES = 2_000_000  # bytes of it that are no map: scripts, letters, words; 1.2 MB, and room
BASE64_FACTOR = 4 / 3
PAGE_TEMPLATE = "page.html"
FILE_EXTENSIONS = (".html", ".htm")
CONTENT_SECURITY_POLICY = (
    "default-src 'none'; script-src 'sha256-{sum}'; style-src 'unsafe-inline'; "
    "img-src data: blob:; font-src data:; connect-src 'none'; form-action 'none'; base-uri 'none'"
)


@dataclass(frozen=True)
class CaptureFile:
    """
    A file that was made.

    Attributes
    ----------
    html
        What it holds.
    zoom_range
        Lowest and highest zoom of its tiles.
    full_detail
        Whether its map is as fine as ours; else there was no room for that.
    """

    html: str
    tile_count: int
    zoom_range: tuple[int, int]
    full_detail: bool
    locales: tuple[str, ...]


def build_capture_file(store: Store, slug: str, *, locale: str, code: str = "") -> CaptureFile:
    """
    Make the file of a community.

    Parameters
    ----------
    locale
        The language it opens in; it speaks all others too.
    code
        Of the drawing session it is for; empty where that is decided when it comes back.

    Raises
    ------
    CommunityUnknownError, DrawingUnknownError, LocaleUnknownError
        If there is no such thing.
    NoStreetsError
        If the community has neither boundary nor streets: there is nothing to draw on.
    CaptureTooLargeError
        If its ground has no room in one file.
    """
    view = open_view(store, slug, "public")
    if code:
        read_session_state(store, slug, code)
    language.read_catalogue_state(locale)
    room = int((MAX_FILE_BYTES - NON_MAP_BYTES) / BASE64_FACTOR)
    bundle = build_tile_bundle(store, slug, community_bounds(view), max_bytes=room)
    told = build_page_data(store, view, bundle, locale=locale, code=code)
    script = inlined_assets.inline_scripts()
    page = _page_template().render(
        locale=locale,
        policy=CONTENT_SECURITY_POLICY.format(sum=_script_digest(script)),
        texts=told.page["texts"],
        place=view.community.name,
        styles=Markup(inlined_assets.inline_styles()),  # noqa: S704 (style sheets of ours and of npm's)
        script=Markup(script),  # noqa: S704 (scripts of ours and of npm's)
        licences=dump_html_json(inlined_assets.read_licences()),
        mark=told.page["pictures"]["draw/mark.svg"],
        page_data=dump_html_json(told.page),
        tiles=dump_html_json(told.tiles),
        names=told.packed_names,
    )
    if len(page.encode()) > MAX_FILE_BYTES:
        raise CaptureTooLargeError
    return CaptureFile(
        page, len(bundle.tiles), bundle.zoom_range, bundle.full_detail, language.list_locales()
    )


def write_capture_file(capture: CaptureFile, path: Path) -> int:
    """
    Write the file; give its size in bytes.

    Raises
    ------
    CaptureFormatError
        If its name ends in nothing that a browser opens.
    ExportFileError
        If it cannot be written there.
    """
    if path.suffix.lower() not in FILE_EXTENSIONS:
        raise CaptureFormatError(file=path.name)
    try:
        return path.write_bytes(capture.html.encode())
    except OSError as error:
        raise ExportFileError(file=path.name) from error


def _script_digest(script: str) -> str:
    return base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()


@cache
def _page_template() -> Template:
    return Environment(
        loader=FileSystemLoader(inlined_assets.CAPTURE_FOLDER), autoescape=True
    ).get_template(PAGE_TEMPLATE)

"""
The capture file: a self-contained HTML page to draw in, which works without a network.

A Content-Security-Policy is the first element of its head. It permits only the script with the
given digest, and no requests to other hosts.
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
from geo.store.atomic_file import MemoryFile, replace_atomically
from geo.store.database import Store
from geo.workshop.drawing_sessions import read_session_state

MAX_FILE_BYTES = 8_000_000  # bytes: opens quickly on a phone, and every messenger accepts it
NON_MAP_BYTES = 2_000_000  # bytes reserved for scripts, fonts and texts: 1.2 MB, and a margin
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
    A capture file.

    Attributes
    ----------
    html
        Its content.
    zoom_range
        Lowest and highest zoom of its tiles.
    full_detail
        Whether its map has the full detail of the online map; else the size limit prevented it.
    """

    html: str
    tile_count: int
    zoom_range: tuple[int, int]
    full_detail: bool
    locales: tuple[str, ...]


def build_capture_file(store: Store, slug: str, *, locale: str, code: str = "") -> CaptureFile:
    """
    Build the capture file of a community.

    Parameters
    ----------
    locale
        Language in which it opens; it contains all others too.
    code
        Code of its drawing session; empty if the session is chosen at the import.

    Raises
    ------
    CommunityUnknownError, DrawingUnknownError, LocaleUnknownError
        If there is no such community, session or language.
    NoStreetsError
        If the community has neither a boundary nor streets.
    CaptureTooLargeError
        If its map exceeds the size limit.
    """
    view = open_view(store, slug, "public")
    if code:
        read_session_state(store, slug, code)
    language.read_catalogue_state(locale)
    max_bytes = int((MAX_FILE_BYTES - NON_MAP_BYTES) / BASE64_FACTOR)
    bundle = build_tile_bundle(store, slug, community_bounds(view), max_bytes=max_bytes)
    page_data = build_page_data(store, view, bundle, locale=locale, code=code)
    script = inlined_assets.inline_scripts()
    page = _page_template().render(
        locale=locale,
        policy=CONTENT_SECURITY_POLICY.format(sum=_script_digest(script)),
        texts=page_data.page["texts"],
        place=view.community.name,
        styles=Markup(inlined_assets.inline_styles()),  # noqa: S704 (our style sheets and those of npm packages)
        script=Markup(script),  # noqa: S704 (our scripts and those of npm packages)
        licences=dump_html_json(inlined_assets.read_licences()),
        mark=page_data.page["pictures"]["draw/mark.svg"],
        page_data=dump_html_json(page_data.page),
        tiles=dump_html_json(page_data.tiles),
        names=page_data.packed_names,
    )
    if len(page.encode()) > MAX_FILE_BYTES:
        raise CaptureTooLargeError
    return CaptureFile(
        page, len(bundle.tiles), bundle.zoom_range, bundle.full_detail, language.list_locales()
    )


def write_capture_file(capture: CaptureFile, path: Path | MemoryFile) -> int:
    """
    Write the file; return its size in bytes.

    Raises
    ------
    CaptureFormatError
        If its extension is not one of HTML.
    ExportFileError
        If it cannot be written.
    """
    if path.suffix.lower() not in FILE_EXTENSIONS:
        raise CaptureFormatError(file=path.name)
    content = capture.html.encode()
    try:
        with replace_atomically(path) as file:
            return file.write(content)
    except OSError as error:
        raise ExportFileError(file=path.name) from error


def _script_digest(script: str) -> str:
    return base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()


@cache
def _page_template() -> Template:
    return Environment(
        loader=FileSystemLoader(inlined_assets.CAPTURE_FOLDER), autoescape=True
    ).get_template(PAGE_TEMPLATE)

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
from geo.capture.offline_tiles import ground_bundle
from geo.capture.page_data import tell
from geo.cartography.escaping import in_data
from geo.cartography.map_extent import whole_bounds
from geo.errors import CaptureFormatError, CaptureTooLargeError, ExportFileError
from geo.privacy.view import open_view
from geo.store.database import Store
from geo.workshop.drawing_sessions import standing

LARGEST = 8_000_000  # bytes: what a phone opens in a moment, and every messenger takes
BESIDES = 2_000_000  # bytes of it that are no map: scripts, letters, words; 1.2 MB, and room
IN_BASE64 = 4 / 3
PAGE = "page.html"
ENDINGS = (".html", ".htm")
POLICY = (
    "default-src 'none'; script-src 'sha256-{sum}'; style-src 'unsafe-inline'; "
    "img-src data: blob:; font-src data:; connect-src 'none'; form-action 'none'; base-uri 'none'"
)


@dataclass(frozen=True)
class Capture:
    """
    A file that was made.

    Attributes
    ----------
    page
        What it holds.
    zooms
        Lowest and highest zoom of its tiles.
    whole
        Whether its map is as fine as ours; else there was no room for that.
    """

    page: str
    tiles: int
    zooms: tuple[int, int]
    whole: bool
    languages: tuple[str, ...]


def make_capture(store: Store, slug: str, *, locale: str, code: str = "") -> Capture:
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
        standing(store, slug, code)
    language.language_state(locale)
    room = int((LARGEST - BESIDES) / IN_BASE64)
    bundle = ground_bundle(store, slug, whole_bounds(view), most_bytes=room)
    told = tell(store, view, bundle, locale=locale, code=code)
    script = inlined_assets.script()
    page = _template().render(
        locale=locale,
        policy=POLICY.format(sum=_sum(script)),
        texts=told.page["texts"],
        place=view.community.name,
        styles=Markup(inlined_assets.styles()),  # noqa: S704 (style sheets of ours and of npm's)
        script=Markup(script),  # noqa: S704 (scripts of ours and of npm's)
        licences=in_data(inlined_assets.licences()),
        mark=told.page["pictures"]["draw/mark.svg"],
        page_data=in_data(told.page),
        tiles=in_data(told.ground),
        names=told.names,
    )
    if len(page.encode()) > LARGEST:
        raise CaptureTooLargeError
    return Capture(page, len(bundle.tiles), bundle.zooms, bundle.whole, language.locales())


def write_capture(made: Capture, path: Path) -> int:
    """
    Write the file; give its size in bytes.

    Raises
    ------
    CaptureFormatError
        If its name ends in nothing that a browser opens.
    ExportFileError
        If it cannot be written there.
    """
    if path.suffix.lower() not in ENDINGS:
        raise CaptureFormatError(file=path.name)
    try:
        return path.write_bytes(made.page.encode())
    except OSError as error:
        raise ExportFileError(file=path.name) from error


def _sum(script: str) -> str:
    return base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()


@cache
def _template() -> Template:
    return Environment(loader=FileSystemLoader(inlined_assets.OWN), autoescape=True).get_template(
        PAGE
    )

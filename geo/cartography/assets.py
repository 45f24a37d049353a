"""
Allow-list of the static files that maps load in the browser, with their folders and URLs.

No other file is served, even if npm installed it beside these.
"""

from __future__ import annotations

import hashlib
import re
from functools import lru_cache
from pathlib import Path

from geo.cartography import fonts

FRONTEND = Path(__file__).parents[2] / "frontend"
ASSET_URL_PREFIX = "/amparo/assets"

_NODE_MODULES = FRONTEND / "node_modules"
_FONT_FILE_PATTERN = "|".join(re.escape(face.file) for face in fonts.list_font_faces())
_LEAFLET_FILE_PATTERN = (
    r"leaflet\.(js|css)|images/(layers|layers-2x|marker-icon|marker-icon-2x|marker-shadow)\.png"
)

# package: (folder, pattern of the file names that are served)
_PACKAGES: dict[str, tuple[Path, re.Pattern[str]]] = {
    "leaflet": (_NODE_MODULES / "leaflet" / "dist", re.compile(_LEAFLET_FILE_PATTERN)),
    "protomaps": (
        _NODE_MODULES / "protomaps-leaflet" / "dist",
        re.compile(r"protomaps-leaflet\.js"),
    ),
    "noto-sans": (
        _NODE_MODULES / "@fontsource" / "noto-sans" / "files",
        re.compile(_FONT_FILE_PATTERN),
    ),
    "maki": (_NODE_MODULES / "@mapbox" / "maki" / "icons", re.compile(r"[a-z0-9-]+\.svg")),
    "geoman": (
        _NODE_MODULES / "@geoman-io" / "leaflet-geoman-free" / "dist",
        re.compile(r"leaflet-geoman\.(min\.js|css)"),
    ),
    "map": (FRONTEND / "map", re.compile(r"[a-z_]+\.(js|css)")),
    "draw": (FRONTEND / "draw", re.compile(r"[a-z_]+\.(js|css)|[a-z]+(-[a-z0-9]+)?\.svg")),
    "exit": (FRONTEND / "exit", re.compile(r"[a-z_]+\.js")),
    "language": (FRONTEND / "language", re.compile(r"widget_labels\.js")),
}


def packages_installed() -> bool:
    """Check whether npm has installed the packages."""
    return all(folder.is_dir() for folder, _ in _PACKAGES.values())


def find_asset(package: str, path: str) -> Path | None:
    """
    Find the file of an asset URL.

    Parameters
    ----------
    package
        Short name: leaflet, protomaps, geoman, noto-sans, maki, map, draw, exit or language.
    path
        File within the package, with forward slashes.

    Returns
    -------
    file
        The file, or None if it is not on the list or missing.
    """
    folder, allowed = _PACKAGES.get(package, (FRONTEND, None))
    if allowed is None or not allowed.fullmatch(path):
        return None
    file = folder / path
    return file if file.is_file() else None


def asset_url(package: str, path: str) -> str:
    """Build the URL of a file, with the version that makes long caching safe."""
    return f"{ASSET_URL_PREFIX}/{package}/{path}?v={asset_version()}"


@lru_cache(maxsize=1)
def asset_version() -> str:
    """Compute a digest of the lock file and our scripts: it changes with every one of them."""
    folders = [FRONTEND / name for name in ("map", "draw", "exit", "language")]
    scripts = [file for folder in folders for file in sorted(folder.glob("*.*"))]
    digest = hashlib.sha256()
    for file in [FRONTEND / "package-lock.json", *scripts]:
        digest.update(file.read_bytes())
    return digest.hexdigest()[:12]

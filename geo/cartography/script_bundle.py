"""
Lists and bundles the scripts and style sheets of the drawing page and of the capture file.

`frontend/page_files.json` lists them in load order for both pages. The server concatenates our own
files of each folder: on a slow link every request costs a round trip, and the page has some forty.
"""

from __future__ import annotations

import json
from functools import lru_cache
from typing import Literal

from geo.cartography import assets

Page = Literal["drawing", "capture"]
FileKind = Literal["js", "css"]

MANIFEST = assets.FRONTEND / "page_files.json"
BUNDLED_PACKAGES = ("exit", "map", "draw")
BUNDLE_NAME = "bundle"
_MANIFEST_LISTS = {"js": "scripts", "css": "styles"}
_SEPARATORS = {"js": b"\n;\n", "css": b"\n"}


@lru_cache(maxsize=4)
def list_page_files(page: Page, kind: FileKind) -> tuple[tuple[str, str], ...]:
    """
    List the files of a page in load order.

    Returns
    -------
    files
        Package and name of each; for packages see `geo.cartography.assets`.
    """
    entries: list[str | dict[Page, list[str]]] = json.loads(MANIFEST.read_text("utf-8"))[
        _MANIFEST_LISTS[kind]
    ]
    names = [name for entry in entries for name in _list_names(entry, page)]
    return tuple((folder, file) for folder, _, file in (name.partition("/") for name in names))


def list_page_urls(kind: FileKind) -> list[str]:
    """List the URLs that the drawing page loads, each bundle at the position of its first file."""
    files = [
        (folder, f"{BUNDLE_NAME}.{kind}" if folder in BUNDLED_PACKAGES else file)
        for folder, file in list_page_files("drawing", kind)
    ]
    return [assets.asset_url(folder, file) for folder, file in dict.fromkeys(files)]


@lru_cache(maxsize=len(BUNDLED_PACKAGES) * len(_SEPARATORS))
def read_bundle(package: str, path: str) -> bytes | None:
    """
    Concatenate the files of a package that the drawing page loads.

    Parameters
    ----------
    package
        Short name, see `geo.cartography.assets`.
    path
        `bundle.js` or `bundle.css`.

    Returns
    -------
    content
        None for any other package or path.
    """
    paths: dict[str, FileKind] = {f"{BUNDLE_NAME}.js": "js", f"{BUNDLE_NAME}.css": "css"}
    kind = paths.get(path)
    if kind is None or package not in BUNDLED_PACKAGES:
        return None
    names = [file for folder, file in list_page_files("drawing", kind) if folder == package]
    files = [
        file for file in (assets.find_asset(package, name) for name in names) if file is not None
    ]
    return _SEPARATORS[kind].join(file.read_bytes() for file in files) if files else None


def _list_names(entry: str | dict[Page, list[str]], page: Page) -> list[str]:
    return [entry] if isinstance(entry, str) else entry[page]

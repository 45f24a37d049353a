"""
Style sheets and scripts of the drawing page and of the capture file, in the order they load.

`frontend/page_files.json` lists them once for both pages. The server joins our own files of each
folder: on a slow link every request costs a round trip, and the drawing page has some forty files.
"""

from __future__ import annotations

import json
from functools import lru_cache
from typing import Literal

from geo.cartography import assets

Page = Literal["drawing", "capture"]
Kind = Literal["js", "css"]

MANIFEST = assets.FRONTEND / "page_files.json"
OURS = ("exit", "map", "draw")
BUNDLE = "bundle"
_LISTS = {"js": "scripts", "css": "styles"}
_BETWEEN = {"js": b"\n;\n", "css": b"\n"}


@lru_cache(maxsize=4)
def page_files(page: Page, kind: Kind) -> tuple[tuple[str, str], ...]:
    """
    List the files of a page, in the order they load.

    Returns
    -------
    files
        Folder and name of each; for the folders see `geo.cartography.assets`.
    """
    listed: list[str | dict[Page, list[str]]] = json.loads(MANIFEST.read_text("utf-8"))[
        _LISTS[kind]
    ]
    names = [name for entry in listed for name in _names(entry, page)]
    return tuple((folder, file) for folder, _, file in (name.partition("/") for name in names))


def page_addresses(kind: Kind) -> list[str]:
    """List the addresses that the drawing page loads: ours joined, where the first would stand."""
    files = [
        (folder, f"{BUNDLE}.{kind}" if folder in OURS else file)
        for folder, file in page_files("drawing", kind)
    ]
    return [assets.address(folder, file) for folder, file in dict.fromkeys(files)]


@lru_cache(maxsize=len(OURS) * len(_BETWEEN))
def bundle(package: str, path: str) -> bytes | None:
    """
    Join the files of a folder that the drawing page loads.

    Parameters
    ----------
    package
        Short name of the folder, see `geo.cartography.assets`.
    path
        `bundle.js` or `bundle.css`.

    Returns
    -------
    content
        None where that is no such address.
    """
    paths: dict[str, Kind] = {f"{BUNDLE}.js": "js", f"{BUNDLE}.css": "css"}
    kind = paths.get(path)
    if kind is None or package not in OURS:
        return None
    names = [file for folder, file in page_files("drawing", kind) if folder == package]
    files = [file for file in (assets.find(package, name) for name in names) if file is not None]
    return _BETWEEN[kind].join(file.read_bytes() for file in files) if files else None


def _names(entry: str | dict[Page, list[str]], page: Page) -> list[str]:
    return [entry] if isinstance(entry, str) else entry[page]

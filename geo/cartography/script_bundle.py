"""
Our own files of the drawing page, those of a folder as one.

On a slow link every request costs a round trip, and the page has some fifty files. It names
them one by one, in their order; what is handed out names them together.
"""

from __future__ import annotations

import re
from functools import lru_cache

from geo.cartography import assets

PAGE = assets.FRONTEND / "draw" / "page.html"
OURS = ("map", "draw")
WHOLE = "whole"
_BETWEEN = {"js": b"\n;\n", "css": b"\n"}
_TAG = re.compile(
    r"<(?:script|link)\b[^>]*\{\{ asset\('([a-z-]+)', '([a-z.-]+\.(js|css))'\) \}\}[^>]*>"
    r"(?:</script>)?\n"
)


def collapsed(page: str) -> str:
    """Name our own files of a page together, where the first of them was named."""
    named: set[tuple[str, str]] = set()

    def tag(found: re.Match[str]) -> str:
        package, name, kind = found.groups()
        if package not in OURS:
            return found[0]
        if (package, kind) in named:
            return ""
        named.add((package, kind))
        return found[0].replace(f"'{name}'", f"'{WHOLE}.{kind}'")

    return _TAG.sub(tag, page)


@lru_cache(maxsize=len(OURS) * len(_BETWEEN))
def whole(package: str, path: str) -> bytes | None:
    """
    Give the files of a folder that the page names, one after the other.

    Parameters
    ----------
    package
        Short name of the folder, see `geo.cartography.assets`.
    path
        `whole.js` or `whole.css`.

    Returns
    -------
    content
        None where that is no such address.
    """
    name, _, kind = path.partition(".")
    if package not in OURS or name != WHOLE or kind not in _BETWEEN:
        return None
    tags = _TAG.findall(PAGE.read_text(encoding="utf-8"))
    files = [assets.find(package, file) for of, file, its in tags if (of, its) == (package, kind)]
    return _BETWEEN[kind].join(file.read_bytes() for file in files if file is not None)

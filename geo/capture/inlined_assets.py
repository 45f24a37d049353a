"""
What a page takes from other files, put into it: scripts, styles, signs, letters.

The scripts are those of the drawing page, in its order; three of them have a version of their own
here, because they reach a server, its storage or its way out. What other groups show does not
reach a file.
"""

from __future__ import annotations

import base64
import re
from collections.abc import Iterable
from dataclasses import asdict
from pathlib import Path
from urllib.parse import quote

from geo.cartography import assets, fonts
from geo.workshop.vocabulary import signs

OWN = assets.FRONTEND / "capture"
PAGE = assets.FRONTEND / "draw" / "page.html"
LAST = "page.js"  # it opens the map, so all else has to be there before
INSTEAD = {
    "exit/leave.js": (),
    "draw/send.js": ("inflate.js", "ground.js", "send.js"),
    "draw/kept.js": ("kept.js",),
    "draw/others.js": (),
}
BEFORE_LAST = ("collection.js", "sending.js", "tongues.js", "leave.js", "lasting.js")
AFTER_LAST = ("boundary.js",)
FACES = 5  # pictures of severity
_ASKED = re.compile(r"asset\('([a-z-]+)', '([a-z.-]+\.(?:js|css))'\)")
_ELSEWHERE = re.compile(r"https?://(?!www\.w3\.org/)")
_MAP_OF_SOURCES = re.compile(r"(?://|/\*)# sourceMappingURL=.*")
_FILE_OF_STYLE = re.compile(r"url\((?![\"']?(?:data:|#))[^)]*\)")
_WORKS = ("leaflet", "@geoman-io/leaflet-geoman-free", "protomaps-leaflet")


def script() -> str:
    """
    Put all scripts into one, in their order.

    Addresses in what others wrote lead nowhere here: they lose their scheme.
    """
    return "\n;\n".join(_plain(_read(path)) for path in _files(".js"))


def styles() -> str:
    """Put all style sheets into one; pictures that none of our pages shows are left out."""
    sheets = [*_files(".css"), OWN / "page.css"]
    return "\n".join(_FILE_OF_STYLE.sub("none", _plain(_read(path))) for path in sheets)


def pictures() -> dict[str, str]:
    """Give every picture that the page shows, as an address that holds it."""
    names = {f"maki/{sign}.svg" for kind in signs().values() for sign in kind.values()}
    names |= {"maki/circle.svg", "draw/mark.svg"}
    names |= {f"draw/face-{number}.svg" for number in range(1, FACES + 1)}
    return {name: _picture(*name.split("/")) for name in sorted(names)}


def letters(texts: Iterable[str]) -> dict[str, object]:
    """
    Give the font files that hold the letters of some texts, as a map is told its fonts.

    The name of the file stays in its address, because the map loads the first ones at once.
    """
    used = {ord(letter) for text in texts for letter in text}
    faces = [
        {**asdict(face), "file": _font(face.file)}
        for face in fonts.faces()
        if used & _numbers(face.unicode_range)
    ]
    return {"family": fonts.FAMILY, "faces": faces}


def licences() -> str:
    """Give the terms of the works of others that the file holds, as their authors want it."""
    folder = assets.FRONTEND / "node_modules"
    texts = [f"{name}\n\n{_read(folder / name / 'LICENSE')}" for name in _WORKS]
    font = _read(folder / "@fontsource" / "noto-sans" / "LICENSE")
    return _plain("\n\n".join([*texts, f"Noto Sans\n\n{font}"]))


def _files(ending: str) -> list[Path]:
    found: list[Path] = []
    for package, name in _ASKED.findall(_read(PAGE)):
        if not name.endswith(ending):
            continue
        if name == LAST:
            found += [OWN / own for own in BEFORE_LAST]
        instead = INSTEAD.get(f"{package}/{name}")
        found += [_found(package, name)] if instead is None else [OWN / own for own in instead]
        if name == LAST:
            found += [OWN / own for own in AFTER_LAST]
    return found


def _found(package: str, name: str) -> Path:
    file = assets.find(package, name)
    if file is None:
        msg = f"{package}/{name} is not installed"
        raise FileNotFoundError(msg)
    return file


def _plain(text: str) -> str:
    return _MAP_OF_SOURCES.sub("", _ELSEWHERE.sub("", text))


def _read(file: Path) -> str:
    return file.read_text(encoding="utf-8").replace("\r\n", "\n")


def _picture(package: str, name: str) -> str:
    return f"data:image/svg+xml,{quote(_read(_found(package, name)), safe='=:/ ')}"


def _font(name: str) -> str:
    held = base64.b64encode(_found("noto-sans", name).read_bytes()).decode()
    return f"data:font/woff2;name={name};base64,{held}"


def _numbers(unicode_range: str) -> set[int]:
    held: set[int] = set()
    for part in unicode_range.split(","):
        first, _, last = part.removeprefix("U+").partition("-")
        held |= set(range(int(first, 16), int(last or first, 16) + 1))
    return held

"""
The contents of the files that a capture file inlines: scripts, styles, pictures, fonts, licences.

Scripts and styles are those that `frontend/page_files.json` lists for the capture file.
"""

from __future__ import annotations

import base64
import re
from collections.abc import Iterable
from dataclasses import asdict
from pathlib import Path
from urllib.parse import quote

from geo.cartography import assets, fonts, script_bundle
from geo.workshop.vocabulary import signs

OWN = assets.FRONTEND / "capture"
# Folders of files that are inlined only, and never served.
NOT_SERVED = {"capture": OWN, "fflate": assets.FRONTEND / "node_modules" / "fflate" / "umd"}
FACES = 5  # pictures of severity
_ELSEWHERE = re.compile(r"https?://(?!www\.w3\.org/)")
_MAP_OF_SOURCES = re.compile(r"(?://|/\*)# sourceMappingURL=.*")
_FILE_OF_STYLE = re.compile(r"url\((?![\"']?(?:data:|#))[^)]*\)")
_WORKS = ("leaflet", "@geoman-io/leaflet-geoman-free", "protomaps-leaflet", "fflate")


def script() -> str:
    """
    Put all scripts into one, in their order.

    Addresses in what others wrote lead nowhere here: they lose their scheme.
    """
    return "\n;\n".join(_plain(_read(path)) for path in _files("js"))


def styles() -> str:
    """Put all style sheets into one; pictures that none of our pages shows are left out."""
    sheets = (_FILE_OF_STYLE.sub("none", _plain(_read(path))) for path in _files("css"))
    return "\n".join(sheets)


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


def _files(kind: script_bundle.Kind) -> list[Path]:
    return [
        NOT_SERVED[folder] / name if folder in NOT_SERVED else _found(folder, name)
        for folder, name in script_bundle.page_files("capture", kind)
    ]


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

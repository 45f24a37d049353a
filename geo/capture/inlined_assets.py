"""
Contents of the files that a capture file inlines: scripts, styles, pictures, fonts, licences.

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
from geo.workshop.vocabulary import load_symbols

CAPTURE_FOLDER = assets.FRONTEND / "capture"
# Folders of files that are inlined only, and never served.
INLINED_ONLY_FOLDERS = {
    "capture": CAPTURE_FOLDER,
    "fflate": assets.FRONTEND / "node_modules" / "fflate" / "umd",
}
SEVERITY_FACES = 5  # pictures, one for each severity
_REMOTE_URL_PATTERN = re.compile(r"https?://(?!www\.w3\.org/)")
_SOURCE_MAP_PATTERN = re.compile(r"(?://|/\*)# sourceMappingURL=.*")
_STYLE_URL_PATTERN = re.compile(r"url\((?![\"']?(?:data:|#))[^)]*\)")
_LICENSED_PACKAGES = ("leaflet", "@geoman-io/leaflet-geoman-free", "protomaps-leaflet", "fflate")


def inline_scripts() -> str:
    """
    Concatenate all scripts in order.

    URLs in third-party scripts are disabled: their scheme is removed.
    """
    return "\n;\n".join(_strip_remote_urls(_read_text(path)) for path in _list_assets("js"))


def inline_styles() -> str:
    """Concatenate all style sheets, without the images they refer to."""
    sheets = (
        _STYLE_URL_PATTERN.sub("none", _strip_remote_urls(_read_text(path)))
        for path in _list_assets("css")
    )
    return "\n".join(sheets)


def inline_pictures() -> dict[str, str]:
    """Encode every picture of the page as a data URL."""
    names = {f"maki/{symbol}.svg" for kind in load_symbols().values() for symbol in kind.values()}
    names |= {"maki/circle.svg", "draw/mark.svg"}
    names |= {f"draw/face-{number}.svg" for number in range(1, SEVERITY_FACES + 1)}
    return {name: _picture_data_url(*name.split("/")) for name in sorted(names)}


def inline_fonts(texts: Iterable[str]) -> dict[str, object]:
    """
    Encode the font files that contain the characters of the texts, as map font options.

    The data URL contains the name of the file, because the map preloads the first ones by name.
    """
    code_points = {ord(character) for text in texts for character in text}
    faces = [
        {**asdict(face), "file": _font_data_url(face.file)}
        for face in fonts.list_font_faces()
        if code_points & _code_points(face.unicode_range)
    ]
    return {"family": fonts.FONT_FAMILY, "faces": faces}


def read_licences() -> str:
    """Concatenate the licences of the third-party works in the file."""
    folder = assets.FRONTEND / "node_modules"
    texts = [f"{name}\n\n{_read_text(folder / name / 'LICENSE')}" for name in _LICENSED_PACKAGES]
    font = _read_text(folder / "@fontsource" / "noto-sans" / "LICENSE")
    return _strip_remote_urls("\n\n".join([*texts, f"Noto Sans\n\n{font}"]))


def _list_assets(kind: script_bundle.FileKind) -> list[Path]:
    return [
        INLINED_ONLY_FOLDERS[folder] / name
        if folder in INLINED_ONLY_FOLDERS
        else _find_asset(folder, name)
        for folder, name in script_bundle.list_page_files("capture", kind)
    ]


def _find_asset(package: str, name: str) -> Path:
    file = assets.find_asset(package, name)
    if file is None:
        msg = f"{package}/{name} is not installed"
        raise FileNotFoundError(msg)
    return file


def _strip_remote_urls(text: str) -> str:
    return _SOURCE_MAP_PATTERN.sub("", _REMOTE_URL_PATTERN.sub("", text))


def _read_text(file: Path) -> str:
    return file.read_text(encoding="utf-8").replace("\r\n", "\n")


def _picture_data_url(package: str, name: str) -> str:
    return f"data:image/svg+xml,{quote(_read_text(_find_asset(package, name)), safe='=:/ ')}"


def _font_data_url(name: str) -> str:
    encoded = base64.b64encode(_find_asset("noto-sans", name).read_bytes()).decode()
    return f"data:font/woff2;name={name};base64,{encoded}"


def _code_points(unicode_range: str) -> set[int]:
    code_points: set[int] = set()
    for part in unicode_range.split(","):
        first, _, last = part.removeprefix("U+").partition("-")
        code_points |= set(range(int(first, 16), int(last or first, 16) + 1))
    return code_points

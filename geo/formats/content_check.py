"""Refusal of layer files that are not what their name says, with the true cause."""

from __future__ import annotations

from geo.errors import LayerContentError, LayerFileEmptyError
from geo.parsing.content_kind import ContentKind, detect_content_kind
from geo.parsing.source import SourceFile

# What a file with an ending may be, besides text.
_EXPECTED_KINDS: dict[str, tuple[ContentKind, ...]] = {
    ".geojson": ("json",),
    ".json": ("json",),
    ".gpkg": ("geopackage",),
    ".parquet": ("parquet",),
}


def check_content(file: SourceFile) -> None:
    """
    Check that a file is not of another kind than its name says.

    Raises
    ------
    LayerFileEmptyError
        If it has no byte.
    LayerContentError
        If it is of another kind that has a name; damaged files pass.
    """
    kind = detect_content_kind(file)
    if kind == "empty":
        raise LayerFileEmptyError(file=file.name)
    if kind is not None and kind not in _EXPECTED_KINDS.get(file.suffix, ()):
        raise LayerContentError(file=file.name, content=kind)

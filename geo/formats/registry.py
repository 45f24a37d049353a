"""
Registry of file formats by file ending.

A new format is one module of this package whose name ends in `_file`, with a `FORMAT` in it.
"""

from __future__ import annotations

import pkgutil
from importlib import import_module
from pathlib import Path, PurePath

import geo.formats
from geo.errors import (
    ExportFormatError,
    LayerContentError,
    LayerFileEmptyError,
    LayerFormatError,
)
from geo.formats.file_format import FileFormat, LayerReader, LayerWriter
from geo.model import LAYER_NAMES
from geo.parsing.content_kind import detect_content_kind
from geo.parsing.source import SourceFile

MODULE_ENDING = "_file"


def _find_formats() -> tuple[FileFormat, ...]:
    names = sorted(module.name for module in pkgutil.iter_modules(geo.formats.__path__))
    modules = [
        import_module(f"geo.formats.{name}") for name in names if name.endswith(MODULE_ENDING)
    ]
    return tuple(module.FORMAT for module in modules if hasattr(module, "FORMAT"))


FORMATS = _find_formats()
_READABLE = {suffix: one for one in FORMATS if one.read for suffix in one.suffixes}
_WRITERS = {
    suffix: one.write
    for one in FORMATS
    if one.write
    for suffix in one.written_suffixes or one.suffixes
}
READABLE_SUFFIXES = tuple(_READABLE)
WRITABLE_SUFFIXES = tuple(_WRITERS)
WRITABLE_LAYERS = {
    suffix: one.layers or LAYER_NAMES
    for one in FORMATS
    if one.write
    for suffix in one.written_suffixes or one.suffixes
}
AREA_SUFFIXES = tuple(
    suffix for one in FORMATS if one.read and one.holds_areas for suffix in one.suffixes
)


def find_format(suffix: str) -> FileFormat | None:
    """Find the format that is read from files with an ending, in small letters with its dot."""
    return _READABLE.get(suffix)


def find_reader(file: SourceFile) -> LayerReader:
    """
    Find the reader of a file by its ending.

    Raises
    ------
    LayerFormatError
        If no format with a reader has the ending.
    """
    found = _READABLE.get(file.suffix)
    if found is None or found.read is None:
        raise LayerFormatError(file=file.name, known=", ".join(READABLE_SUFFIXES))
    return found.read


def holds_several_layers(file: SourceFile) -> bool:
    """Return whether a file is, by its ending, of a format of several layers."""
    found = _READABLE.get(file.suffix)
    return found is not None and found.list_layers is not None


def list_layers(source: Path | SourceFile) -> list[str]:
    """
    List the names of the layers in a file, in this process; none for a format of one layer.

    Raises
    ------
    LayerError
        If the file cannot be read.
    """
    file = SourceFile.of(source)
    found = _READABLE.get(file.suffix)
    if found is None or found.list_layers is None:
        return []
    check_content(file)
    return found.list_layers(file)


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
    found = _READABLE.get(file.suffix)
    if kind is not None and (found is None or kind not in found.contents):
        raise LayerContentError(file=file.name, content=kind)


def find_writer(name: str) -> LayerWriter:
    """
    Find the writer of a file by the ending of its name.

    Raises
    ------
    ExportFormatError
        If no format with a writer has the ending.
    """
    writer = _WRITERS.get(PurePath(name).suffix.lower())
    if writer is None:
        raise ExportFormatError(file=name, known=", ".join(WRITABLE_SUFFIXES))
    return writer

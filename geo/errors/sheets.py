"""Errors of printed sheets, cards, pictures and posters."""

from __future__ import annotations

from geo.errors.base import AmparoError


class SheetError(AmparoError):
    """Base class of errors of sheets."""

    key = "error.sheet"


class SheetFontsError(SheetError):
    """The font files of npm packages are not installed."""

    key = "error.sheet_fonts"


class SheetFolderError(SheetError):
    """The folder of fonts for sheets cannot be written."""

    key = "error.sheet_folder"


class SheetTypesettingError(SheetError):
    """The typesetter failed on the sheet."""

    key = "error.sheet_set"


class SheetLocationError(SheetError):
    """No public location of the community has this name."""

    key = "error.sheet_place"

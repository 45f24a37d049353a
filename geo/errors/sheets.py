"""Faults of making what people hold in their hands."""

from __future__ import annotations

from geo.errors.base import AmparoError


class SheetError(AmparoError):
    """Something about making a sheet, a card, a picture or a poster."""

    key = "error.sheet"


class SheetFontsError(SheetError):
    """The font files that npm brings are not there."""

    key = "error.sheet_fonts"


class SheetFolderError(SheetError):
    """The folder where fonts are kept for sheets cannot be written."""

    key = "error.sheet_folder"


class SheetTypesettingError(SheetError):
    """The typesetter could not set the sheet."""

    key = "error.sheet_set"


class SheetLocationError(SheetError):
    """No public place of the community has this name."""

    key = "error.sheet_place"

"""
Search of OpenStreetMap XML for what must be refused, or rewritten before libosmium reads it.

libosmium ignores `action="delete"` (JOSM), finds no nodes with negative ids (new objects of an
editor), and prefers nodes to the coordinates that stand on ways (`out geom` of Overpass).
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from geo.errors import ExtractEntitiesError, ExtractPartialError
from geo.layers.text_cleaning import clean_text

# Map data needs no definitions; entity expansion turns a few lines of XML into gigabytes.
XML_DEFINITIONS = (b"<!DOCTYPE", b"<!ENTITY")
MAX_REMARK_CHARACTERS = 200  # of a server's remark, as it is shown
# Overpass reports a failure inside an answer that looks whole.
_REMARK = re.compile(rb"<remark\b[^>]*>?([^<]*)")
_DELETED = re.compile(rb"action\s*=\s*[\"']delete|visible\s*=\s*[\"']false")
_LOCATED = re.compile(rb"<nd\s[^>]*\blat\s*=")
_NEGATIVE_IDS = (b'id="-', b"id='-", b'ref="-', b"ref='-")


@dataclass
class TextTraits:
    """
    What a text file contains that libosmium does not read as it is meant.

    Attributes
    ----------
    deleted
        Objects that were deleted.
    located
        Ways with coordinates of their own.
    negative
        Objects with negative ids.
    content_bytes
        Uncompressed size of the file, of any format.
    """

    deleted: bool = False
    located: bool = False
    negative: bool = False
    content_bytes: int = 0

    def needs_rewriting(self) -> bool:
        """Return whether any was found."""
        return self.deleted or self.located or self.negative


class TraitScan:
    """
    Search of one file, part by part.

    Parameters
    ----------
    file
        Name of the file, for the errors.
    """

    def __init__(self, file: str) -> None:
        self._file = file
        self.traits = TextTraits()

    def examine(self, text: bytes) -> None:
        """
        Search a part that begins and ends between tags.

        Raises
        ------
        ExtractEntitiesError
            If it defines entities.
        ExtractPartialError
            If it holds a remark of the server that its answer is not whole.
        """
        if any(definition in text for definition in XML_DEFINITIONS):
            raise ExtractEntitiesError(file=self._file)
        remark = _REMARK.search(text)
        if remark is not None:
            words = clean_text(" ".join(remark[1].decode(errors="replace").split()))
            raise ExtractPartialError(file=self._file, remark=words[:MAX_REMARK_CHARACTERS])
        traits = self.traits
        traits.deleted = traits.deleted or _DELETED.search(text) is not None
        traits.located = traits.located or _LOCATED.search(text) is not None
        traits.negative = traits.negative or any(mark in text for mark in _NEGATIVE_IDS)

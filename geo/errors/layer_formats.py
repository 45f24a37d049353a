"""Errors of single formats of layer files."""

from __future__ import annotations

from geo.errors.layers import LayerError, LayerUnreadableError


class LayerNotUmapError(LayerError):
    """JSON, but not a map exported by uMap."""

    key = "error.layer_not_umap"


class LayerDefinitionsError(LayerError):
    """The XML defines a document type or entities, which may expand without end."""

    key = "error.layer_definitions"


class LayerRemoteError(LayerError):
    """The file has no place itself: its data lies on another server, which is never contacted."""

    key = "error.layer_remote"


class LayerPhotoPlaceError(LayerError):
    """The photograph has no place in it."""

    key = "error.layer_photo_place"


class LayerEncryptedError(LayerUnreadableError):
    """The file can be read only with a password."""

    key = "error.layer_encrypted"


class LayerArchiveEmptyError(LayerError):
    """The archive holds no file of a format that is read."""

    key = "error.layer_archive_empty"

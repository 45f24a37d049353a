"""Layers of uMap files: their names, nesting and style, in the forms that uMap has had."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from geo.formats.findings import Finding
from geo.formats.memory_limit import check_layer_count
from geo.layers.column_matching import make_unique_names

# Where uMap keeps style and settings; the second name is that of versions before 1.
OPTION_KEYS = ("_umap_options", "_storage")
FEATURE_OPTION_KEYS = ("_umap_options", "_storage_options")
PATH_SEPARATOR = "/"  # between the names of nested layers
MAX_DEPTH = 20  # of layers within each other
COLOUR_KEYS = ("color", "fillColor")
DEFAULT_ICON_CLASS = "Default"


@dataclass(frozen=True)
class UmapLayer:
    """
    A layer.

    Attributes
    ----------
    name
        Unique, with the names of the layers around it.
    features
        As they are in the file.
    options
        Its settings, such as its colour.
    is_remote
        Whether its data lies on another server.
    """

    name: str
    features: list[Any]
    options: Mapping[str, Any]
    is_remote: bool

    @property
    def is_broken(self) -> bool:
        """Whether the file breaks off in it; see `geo.formats.broken_map`."""
        return any(isinstance(one, Finding) for one in self.features)


def list_umap_layers(document: Mapping[str, Any], *, file: str) -> list[UmapLayer]:
    """
    List the layers of a map, nested ones after the one around them, also empty ones.

    Raises
    ------
    LayerMemoryError
        If there are more than are read.
    """
    found = _collect_layers(document.get("layers"), "", 0)
    check_layer_count(len(found), file=file)
    identified = {
        options["id"]: path
        for path, _, options in found
        if isinstance(options.get("id"), str | int)
    }
    paths = [_prepend_parent(path, options, identified) for path, _, options in found]
    return [
        UmapLayer(name, features, options, _is_remote(options))
        for name, (_, features, options) in zip(make_unique_names(paths), found, strict=True)
    ]


def read_options(holder: object, keys: tuple[str, ...]) -> Mapping[str, Any]:
    """Read the settings of a layer or of a feature's properties; empty where there are none."""
    if isinstance(holder, Mapping):
        for key in keys:
            if isinstance(holder.get(key), Mapping):
                options: Mapping[str, Any] = holder[key]
                return options
    return {}


def find_icon(styles: Sequence[object]) -> str | None:
    """Find the symbol of a feature: a sign, the name of a picture, else the kind of its pin."""
    for style in styles:
        address = style.get("iconUrl") if isinstance(style, Mapping) else None
        if isinstance(address, str) and address.strip():
            name = address.strip().rstrip("/").rpartition("/")[2]
            return name.rpartition(".")[0] or name
    for style in styles:
        kind = style.get("iconClass") if isinstance(style, Mapping) else None
        if isinstance(kind, str) and kind not in ("", DEFAULT_ICON_CLASS):
            return kind
    return None


def _collect_layers(
    layers: object, path: str, depth: int
) -> list[tuple[str, list[Any], Mapping[str, Any]]]:
    if not isinstance(layers, list) or depth > MAX_DEPTH:
        return []
    found = []
    for number, layer in enumerate(layers, start=1):
        if not isinstance(layer, Mapping):
            continue
        options = read_options(layer, OPTION_KEYS)
        name = options.get("name") or layer.get("name")
        name = " ".join(name.split()) if isinstance(name, str) else ""
        own_path = f"{path}{PATH_SEPARATOR}{name}" if path else name or f"({number})"
        features = layer.get("features")
        found.append((own_path, features if isinstance(features, list) else [], options))
        found += _collect_layers(layer.get("layers"), own_path, depth + 1)
    return found


def _prepend_parent(path: str, options: Mapping[str, Any], identified: Mapping[Any, str]) -> str:
    parent = options.get("parent")
    if not isinstance(parent, str | int) or parent not in identified:
        return path
    return path if identified[parent] == path else f"{identified[parent]}{PATH_SEPARATOR}{path}"


def _is_remote(options: Mapping[str, Any]) -> bool:
    remote = options.get("remoteData")
    return isinstance(remote, Mapping) and bool(remote.get("url"))

"""The tables of a GeoPackage that somebody may have to choose from."""

from __future__ import annotations

from pathlib import Path

import pyogrio
from pyogrio.errors import DataSourceError

from geo.errors import LayerUnreadableError
from geo.formats.geopackage_file import is_geopackage


def list_geometry_tables(path: Path) -> list[str]:
    """
    List the tables with shapes; none where the file is no GeoPackage by its name.

    Raises
    ------
    LayerUnreadableError
        If it is not what its name says.
    """
    if path.suffix.lower() != ".gpkg":
        return []
    if not is_geopackage(path):
        raise LayerUnreadableError(file=path.name)
    try:
        return [str(name) for name, kind in pyogrio.list_layers(path) if kind is not None]
    except DataSourceError as error:
        raise LayerUnreadableError(file=path.name) from error

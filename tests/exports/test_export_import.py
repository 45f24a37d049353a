"""A layer that is exported and imported into an empty community is the same layer."""

from __future__ import annotations

import geopandas as gpd
import numpy as np
import pytest
import shapely

from geo.exports.layer_export import export_layer
from geo.formats.registry import WRITABLE_LAYERS, WRITABLE_SUFFIXES
from geo.imports.layer_import import import_layer
from geo.model import Community
from geo.privacy.view import open_view
from geo.store import communities as records
from geo.store.actor import acting_as
from tests import village

EMPTY = "empty"
SERVICES = ("type", "name", "phone", "opening_hours", "confidential", "public")


def rounded(frame):
    """Keep seven decimals of a degree, as files do."""
    shapes = shapely.transform(frame.geometry.array, lambda degrees: np.round(degrees, 7))
    return frame.set_geometry(gpd.GeoSeries(shapes, index=frame.index, crs=frame.crs))


@pytest.fixture
def store():
    corners = {"a": (0, 0), "b": (400, 0)}
    layers = {
        "services": village.doors(
            ((400, 300), "health"), ((0, 300), "police"), (None, "phone_line")
        ),
        "risk_areas": village.risk_areas(
            (village.box(0, 0, 90, 50), 2), (village.box(100, 0, 150, 80), 5, "night")
        ),
    }
    layers = {name: rounded(frame) for name, frame in layers.items()}
    opened = village.found(village.edges(corners, [village.Street("a", "b")]), layers)
    records.add_community(opened, Community(slug=EMPTY, name="Villa vacía"))
    yield opened
    opened.close()


def rows(store, slug, layer, columns):
    frame = getattr(open_view(store, slug, "coordinator"), layer)
    cells = frame[list(columns)].astype(object).where(frame[list(columns)].notna(), None)
    places = [None if one is None else one.normalize().wkt for one in frame.geometry]
    return sorted(map(repr, zip(cells.itertuples(index=False, name=None), places, strict=True)))


@pytest.mark.slow
@pytest.mark.parametrize("suffix", WRITABLE_SUFFIXES)
def test_an_exported_layer_is_imported_as_it_was(store, tmp_path, suffix):
    layers = {"services": SERVICES, "risk_areas": ("category", "severity", "holds")}
    if suffix == ".gpx":
        del layers["risk_areas"]  # it holds no areas
    layers = {
        layer: columns for layer, columns in layers.items() if layer in WRITABLE_LAYERS[suffix]
    }
    for layer, columns in layers.items():
        path = tmp_path / f"{layer}{suffix}"
        export_layer(open_view(store, village.SLUG, "coordinator"), layer, path)
        with acting_as("coordinadora", "coordinator"):
            import_layer(store, EMPTY, layer, path)
        before, after = (
            rows(store, village.SLUG, layer, columns),
            rows(store, EMPTY, layer, columns),
        )
        if suffix == ".gpx":  # nor rows without a place, which its description lists
            before = [row for row in before if not row.endswith(", None)")]
        assert after == before

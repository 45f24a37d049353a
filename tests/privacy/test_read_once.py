"""What did not change is not read again, and what is disclosed stays the same."""

from __future__ import annotations

import geopandas as gpd
import numpy as np
import pytest
import shapely
from geopandas.testing import assert_geodataframe_equal

from geo.model import AUDIENCES, LAYER_NAMES, WGS84
from geo.privacy.disclosure_context import DisclosureContext
from geo.privacy.parcels import FRAME_STEP_M, extend_parcels
from geo.privacy.shared_cache import clear_caches
from geo.store import open_store
from geo.store.database import Transaction
from tests import village
from tests.feature_edits import add_features, replace_boundary
from tests.privacy.test_recorded_disclosure import HOMES, TWO, shelters

CRS = village.METRIC
SQUARE = village.box(0, 0, 600, 600)
CHANGES = {
    "services": lambda store: add_features(store, village.SLUG, "services", shelters((400, 100))),
    "risk_areas": lambda store: add_features(
        store, village.SLUG, "risk_areas", village.risk_areas((village.box(310, 10, 330, 30), 2))
    ),
    "boundary": lambda store: replace_boundary(
        store, village.SLUG, village.on_earth(shapely.box(-100, -100, 700, 700)).iloc[0]
    ),
}


@pytest.fixture
def store(home):
    village.found(
        layers={
            "demand": village.homes(*HOMES),
            "zones": village.zones(*TWO),
            "services": shelters((100, 100)),
            "risk_areas": village.risk_areas((village.box(110, 110, 130, 130), 3)),
        }
    )
    store = open_store()
    replace_boundary(store, village.SLUG, village.on_earth(shapely.box(0, 0, 600, 600)).iloc[0])
    return store


def disclose(store):
    """Read every layer as whoever is no coordinator."""
    others = [audience for audience in AUDIENCES if audience != "coordinator"]
    views = [village.seen(store, audience) for audience in others]
    return {(view.audience, name): view.layer(name) for view in views for name in LAYER_NAMES}


@pytest.mark.parametrize("change", CHANGES)
def test_homes_are_read_once_whatever_else_changes(store, change, monkeypatch):
    disclose(store)
    asked = []
    frame = Transaction.frame
    monkeypatch.setattr(
        Transaction,
        "frame",
        lambda self, name, **parameters: asked.append(name) or frame(self, name, **parameters),
    )
    CHANGES[change](store)
    disclose(store)
    assert "layers/services" in asked  # it was read anew
    assert not {"layers/demand", "disclosure/sites"} & set(asked)


def test_other_homes_are_read_again(store):
    before = disclose(store)["network", "demand"]
    more = [((x + 1000, y), 4.0, 2.0) for (x, y), *_ in HOMES[:40]]
    add_features(store, village.SLUG, "demand", village.homes(*more))
    assert len(disclose(store)["network", "demand"]) > len(before)


@pytest.mark.parametrize("change", CHANGES)
def test_a_server_started_anew_discloses_the_same(store, change):
    disclose(store)
    CHANGES[change](store)
    kept = disclose(store)
    clear_caches()
    for name, frame in disclose(store).items():
        assert_geodataframe_equal(frame, kept[name])


def test_households_of_a_failed_record_are_not_kept(store, monkeypatch):
    """What was not recorded must not be disclosed, not even by the next view."""
    execute = Transaction.execute

    def fail(self, name, /, *arguments, **parameters):
        if name == "disclosure/add_sites":
            raise OSError
        return execute(self, name, *arguments, **parameters)

    with monkeypatch.context() as patch:
        patch.setattr(Transaction, "execute", fail)
        for _ in range(2):
            with pytest.raises(OSError):  # noqa: PT011 (of the patch above)
                disclose(store)
    assert len(store.rows("disclosure/sites", community=village.SLUG)) == 0
    disclose(store)
    assert len(store.rows("disclosure/sites", community=village.SLUG)) == len(HOMES)


# --- parcels --------------------------------------------------------------------------------------


def extend_by_the_whole_union(parcels, areas):
    """Add parcels as `extend_parcels` does, with the union of all parcels at every step."""
    covered = shapely.union_all(np.asarray(parcels.geometry.to_crs(CRS), dtype=object))
    cells = []
    for shape in areas.geometry.to_crs(CRS):
        if shapely.intersection(shape, covered).area > 0.0:
            continue
        x, y = np.floor(np.array(shape.representative_point().coords[0]) / FRAME_STEP_M)
        square = shapely.box(
            x * FRAME_STEP_M, y * FRAME_STEP_M, (x + 1) * FRAME_STEP_M, (y + 1) * FRAME_STEP_M
        )
        cells.append(shapely.difference(square, covered))
        covered = shapely.union(covered, square)
    return cells


@pytest.mark.parametrize("seed", range(3))
def test_parcels_are_extended_as_if_all_of_them_were_united(seed):
    random = np.random.default_rng(seed)
    west, south = (random.integers(0, 12, (2, 40)) * 150.0).astype(float)
    squares = [shapely.box(x, y, x + 150, y + 150) for x, y in set(zip(west, south, strict=True))]
    cells = village.on_earth(*squares)
    parcels = gpd.GeoDataFrame({"cell": cells, "shape": cells}, geometry="cell", crs=WGS84)
    corners = random.uniform(-2500, 4500, (60, 2))
    areas = village.risk_areas(
        *((shapely.box(x, y, x + side, y + side), 3)
          for (x, y), side in zip(corners, random.uniform(5, 400, 60), strict=True))
    )  # fmt: skip
    context = DisclosureContext(zones=village.zones((SQUARE, "1", "Una")))
    extended = extend_parcels(parcels, areas, context)
    added = extended.iloc[len(parcels) :]
    expected = extend_by_the_whole_union(parcels, areas)
    assert len(added) == len(expected) > 3
    for cell, whole in zip(added["cell"].to_crs(CRS), expected, strict=True):
        assert shapely.area(shapely.symmetric_difference(cell, whole)) < 1e-3
    kept = gpd.GeoSeries(extended["cell"].iloc[: len(parcels)])
    assert kept.geom_equals_exact(parcels["cell"], tolerance=0.0).all()

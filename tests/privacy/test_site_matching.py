"""Homes are matched with recorded ones: the short way matches what comparing values matches."""

from __future__ import annotations

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest

from geo.privacy import site_matching
from geo.privacy.site_matching import UNMATCHED, match_sites

CRS = "EPSG:32718"


def draw(seed):
    """Draw recorded homes and homes now: several at one spot, moved, changed, gone and new."""
    rng = np.random.default_rng(seed)
    spots = np.round(np.array([-77.0, -12.0]) + rng.uniform(0, 0.001, (60, 2)), 7)
    recorded = spots[rng.integers(0, 60, 90)]
    now = np.concatenate(
        [recorded[rng.permutation(90)[:70]], spots[:9] + rng.normal(0, 3e-5, (9, 2))]
    )

    def people(count):
        number = rng.integers(1, 4, count).astype(float)
        women = np.where(rng.random(count) < 0.3, np.nan, number - 1)
        return {"people": number, "women": women}

    sites = pd.DataFrame({"lon": recorded[:, 0], "lat": recorded[:, 1], **people(90)})
    homes = gpd.GeoDataFrame(people(len(now)), geometry=gpd.points_from_xy(*now.T), crs="EPSG:4326")
    return sites, homes


@pytest.mark.parametrize("seed", range(40))
def test_homes_alone_at_their_spot_are_matched_as_by_their_values(seed, monkeypatch):
    sites, homes = draw(seed)
    found = match_sites(sites, homes, CRS)
    matched = found[found != UNMATCHED]
    assert len(matched) == len(set(matched)) > 60
    monkeypatch.setattr(site_matching, "_match_single", lambda site, _theirs, _ours: site)
    assert np.array_equal(match_sites(sites, homes, CRS), found)


def test_of_many_homes_only_those_that_are_not_alone_are_compared(monkeypatch):
    sites, homes = draw(0)
    compared = []
    equal = site_matching._match_equal

    def note(site, *rest):
        compared.append(int((site == UNMATCHED).sum()))
        return equal(site, *rest)

    monkeypatch.setattr(site_matching, "_match_equal", note)
    match_sites(sites, homes, CRS)
    assert compared[0] < len(homes)

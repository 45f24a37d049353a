"""Villa El Salvador: who lives within so many kilometres of a women's centre, as the crow flies."""

from __future__ import annotations

import csv

import geopandas as gpd
import numpy as np
import pytest
import shapely
from pyproj import Geod

from geo.imports.boundary_file import read_boundary

pytestmark = pytest.mark.real_data

UBIGEO = "150142"
HERE = ("--community", "villa-el-salvador")
KILOMETRES = (1, 2, 3, 5)
EARTH = Geod(ellps="WGS84")


def rows_of(path):
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


@pytest.fixture(scope="module")
def district(tell, real_data, tmp_path_factory):
    """Set the district up from its public files."""
    folder, peru = tmp_path_factory.mktemp("district"), real_data / "peru"
    boundary = read_boundary(peru / "districts.geojson", where=("ubigeo", UBIGEO))
    shape = folder / "boundary.geojson"
    gpd.GeoDataFrame({"ubigeo": [UBIGEO]}, geometry=[boundary], crs="EPSG:4326").to_file(shape)
    tell(
        "community", "add", HERE[1], "--name", "Villa El Salvador", "--country", "PE",
        "--boundary", shape,
    )  # fmt: skip
    people = peru / "population_villa_el_salvador.csv"
    tell("layer", "import", people, *HERE, "--layer", "demand")
    listed = rows_of(peru / "violence_services.csv")
    centres = [row for row in listed if row["tipo"] == "CEM" and row["lat"] and row["lon"]]
    doors = folder / "services.csv"
    with doors.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["name", "type", "latitude", "longitude"])
        writer.writerows([r["nombre"], "womens_centre", r["lat"], r["lon"]] for r in centres)
    tell("layer", "import", doors, *HERE, "--layer", "services")
    homes = rows_of(people)
    places = degrees(homes, "longitude", "latitude")
    counted = np.array([float(row["population_2020"]) for row in homes])
    is_inside = shapely.intersects_xy(boundary, *places.T)  # the file covers a rectangle
    return counted[is_inside], nearest_m(places[is_inside], degrees(centres, "lon", "lat"))


def degrees(rows, lon, lat):
    return np.array([[float(row[lon]), float(row[lat])] for row in rows])


def nearest_m(homes, doors):
    """Measure from each home to the nearest door on the ellipsoid itself, without any map."""
    metres = np.full(len(homes), np.inf)
    for lon, lat in doors:
        each = np.full(len(homes), lon), np.full(len(homes), lat)
        metres = np.minimum(metres, EARTH.inv(homes[:, 0], homes[:, 1], *each)[2])
    return metres


def test_people_within_reach_of_a_womens_centre(tell, district, show):
    people, metres = district
    table = [("km", "people", "within", "share %", "on the ellipsoid", "apart %")]
    before = 0.0
    for km in KILOMETRES:
        told = tell(
            "coverage", *HERE, "--service", "womens_centre", "--metres", 1000 * km,
            "--straight-line",
        )  # fmt: skip
        expected = people[metres <= 1000 * km].sum()
        # Household aggregates at the boundary are counted as a whole.
        assert told["people"] == pytest.approx(people.sum(), rel=1e-3)
        assert told["covered"] + told["uncovered"] == pytest.approx(told["people"])
        assert abs(told["covered"] - expected) < 0.005 * people.sum()
        assert told["covered"] >= before
        before = told["covered"]
        apart = 100 * (told["covered"] - expected) / people.sum()
        table.append(
            (
                km,
                f"{told['people']:.0f}",
                f"{told['covered']:.0f}",
                f"{100 * told['covered'] / told['people']:.1f}",
                f"{expected:.0f}",
                f"{apart:+.2f}",
            )
        )
    show("Villa El Salvador: people by distance to a women's centre (CEM)", table)
    assert before > 0


def test_homes_measure_what_the_ellipsoid_measures(tell, district, tmp_path):
    out = tmp_path / "coverage.gpkg"
    tell(
        "coverage", *HERE, "--service", "womens_centre", "--metres", 1000, "--straight-line",
        "--to-file", out, "--audience", "coordinator", "--confirm-exact",
    )  # fmt: skip
    homes = gpd.read_file(out, layer="homes")
    _, metres = district
    # A transverse Mercator map of a zone is off by less than 0.1 % of a length.
    assert np.sort(homes["metres"]) == pytest.approx(np.sort(metres), rel=1e-3)

"""Points brought as risk areas: one radius for all of them, told once and kept in their notes."""

import geopandas as gpd
import numpy as np
import pytest

from geo.errors import LayerRadiusError, LayerRowsError, NumberError, NumberTooLargeError
from geo.imports.error_messages import format_error
from geo.imports.layer_import import import_layer
from geo.imports.messages import format_import_report
from geo.model import Community
from geo.store import open_store
from geo.store.communities import add_community
from geo.store.layers import read_layer
from tests.imports.napkin import RISK, area, geojson, point, table


@pytest.fixture
def store(home):
    store = open_store(home)
    add_community(store, Community(slug="open", name="Open"))
    yield store
    store.close()


def many(tmp_path, count=144):
    rows = [(point(-76.9 + number / 1000, -12.2), RISK) for number in range(count)]
    return geojson(tmp_path / "p.geojson", *rows)


def brought(store, file, radius_m=None, **more):
    return import_layer(store, "open", "risk_areas", file, radius_m=radius_m, **more)


@pytest.mark.parametrize("locale", ["es", "en", "ru", "ky", "qu"])
def test_144_points_are_asked_about_once(store, tmp_path, locale):
    with pytest.raises(LayerRowsError) as error:
        brought(store, many(tmp_path))
    said = format_error(error.value, locale)
    assert len(said) == 2
    assert "1–144" in said[1]
    assert "25" in said[1]
    assert "--radius" in said[1]


def test_points_become_circles_of_the_told_metres(store, tmp_path):
    report = brought(store, many(tmp_path), 40.0)
    assert (report.added, report.radius_m, report.circled) == (144, 40.0, tuple(range(1, 145)))
    stored = read_layer(store, "open", "risk_areas")
    metric = stored.to_crs(stored.estimate_utm_crs()).geometry
    assert np.sqrt(metric.area.to_numpy() / np.pi) == pytest.approx(40, rel=0.01)
    centre = metric.centroid.to_crs("EPSG:4326").iloc[0]
    assert (centre.x, centre.y) == pytest.approx((-76.9, -12.2), abs=1e-6)
    assert set(stored["note"]) == {"Área de 40 m alrededor de un punto."}
    assert any("144 puntos" in line and "40 m" in line for line in format_import_report(report))
    assert brought(store, many(tmp_path), 40.0).unchanged == 144


def test_a_note_is_kept_before_what_is_told_and_areas_stay_as_drawn(store, tmp_path):
    rows = [(point(1, 1), {**RISK, "note": "Sin luz."}), (area(), RISK)]
    report = brought(store, geojson(tmp_path / "m.geojson", *rows), 25)
    assert report.circled == (1,)
    stored = read_layer(store, "open", "risk_areas")
    assert stored["note"].iloc[0] == "Sin luz. Área de 25 m alrededor de un punto."
    assert stored["note"].isna().tolist() == [False, True]
    assert stored.geometry.iloc[1].bounds == (0, 0, 0.01, 0.01)


def test_tables_and_groups_of_points_become_areas(store, tmp_path):
    text = "lat,lon,category,severity\n-12.2,-76.9,river,3\n-12.3,-76.9,river,2\n"
    assert brought(store, table(tmp_path / "p.csv", text), 25).circled == (1, 2)
    group = {"type": "MultiPoint", "coordinates": [[1, 1], [1.01, 1]]}
    assert brought(store, geojson(tmp_path / "g.geojson", (group, RISK)), 25).circled == (1,)
    shapes = read_layer(store, "open", "risk_areas").geometry.geom_type.tolist()
    assert shapes == ["Polygon", "Polygon", "MultiPolygon"]


def test_the_radius_is_said_to_be_unused(store, tmp_path):
    report = brought(store, geojson(tmp_path / "a.geojson", (area(), RISK)), 25)
    assert report.circled == ()
    assert any("no tiene puntos" in line for line in format_import_report(report))


@pytest.mark.parametrize(
    ("radius", "error"),
    [(0, NumberError), (-5, NumberError), (float("nan"), NumberError), (501, NumberTooLargeError)],
)
def test_a_radius_that_makes_no_sense_is_refused(store, tmp_path, radius, error):
    with pytest.raises(error) as raised:
        brought(store, many(tmp_path, 1), radius)
    assert type(raised.value) is error


@pytest.mark.parametrize("layer", ["services", "safe_zones", "demand", "zones"])
def test_only_risk_areas_have_a_radius(store, tmp_path, layer):
    with pytest.raises(LayerRadiusError):
        import_layer(store, "open", layer, many(tmp_path, 1), radius_m=25)


def test_lines_and_other_layers_are_refused_as_before(store, tmp_path):
    line = {"type": "LineString", "coordinates": [[0, 0], [1, 1]]}
    with pytest.raises(LayerRowsError) as error:
        brought(store, geojson(tmp_path / "l.geojson", (line, RISK)), 25)
    assert [key for _, key, _ in error.value.findings] == ["row.shape"]
    with pytest.raises(LayerRowsError) as error:
        import_layer(
            store, "open", "zones", geojson(tmp_path / "z.geojson", (point(), {"name": "a"}))
        )
    assert [key for _, key, _ in error.value.findings] == ["row.shape"]
    assert isinstance(read_layer(store, "open", "zones"), gpd.GeoDataFrame)

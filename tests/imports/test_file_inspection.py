"""A file tells what it is before it is imported anywhere."""

import geopandas as gpd
import pytest
import shapely

from geo.errors import LayerContentError
from geo.imports.file_inspection import inspect_file
from tests.imports.napkin import table


def test_a_table_tells_its_rows_columns_and_the_layers_it_fits(tmp_path):
    text = "lat,lon,personas,obs\n-12.1,-77.1,3,a\n-12.2,-77.2,,\n,,5,\n"
    [layer] = inspect_file(table(tmp_path / "a.csv", text))
    assert (layer.name, layer.rows, layer.shapes) == (None, 3, {"Point": 2, "none": 1})
    assert layer.columns == ("personas", "obs")
    assert layer.bounds == (-77.2, -12.2, -77.1, -12.1)
    assert layer.fits == ("demand",)
    assert layer.crs_assumed


def test_every_layer_of_a_file_is_told(tmp_path):
    path = tmp_path / "a.gpkg"
    areas = gpd.GeoDataFrame({"name": ["Norte"]}, geometry=[shapely.box(0, 0, 1, 1)], crs=4326)
    areas.to_file(path, layer="distritos")
    spots = gpd.GeoDataFrame(
        {"people": [4.0]}, geometry=[shapely.Point(500000, 8_600_000)], crs=32718
    )
    spots.to_file(path, layer="casas")
    layers = {one.name: one for one in inspect_file(path)}
    assert list(layers) == ["distritos", "casas"]
    assert layers["distritos"].fits == ("zones",)
    assert "32718" in str(layers["casas"].crs)
    assert layers["casas"].bounds[0] == pytest.approx(-75)


def test_something_else_is_refused_by_its_name(tmp_path):
    page = tmp_path / "a.geojson"
    page.write_text("<!doctype html><html></html>")
    with pytest.raises(LayerContentError):
        inspect_file(page)


def test_a_table_of_which_nothing_says_where_it_is_is_told_all_the_same(tmp_path):
    [rates] = inspect_file(table(tmp_path / "a.csv", "admin2Pcode,Rate\nGT0101,6.5\n"))
    assert (rates.rows, rates.shapes, rates.columns) == (1, {"none": 1}, ("admin2Pcode", "Rate"))
    assert rates.fits == ()
    [people] = inspect_file(table(tmp_path / "b.csv", "ubigeo,people\n150142,6\n"))
    assert people.fits == ("demand",)

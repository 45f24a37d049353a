"""A GeoPackage brings its colours: a table of styles that QGIS and other programs read."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from datetime import date
from xml.etree import ElementTree as ET

import geopandas as gpd
import pandas as pd
import pytest
import shapely

from geo.cartography.palette import COLOURS, RISK_HATCHINGS
from geo.formats.export_note import ExportNote
from geo.formats.layer_style import find_layer_style
from geo.formats.reading import read_layer_file
from geo.formats.registry import list_layers
from geo.formats.writing import write_layer, write_tables
from geo.model import LAYER_NAMES, SERVICE_TYPES

NOTE = ExportNote("network", "Villa", "for", "src", "lic", date(2026, 5, 1), locale="ky")
AREA = shapely.box(0, 0, 1, 1)
SLD = {"sld": "http://www.opengis.net/sld", "ogc": "http://www.opengis.net/ogc"}


def frame(*shapes, **columns):
    return gpd.GeoDataFrame(
        columns or {"name": ["a"] * len(shapes)}, geometry=list(shapes), crs=4326
    )


def styles(path):
    with closing(sqlite3.connect(path)) as opened:
        opened.row_factory = sqlite3.Row
        return [dict(row) for row in opened.execute("select * from layer_styles order by id")]


def rgba(colour, opacity):
    channels = [str(int(colour[at : at + 2], 16)) for at in (1, 3, 5)]
    return ",".join([*channels, str(round(255 * opacity))])


def test_risk_areas_are_drawn_by_severity_in_the_colours_of_our_maps(tmp_path):
    areas = frame(AREA, AREA, severity=[1, 5])
    path = write_layer(areas, tmp_path / "a.gpkg", layer="risk_areas", note=NOTE)
    (style,) = styles(path)
    assert (style["f_table_name"], style["f_geometry_column"]) == ("risk_areas", "geom")
    assert (style["f_table_schema"], style["useAsDefault"]) == ("", 1)
    qml = ET.fromstring(style["styleQML"].partition("\n")[2])
    renderer = qml.find("renderer-v2")
    assert (renderer.get("type"), renderer.get("attr")) == ("categorizedSymbol", "severity")
    fills = {
        category.get("value"): renderer.find(
            f"symbols/symbol[@name='{category.get('symbol')}']/layer/Option/Option[@name='color']"
        ).get("value")
        for category in renderer.iter("category")
    }
    assert {key: one for key, one in fills.items() if key} == {
        str(severity): rgba(one.fill, one.opacity) for severity, one in RISK_HATCHINGS.items()
    }


def test_the_other_style_names_the_same_colours(tmp_path):
    path = write_layer(
        frame(AREA, severity=[3]), tmp_path / "a.gpkg", layer="risk_areas", note=NOTE
    )
    sld = ET.fromstring(styles(path)[0]["styleSLD"])
    fills = {
        rule.find("ogc:Filter/ogc:PropertyIsEqualTo/ogc:Literal", SLD).text: rule.find(
            ".//sld:CssParameter[@name='fill']", SLD
        ).text
        for rule in sld.iter(f"{{{SLD['sld']}}}Rule")
        if rule.find("ogc:Filter", SLD) is not None
    }
    assert fills == {str(severity): one.fill for severity, one in RISK_HATCHINGS.items()}


def test_every_type_of_service_has_a_colour_of_its_own():
    classes = find_layer_style("services").classes
    assert [one.value for one in classes] == [*SERVICE_TYPES, None]
    assert len({one.fill for one in classes[:-1]}) == len(SERVICE_TYPES)


@pytest.mark.parametrize("layer", LAYER_NAMES)
@pytest.mark.parametrize("locale", ["es", "en", "ru", "ky", "qu"])
def test_every_layer_has_a_style_in_every_language(layer, locale):
    style = find_layer_style(layer, locale)
    assert style.title
    assert style.classes[-1].value is None
    assert style.find_class("unheard of") == style.classes[-1]
    assert style.find_class(None) == style.classes[-1]


def test_safe_zones_are_teal():
    assert find_layer_style("safe_zones").classes[0].fill == COLOURS["teal"]


def test_each_table_with_places_has_its_style_and_none_is_read_as_a_layer(tmp_path):
    tables = {
        "gaps": frame(AREA),
        "homes": frame(shapely.Point(1, 2)),
        "n": pd.DataFrame({"a": [1]}),
    }
    path = write_tables(tables, tmp_path / "a.gpkg", note=NOTE)
    assert [one["f_table_name"] for one in styles(path)] == ["gaps", "homes"]
    assert ['type="fill"' in one["styleQML"] for one in styles(path)] == [True, False]
    assert list_layers(path) == ["gaps", "homes"]
    single = write_layer(frame(AREA), tmp_path / "b.gpkg", layer="zones", note=NOTE)
    read = read_layer_file(single, "zones")
    assert read["name"].tolist() == ["a"]
    assert read.attrs["notices"] == []


def test_a_file_made_on_the_same_day_has_the_same_styles(tmp_path):
    paths = [
        write_layer(frame(AREA), tmp_path / f"{name}.gpkg", layer="zones", note=NOTE)
        for name in "ab"
    ]
    assert styles(paths[0]) == styles(paths[1])

"""Layers that are suggested by names, and by areas with a code and a name; never taken unasked."""

import geopandas as gpd
import pytest
import shapely

from geo.imports.file_splitting import split_file
from geo.imports.meaning_rules import MeaningRules

PLACE = shapely.Point(-77.0, -12.0)
LINE = shapely.LineString([(-77.0, -12.0), (-77.01, -12.0)])
AREAS = [shapely.box(n, 0, n + 1, 1) for n in range(2)]


def split(shapes, rules=None, **columns):
    frame = gpd.GeoDataFrame(columns, geometry=shapes, crs=4326)
    frame.index = range(1, len(frame) + 1)
    frame.attrs = {"file": "a.gpx", "reprojected_from": None, "crs_assumed": False}
    return split_file(frame, rules or MeaningRules())


def list_options(parsed):
    return [
        one.placeholders["options"] for one in parsed.unclear.doubts if one.key == "row.meaning"
    ]


@pytest.mark.parametrize(
    ("name", "options"),
    [
        pytest.param("Zona de riesgo, calle 5", "risk_areas", id="a layer in a name"),
        pytest.param("camino peligroso", "", id="a word for risk that no list has"),
        pytest.param("Calle oscura", "risk_areas", id="a category"),
        pytest.param("Punto seguro: bodega", "safe_zones", id="safe"),
        pytest.param("No seguro de noche", "risk_areas", id="not safe"),
        pytest.param("Seguro Social", "", id="an insurance"),
        pytest.param("Colegio 1154", "safe_zones", id="a kind"),
        pytest.param("Comisaría Sur", "services, safe_zones", id="of two layers"),
        pytest.param("Track 4", "", id="nothing"),
    ],
)
def test_a_name_suggests_a_layer_and_nothing_is_taken_for_it(name, options):
    parsed = split([LINE, PLACE], name=[name, "Track 3"], layer=["tracks", "waypoints"])
    assert not parsed.layers
    assert list_options(parsed) == [options, ""]


def test_what_only_one_layer_has_is_taken_once_somebody_accepts_suggestions():
    rules = MeaningRules(accepts_suggestions=True)
    parsed = split([PLACE, PLACE], rules, name=["Colegio 1154", "Comisaría Sur"])
    zone = parsed.layers["safe_zones"].checked.frame
    assert zone[["name", "kind"]].to_numpy().tolist() == [["Colegio 1154", "school"]]
    assert list_options(parsed) == ["services, safe_zones"]


def test_answers_of_a_form_suggest_a_layer_and_those_who_filled_it_in_are_not_quoted():
    parsed = split(
        [LINE, LINE, LINE],
        **{"¿Qué viste?": ["Poca luz Cantina", "Cantina", "Poca luz"], "username": ["ana"] * 3,
           "today": ["2026-03-01"] * 3, "deviceid": ["collect:abc"] * 3},
    )  # fmt: skip
    assert list_options(parsed) == ["risk_areas"] * 3
    told = "".join(str(one.placeholders) for one in parsed.unclear.doubts)
    assert not any(one in told for one in ("ana", "2026", "collect"))
    assert {"username", "today", "deviceid"}.isdisjoint(parsed.unclear.frame.columns)


def test_one_area_among_services_does_not_make_safe_zones_of_them():
    names = ["Posta", "Comisaría", "Fiscalía", "Callejón"]
    kinds = ["Centro de salud", "Comisaría", "Fiscalía", None]
    parsed = split([PLACE] * 3 + AREAS[:1], name=names, tipo=kinds)
    assert {layer: len(one.checked.frame) for layer, one in parsed.layers.items()} == {
        "services": 3
    }
    assert len(parsed.unclear.frame) == 1


@pytest.mark.parametrize(
    ("columns", "options"),
    [
        pytest.param({"NOMBRE": ["Ate", "Lince"], "COD": ["01", "02"]}, "zones", id="districts"),
        pytest.param({"NOMBRE": ["Ate", "Lince"], "COD": ["01", "01"]}, "", id="a code twice"),
        pytest.param({"NOMBRE": ["Ate", "Lince"]}, "", id="no code"),
        pytest.param({"NOMBRE": ["Ate", None], "COD": ["01", "02"]}, "", id="a name is missing"),
    ],
)
def test_areas_with_a_code_and_a_name_each_may_be_zones(columns, options):
    assert list_options(split(AREAS, **columns)) == [options] * 2

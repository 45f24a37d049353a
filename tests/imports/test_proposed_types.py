"""Types proposed by names and by the other rows of the same code, and never a confidential one."""

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
import shapely

from geo.formats.findings import RowFinding
from geo.imports.meaning_assignment import find_fitting_layer
from geo.imports.proposed_types import propose_types

HOSPITALS = ("Hospital de Ascope", "Hospital Belén", "Hospital de Apoyo")


def propose(names, codes=None, **more):
    rows = np.arange(1, len(names) + 1)
    codes = codes or ["II-1"] * len(names)
    findings = [
        RowFinding(int(row), "row.code", {"column": "type", "value": code, "known": "health"})
        for row, code in zip(rows, codes, strict=True)
    ]
    cells = pd.DataFrame({"Nombre": names, "Categoria": codes, **more})
    values = pd.DataFrame({"name": names})
    found = propose_types(findings, values, cells, rows, "services")
    return [(one.placeholders.get("proposed"), one.placeholders.get("alike")) for one in found]


def test_rows_of_a_code_follow_what_most_of_them_are_called():
    assert propose([*HOSPITALS, "Carhuaz", "Carlos Cornejo", "Chulucanas"]) == [
        *[("health", None)] * 3, *[("health", 3)] * 3,
    ]  # fmt: skip


@pytest.mark.parametrize(
    "names",
    [
        pytest.param([*HOSPITALS[:2], "Carhuaz"], id="two are too few"),
        pytest.param([*HOSPITALS, *"ABCD"], id="less than half"),
        pytest.param([*HOSPITALS, "Comisaría PNP", "Carhuaz"], id="another type"),
        pytest.param([*HOSPITALS, "Hospital de la Policía", "Carhuaz"], id="two types in a name"),
        pytest.param([*HOSPITALS, "Hogar de refugio", "Carhuaz"], id="a likely shelter"),
        pytest.param([*["Casa de acogida"] * 3, "Carhuaz"], id="shelters"),
        pytest.param([*["Acompañamiento"] * 3, "Carhuaz"], id="an often confidential type"),
        pytest.param([*["HRT"] * 3, "Carhuaz"], id="a confidential type"),
    ],
)
def test_a_code_says_nothing_where_its_rows_are_few_or_differ(names):
    assert propose(names)[-1] == (None, None)


def test_a_code_says_nothing_of_another_code_and_a_description_may_say_a_shelter():
    assert propose([*HOSPITALS, "Carhuaz"], ["II-1"] * 3 + ["I-4"])[-1] == (None, None)
    notes = [None, None, None, "casa refugio para mujeres", None]
    assert propose([*HOSPITALS, "Sol", "Carhuaz"], Notas=notes)[-1] == (None, None)


@pytest.mark.parametrize(
    ("names", "layer"), [([*HOSPITALS, "Carhuaz"], "services"), ("ABCD", None)]
)
def test_a_table_whose_names_say_services_is_one_of_services(names, layer):
    frame = gpd.GeoDataFrame(
        {"nombre": list(names), "categoria": ["II-1"] * 4},
        geometry=[shapely.Point(-89.9, 13.8)] * 4, crs=4326,
    )  # fmt: skip
    assert find_fitting_layer(frame) == layer


@pytest.mark.parametrize(
    ("layer", "field", "text", "proposed"),
    [
        ("safe_zones", "kind", "Colegio Nacional 1154", "school"),
        ("safe_zones", "kind", "Parroquia San José", "church"),
        ("safe_zones", "kind", "Casa de confianza de la cuadra 3", "trusted_home"),
        ("safe_zones", "kind", "Parque Kennedy", None),
        ("safe_zones", "kind", "Tienda frente al colegio", None),
        ("risk_areas", "category", "una calle oscura", "poor_lighting"),
    ],
)
def test_kinds_of_safe_zones_and_categories_are_proposed_by_their_words(
    layer, field, text, proposed
):
    row = np.array([1])
    cells = pd.DataFrame({"Nombre": [text]})
    written = RowFinding(1, "row.code", {"column": field, "value": text, "known": ""})
    (found,) = propose_types([written], pd.DataFrame({"other": [None]}), cells, row, layer)
    assert found.placeholders.get("proposed") == proposed
    blank = RowFinding(1, "row.blank", {"column": field})
    (found,) = propose_types([blank], pd.DataFrame({"name": [text]}), cells, row, layer)
    assert found.placeholders.get("proposed") == proposed

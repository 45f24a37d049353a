import geopandas as gpd
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from geo.errors import LayerFileEmptyError, LayerRowsError
from geo.formats.reading import read_layer_file
from geo.imports.layer_checks import check_layer, examine_layer
from geo.layers.column_matching import make_unique_names
from geo.layers.schema import LAYER_SCHEMAS, MAX_TEXT_LENGTH
from geo.model import LAYER_NAMES, RISK_CATEGORIES, SERVICE_TYPES
from tests.imports.napkin import BOW_TIE, RISK, area, geojson, point

HEALTH = {"type": "health", "name": "Posta"}
HERE = {"risk_areas": area(), "safe_zones": area(), "zones": area()}


def frame_of(tmp_path, layer, *rows, shape=None):
    shape = shape or HERE.get(layer, point())
    pairs = [row if isinstance(row, tuple) else (shape, row) for row in rows]
    return read_layer_file(geojson(tmp_path / "a.geojson", *pairs), layer)


def faults(tmp_path, layer, *rows):
    with pytest.raises(LayerRowsError) as raised:
        check_layer(frame_of(tmp_path, layer, *rows), layer)
    return raised.value.findings


def values(tmp_path, layer, row):
    checked = check_layer(frame_of(tmp_path, layer, row), layer)
    return checked.drop(columns="geometry").iloc[0].to_dict()


# --- what passes ----------------------------------------------------------------------------------


def test_a_risk_area_holds_always_unless_it_says_otherwise(tmp_path):
    assert values(tmp_path, "risk_areas", RISK) == {
        "category": "poor_lighting",
        "severity": 3,
        "holds": "always",
        "note": None,
        "session": None,
    }


@pytest.mark.parametrize("severity", [3, 3.0, "3", " 3 ", "3.0"])
def test_a_whole_severity_is_whole_however_it_is_written(tmp_path, severity):
    read = values(tmp_path, "risk_areas", {**RISK, "severity": severity})["severity"]
    assert read == 3
    assert isinstance(read, int)


def test_codes_and_columns_may_be_written_large(tmp_path):
    row = {"CATEGORY": " River ", "Severity": 1, "HOLDS": "NIGHT"}
    read = values(tmp_path, "risk_areas", row)
    assert (read["category"], read["holds"]) == ("river", "night")


def test_women_may_be_unknown_and_unknown_is_not_zero(tmp_path):
    checked = check_layer(frame_of(tmp_path, "demand", {"people": 2.5}, {"people": 0}), "demand")
    assert checked["people"].tolist() == [2.5, 0]
    assert checked["women"].isna().all()
    assert checked["women"].dtype == float


@pytest.mark.parametrize(
    "name", ["people", "Personas", "población", "POBLACION", "population", "population_2020",
             "population 2020", "population2020", "population_total"],
)  # fmt: skip
def test_people_go_by_documented_names(tmp_path, name):
    checked = examine_layer(frame_of(tmp_path, "demand", {name: 3, "Mujeres": 1}), "demand")
    assert checked.frame["people"].tolist() == [3]
    assert checked.frame["women"].tolist() == [1]
    assert checked.dropped_columns == ()
    assert checked.read_as["women"] == "Mujeres"
    assert checked.read_as.get("people", "people") == name


@pytest.mark.parametrize("name", ["population_density", "population_women_2020", "pop", "gente"])
def test_people_go_by_no_other_name(tmp_path, name):
    (problem,) = faults(tmp_path, "demand", {name: 3})
    assert problem == (None, "row.columns", {"missing": "people", "found": name})


def test_the_field_s_own_name_wins_over_an_alias(tmp_path):
    checked = examine_layer(frame_of(tmp_path, "demand", {"personas": 9, "people": 3}), "demand")
    assert checked.frame["people"].tolist() == [3]
    assert checked.dropped_columns == ("personas",)


def test_two_columns_of_equal_right_want_a_choice(tmp_path):
    row = {"population_2010": 9, "population_2020": 3}
    (problem,) = faults(tmp_path, "demand", row)
    found = "population_2010, population_2020"
    assert problem == (None, "row.doubled", {"column": "people", "found": found})


@pytest.mark.parametrize(
    ("said", "kept"),
    [("sí", True), ("NO", False), (1, True), (0.0, False), (True, True), ("falso", False),
     (None, False), ("", False)],
)  # fmt: skip
def test_yes_and_no_in_words_and_numbers(tmp_path, said, kept):
    assert values(tmp_path, "services", {**HEALTH, "confidential": said})["confidential"] is kept


@pytest.mark.parametrize("said", ["2026-05-31", "2026-05-31T10:00:00", " 2026-05-31 "])
def test_a_date_has_its_year_first(tmp_path, said):
    read = values(tmp_path, "services", {**HEALTH, "verified_on": said})["verified_on"]
    assert read == "2026-05-31"


def test_a_code_that_a_program_made_a_number_is_text_again(tmp_path):
    row = {"code": 150142.0, "name": "Villa"}
    assert values(tmp_path, "zones", row) == {"code": "150142", "name": "Villa"}


@pytest.mark.parametrize("row", [{"code": "07"}, {"name": "Villa"}])
def test_a_zone_has_a_code_or_a_name(tmp_path, row):
    assert values(tmp_path, "zones", row) == {"code": None, "name": None, **row}


@pytest.mark.parametrize("shape", [area(), point(), {"type": "MultiPolygon", "coordinates": []}])
def test_a_safe_zone_may_be_a_place_or_an_area(tmp_path, shape):
    row = (shape, {"kind": "shop"})
    if shape["coordinates"]:
        assert len(check_layer(frame_of(tmp_path, "safe_zones", row), "safe_zones")) == 1
    else:
        assert [p.key for p in faults(tmp_path, "safe_zones", row)] == ["row.no_place"]


def test_columns_that_the_layer_has_no_place_for_are_dropped_and_named(tmp_path):
    row = {**HEALTH, "id": 7, "e-mail": "a@b", "Provincia": "Lima"}
    checked = examine_layer(frame_of(tmp_path, "services", row), "services")
    assert checked.dropped_columns == ("id", "e-mail", "Provincia")
    assert list(checked.frame.columns) == [
        *(f.name for f in LAYER_SCHEMAS["services"].fields),
        "geometry",
    ]


def test_a_shelter_is_confidential_whatever_the_file_says(tmp_path):
    rows = [HEALTH, {"type": "shelter", "confidential": "no"}, {"type": "shelter",
            "confidential": True}]  # fmt: skip
    checked = examine_layer(frame_of(tmp_path, "services", *rows), "services")
    assert checked.frame["confidential"].tolist() == [False, True, True]
    assert checked.made_confidential == (2,)


def test_a_trusted_home_is_confidential_by_its_kind(tmp_path):
    rows = [{"kind": "shop"}, {"kind": "trusted_home"}]
    checked = examine_layer(frame_of(tmp_path, "safe_zones", *rows), "safe_zones")
    assert checked.made_confidential == (2,)


# --- what does not --------------------------------------------------------------------------------


@pytest.mark.parametrize("severity", [0, 6, 9, -1, 3.5, "3.5", "high", True, "1e9", "٣x", [3]])
def test_a_severity_is_whole_and_from_one_to_five(tmp_path, severity):
    (problem,) = faults(tmp_path, "risk_areas", RISK, {**RISK, "severity": severity})
    assert (problem.row, problem.key) == (2, "row.severity")


@pytest.mark.parametrize(
    ("layer", "row", "column"),
    [
        ("risk_areas", {**RISK, "category": "ghosts"}, "category"),
        ("risk_areas", {**RISK, "holds": "noon"}, "holds"),
        ("safe_zones", {"kind": "castle"}, "kind"),
        ("services", {"type": "bank", "name": "b"}, "type"),
    ],
)
def test_an_unknown_code_comes_with_the_known_ones(tmp_path, layer, row, column):
    (problem,) = faults(tmp_path, layer, row)
    known = next(f.codes for f in LAYER_SCHEMAS[layer].fields if f.name == column)
    assert problem.key == "row.code"
    assert problem.placeholders == {
        "column": column,
        "value": row[column],
        "known": ", ".join(known),
    }


@pytest.mark.parametrize(
    ("people", "key"),
    [(-1, "row.negative"), ("many", "row.number"), ("1,2,3", "row.number"), ("nan", "row.number"),
     ("1_000", "row.number"), ("1e999", "row.rounded"), (True, "row.number"), ("", "row.blank"),
     (None, "row.blank"), ({"n": 1}, "row.number")],
)  # fmt: skip
def test_people_are_a_number_and_known(tmp_path, people, key):
    (problem,) = faults(tmp_path, "demand", {"people": 1}, {"people": people})
    assert (problem.row, problem.key) == (2, key)


def test_women_are_among_the_people(tmp_path):
    rows = [{"people": 3, "women": 3}, {"people": 3, "women": 4}]
    (problem,) = faults(tmp_path, "demand", *rows)
    assert problem == (2, "row.women", {"women": 4, "people": 3})


@pytest.mark.parametrize("said", ["31/31/2026", "May 2026", "2026-13-01", 5, True])
def test_what_is_no_day_is_refused(tmp_path, said):
    (problem,) = faults(tmp_path, "services", {**HEALTH, "verified_on": said})
    assert problem.key == "row.date"


def test_not_knowing_whether_a_place_is_confidential_is_not_a_no(tmp_path):
    (problem,) = faults(tmp_path, "services", {**HEALTH, "confidential": "perhaps"})
    assert problem.key == "row.flag"


def test_a_text_has_an_end(tmp_path):
    fits, long = "x" * MAX_TEXT_LENGTH, "x" * (MAX_TEXT_LENGTH + 1)
    (problem,) = faults(tmp_path, "risk_areas", {**RISK, "note": fits}, {**RISK, "note": long})
    assert (problem.row, problem.key) == (2, "row.too_long")
    assert problem.placeholders == {"column": "note", "length": 2001, "most": 2000}


def test_a_list_is_no_text(tmp_path):
    (problem,) = faults(tmp_path, "risk_areas", {**RISK, "note": ["a", "b"]})
    assert problem.key == "row.not_text"


def test_a_zone_without_code_and_name_is_nothing(tmp_path):
    (problem,) = faults(tmp_path, "zones", {"code": "1"}, {"code": " "})
    assert (problem.row, problem.key) == (2, "row.unnamed")


@pytest.mark.parametrize(
    ("layer", "missing"),
    [("risk_areas", "category, severity"), ("safe_zones", "kind"), ("services", "type"),
     ("demand", "people"), ("zones", "name")],
)  # fmt: skip
def test_a_missing_column_is_one_finding_of_the_whole_layer(tmp_path, layer, missing):
    (problem,) = faults(tmp_path, layer, {"a": 1}, {"a": 2})
    assert problem == (None, "row.columns", {"missing": missing, "found": "a"})


def test_all_findings_come_at_once_in_the_order_of_the_rows(tmp_path):
    rows = [
        {**RISK, "severity": 9, "category": "ghosts"},
        RISK,
        (None, RISK),
        (area(BOW_TIE), {"category": "river"}),
        (point(), RISK),
        (area([[[200, 0], [201, 0], [201, 1], [200, 0]]]), RISK),
        ({"type": "Polygon", "coordinates": [[[0, 0], [1, 0], [1, 1]]]}, RISK),
    ]
    found = faults(tmp_path, "risk_areas", *rows)
    assert {(p.row, p.key) for p in found} == {
        (1, "row.code"),
        (1, "row.severity"),
        (3, "row.no_place"),
        (4, "row.blank"),
        (4, "row.broken"),
        (5, "row.points"),
        (6, "row.out_of_range"),
        (7, "row.broken"),
    }
    assert [p.row for p in found] == sorted(p.row for p in found)


def test_the_fault_keeps_cells_out_of_its_own_words(tmp_path):
    with pytest.raises(LayerRowsError) as raised:
        check_layer(frame_of(tmp_path, "risk_areas", {**RISK, "category": "doña x"}), "risk_areas")
    told = "error.layer_rows(layer='risk_areas', file='a.geojson', count=1)"
    assert str(raised.value) == told


def test_an_empty_frame_is_empty():
    with pytest.raises(LayerFileEmptyError):
        check_layer(gpd.GeoDataFrame({"a": []}, geometry=[], crs="EPSG:4326"), "zones")


def test_a_frame_that_came_from_no_file_will_do():
    frame = gpd.GeoDataFrame({"people": [3]}, geometry=[shapely.Point(1, 2)], crs="EPSG:4326")
    before = frame.copy()
    assert check_layer(frame, "demand")["people"].tolist() == [3]
    assert frame.equals(before)


def test_each_layer_has_fields_and_shapes():
    assert set(LAYER_SCHEMAS) == set(LAYER_NAMES)


def test_codes_are_those_of_the_model():
    assert LAYER_SCHEMAS["services"].fields[0].codes == SERVICE_TYPES
    assert LAYER_SCHEMAS["risk_areas"].fields[0].codes == RISK_CATEGORIES


@given(st.lists(st.sampled_from(["a", "a ", "A", "", "geometry", "a (2)", "(1)"]), max_size=8))
def test_unique_names_are_unique(names):
    unique = make_unique_names(names)
    assert len(set(unique)) == len(names) == len(unique)
    assert "geometry" not in unique

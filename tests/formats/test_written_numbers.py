import pytest

from geo.errors import LayerRowsError
from geo.formats.reading import read_layer_file
from geo.formats.written_numbers import read_number
from geo.imports.import_choices import ImportChoices
from geo.imports.layer_checks import examine_layer
from tests.imports.napkin import geojson, point, table

COMMA, POINT = ("-12,2", "-76,91"), ("-12.2", "-76.91")


def people(tmp_path, cells, coordinates=COMMA, **choices):
    """Read a column of people from a table; every row lies at the same place."""
    lines = ["lat;lon;people", *(f'{";".join(coordinates)};"{cell}"' for cell in cells)]
    frame = read_layer_file(table(tmp_path / "a.csv", "\n".join(lines)), "demand")
    return examine_layer(frame, "demand", ImportChoices(**choices)).frame["people"].tolist()


def question(tmp_path, cells, coordinates=COMMA):
    with pytest.raises(LayerRowsError) as raised:
        people(tmp_path, cells, coordinates)
    return raised.value


@pytest.mark.parametrize(
    "written",
    [
        "1.250",
        "1 250",
        "1\u00a0250",
        "1\u202f250",
        "1\u2009250",
        "1'250",
        "1’250",
        "1250",
        " 1250 ",
    ],
)
def test_thousands_are_read_beside_decimal_commas(tmp_path, written):
    assert people(tmp_path, [written, "980"]) == [1250, 980]


@pytest.mark.parametrize("written", ["1,250", "1 250", "1\u00a0250", "1\u202f250", "1'250"])
def test_thousands_are_read_beside_decimal_points(tmp_path, written):
    assert people(tmp_path, [written], POINT) == [1250]


@pytest.mark.parametrize("coordinates", [COMMA, POINT, ("-12", "-77")])
@pytest.mark.parametrize(
    ("written", "number"),
    [("1.250.000", 1_250_000), ("1,250,000", 1_250_000), ("1.250,5", 1250.5), ("1,250.5", 1250.5),
     ("1 250,5", 1250.5), ("1'250.75", 1250.75), ("1 250 000", 1_250_000), ("0.250", 0.25),
     ("0,25", 0.25), ("12,5", 12.5), ("12.50", 12.5), ("1250.125", 1250.125),
     ("1.25000E+03", 1250), ("+7", 7)],
)  # fmt: skip
def test_a_number_that_tells_its_marks_is_the_same_anywhere(tmp_path, written, number, coordinates):
    assert people(tmp_path, [written], coordinates) == [number]


@pytest.mark.parametrize(
    ("cells", "numbers"),
    [
        (["1.250", "980,5"], [1250, 980.5]),
        (["1.250", "2.100.000"], [1250, 2_100_000]),
        (["1,250", "980.5"], [1250, 980.5]),
        (["1.250", "1.250,75"], [1250, 1250.75]),
        (["0.327", "1.250"], [0.327, 1.25]),  # always three decimals
        (["12.5", "3.127"], [12.5, 3.127]),  # never a zero at the end
    ],
)
def test_other_cells_of_the_column_tell(tmp_path, cells, numbers):
    assert people(tmp_path, cells, ("-12", "-77")) == numbers


@pytest.mark.parametrize(
    ("cells", "coordinates"),
    [
        (["1.250", "2.500"], ("-12", "-77")),
        (["1.250", "2.500"], POINT),  # coordinates may be copied from a map
        (["1,250"], ("-12", "-77")),
        (["1,250"], COMMA),
        (["1.250", "12.5"], POINT),  # a program that writes 12.5 writes 1.25
        (["1.250", "12.5"], COMMA),
        (["1,250", "12,5"], POINT),
        (["1.250", "1,250,000"], POINT),
        (["1 250", "1.250"], POINT),
    ],
)
def test_what_cannot_be_known_is_put_as_a_question(tmp_path, cells, coordinates):
    error = question(tmp_path, cells, coordinates)
    assert {finding.key for finding in error.findings} == {"row.ask_number"}
    (finding,) = error.findings
    uncertain = [cell for cell in cells if cell in {"1.250", "1,250", "2.500"}]
    assert finding.placeholders["value"] == uncertain[0]
    assert (finding.placeholders["thousands"], finding.placeholders["decimals"]) == (
        "1250",
        "1.250",
    )
    assert [(one[0], one[3]) for one in error.questions] == [("numbers", ("thousands", "decimals"))]
    for reading, number in (("thousands", 1250), ("decimals", 1.25)):
        assert number in people(tmp_path, cells, coordinates, numbers=reading)


@pytest.mark.parametrize(
    ("cell", "key"),
    [("1.2E+05", "row.rounded"), ("1,2E+05", "row.rounded"), ("1 25", "row.number"),
     ("1.25.0", "row.number"), ("1'2500", "row.number"), ("1.250 hab", "row.number"),
     ("12,50,000", "row.number"), (".", "row.number"), ("-1.250", "row.negative")],
)  # fmt: skip
def test_what_is_no_complete_number_is_refused(tmp_path, cell, key):
    assert [one.key for one in question(tmp_path, [cell]).findings] == [key]


def test_numbers_of_women_tell_how_those_of_people_are_written(tmp_path):
    text = "lat;lon;people;women\n-12;-77;1.250;612,5\n"
    frame = read_layer_file(table(tmp_path / "a.csv", text), "demand")
    assert examine_layer(frame, "demand").frame["people"].tolist() == [1250]


def test_a_number_written_as_a_text_in_geojson_is_read_alike(tmp_path):
    file = geojson(tmp_path / "a.geojson", (point(), {"people": "1.250"}), (point(), {"people": 4}))
    with pytest.raises(LayerRowsError) as raised:
        examine_layer(read_layer_file(file, "demand"), "demand")
    assert [one.key for one in raised.value.findings] == ["row.ask_number"]
    file = geojson(tmp_path / "b.geojson", (point(), {"people": "1.250,5"}))
    assert examine_layer(read_layer_file(file, "demand"), "demand").frame["people"][1] == 1250.5


def test_thousands_are_reported_once_a_column_with_their_rows(tmp_path):
    text = "lat;lon;people\n-12,2;-76,9;1.250\n-12,2;-76,9;980\n-12,2;-76,9;2.500\n"
    frame = read_layer_file(table(tmp_path / "a.csv", text), "demand")
    assert examine_layer(frame, "demand").cells == (("number", "people", "1.250", "1250", (1, 3)),)


def test_a_cell_that_is_no_number_is_none():
    for text in ("", "x", "1 2", "--1", "1e", "NaN", "inf", "1,2,3"):
        assert read_number(text) is None, text

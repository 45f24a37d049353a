import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.errors import (
    LayerCrsError,
    LayerFileEmptyError,
    LayerNoCoordinatesError,
    LayerRowsError,
    LayerSyntaxError,
    LayerUnreadableError,
)
from geo.formats.reading import read_layer_file
from geo.imports.layer_checks import check_layer
from tests.imports.napkin import table


def problems(path, layer="demand"):
    with pytest.raises(LayerRowsError) as raised:
        check_layer(read_layer_file(path, layer), layer)
    assert type(raised.value) is LayerRowsError
    return [(p.row, p.key, p.placeholders.get("line")) for p in raised.value.findings]


@pytest.mark.parametrize("latitude", ["latitude", "Lat", "LATITUD", " y "])
@pytest.mark.parametrize("longitude", ["longitude", "Lon", "lng", "LONG", "longitud", "X"])
def test_coordinates_go_by_many_names(tmp_path, latitude, longitude):
    file = table(tmp_path / "a.csv", f"{latitude},{longitude},people\n13.5,-89.25,4\n")
    frame = check_layer(read_layer_file(file, "demand"), "demand")
    assert (frame.geometry[1].x, frame.geometry[1].y) == (-89.25, 13.5)
    assert list(frame.columns) == ["people", "women", "geometry"]


def test_a_decimal_comma_is_read_where_cells_are_parted_by_semicolons(tmp_path):
    file = table(tmp_path / "a.csv", "lat;lon;personas;mujeres\n13,5;-89,25;4,5;2\n")
    frame = check_layer(read_layer_file(file, "demand"), "demand")
    assert (frame.geometry[1].x, frame.people[1], frame.women[1]) == (-89.25, 4.5, 2)


def test_a_comma_between_thousands_is_no_decimal_where_coordinates_have_points(tmp_path):
    file = table(tmp_path / "a.csv", 'lat,lon,people\n13.5,-89.25,"1,234"\n')
    assert check_layer(read_layer_file(file, "demand"), "demand").people[1] == 1234


def test_a_point_beside_decimal_commas_parts_thousands(tmp_path):
    file = table(tmp_path / "a.csv", "lat;lon;people\n13,5;-89,2;4,5\n13,5;-89,2;1.234\n")
    assert check_layer(read_layer_file(file, "demand"), "demand").people.tolist() == [4.5, 1234]


def test_points_and_commas_before_decimals_of_one_column_contradict_each_other(tmp_path):
    file = table(tmp_path / "a.csv", "lat;lon;people\n13,5;-89,2;4,5\n13,5;-89,2;1.5\n")
    assert problems(file) == [(2, "row.point_and_comma", 3)]


def test_texts_keep_their_commas_and_their_leading_zeros(tmp_path):
    file = table(tmp_path / "a.csv", "lat;lon;type;name;phone\n1,5;2,5;health;12,5;012,3\n")
    frame = check_layer(read_layer_file(file, "services"), "services")
    assert (frame["name"][1], frame["phone"][1]) == ("12,5", "012,3")


def test_rows_are_counted_without_the_first_line_and_without_blank_ones(tmp_path):
    text = 'lat,lon,type,name\n1,2,health,"two\nlines"\n\n1,2,castle,b\n,,,\n1,2,bank,c\n'
    file = table(tmp_path / "a.csv", text)
    assert problems(file, "services") == [(2, "row.code", 5), (3, "row.code", 7)]


def test_each_row_that_cannot_be_placed_says_why(tmp_path):
    text = "lat,lon,people\n1,,4\n,,4\n1,east,4\n1,2,4\n91,2,4\n1,nan,4\n"
    assert problems(table(tmp_path / "a.csv", text)) == [
        (1, "row.half_place", 2),
        (2, "row.no_place", 3),
        (3, "row.coordinate", 4),
        (5, "row.swapped", 6),
        (6, "row.coordinate", 7),
    ]


def test_cells_beyond_the_last_column_are_not_lost_without_a_word(tmp_path):
    file = table(tmp_path / "a.csv", "lat,lon,people\n1,2,4\n1,2,4,5\n1,2,4,,\n")
    assert problems(file) == [(2, "row.cells", 3)]


def test_a_short_row_has_empty_cells_at_its_end(tmp_path):
    file = table(tmp_path / "a.csv", "lat,lon,people,women\n1,2,4\n")
    assert check_layer(read_layer_file(file, "demand"), "demand").women.isna()[1]


def test_two_columns_of_one_name_are_distinguished(tmp_path):
    file = table(tmp_path / "a.csv", "lat,lon,people,people\n1,2,4,5\n")
    assert check_layer(read_layer_file(file, "demand"), "demand").people[1] == 4


def test_the_line_that_names_the_delimiter_is_obeyed(tmp_path):
    file = table(tmp_path / "a.csv", "sep=;\r\nlat;lon;people\r\n1;2;4\r\n")
    assert len(read_layer_file(file, "demand")) == 1


def test_old_line_ends_are_lines(tmp_path):
    assert len(read_layer_file(table(tmp_path / "a.csv", "lat,lon,people\r1,2,3\r"), "demand")) == 1


@pytest.mark.parametrize("text", ["", "\n\n", "lat,lon,people\n", "lat,lon,people\n,,\n"])
def test_a_table_without_rows_is_empty(tmp_path, text):
    with pytest.raises(LayerFileEmptyError) as raised:
        read_layer_file(table(tmp_path / "a.csv", text), "demand")
    assert raised.value.placeholders == {"file": "a.csv"}


def test_a_table_without_coordinates_names_its_columns(tmp_path):
    with pytest.raises(LayerNoCoordinatesError) as raised:
        read_layer_file(table(tmp_path / "a.csv", "clase,people\n1,2\n"), "demand")
    assert raised.value.placeholders == {"file": "a.csv", "columns": "clase, people"}


def test_quotation_marks_that_never_close_are_shown_with_their_line(tmp_path):
    file = table(tmp_path / "a.csv", 'lat,lon,people\n1,2,"4\n1,2,5\n')
    with pytest.raises(LayerSyntaxError) as raised:
        read_layer_file(file, "demand")
    assert raised.value.placeholders == {"file": "a.csv", "line": 3}


def test_metres_without_a_word_about_them_are_refused(tmp_path):
    file = table(tmp_path / "a.csv", "x,y,people\n287000.5,8649000.5,4\n287100,8649100,4\n")
    with pytest.raises(LayerCrsError):
        read_layer_file(file, "demand")


def test_one_row_in_metres_is_a_slip_of_the_pen(tmp_path):
    text = "x,y,people\n2,1,4\n2,1,4\n287100,8649100,4\n"
    assert problems(table(tmp_path / "a.csv", text)) == [(3, "row.out_of_range", 4)]


def test_a_spreadsheet_with_another_name_is_no_table(tmp_path):
    (tmp_path / "a.csv").write_bytes(b"PK\x03\x04\x00\x00\x81")
    with pytest.raises(LayerUnreadableError):
        read_layer_file(tmp_path / "a.csv", "demand")


NAMES = st.text(
    st.characters(codec="cp1252", exclude_categories=["Cc", "Cf", "Cs", "Zs", "Zl", "Zp"]),
    min_size=1,
)
PLACES = st.tuples(st.integers(-900_000, 900_000), st.integers(-1_800_000, 1_800_000))


@pytest.mark.slow
@given(
    rows=st.lists(st.tuples(PLACES, NAMES), min_size=1, max_size=5),
    delimiter=st.sampled_from(",;\t"),
    encoding=st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "cp1252"]),
    end=st.sampled_from(["\n", "\r\n"]),
)
def test_any_delimiter_and_any_encoding_give_the_same_rows(
    tmp_path_factory, rows, delimiter, encoding, end
):
    decimal = "." if delimiter == "," else ","
    text = io.StringIO()
    writer = csv.writer(text, delimiter=delimiter, lineterminator=end)
    writer.writerow(["Dirección", "Latitud", "LONGITUD", "type", "name"])
    for (lat, lon), name in rows:
        numbers = [f"{lat / 1e4:.4f}", f"{lon / 1e4:.4f}"]
        numbers = [number.replace(".", decimal) for number in numbers]
        writer.writerow(["calle 5ª ñandú", *numbers, "police", name])
    file = table(tmp_path_factory.mktemp("table") / "a.csv", text.getvalue(), encoding)
    frame = check_layer(read_layer_file(file, "services"), "services")
    assert list(frame["name"]) == [name for _, name in rows]
    assert list(frame.geometry.y) == [lat / 1e4 for (lat, _), _ in rows]
    assert list(frame.geometry.x) == [lon / 1e4 for (_, lon), _ in rows]


def test_a_required_cell_of_invisible_characters_is_blank(tmp_path):
    file = table(tmp_path / "a.csv", "lat,lon,type,name\n1,2,\u200b\u00ad,x\n")
    assert problems(file, "services") == [(1, "row.blank", 2)]

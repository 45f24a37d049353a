import pytest

from geo.errors import LayerRowsError
from geo.formats.reading import read_layer_file
from geo.formats.spoilt_digits import find_shortened, recover_digits
from geo.imports.layer_checks import examine_layer
from tests.imports.napkin import geojson, point, table


@pytest.mark.parametrize(
    "value",
    ["+4.41E+11", "4,41 E+11", "4,41\u0415+11", "4.41E+11 / 5.2E+10", "tel. 4.41E+11",
     "4.41E+11", "5.19988E+11", "5,19988E+11", "5.2e+10", "5E+11", "1.23456789012346E+20", "-5911",
     "#NAME?", "#¿NOMBRE?", "#VALUE!", "#N/A", "#REF!", "########", "=A1+51", "nan", "TRUE",
     "519988000000.0", 5.19988e11, 1.5, -3, float("inf"), True,
     "9876543219876543000", 12345678901234567890],
)  # fmt: skip
def test_digits_that_are_gone_are_no_telephone_number(value):
    assert recover_digits(value) == ("lost", None)


@pytest.mark.parametrize(
    ("value", "text"),
    [('="0123"', "0123"), ('="+51 987 654 321"', "+51 987 654 321"),
     ("=+51987654321", "+51987654321"), ("'0123", "0123"), ("051987654321.0", "051987654321"),
     ('="01 234-5678"', "01 234-5678")],
)  # fmt: skip
def test_complete_texts_are_recovered(value, text):
    assert recover_digits(value) == ("recovered", text)


@pytest.mark.parametrize(
    ("value", "text"),
    [("51987654321.0", "51987654321"), ("987654321,0", "987654321"), (987654321, "987654321"),
     (100.0, "100"), ("5.1987654321E+10", "51987654321"), ('="987654321.0"', "987654321")],
)  # fmt: skip
def test_a_zero_or_a_plus_may_be_missing_before_what_was_a_number(value, text):
    assert recover_digits(value) == ("doubtful", text)


@pytest.mark.parametrize(
    "value",
    ["0123", "+51 987 654 321", "(01) 234-5678", "105", "0800 100 000", "01-234-5678 anexo 3",
     "987654321", "987.654.321", "105 / 100", "12E3", "1E05", "+996 312 66 00 00"],
)  # fmt: skip
def test_what_no_spreadsheet_changed_stays(value):
    assert recover_digits(value) is None


def test_a_number_shorter_by_the_zero_or_plus_of_the_others_is_doubted():
    texts = ["014567890", "14567891", "+51987654321", "51987654322", "105", None, "(01) 4567892"]
    assert find_shortened(texts) == [False, True, False, True, False, False, False]


def test_each_spoilt_telephone_number_is_reported_with_its_row(tmp_path):
    phones = ["4.41E+11", '"=""0123"""', "051987654321.0", "987654321.0", "#NAME?", "4.41E+11", ""]
    text = "\n".join(["lat,lon,type,phone", *(f"-12.2,-76.9,health,{phone}" for phone in phones)])
    frame = read_layer_file(table(tmp_path / "a.csv", text + "\n"), "services")
    checked = examine_layer(frame, "services")
    kept = [None, "0123", "051987654321", "987654321", None, None, None]
    assert checked.frame["phone"].tolist() == kept
    assert checked.cells == (
        ("lost", "phone", "4.41E+11", None, (1, 6)),
        ("lost", "phone", "#NAME?", None, (5,)),
        ("doubtful", "phone", "", None, (4,)),
        ("recovered", "phone", '="0123"', "0123", (2,)),
        ("recovered", "phone", "051987654321.0", "051987654321", (3,)),
    )


def test_a_number_without_the_zero_of_the_others_is_kept_and_reported(tmp_path):
    text = "lat,lon,type,phone\n-12,-77,health,014567890\n-12,-77,court,14567891\n"
    checked = examine_layer(
        read_layer_file(table(tmp_path / "a.csv", text), "services"), "services"
    )
    assert checked.frame["phone"].tolist() == ["014567890", "14567891"]
    assert checked.cells == (("shortened", "phone", "14567891", None, (2,)),)


def test_a_telephone_number_of_geojson_may_be_a_number(tmp_path):
    rows = [{"type": "health", "phone": 987654321}, {"type": "health", "phone": 5.19988e11}]
    file = geojson(tmp_path / "a.geojson", *((point(), row) for row in rows))
    checked = examine_layer(read_layer_file(file, "services"), "services")
    assert checked.frame["phone"].tolist() == ["987654321", None]
    assert [(note.outcome, note.rows) for note in checked.cells] == [
        ("lost", (2,)),
        ("doubtful", (1,)),
    ]


def test_a_spoilt_telephone_is_no_way_to_reach_a_service_without_a_place(tmp_path):
    text = "type,phone\nphone_line,1.8E+11\n"
    frame = read_layer_file(table(tmp_path / "a.csv", text), "services")
    with pytest.raises(LayerRowsError) as raised:
        examine_layer(frame, "services")
    assert [one.key for one in raised.value.findings] == ["row.no_phone"]


def test_gateways_and_codes_of_zones_are_looked_at_too(tmp_path):
    text = "lat,lon,type,gateway\n-12,-77,health,9.87E+08\n"
    frame = read_layer_file(table(tmp_path / "a.csv", text), "services")
    assert examine_layer(frame, "services").frame["gateway"].tolist() == [None]

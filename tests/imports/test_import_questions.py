"""Files that leave something open: read right, or asked about; nothing is lost without a word."""

from pathlib import Path

import pytest
import shapely

from geo.errors import LayerCoordinatesSwappedError, LayerFileEmptyError, LayerRowsError
from geo.formats.findings import ImportQuestion
from geo.imports.import_choices import ImportChoices, name_word
from geo.imports.import_questions import format_option, format_question, list_questions
from geo.imports.layer_import import import_layer
from geo.imports.messages import format_import_report
from geo.model import Community
from geo.store import open_store
from geo.store.communities import add_community
from geo.store.layers import count_features, read_layer
from tests.imports.napkin import RISK, area, geojson, table

CASES = Path(__file__).with_name("cases")
LOCALES = ("es", "en", "ru", "ky")
VILLAGE = shapely.box(-77, -12.3, -76.8, -12.1)


@pytest.fixture
def store(home):
    store = open_store(home)
    add_community(store, Community(slug="open", name="Open"))
    add_community(store, Community(slug="village", name="Village", boundary=VILLAGE))
    for slug, timezone in (("lima", "America/Lima"), ("rio", "America/Sao_Paulo"),
                           ("bishkek", "Asia/Bishkek")):  # fmt: skip
        add_community(store, Community(slug=slug, name=slug, timezone=timezone))
    yield store
    store.close()


def questions(store, layer, file, slug="open", **choices):
    """Import a file that must be refused, and give its questions by kind."""
    before = count_features(store, slug)
    with pytest.raises((LayerRowsError, LayerCoordinatesSwappedError)) as raised:
        import_layer(store, slug, layer, file, choices=ImportChoices(**choices))
    assert count_features(store, slug) == before
    return [question.kind for question in list_questions(raised.value)]


def values(store, layer, column, slug="open"):
    return read_layer(store, slug, layer)[column].tolist()


@pytest.mark.parametrize(("name", "people"), [("miles.csv", [1250, 980]), ("thou3.csv", [1250])])
def test_a_mark_between_thousands_is_no_decimal(store, name, people):
    report = import_layer(store, "open", "demand", CASES / name)
    assert values(store, "demand", "people") == people
    for locale in LOCALES:
        assert any("1250" in line for line in format_import_report(report, locale))


def test_a_file_in_spanish_keeps_its_columns(store):
    report = import_layer(store, "open", "services", CASES / "es2.csv")
    assert report.dropped_columns == ()
    (service,) = read_layer(store, "open", "services").to_dict("records")
    assert (service["name"], service["phone"]) == ("Posta", "01 234 5678")
    assert service["opening_hours"] == "Mo-Fr 08:00-14:00"


@pytest.mark.parametrize("locale", LOCALES)
def test_telephones_that_a_spreadsheet_spoilt_are_reported(store, locale):
    report = import_layer(store, "open", "services", CASES / "sci.csv")
    phones = read_layer(store, "open", "services")["phone"].fillna("").tolist()
    assert phones == ["", "0123", "051987654321"]
    lines = format_import_report(report, locale)
    for text in ("4.41E+11", '="0123"', "051987654321.0"):
        assert any(text in line for line in lines), text


def test_rows_beyond_the_file_s_own_count_are_read(store):
    report = import_layer(store, "open", "services", CASES / "contado.gpkg")
    assert (report.rows, report.added) == (2, 2)


def test_likely_shelters_are_confidential(store):
    assert import_layer(store, "open", "services", CASES / "refuge.csv").made_confidential == (1, 2)


@pytest.mark.parametrize("name", ["lejos_servicios.csv", "horas.csv"])
def test_services_far_away_and_without_hours_are_imported(store, name):
    report = import_layer(store, "open", "services", CASES / name)
    assert report.added == report.rows
    assert import_layer(store, "open", "demand", CASES / "lejos_gente.csv").added == 1


# --- places ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("slug", ["open", "lima"])
def test_exchanged_coordinates_are_asked_about(store, slug):
    assert questions(store, "demand", CASES / "swap.csv", slug) == ["axes"]
    swapped = ImportChoices(axes="swapped")
    report = import_layer(store, slug, "demand", CASES / "swap.csv", choices=swapped)
    assert report.swapped == (1, 2)
    shapes = read_layer(store, slug, "demand").geometry.to_wkt().tolist()
    assert shapes == ["POINT (-76.9 -12.2)", "POINT (-76.91 -12.21)"]
    for locale in LOCALES:
        assert any("1, 2" in line for line in format_import_report(report, locale))


def test_whoever_imports_may_say_that_coordinates_are_right(store):
    as_written = ImportChoices(axes="as_written")
    report = import_layer(store, "open", "demand", CASES / "swap.csv", choices=as_written)
    assert (report.added, report.swapped) == (2, ())
    assert list(read_layer(store, "open", "demand").geometry.y) == [-76.9, -76.91]


@pytest.mark.parametrize(
    ("slug", "place", "asked"),
    [
        ("open", (-12.2, -76.9), False),
        ("lima", (-12.2, -76.9), False),
        ("rio", (-22.9, -43.2), False),
        ("rio", (-43.2, -22.9), True),  # in the Atlantic
        ("bishkek", (42.87, 74.59), False),
        ("bishkek", (74.59, 42.87), True),
        ("open", (14.6, -90.5), False),
        ("open", (-90.5, 14.6), True),  # beyond the pole
        ("open", (-89.2, 13.7), True),
        ("village", (-12.2, -76.9), False),
    ],
)
def test_exchanged_coordinates_are_known_by_where_people_live(store, tmp_path, slug, place, asked):
    file = table(tmp_path / "a.csv", f"lat,lon,people\n{place[0]},{place[1]},4\n")
    if asked:
        assert questions(store, "demand", file, slug) == ["axes"]
        report = import_layer(store, slug, "demand", file, choices=ImportChoices(axes="swapped"))
        assert report.swapped == (1,)
        assert read_layer(store, slug, "demand").geometry.y[0] == place[1]
    else:
        assert import_layer(store, slug, "demand", file).swapped == ()


def test_one_exchanged_row_among_others_is_exchanged_alone(store, tmp_path):
    text = "lat,lon,people\n-12.2,-76.9,1\n-76.91,-12.21,2\n-12.5,-76.9,3\n"
    file = table(tmp_path / "a.csv", text)
    for slug in ("open", "village"):
        assert questions(store, "demand", file, slug) == ["axes"]
        report = import_layer(store, slug, "demand", file, choices=ImportChoices(axes="swapped"))
        assert report.swapped == (2,)
        assert sorted(read_layer(store, slug, "demand").geometry.y) == [-12.5, -12.21, -12.2]


def test_a_file_that_lies_outside_as_a_whole_may_be_exchanged(store):
    assert questions(store, "demand", CASES / "swap.csv", "village") == ["axes"]
    swapped = ImportChoices(axes="swapped")
    report = import_layer(store, "village", "demand", CASES / "swap.csv", choices=swapped)
    assert (report.added, report.swapped, report.outside) == (2, (1, 2), ())


@pytest.mark.parametrize("zero", ["0,0", "0.0,-0.000", "0,-76.9", "-12.2,0"])
@pytest.mark.parametrize("slug", ["open", "village"])
def test_a_zero_is_no_place(store, tmp_path, zero, slug):
    file = table(tmp_path / "a.csv", f"lat,lon,people\n{zero},4\n-12.2,-76.9,5\n")
    assert questions(store, "demand", file, slug) == ["zero_rows"]
    skip = ImportChoices(zero_rows="skip")
    report = import_layer(store, slug, "demand", file, choices=skip)
    assert (report.rows, report.added, report.skipped) == (2, 1, (1,))
    assert values(store, "demand", "people", slug) == [5]
    for locale in LOCALES:
        assert any("0" in line and "1" in line for line in format_import_report(report, locale))


def test_zeros_may_be_taken_and_a_file_of_zeros_alone_is_empty(store, tmp_path):
    assert questions(store, "demand", CASES / "zero.csv") == ["zero_rows"]
    keep = ImportChoices(zero_rows="keep")
    assert import_layer(store, "open", "demand", CASES / "zero.csv", choices=keep).added == 2
    file = table(tmp_path / "a.csv", "lat,lon,people\n0,0,4\n0,0,5\n")
    assert questions(store, "demand", file) == ["zero_rows"]
    with pytest.raises(LayerFileEmptyError):
        import_layer(store, "open", "demand", file, choices=ImportChoices(zero_rows="skip"))


def test_a_village_on_the_equator_is_a_place(store, tmp_path):
    for text in ("0,37.5,4\n0.01,37.51,5\n", "0,0,4\n0.001,0,6\n"):
        file = table(tmp_path / "a.csv", f"lat,lon,people\n{text}")
        assert import_layer(store, "open", "demand", file).added == 2


# --- words ----------------------------------------------------------------------------------------


def test_codes_are_read_from_words_and_reported(store, tmp_path):
    text = "lat,lon,tipo,nombre\n" + "".join(
        f"-12.2,-76.9{number},{word},x{number}\n"
        for number, word in enumerate(
            ["salud", "Policía", "больница", "сот", "Delegacia", "police"]
        )
    )
    report = import_layer(store, "open", "services", table(tmp_path / "a.csv", text))
    types = ["health", "police", "health", "court", "police", "police"]
    assert values(store, "services", "type") == types
    assert ("code", "type", "больница", "health", (3,)) in report.cells
    assert any("«Salud»" in line for line in format_import_report(report, "es"))


def test_a_word_for_a_shelter_makes_it_confidential(store, tmp_path):
    text = "lat,lon,tipo,nombre\n-12.2,-76.9,albergue,Luna\n-12.2,-76.91,HRT,Sol\n"
    report = import_layer(store, "open", "services", table(tmp_path / "a.csv", text))
    assert report.made_confidential == (1, 2)
    assert values(store, "services", "confidential") == [True, True]


def test_a_word_that_no_list_has_is_asked_about_and_answered(store, tmp_path):
    text = "lat,lon,tipo,nombre\n-12.2,-76.9,SAU,a\n-12.2,-76.91,sau,b\n-12.2,-76.92,salud,c\n"
    file = table(tmp_path / "a.csv", text)
    assert questions(store, "services", file) == ["code", "code"]
    codes = {name_word("type", "SAU"): "psychosocial"}
    import_layer(store, "open", "services", file, choices=ImportChoices(codes=codes))
    assert values(store, "services", "type") == ["psychosocial", "psychosocial", "health"]
    wrong = {name_word("type", "SAU"): "no_code"}
    assert questions(store, "services", file, codes=wrong) != []


def test_columns_of_equal_right_and_missing_ones_are_asked_about(store, tmp_path):
    file = table(tmp_path / "a.csv", "lat,lon,habitantes,residentes\n-12.2,-76.9,4,3\n")
    assert questions(store, "demand", file) == ["column"]
    chosen = ImportChoices(columns={"people": "residentes"})
    import_layer(store, "open", "demand", file, choices=chosen)
    assert values(store, "demand", "people") == [3]
    file = table(tmp_path / "b.csv", "lat,lon,gente\n-12.2,-76.9,7\n")
    assert questions(store, "demand", file) == ["column"]
    chosen = ImportChoices(columns={"people": "gente"})
    import_layer(store, "village", "demand", file, choices=chosen)
    assert values(store, "demand", "people", "village") == [7]


def test_a_chosen_column_that_is_not_there_is_refused(store, tmp_path):
    file = table(tmp_path / "a.csv", "lat,lon,people,mujeres\n-12.2,-76.9,4,3\n")
    with pytest.raises(LayerRowsError) as raised:
        import_layer(store, "open", "demand", file, choices=ImportChoices(columns={"women": "x"}))
    (finding,) = raised.value.findings
    assert (finding.key, finding.placeholders["missing"]) == ("row.columns", "x")


def test_names_of_persons_in_homes_are_dropped_whatever_they_are_called(store, tmp_path):
    text = "lat,lon,personas,nombre,teléfono\n-12.2,-76.9,4,Ana,987654321\n"
    report = import_layer(store, "open", "demand", table(tmp_path / "a.csv", text))
    assert report.dropped_columns == ("nombre", "teléfono")
    assert "Ana" not in read_layer(store, "open", "demand").to_string()


def test_a_note_under_another_name_loses_what_may_say_who_somebody_is(store, tmp_path):
    texts = ["La calle es oscura", "Preguntar a la señora Rosa Quispe", "987654321"]
    rows = [(area(), {**RISK, "Observaciones": text}) for text in texts]
    report = import_layer(store, "open", "risk_areas", geojson(tmp_path / "a.geojson", *rows))
    notes = read_layer(store, "open", "risk_areas")["note"].fillna("").tolist()
    assert notes == [texts[0], "", ""]
    assert report.cells == (("personal", "note", "", None, (2, 3)),)
    for locale in LOCALES:
        lines = format_import_report(report, locale)
        assert any("2, 3" in line for line in lines)
        assert not any("Quispe" in line for line in lines)


@pytest.mark.parametrize("locale", LOCALES)
def test_every_question_is_put_in_plain_words(locale):
    for question in (
        ImportQuestion("numbers", "people", "1.250", ("thousands", "decimals"), ("1250", "1.250")),
        ImportQuestion("axes", "", "", ("swapped", "as_written")),
        ImportQuestion("zero_rows", "", "", ("skip", "keep")),
        ImportQuestion("column", "phone", "", ("tel", "cel")),
        ImportQuestion("code", "type", "SAU", ("health", "other")),
    ):
        text = format_question(question, locale)
        assert text.endswith("?")
        assert question.text in text
        options = [format_option(question, option, locale) for option in question.options]
        assert len(set(options)) == len(options)
        assert not any("ask." in one for one in [text, *options])

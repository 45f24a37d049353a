"""Words for every field and code, in every language of files."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.language import gettext
from geo.layers.column_matching import find_coordinate_column, match_columns
from geo.layers.confidentiality_words import classify_flag_column
from geo.layers.field_words import (
    CODE_FILE,
    COLUMN_FILE,
    COORDINATES,
    has_scale_of_five,
    join_words,
    list_header_words,
    read_code,
)
from geo.layers.schema import LAYER_SCHEMAS
from geo.model import LAYER_NAMES

LANGUAGES = ("es", "en", "pt", "ru", "ky")
COLUMNS = json.loads(COLUMN_FILE.read_text("utf-8"))
CODES = json.loads(CODE_FILE.read_text("utf-8"))
FIELDS = [(layer, field) for layer in LAYER_NAMES for field in LAYER_SCHEMAS[layer].fields]
CODED = [field for _, field in FIELDS if field.kind == "code"]
PREFIXES = {"type": "service_type.", "category": "category.", "kind": "kind.", "holds": "holds."}
HEADERS = [
    (layer, field, language, word)
    for layer, field in FIELDS
    for language in LANGUAGES
    for word in COLUMNS[layer].get(field.name, {}).get(language, [])
]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(("layer", "field"), FIELDS, ids=lambda one: getattr(one, "name", one))
def test_every_field_has_a_name_in_every_language(layer, field, language):
    words = COLUMNS[layer][field.name][language]
    # In English the field's own name is one.
    assert words or language == "en"
    for word in words:
        if field.kind == "flag":
            assert classify_flag_column(word) is not None, word
        else:
            match = match_columns([word], layer)
            assert (match.columns, match.ambiguous) == ({field.name: word}, {}), word


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("field", CODED, ids=lambda field: field.name)
def test_every_code_has_words_in_every_language(field, language):
    assert set(CODES[field.name]) == set(field.codes)
    for code in field.codes:
        assert CODES[field.name][code][language]
        for word in CODES[field.name][code][language]:
            for written in (word, word.upper(), f" {word}. ", word.replace(" ", "_")):
                assert read_code(written, field) == code, written


@pytest.mark.parametrize("locale", ["es", "en", "ru", "ky"])
@pytest.mark.parametrize("field", CODED, ids=lambda field: field.name)
def test_what_the_screens_call_a_code_is_read_as_it(field, locale):
    for code in field.codes:
        assert read_code(gettext(f"{PREFIXES[field.name]}{code}", locale), field) == code


@pytest.mark.parametrize("layer", [*LAYER_NAMES, COORDINATES])
def test_no_word_names_two_fields_of_a_layer(layer):
    names = COLUMNS[layer]
    claimed = {}
    for field in names:
        for word in {join_words(field), *list_header_words(layer, field)}:
            assert claimed.setdefault(word, field) == field, word
            if field not in ("confidential", "public"):
                assert classify_flag_column(word) is None, word
    if layer != COORDINATES:
        for axis in ("latitude", "longitude"):
            assert not claimed.keys() & {axis, *list_header_words(COORDINATES, axis)}
            assert axis not in names


@pytest.mark.parametrize("field", sorted({*CODES, "severity"} - {"severity_in_five"}))
def test_no_word_stands_for_two_codes(field):
    claimed = {}
    lists = [CODES[field], CODES["severity_in_five"] if field == "severity" else {}]
    for vocabulary in lists:
        for code, by_language in vocabulary.items():
            for word in (word for words in by_language.values() for word in words):
                assert claimed.setdefault(join_words(word), code) == code, word


def test_the_vocabularies_name_no_field_that_is_not_there():
    for layer in LAYER_NAMES:
        assert set(COLUMNS[layer]) == {field.name for field in LAYER_SCHEMAS[layer].fields}
    coded = {field.name for field in CODED}
    assert set(CODES) == {*coded, "severity", "severity_in_five"}


@given(st.sampled_from(HEADERS), st.data())
def test_spelling_makes_no_difference(header, data):
    layer, field, _, word = header
    if field.kind == "flag":
        return
    joint = data.draw(st.sampled_from([" ", "_", "-", "  "]))
    written = data.draw(st.sampled_from([str.upper, str.lower, str.title, str.capitalize]))(word)
    end = data.draw(st.sampled_from(["", " ", ":", "*", "_"]))
    name = written.replace(" ", joint) + end
    assert match_columns([name], layer).columns == {field.name: name}


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("axis", ["latitude", "longitude"])
def test_coordinates_have_a_name_in_every_language(axis, language):
    for word in COLUMNS[COORDINATES][axis][language]:
        assert find_coordinate_column(["a", word.upper()], axis) == [word.upper()]


@pytest.mark.parametrize(
    ("layer", "name", "field"),
    [
        ("demand", "Personas (n)", "people"),
        ("demand", "POBLACIÓN (hab.)", "people"),
        ("demand", "N.º de personas", "people"),
        ("demand", "# personas", "people"),
        ("demand", "Población 2017", "people"),
        ("demand", "Население (чел.)", "people"),
        ("services", "NombreServicio", "name"),
        ("services", "Teléfono:", "phone"),
        ("services", "TELÉFONO", "phone"),
        ("services", "Название_учреждения", "name"),
        ("services", "Opening Hours", "opening_hours"),
        ("risk_areas", "Nivel de riesgo (1-5)", "severity"),
    ],
)
def test_units_signs_and_years_make_no_difference(layer, name, field):
    assert match_columns([name], layer).columns == {field: name}


@pytest.mark.parametrize(
    ("layer", "name"),
    [
        ("demand", "nombre"),
        ("demand", "имя"),
        ("demand", "hogares"),
        ("demand", "población femenina por zona"),
        ("services", "nombres"),
        ("services", "nombre del responsable"),
        ("services", "nombre y apellidos"),
        ("services", "contacto"),
        ("services", "celular de la víctima"),
        ("services", "name (2)"),
        ("risk_areas", "relato"),
        ("risk_areas", "riesgo"),
    ],
)
def test_what_may_name_a_person_or_another_thing_is_no_field(layer, name):
    assert match_columns([name], layer).columns == {}


@pytest.mark.parametrize("person", ["apellidos", "DNI", "Фамилия", "surname", "edad", "фамилиясы"])
def test_beside_a_person_s_column_a_name_may_be_a_person_s(person):
    columns = ["tipo", "nombre", "teléfono", "horario", person]
    assert match_columns(columns, "services").columns == {
        "type": "tipo",
        "opening_hours": "horario",
    }
    chosen = match_columns(columns, "services", {"name": "nombre"}).columns
    assert chosen["name"] == "nombre"


def test_two_names_of_a_field_want_a_choice():
    columns = ["tipo", "teléfono", "celular"]
    match = match_columns(columns, "services")
    assert match.ambiguous == {"phone": ["teléfono", "celular"]}
    chosen = match_columns(columns, "services", {"phone": "celular"})
    assert (chosen.columns["phone"], chosen.ambiguous) == ("celular", {})


SEVERITY = next(field for _, field in FIELDS if field.name == "severity")


@pytest.mark.parametrize(
    ("column", "codes"),
    [
        (["muy baja", "baja", "media", "alta", "muy alta"], list("12345")),
        (["очень низкий", "низкий", "средний", "высокий", "очень высокий"], list("12345")),
        (["өтө төмөн", "төмөн", "орто", "жогору", "өтө жогору"], list("12345")),
        (["very low", "low", "medium", "high", "very high"], list("12345")),
        (["muito baixo", "baixo", "médio", "alto", "muito alto"], list("12345")),
        (["baja", "media", "alta"], [None, None, None]),  # of three, or of five?
        (["baja", "media", "alta", "muy alta"], [None, None, None, "5"]),
    ],
)
def test_a_scale_of_severity_is_read_where_both_of_its_ends_are_there(column, codes):
    five = has_scale_of_five(column, SEVERITY)
    assert [read_code(word, SEVERITY, scale_of_five=five) for word in column] == codes


@pytest.mark.parametrize(
    "word", ["centro", "casa", "defensoría", "SAU", "oficina", "", "?", "бюро"]
)
def test_a_word_of_several_meanings_is_no_code(word):
    assert read_code(word, CODED[[field.name for field in CODED].index("type")]) is None


def test_a_column_that_says_name_comes_before_a_kind_of_place():
    match = match_columns(["Institución", "Nombre del establecimiento", "Distrito"], "services")
    assert (match.columns["name"], match.ambiguous) == ("Nombre del establecimiento", {})
    doubled = match_columns(["Institución", "Establecimiento"], "services")
    assert doubled.ambiguous == {"name": ["Institución", "Establecimiento"]}


@pytest.mark.parametrize("layer", ["services", "safe_zones"])
@pytest.mark.parametrize(
    ("columns", "name"),
    [
        pytest.param(["Lugar", "Tipo"], "Lugar", id="lugar"),
        pytest.param(["Sitio", "Tipo"], "Sitio", id="sitio"),
        pytest.param(["Lugar", "Nombre"], "Nombre", id="beside a name"),
        pytest.param(["Место", "Тип"], "Место", id="ru"),
        pytest.param(["Lugar", "Apellido"], None, id="beside persons"),
    ],
)
def test_a_place_is_the_name_where_nothing_else_is(layer, columns, name):
    match = match_columns(columns, layer)
    assert match.columns.get("name") == name
    assert "name" not in match.ambiguous
    assert "name" not in match_columns(["Lugar"], "zones").columns

from dataclasses import replace

import pytest

from geo.errors import LayerRowsError
from geo.formats.findings import FindingText, RowFinding
from geo.imports.import_report import ImportReport, RowDoubt
from geo.imports.messages import format_doubt, format_import_report, format_row_findings
from geo.language import gettext


def error(*problems):
    found = [RowFinding(*problem) for problem in problems]
    return LayerRowsError(layer="services", file="a.csv", findings=found)


def test_a_row_is_named_by_its_number_and_its_line():
    said = format_row_findings(
        error(
            (None, "row.columns", {"missing": "type", "found": "tipo"}),
            (1234, "row.no_place", {"line": 1300}),
            (
                7,
                "row.shape",
                {"found": FindingText("shape.Point"), "needed": FindingText("shape.needed.area")},
            ),
        )
    )
    assert said[0].startswith("Al archivo le falta esta columna: type.")
    assert said[1].startswith("Fila 1234 (línea 1300 del archivo): no tiene lugar en el mapa.")
    assert said[2].startswith("Fila 7: es un punto y aquí hace falta un área.")


def test_the_rest_is_counted():
    many = error(*((n, "row.flag", {"column": "a", "value": str(n)}) for n in range(1, 60)))
    assert format_row_findings(many, "en", max_rows=3)[-1] == "… and 56 more."
    assert len(format_row_findings(many)) == 51
    assert len(format_row_findings(many, max_rows=59)) == 59


def test_rows_with_the_same_finding_are_asked_about_once():
    found = [(n, "row.no_phone", {"line": n + 1}) for n in (1, 2, 3, 7, 9, 10)]
    said = format_row_findings(error(*found, (4, "row.blank", {"column": "type"})))
    assert len(said) == 2
    assert said[0].startswith("Filas 1–3, 7, 9–10: no tiene lugar en el mapa ni teléfono")
    assert said[1].startswith("Fila 4:")


def test_a_long_list_of_rows_ends_with_their_number():
    (said,) = format_row_findings(error(*((n, "row.no_phone", {}) for n in range(1, 400, 2))), "en")
    assert "119 and 140 more:" in said


@pytest.mark.parametrize("locale", ["es", "en"])
def test_text_from_a_file_is_repeated_as_it_is(locale):
    (said,) = format_row_findings(
        error((1, "row.code", {"column": "type", "value": "{x}<b>", "known": "a"})), locale
    )
    assert "{x}<b>" in said


def test_a_report_says_everything_once_and_nothing_that_did_not_happen():
    quiet = ImportReport("demand", "a.csv", rows=1, added=1, unchanged=0, removed=0)
    assert format_import_report(quiet) == ["«a.csv» tiene 1 fila.", "Se agregó 1."]
    full = ImportReport(
        "services",
        "a.csv",
        rows=12345,
        added=2,
        unchanged=3,
        removed=4,
        dropped_columns=("e-mail", "dni"),
        read_as={"people": "personas"},
        made_confidential=(5,),
        confidential_rows={"file": (1, 2), "type": (5,)},
        fixed=(6, 7),
        outside=tuple(range(1, 21)),
        reprojected_from="EPSG:32718",
    )
    said = format_import_report(full)
    assert len(said) == 12
    assert said[0] == "«a.csv» tiene 12,345 filas."
    assert "e-mail, dni" in said[-1]
    assert "(filas 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12 y 8 más)" in said[-2]
    assert len(format_import_report(full, "en")) == 12


@pytest.mark.parametrize("locale", ["es", "en", "ru", "ky", "qu"])
def test_an_assumed_crs_is_one_sentence_of_the_report(locale):
    report = ImportReport("demand", "a.csv", 1, 1, 0, 0, crs_assumed=True)
    declared = format_import_report(replace(report, crs_assumed=False), locale)
    (sentence,) = [one for one in format_import_report(report, locale) if one not in declared]
    assert "WGS84" in sentence
    assert sentence == gettext("import.crs_assumed", locale)
    assert locale == "es" or sentence != gettext("import.crs_assumed", "es")


@pytest.mark.parametrize("locale", ["es", "en", "ru", "ky"])
def test_of_one_service_alone_the_sentence_begins_in_capitals(locale):
    (said,) = format_row_findings(error((None, "row.no_phone", {})), locale)
    assert said[0].isupper()


def test_a_doubt_calls_fields_as_people_do_and_codes_by_their_labels():
    placeholders = {"column": "type", "value": "choza", "known": "health, police"}
    doubt = RowDoubt(RowFinding(3, "row.code", placeholders), (3, 4), None)
    text = format_doubt(doubt, "es")
    assert gettext("field.type", "es") in text
    assert "«type»" not in text
    assert "Salud" in text
    unknown = RowDoubt(RowFinding(3, "row.blank", {"column": "lo suyo"}), (3,), None)
    assert "lo suyo" in format_doubt(unknown, "es")


def test_before_it_is_written_nothing_is_said_to_have_been_added():
    report = ImportReport("services", "a.csv", rows=3, added=0, unchanged=0, removed=0)
    assert "Se agregaron 0." in format_import_report(report)
    assert "Se agregaron 0." not in format_import_report(report, is_written=False)

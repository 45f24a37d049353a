"""The form that collects a layer: our codes, all languages, no person, no confidential place."""

from __future__ import annotations

import io

import openpyxl
import pytest
import shapely

from geo.errors import ExportFormatError
from geo.formats.reading import read_layer_file
from geo.formats.xlsform import build_form, write_form
from geo.imports.layer_checks import examine_layer
from geo.language import list_locales, read_catalogue_state
from geo.layers.schema import LAYER_SCHEMAS
from geo.model import CONFIDENTIAL_ZONE_KINDS, LAYER_NAMES, SERVICE_TYPES
from geo.parsing.source import SourceFile
from geo.store.atomic_file import MemoryFile

each_layer = pytest.mark.parametrize("layer", LAYER_NAMES)


def sheets(layer, locale="es"):
    book = openpyxl.load_workbook(io.BytesIO(build_form(layer, locale)))
    told = {}
    for sheet in book:
        header, *rows = sheet.iter_rows(values_only=True)
        told[sheet.title] = [dict(zip(header, row, strict=True)) for row in rows]
    return told


def survey(layer):
    return {row["name"]: row for row in sheets(layer)["survey"]}


@each_layer
def test_questions_are_fields_of_the_layer_and_its_required_ones_are_asked(layer):
    names = set(survey(layer)) - {"rule", "rule_place", "place"}
    fields = {one.name: one for one in LAYER_SCHEMAS[layer].fields}
    assert names <= set(fields)
    assert {name for name, one in fields.items() if one.required} <= names
    assert survey(layer)["place"]["required"] == "yes"


@each_layer
def test_every_language_that_is_complete_labels_every_question_and_choice(layer):
    complete = [one for one in list_locales() if read_catalogue_state(one) != "draft"]
    form = sheets(layer)
    for row in [*form["survey"], *form.get("choices", [])]:
        labels = [text for head, text in row.items() if head.startswith("label::")]
        assert len(labels) == len(complete)
        assert all(labels) or row.get("type") == "today"
    assert form["settings"][0]["default_language"] == "Español (es)"
    assert "label::Кыргызча (ky)" in form["survey"][0]


@each_layer
def test_every_choice_of_a_question_is_in_its_list(layer):
    form = sheets(layer)
    lists = {row["list_name"] for row in form.get("choices", [])}
    asked = {
        row["type"].removeprefix("select_one ")
        for row in form["survey"]
        if row["type"].startswith("select_one ")
    }
    assert asked == lists


def test_the_choices_are_our_codes():
    rows = sheets("services")["choices"]
    assert [row["name"] for row in rows if row["list_name"] == "type"] == list(SERVICE_TYPES)
    assert [row["name"] for row in rows if row["list_name"] == "yes_no"] == ["yes", "no"]


def test_a_confidential_place_is_never_asked_for():
    asked = survey("services")
    for name in ("place", "address"):
        assert "${confidential} = 'no'" in asked[name]["relevant"]
        assert "${type} != 'shelter'" in asked[name]["relevant"]
    kinds = {row["name"] for row in sheets("safe_zones")["choices"]}
    assert not kinds & set(CONFIDENTIAL_ZONE_KINDS)
    assert "confidential" not in survey("safe_zones")


def test_the_place_is_an_area_where_the_layer_has_areas():
    kinds = {layer: survey(layer)["place"]["type"] for layer in LAYER_NAMES}
    assert kinds == {
        "risk_areas": "geoshape",
        "safe_zones": "geopoint",
        "services": "geopoint",
        "demand": "geopoint",
        "zones": "geoshape",
    }


def test_a_form_is_a_workbook_and_nothing_else():
    assert write_form("services", MemoryFile("form.xlsx"), locale="ru").content.startswith(b"PK")
    with pytest.raises(ExportFormatError) as raised:
        write_form("services", MemoryFile("form.csv"))
    assert raised.value.placeholders == {"file": "form.csv", "known": ".xlsx"}


def collected(layer, separator, header, *rows):
    """Read what a phone collected, as KoboToolbox exports it."""
    lines = [separator.join(f'"{cell}"' for cell in row) for row in (header, *rows)]
    file = SourceFile("kobo.csv", content="\n".join(lines).encode("utf-8-sig"))
    return examine_layer(read_layer_file(file, layer), layer).frame


def test_what_was_collected_is_read_without_mapping():
    header = (
        "verified_on",
        "type",
        "name",
        "phone",
        "opening_hours",
        "confidential",
        "place",
        "_place_latitude",
        "_place_longitude",
        "_place_altitude",
        "_place_precision",
        "_id",
    )
    open_row = (
        "2026-05-01",
        "health",
        "Posta",
        "0700",
        "24/7",
        "no",
        "-9.5 -75.25 0 4",
        "-9.5",
        "-75.25",
        "0",
        "4",
        "1",
    )
    hidden = ("2026-05-01", "shelter", "", "0701", "", "yes", "", "", "", "", "", "2")
    frame = collected("services", ";", header, open_row, hidden)
    assert frame["type"].tolist() == ["health", "shelter"]
    assert frame["phone"].tolist() == ["0700", "0701"]
    assert frame["confidential"].tolist() == [False, True]
    assert (frame.geometry.iloc[0].x, frame.geometry.iloc[0].y) == (-75.25, -9.5)
    assert frame.geometry.iloc[1] is None


def test_an_area_that_was_walked_is_read_as_one():
    header = ("category", "severity", "holds", "note", "place", "_id")
    ring = "-9.5 -75.2 0 0;-9.5 -75.1 0 0;-9.4 -75.1 0 0;-9.5 -75.2 0 0"
    frame = collected("risk_areas", ";", header, ("river", "4", "night", "", ring, "1"))
    assert frame["severity"].tolist() == [4]
    assert frame.geometry.iloc[0].equals(
        shapely.Polygon([(-75.2, -9.5), (-75.1, -9.5), (-75.1, -9.4)])
    )

"""The planning report says what coverage says, of each type and zone, and nothing more."""

from __future__ import annotations

import io
import math

import openpyxl
import pyogrio
import pytest
from docx import Document

from geo.coverage.measurement import measure_coverage
from geo.coverage.records import CoverageRequest, TravelThreshold
from geo.coverage.standards import ServiceStandard, load_standards
from geo.errors import EmptyLayerError, ExportFormatError
from geo.model import SERVICE_TYPES
from geo.privacy.small_counts import disclosed_count
from geo.reports import actions, tables
from geo.reports.measuring import list_present_types, make_report_request, measure_report
from geo.reports.pages import build_page_data
from geo.reports.writing import make_note, write_report
from geo.store.atomic_file import MemoryFile
from tests.village import Street, box, doors, edges, found, homes, risk_areas, seen, zones

CORNERS = {"a": (0, 0), "b": (1000, 0), "c": (2000, 0), "d": (4000, 0)}
STREETS = edges(CORNERS, [Street("a", "b"), Street("b", "c"), Street("c", "d")])
FORMULA = "=HYPERLINK(1)"


def lay_out_services():
    services = doors(
        ((0, 0), "health"),
        ((2000, 0), "health"),
        ((0, 0), "police"),
        ((2000, 0), "shelter", True),
        (None, "forensic"),
    )
    hours = ["Mo-Fr 08:00-16:00", "24/7", "Mo-Fr 08:00-16:00", None, None]
    return services.assign(opening_hours=hours)


LAYERS = {
    "risk_areas": risk_areas((box(950, -9, 1050, 9), 5, "night")),
    "services": lay_out_services(),
    "demand": homes(
        *(((100 + 90 * step, 5), 12, 6) for step in range(10)),
        *(((1100 + 90 * step, 5), 20, 9) for step in range(10)),
        *(((3000 + 90 * step, 5), 30, 16) for step in range(10)),
    ),
    "zones": zones(
        (box(-100, -100, 1050, 100), "1", FORMULA), (box(1050, -99, 9000, 99), "2", "Este")
    ),
}


@pytest.fixture(scope="module")
def store(tmp_path_factory):
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("AMPARO_HOME", str(tmp_path_factory.mktemp("report") / "home"))
        opened = found(STREETS, LAYERS)
    yield opened
    opened.close()


@pytest.fixture(scope="module", params=["coordinator", "network"])
def view(store, request):
    return seen(store, request.param)


def make_report(view, **choices):
    moment = view.moment("2026-05-04T09:00")  # a Monday
    return measure_report(
        view, make_report_request(view, TravelThreshold(15.0), day=moment, **choices)
    )


@pytest.fixture(scope="module")
def report(view):
    return make_report(view)


def write(view, report, name, locale="es"):
    file = MemoryFile(name)
    write_report(view, report, file, locale=locale)
    return file.content


def test_each_number_is_that_of_a_coverage_question(view, report):
    by_type = {row[0]: row for row in tables.build_type_table(report, "en").rows}
    for service_type, label in (("health", "Health"), ("police", "Police")):
        threshold, day, night = report.request.threshold, report.request.day, report.request.night
        asked = [
            CoverageRequest(service_type, threshold, departure_time=moment, open_only=is_open)
            for moment, is_open in ((day, False), (night, False), (day, True), (night, True))
        ]
        by_day, by_night, open_day, open_night = (measure_coverage(view, one) for one in asked)
        expected = [
            by_day.people.people,
            by_day.people.covered,
            by_day.people.covered_safely,
            by_night.people.covered_safely,
            open_day.people.covered,
            open_night.people.covered,
            by_day.people.uncovered,
        ]
        row = by_type[label]
        assert [row[2], row[3], *row[5:10]] == [disclosed_count(number) for number in expected]
    assert by_type["Police"][8] == 0  # closed at night


def test_zones_add_up_to_the_whole(report):
    for measured in report.types:
        if measured.is_by_zone:
            continue
        people = measured.by_day.people
        assert math.isclose(measured.by_day.zones["covered"].sum(), people.covered)
        assert math.isclose(people.covered + people.uncovered, people.people)
        covered = [point.covered for point in measured.curve]
        assert covered == sorted(covered)
        assert covered[len(covered) // 2 - 1] == people.covered  # at the threshold itself


def test_a_type_that_one_cannot_walk_to_is_named_with_its_reason(report):
    assert list(report.unmeasured) == ["forensic"]
    assert [row[0] for row in tables.build_type_table(report, "en").rows][-1] == "Forensic medicine"


def test_actions_follow_from_the_numbers(report):
    listed = actions.list_actions(report)
    found_kinds = {(one.kind, one.service_type) for one in listed}
    assert ("near", "health") in found_kinds
    assert ("night", "police") in found_kinds
    assert ("safe", "police") in found_kinds
    police = next(one for one in report.types if one.service_type == "police")
    night = next(one for one in listed if (one.kind, one.service_type) == ("night", "police"))
    assert night.people == police.open_by_night.people.only_while_open
    assert [one.people for one in listed] == sorted((one.people for one in listed), reverse=True)
    sentences = [actions.format_action(one, report, locale) for one in listed
                 for locale in ("es", "en", "ru", "ky")]  # fmt: skip
    assert all("{" not in sentence for sentence in sentences)


def test_hours_that_are_assumed_close_nothing(view, report):
    """The shelter has no known hours: nobody can say that it is closed at night."""
    assert all(
        (one.kind, one.service_type) != ("night", "shelter") for one in actions.list_actions(report)
    )
    rows = {row[0]: row for row in tables.build_type_table(report, "en").rows}
    assert rows["Shelter"][7:9] == [None, None]


def test_of_a_confidential_service_others_get_zones_and_no_map(view, report):
    shelter = next(one for one in report.types if one.service_type == "shelter")
    assert shelter.is_by_zone == (view.audience != "coordinator")
    if not shelter.is_by_zone:
        return
    assert not shelter.curve
    assert "Shelter" not in [row[0] for row in tables.build_gap_table(report, "en").rows]
    parts = build_page_data(view, report, make_note(view, report, "en"), "en")["parts"]
    part = next(one for one in parts if one["name"] == "Shelter")
    assert (part["map"], part["chart"], part["gaps"]) == ("", "", [])
    assert len(shelter.by_day.demand_points) == 0


def test_the_workbook_has_texts_as_texts(view, report):
    book = openpyxl.load_workbook(io.BytesIO(write(view, report, "r.xlsx")))
    zones_sheet = book["Zonas"]
    cell = next(row[2] for row in zones_sheet.iter_rows() if row[2].value == FORMULA)
    assert (cell.data_type, cell.quotePrefix) == ("s", True) or cell.data_type == "inlineStr"
    assert [sheet.title for sheet in book] == [
        *("Qué se podría hacer", "Servicios", "Zonas por servicio", "Zonas", "Dónde queda lejos"),
        *("Según el límite", "Normas", "De dónde sale"),
    ]


def test_the_document_has_every_zone(view, report):
    document = Document(io.BytesIO(write(view, report, "r.docx", "en")))
    assert document.core_properties.author == ""
    cells = {cell.text for one in document.tables for row in one.rows for cell in row.cells}
    assert {FORMULA, "Este"} <= cells


def test_the_geopackage_has_areas_by_type(view, report, tmp_path):
    path = tmp_path / "r.gpkg"
    write_report(view, report, path, locale="es")
    layers = {name for name, _ in pyogrio.list_layers(path)}
    assert {"gaps_health", "reached_health", "gaps_police", "reached_police"} <= layers
    assert ("gaps_shelter" in layers) == (view.audience == "coordinator")
    assert not {name for name in layers if name.startswith(("homes", "junctions", "blocks"))}


@pytest.mark.parametrize("name", ["r.pdf", "r.xlsx", "r.docx"])
def test_the_same_report_has_the_same_bytes(view, report, name):
    assert write(view, report, name, "ru") == write(view, make_report(view), name, "ru")


def test_without_services_or_with_another_ending_it_is_refused(view, report):
    with pytest.raises(ExportFormatError):
        write(view, report, "r.odt")
    assert list_present_types(view) == ("health", "forensic", "police", "shelter")
    nothing = make_report_request(view, TravelThreshold(15.0))
    with pytest.raises(EmptyLayerError):
        measure_report(view, nothing.__class__((), nothing.threshold, nothing.day, nothing.night))


@pytest.mark.parametrize(("population", "needed"), [(0, 1), (50_000, 1), (50_001, 2), (120_000, 3)])
def test_a_standard_counts_at_least_one(population, needed):
    standard = ServiceStandard("psychosocial", "services", 1, 50_000, "women", "somebody")
    assert standard.count_needed(population) == needed


def test_standards_have_known_types_and_a_source_and_stand_beside_what_is_there(report):
    assert {one.service_type for one in load_standards()} <= set(SERVICE_TYPES)
    assert all(one.source and one.per > 0 for one in load_standards())
    rows = {row[0]: row[2:4] for row in tables.build_standard_table(report, "en").rows}
    assert rows["Shelter"] == [1, None]  # its places are not known
    assert rows["Forensic medicine"] == [1, 1]  # by phone, but it is there


def test_what_was_not_requested_is_not_said_to_be_missing(view):
    alone = make_report(view, service_types=("police",))
    rows = {row[0]: row[2:4] for row in tables.build_standard_table(alone, "en").rows}
    assert rows["Forensic medicine"] == [1, 1]

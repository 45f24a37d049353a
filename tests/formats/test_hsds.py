"""Service directories of Open Referral: schedules, rows of services at locations, packages."""

from __future__ import annotations

import csv
import io
import json
import re
import zipfile
from datetime import date

import geopandas as gpd
import pytest
import shapely

from geo.errors import ExportServicesOnlyError
from geo.formats.export_note import ExportNote
from geo.formats.hsds_rows import build_rows
from geo.formats.hsds_schedules import build_schedules, convert_schedules
from geo.formats.hsds_tables import TABLES, HsdsTables
from geo.formats.hsds_writing import write_hsds
from geo.formats.reading import read_layer_file
from geo.imports.layer_checks import examine_layer, split_layer
from geo.parsing.source import SourceFile

TODAY = date(2026, 5, 1)
NOTE = ExportNote("public", "Villa", "Para todas.", "La red", "ODbL", TODAY)


def schedule(days="MO,TU,WE,TH,FR", opens="09:00", closes="17:00", **more):
    return {"freq": "WEEKLY", "byday": days, "opens_at": opens, "closes_at": closes, **more}


@pytest.mark.parametrize(
    ("schedules", "hours"),
    [
        ([schedule()], "Mo-Fr 09:00-17:00"),
        ([schedule("MO,WE", "09:00:00", "12:00:00"),
          schedule("MO,WE", "15:00-05:00", "18:00-05:00")],
         "Mo,We 09:00-12:00,15:00-18:00"),
        ([schedule("MO,TU,WE,TH,FR,SA,SU", "00:00", "23:59")], "24/7"),
        ([schedule("FR", "20:00", "02:00"), schedule("SA", "09:00", "12:00")],
         "Fr 20:00-02:00, Sa 09:00-12:00"),
        ([schedule("2MO,-1FR", freq="MONTHLY")], "Mo[2],Fr[-1] 09:00-17:00"),
        ([schedule(valid_from="2026-01-01", valid_to="2026-12-14")],
         "2026 Jan 01-2026 Dec 14 Mo-Fr 09:00-17:00"),
        ([schedule(valid_from="2020-01-01")], "Mo-Fr 09:00-17:00"),
        ([schedule(valid_from="2026-06-01")], "2026 Jun 01+ Mo-Fr 09:00-17:00"),
        ([{"opens_at": "08:00", "closes_at": "10:00", "freq": "DAILY"}], "Mo-Su 08:00-10:00"),
        ([{"description": "Previa cita"}], "Previa cita"),
        ([], None),
        ([{"id": "1"}], None),
    ],
)  # fmt: skip
def test_schedules_become_opening_hours(schedules, hours):
    assert convert_schedules(schedules, today=TODAY) == hours


@pytest.mark.parametrize(
    "unclear",
    [
        schedule(interval=2),
        schedule(byweekno="1,2"),
        schedule(opens="09:00Z"),  # of the place, or of Greenwich?
        schedule(opens="09:00+00:00"),
        schedule(opens="09:00", closes="09:00"),
        schedule("XX"),
        schedule(valid_to="pronto"),
        {**schedule(), "freq": "MONTHLY"},
    ],
)
def test_what_opening_hours_cannot_say_is_kept_as_text_with_all_the_rest(unclear):
    hours = convert_schedules([schedule("SA"), unclear], today=TODAY)
    assert hours is not None
    assert "SA 09:00-17:00" in hours
    assert not re.match(r"(Mo|Sa|20)", hours)


@pytest.mark.parametrize(
    "hours",
    [
        "24/7",
        "Mo-Fr 08:00-16:00",
        "Mo,We 09:00-12:00,15:00-18:00; Sa 10:00-12:00",
        "Su 22:00-06:00",
    ],
)
def test_opening_hours_become_schedules_that_say_the_same(hours):
    assert convert_schedules(build_schedules(hours), today=TODAY) == hours


def test_hours_with_more_than_times_go_out_as_text():
    assert build_schedules("Mo-Fr 08:00-16:00; PH off") == [
        {"description": "Mo-Fr 08:00-16:00; PH off"}
    ]


ADDRESS = {"id": "a", "address_1": "Calle 1", "city": "Villa", "postal_code": "",
           "state_province": "Villa", "country": "PE", "address_type": "physical",
           "attention": "Ana Pérez"}  # fmt: skip
DIRECTORY = [
    {
        "id": "s1",
        "name": "Asesoría legal",
        "status": "active",
        "phones": [{"id": "p1", "number": '"+51 1 2345678"', "extension": 9}],
        "schedules": [{"id": "h1", **schedule()}],
        "attributes": [{"id": "t", "taxonomy_term": {"id": "x", "name": "Legal aid"}}],
        "contacts": [{"id": "c", "name": "Ana Pérez", "phones": [{"id": "p9", "number": "999"}]}],
        "service_at_locations": [
            {"id": "l1", "location": {"id": "u1", "location_type": "physical", "name": "Centro",
             "latitude": -12.2, "longitude": -76.9, "addresses": [ADDRESS]}},
            {"id": "l2", "schedules": [{"id": "h2", **schedule("SA")}],
             "location": {"id": "u2", "location_type": "physical", "name": "Sur",
             "latitude": -12.3, "longitude": -76.95}},
        ],
    },
    {"id": "s2", "name": "Línea 100", "status": "active",
     "organization": {"id": "o", "name": "MIMP"},
     "attributes": [{"id": "t2", "taxonomy_term": {"id": "y", "name": "helpline"}}],
     "phones": [{"id": "p2", "number": "100"}, {"id": "p3", "number": "101", "type": "fax"}]},
    {"id": "s3", "name": "Comisaría vieja", "status": "defunct", "organization_id": "o",
     "service_at_locations": [{"id": "l3", "location": {"id": "u3", "latitude": -12.25,
      "longitude": -76.91}}]},
]  # fmt: skip


def read_json(document):
    content = json.dumps(document).encode()
    return read_layer_file(SourceFile("servicios.json", content=content), "services")


@pytest.mark.parametrize("document", [DIRECTORY, {"total_items": 3, "contents": DIRECTORY}])
def test_a_directory_in_json_gives_a_row_for_each_service_at_each_location(document):
    frame = read_json(document)
    assert frame["name"].tolist() == [
        "Asesoría legal (Centro)", "Asesoría legal (Sur)", "Línea 100", "Comisaría vieja",
    ]  # fmt: skip
    assert frame["phone"].tolist() == ["+51 1 2345678 ext. 9"] * 2 + ["100", None]
    assert frame["opening_hours"].tolist()[:2] == ["Mo-Fr 09:00-17:00", "Sa 09:00-17:00"]
    assert frame["address"].tolist()[0] == "Calle 1, Villa"
    assert frame.geometry.isna().tolist() == [False, False, True, False]
    assert (frame.geometry.iloc[0].x, frame.geometry.iloc[0].y) == (-76.9, -12.2)
    notices = {one.key: one.placeholders for one in frame.attrs["notices"]}
    assert notices["import.notice_directory"] == {"services": 3, "rows": 4}
    assert notices["import.notice_contacts"] == {"count": 1}
    assert not frame.attrs["crs_assumed"]
    assert "Ana" not in frame.to_csv()  # nobody who is named


def test_a_helpline_needs_no_location_and_a_closed_service_waits():
    checked, waiting = split_layer(read_json(DIRECTORY), "services")
    assert checked.frame["type"].tolist() == ["legal_aid", "legal_aid", "phone_line"]
    assert checked.placeless == (3,)
    assert "row.not_active" in {one.key for one in waiting.doubts if one.row == 4}


def test_a_telephone_of_a_person_is_never_the_one_of_the_service():
    records = {name: [] for name in TABLES}
    records["service"] = [{"id": "s", "name": "Asesoría"}]
    records["phone"] = [
        {"id": "1", "service_id": "s", "contact_id": "c", "number": "999 111 222"},
        {"id": "2", "service_id": "s", "number": "100"},
    ]
    assert build_rows(HsdsTables(records), file="a.zip").cells["phone"].tolist() == ["100"]


def test_a_service_at_a_location_and_an_organization_are_read_too():
    link = {**DIRECTORY[0]["service_at_locations"][0], "service": {"id": "s1", "name": "Asesoría"}}
    owner = {"id": "o", "name": "MIMP", "services": [DIRECTORY[1]]}
    assert read_json([link])["name"].tolist() == ["Asesoría"]
    assert read_json(owner)["name"].tolist() == ["Línea 100"]


@pytest.fixture(scope="module")
def services():
    return gpd.GeoDataFrame(
        {
            "id": ["0d0e6b6e-5a0f-4c5b-9a83-3f5f1a0f7c11", "1d0e6b6e-5a0f-4c5b-9a83-3f5f1a0f7c11"],
            "type": ["health", "shelter"],
            "name": ["=Posta «Ñusta»", None],
            "phone": ["+51 999 000 111", None],
            "gateway": [None, "Línea 100"],
            "opening_hours": ["Mo-Fr 08:00-16:00; PH off", None],
            "confidential": [False, True],
            "public": [True, False],
        },
        geometry=[shapely.Point(-76.9123456, -12.2), None],
        crs=4326,
    )


def read_tables(content):
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        package = json.loads(archive.read("datapackage.json"))
        tables = {}
        for resource in package["resources"]:
            text = archive.read(resource["path"]).decode()
            tables[resource["name"]] = list(csv.DictReader(io.StringIO(text)))
    return package, tables


def test_a_package_keeps_what_its_own_description_states(services):
    package, tables = read_tables(write_hsds(services, "services", NOTE))
    for resource in package["resources"]:
        rows, schema = tables[resource["name"]], resource["schema"]
        for field in schema["fields"]:
            values = [row[field["name"]] for row in rows]
            rules = field.get("constraints", {})
            assert all(values) or not rules.get("required"), (resource["name"], field)
            assert len(set(values)) == len(values) or not rules.get("unique")
            assert set(values) - {""} <= set(rules.get("enum", values))
        for key in schema.get("foreignKeys", []):
            known = {row["id"] for row in tables[key["reference"]["resource"]]}
            assert {row[key["fields"]] for row in rows} <= known
    assert package["profile"] == "tabular-data-package"
    assert package["amparo"]["audience"] == "public"
    assert package["licenses"][0]["title"] == "ODbL"
    assert "La red" in package["description"]


def test_a_confidential_service_has_no_location_in_a_package(services):
    _, tables = read_tables(write_hsds(services, "services", NOTE))
    assert len(tables["service"]) == 2
    assert len(tables["location"]) == len(tables["service_at_location"]) == 1
    assert tables["service"][1]["application_process"] == "Línea 100"


def test_a_package_comes_back_as_it_was(services):
    content = write_hsds(services, "services", NOTE)
    assert content == write_hsds(services, "services", NOTE)
    read = read_layer_file(SourceFile("a.zip", content=content), "services")
    back = examine_layer(read, "services").frame
    for name in ("type", "name", "phone", "gateway", "opening_hours", "confidential", "public"):
        expected = services[name].astype(object)
        assert back[name].tolist() == expected.where(services[name].notna(), None).tolist(), name
    assert back.geometry.iloc[0].equals(services.geometry.iloc[0])
    assert back.geometry.iloc[1] is None


def test_a_package_without_a_description_is_known_by_its_tables(services):
    _, tables = read_tables(write_hsds(services, "services", None))
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name in ("service", "location", "service_at_location"):
            text = io.StringIO()
            writer = csv.DictWriter(text, tables[name][0])
            writer.writeheader()
            writer.writerows(tables[name])
            archive.writestr(f"datos/{name}.csv", text.getvalue())
    frame = read_layer_file(SourceFile("a.zip", content=buffer.getvalue()), "services")
    assert len(frame) == 2
    assert frame.geometry.isna().tolist() == [False, True]


def test_another_layer_is_no_directory(services):
    with pytest.raises(ExportServicesOnlyError):
        write_hsds(services, "safe_zones", NOTE)

"""Everything that commands print has the shapes of docs/json.md, and those only."""

from __future__ import annotations

import json
import shutil
from datetime import date

import click
import pytest

from geo.commands.main import amparo
from geo.model import DrawingSession
from geo.store import open_store
from geo.store.communities import add_drawing_sessions
from geo.workshop.drawing_sessions import SessionDetails, open_drawing
from tests.commands.conftest import Shell
from tests.commands.json_shapes import (
    KINDS,
    Shapes,
    check_object,
    find_lookalikes,
    list_objects,
    read_shapes,
)
from tests.source_files import ROOT

DEMO = ("--community", "chancala")
HERE = (*DEMO, "--from", "13.9050,-89.8479")
NOON, NIGHT = "2026-05-01T12:00", "2026-05-01T22:00"
DATA = ROOT / "data" / "demo"
FILES = {
    "s.geojson",
    "e.parquet",
    "c.csv",
    "r.geojson",
    "p.pdf",
    "b.zip",
    "sent.geojson",
    "m.html",
    "f.xlsx",
}
UNIT_SUFFIXES = ("_min", "_seconds", "_s", "_ms", "_km", "metres", "seconds")


def list_leaves(group: click.Group = amparo, path: tuple[str, ...] = ()) -> list[str]:
    """List the commands that do something."""
    names = []
    for name, command in group.commands.items():
        inner = (*path, name)
        is_group = isinstance(command, click.Group)
        names += list_leaves(command, inner) if is_group else [" ".join(inner)]
    return names


def write_submission(out):
    """Write what a phone sends back: one mark."""
    ring = [[-89.848, 13.905], [-89.847, 13.905], [-89.847, 13.906], [-89.848, 13.905]]
    mark = "7d3f6c52-6f1c-4f0f-8f6e-0b8a1f6f5a01"
    values = {"kind": "risk_area", "category": "lonely_path", "severity": 3, "holds": "night"}
    feature = {
        "type": "Feature",
        "id": mark,
        "geometry": {"type": "Polygon", "coordinates": [ring]},
        "properties": {**values, "note": "", "id": mark, "version": 1},
    }
    head = {"format": 1, "community": "chancala", "session": None, "removed": []}
    whole = {"type": "FeatureCollection", "capture": head, "features": [feature]}
    (out / "sent.geojson").write_text(json.dumps(whole), encoding="utf-8")


def write_areas(out):
    """Write an area of a session that nobody agreed on, and services with doubtful cells."""
    ring = [[-89.85, 13.9], [-89.849, 13.9], [-89.849, 13.901], [-89.85, 13.9]]
    area = {
        "type": "Feature",
        "geometry": {"type": "Polygon", "coordinates": [ring]},
        "properties": {"category": "river", "severity": 2, "session": "VIEJA"},
    }
    whole = {"type": "FeatureCollection", "features": [area]}
    (out / "areas.geojson").write_text(json.dumps(whole), encoding="utf-8")
    (out / "services.csv").write_text(
        "type,name,phone,opening_hours,lat,lon\n"
        "health,Posta,5.19988E+11,L-V 8-16h,13.9,-89.84\n"
        "health,Otra,2222 3333,8:00 - 6:00,13.9,-89.841\n",
        encoding="utf-8",
    )
    (out / "homes.csv").write_text("lat,lon,people,women\n13.9,-89.84,3,2\n", encoding="utf-8")


@pytest.fixture(scope="module")
def outputs(built_demo, tmp_path_factory):
    """Run all commands on a copy of the demonstration: words and what they printed."""
    out = tmp_path_factory.mktemp("shapes")
    home = out / "home"
    shutil.copytree(built_demo / "home", home)
    printed: list[tuple[str, object]] = [
        ("demo", json.loads((built_demo / "demo.json").read_text(encoding="utf-8")))
    ]
    write_submission(out)
    write_areas(out)
    store = open_store(home)
    old = DrawingSession("VIEJA", date(2020, 1, 1), "30-59", 5, "day", "teacher", consent=True)
    add_drawing_sessions(store, "chancala", [old])
    group = SessionDetails(date(2026, 11, 14), "30-59", 7, "night", "teacher", consent=True)
    code = open_drawing(store, "chancala", group).code
    store.close()
    shell = Shell(home)

    def run(*words: object):
        told = shell.told(*words)
        line = " ".join(map(str, words))
        name = next(name for name in list_leaves() if f"{line} ".startswith(f"{name} "))
        printed.append((name, told))
        return told

    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("AMPARO_NEW_PASSWORD", "lluvia tambor limón")
        _run_installation(run, out)
        _run_community(run, out, patch, code=code)
        _run_results(run, out)
        _run_last(run, out, patch)
    return printed


def _run_installation(run, out):
    run("account", "add", "cuenta-una", "--role", "member")
    run("account", "role", "cuenta-una", "--role", "planner")
    run("account", "list")
    run("account", "password", "cuenta-una")
    run("account", "sign-out", "cuenta-una")
    run("account", "unlock", "cuenta-una")
    run("account", "remove", "cuenta-una")
    run("backup", "--to", out / "b.zip")
    run("audit", "check")


def _run_community(run, out, patch, *, code):
    run("community", "add", "orilla", "--name", "Orilla", "--boundary", DATA / "boundary.geojson")
    run("community", "settle", "orilla", "--day", "05:30-18:30")
    run("community", "boundary", "orilla", DATA / "zones.geojson", "--all-districts")
    run("community", "list")
    orilla = ("--community", "orilla")
    patch.setattr(
        "geo.imports.street_import.update_streets",
        lambda *_, **__: {"edges": 2, "connector_m": 1.5},
    )
    run("streets", "download", *orilla)
    run("streets", "import", DATA / "chancala.osm", *orilla)
    for file, layer in (("services.csv", "services"), ("homes.csv", "demand")):
        run("layer", "import", out / file, *orilla, "--layer", layer)
    run("layer", "import", out / "areas.geojson", *DEMO)
    run("layer", "imports", *orilla)
    waiting = run("layer", "waiting", *orilla)["waiting"]
    run("layer", "resolve", *orilla, "--batch", waiting[0]["batch"], "--decision", "leave_out")
    run("layer", "undo", *orilla)
    place = ("--name", "Posta", "--place", "13.9001,-89.8449")
    run("service", "add", *DEMO, "--type", "health", *place)
    number = run("service", "list", *DEMO)["services"][0]["id"]
    run("service", "edit", number, *DEMO, "--phone", "2222 1111")
    run("service", "confirm", number, *DEMO)
    run("service", "delete", number, *DEMO)
    run("service", "restore", number, *DEMO)
    for layer in ("services", "risk_areas"):
        run("layer", "history", *DEMO, "--layer", layer, "--audience", "coordinator")
    run("retention", "preview", "--months", "12")
    run("capture", "import", out / "sent.geojson", *DEMO, "--session", code)
    run("retention", "run", "--months", "12")
    run("retention", "agree", *DEMO, "--session", "S1")
    run("audit", "list")


def _run_results(run, out):
    for audience in ("public", "network", "coordinator"):
        run("service", "list", *DEMO, "--audience", audience)
        run("route", *HERE, "--to-service", "police", "--at", NIGHT, "--audience", audience)
        count = ("coverage", *DEMO, "--at", NOON, "--audience", audience)
        run(*count, "--service", "health", "--minutes", "15")
    several = ("--service", "health", "--service", "police", "--bands", "15,30")
    run("coverage", *DEMO, *several, "--open-at", "Sa", "20:00", "--by", "zone", "--by", "sex")
    run("coverage", *DEMO, "--service", "shelter", "--metres", "900", "--straight-line",
        "--to-file", out / "c.csv")  # fmt: skip
    run("report", *DEMO, "--service", "health", "--minutes", "20", "--to", out / "r.xlsx")
    run("completeness", *DEMO, "--situation", "sexual_violence", "--at", NIGHT, "--by", "zone")
    places = ("--service", "legal_aid", "--candidates", "safe_zones")
    run("site", *DEMO, *places, "--objective", "pmedian", "--safe", "--at", NOON)
    _run_scenarios(run, out)
    run("layer", "export", *DEMO, "--layer", "services", "--to", out / "s.geojson")
    run("inspect", out / "s.geojson")
    run("layer", "form", "--layer", "services", "--to", out / "f.xlsx")
    run("streets", "export", *DEMO, "--to", out / "e.parquet")
    run("route", *HERE, "--to", "13.9029,-89.8355", "--to-file", out / "r.geojson")
    situations = ("sexual_violence", "accompanying")
    for situation in situations:
        run("pathway", *HERE, "--situation", situation, "--at", NIGHT, "--hours-since", "80")
    run("pathway", *HERE, "--situation", situations[0], "--at", NOON, "--to-file", out / "p.pdf")
    run("capture", "make", *DEMO, "--to", out / "m.html")


def _run_scenarios(run, out):
    """Change everything once; a coordinator's shelter is told to the network without a place."""
    services = run("service", "list", *DEMO, "--audience", "coordinator")["services"]
    ids = {one["type"]: one["id"] for one in services}
    file = out / "plan.yaml"
    file.write_text(
        f"""name: Plan
changes:
  - add_service: {{type: shelter, place: "13.9051,-89.8441", name: Casa, hours: 24/7}}
  - open_longer: {{service: {ids["health"]}, hours: 24/7}}
  - light_street: {{place: "13.9032,-89.8477"}}
""",
        encoding="utf-8",
    )
    run("scenario", "add", file, *DEMO)
    asked = ("scenario", "compare", "Plan", *DEMO, "--at", NOON, "--minutes", "15")
    for audience, kind in (("coordinator", "health"), ("network", "shelter")):
        run("scenario", "list", *DEMO, "--audience", audience)
        run("scenario", "show", "Plan", *DEMO, "--audience", audience)
        run(*asked, "--service", kind, "--audience", audience)
    run("scenario", "rank-risk", *DEMO, "--service", "health", "--at", NIGHT, "--most", "13")
    run("scenario", "adopt", file, *DEMO, "--confirm")
    run("scenario", "remove", "Plan", *DEMO)


def _run_last(run, out, patch):
    run("community", "forget", "orilla", "--confirm", "orilla", "--also", out / "b.zip")
    run("backup", "--to", out / "b.zip")
    run("restore", out / "b.zip")
    patch.setenv("AMPARO_NEW_PASSPHRASE", "lluvia tambor candado jueves")
    run("passphrase", "set")
    patch.setenv("AMPARO_PASSPHRASE", "lluvia tambor candado jueves")
    patch.setenv("AMPARO_NEW_PASSPHRASE", "otra frase de cuatro palabras")
    run("passphrase", "change")


@pytest.fixture(scope="module")
def shapes() -> Shapes:
    return read_shapes()


def test_every_command_is_in_the_document(shapes):
    assert sorted(shapes.commands) == sorted(list_leaves())


@pytest.mark.slow
def test_every_command_was_run(outputs, shapes):
    assert {name for name, _ in outputs} == set(shapes.commands)


@pytest.mark.slow
def test_every_output_has_the_shape_of_the_document(outputs, shapes):
    faults = [
        fault
        for name, printed in outputs
        for fault in check_object(printed, shapes.commands[name], shapes.objects, name)
    ]
    assert not faults, "\n".join(sorted(set(faults)))


@pytest.mark.slow
def test_no_service_and_no_file_has_another_shape(outputs, shapes):
    service = set(shapes.objects["service"])
    faults = [
        f"{name}{fault}"
        for name, printed in outputs
        for fault in find_lookalikes(printed, service, FILES)
    ]
    assert not faults, "\n".join(sorted(set(faults)))


@pytest.mark.slow
def test_every_object_of_the_document_is_printed_somewhere(outputs, shapes):
    """What is never printed here is not checked: notes on tables, water and gates are elsewhere."""
    met = {frozenset(one) for _, printed in outputs for _, one in list_objects(printed)}
    unmet = {name for name, fields in shapes.objects.items() if frozenset(fields) not in met}
    assert unmet <= {"cell note", "ferry", "shortcut"}


def test_fields_are_named_after_their_kind(shapes):
    """A unit or a moment is read off the name, the same in every object."""
    suffixes = {"minutes": "minutes", "moment": "_at", "day": "_on", "metres": "_m"}
    suffixes["hours"] = "opening_hours"
    faults = []
    for of, fields in {**shapes.objects, **shapes.commands}.items():
        for name, kind in fields.items():
            bare = kind.removesuffix(" or null")
            assert bare.removeprefix("list of ") in {*KINDS, *shapes.objects}, (of, name, kind)
            for suffixed, suffix in suffixes.items():
                if (bare == suffixed) != name.endswith(suffix):
                    faults.append(f"{of}.{name}: {kind}")
            if name.endswith(UNIT_SUFFIXES) or (name.endswith("hours") and bare != "hours"):
                faults.append(f"{of}.{name}: another unit")
            if ("file" in bare.split()) != (name.split("_")[-1] in {"file", "files", "folder"}):
                faults.append(f"{of}.{name}: {kind}")
    assert not faults, faults


@pytest.mark.parametrize(
    "printed",
    [
        {
            "community": "a",
            "services": [{"id": "1", "type": "health", "name": None, "phone": None}],
        },
        {"community": "a", "services": [], "hours": "24/7"},
        {"community": "a"},
        {"community": "2026-05-01T12:00:00+00:00", "services": []},
    ],
)
def test_another_shape_is_found(shapes, printed):
    assert check_object(printed, shapes.commands["service list"], shapes.objects, "service list")


@pytest.mark.parametrize(
    "printed",
    [
        {"x": {"service": "Posta", "type": "health", "phone": "1"}},
        {"x": [{"name": "Posta", "verified_on": None}]},
        {"backup": "/home/b.zip"},
        {"file": "b.zip"},
        {"file": {"path": "b.zip"}},
    ],
)
def test_a_service_or_file_of_another_shape_is_found(shapes, printed):
    assert find_lookalikes(printed, set(shapes.objects["service"]), FILES)

"""
Whoever may write cannot find by writing what she is not shown, nor change it.

A trainer, a planner and a phone in a drawing session write all that they can think of, whether it
is refused or not, and read all that their audience is given. What is hidden stands in no answer,
and the rows that they may not touch are byte for byte as before.
"""

from __future__ import annotations

import dataclasses
import json
import shutil
import uuid
from contextlib import contextmanager, suppress
from datetime import date
from pathlib import Path

import geopandas as gpd
import pytest
from shapely import Point, box
from shapely.geometry import mapping

from geo.access.layer_rights import PARTICIPANT_ROLE
from geo.cartography.tiles import render_tile
from geo.communities.boundary import set_boundary
from geo.communities.demonstration import DEMO_FOLDER
from geo.communities.settings import update_settings
from geo.errors import AmparoError, ProposalLimitError, WriteDeniedError
from geo.formats.reading import read_layer_file
from geo.imports import layer_import
from geo.imports.error_messages import format_error
from geo.imports.file_parsing import examine_file
from geo.imports.layer_import import import_layer
from geo.imports.messages import format_import_report
from geo.imports.service_candidates import (
    CandidateCorrections,
    accept_service_candidate,
    refuse_service_candidate,
)
from geo.imports.service_editing import (
    add_service,
    confirm_service,
    delete_service,
    edit_service,
    restore_service,
)
from geo.imports.service_entry import ServiceEntry
from geo.imports.street_import import import_streets
from geo.model import LAYER_NAMES, WGS84
from geo.privacy.removed_services import list_removed_services
from geo.privacy.view import open_view
from geo.store import open_store
from geo.store.actor import acting_as
from geo.store.communities import read_community
from geo.store.history import read_history
from geo.store.layers import read_layer, to_feature_rows
from geo.store.proposals import list_proposals
from geo.store.streets import read_street_edges
from geo.workshop.drawing_sessions import SessionDetails, open_drawing, share_drawing
from geo.workshop.mark import MARK_CATEGORIES
from geo.workshop.publication import agree_drawing
from geo.workshop.records import DrawingScope
from geo.workshop.synchronisation import synchronise_marks
from geo.workshop.vocabulary import list_place_names
from tests.leaks import requests, seeding
from tests.leaks.searching import search, table

WRITERS = {"trainer": "network", "planner": "network", PARTICIPANT_ROLE: "public"}
GROUP = SessionDetails(date(2026, 5, 3), "18-29", 6, "night", "teacher", consent=True)
IN_TOWN = Point(-89.8479, 13.9050)
HALVINGS = 26  # of a town of ten kilometres, to less than a millimetre
READ = ("layer export .geojson", "layer export .gpkg", "layer history", "service list")
# What may be written by whom; the other rows have to stay as they are.
MAY_CHANGE = {
    "trainer": {"risk_areas", "safe_zones", "services", "streets"},
    "planner": {"services", "streets"},
}
DRAWN = ("risk_areas", "safe_zones")  # layers that a planner does not write


@pytest.fixture(scope="module", autouse=True)
def parsed_here():
    """Parse files in this process: what a process of its own does is held elsewhere."""

    def parse(source, layer, **_):
        return examine_file(read_layer_file(source, layer), layer)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(layer_import, "parse_layer", parse)
        yield


@pytest.fixture
def opened(seeded, tmp_path):
    """Copy the seeded installation, and open it with two drawing sessions, one of them shared."""
    home = shutil.copytree(seeded.here, tmp_path / "copy")
    store = open_store(home, passphrase=seeding.PASSPHRASE)
    scope = DrawingScope(seeding.SLUG, open_drawing(store, seeding.SLUG, GROUP).code)
    other = open_drawing(store, seeding.SLUG, GROUP)
    share_drawing(store, seeding.SLUG, other.code)
    yield store, scope
    store.close()


# --- what is written -----------------------------------------------------------------------------


class Answers:
    """What a writer is told, by what was asked; a refusal is an answer."""

    def __init__(self):
        self.told: dict[str, bytes] = {}
        self.refused: list[str] = []
        self.failed: list[str] = []

    @contextmanager
    def to(self, name):
        """Keep the error that ends an attempt, as people are shown it."""
        try:
            yield
        except AmparoError as error:
            if isinstance(error, WriteDeniedError):
                self.refused.append(name)
            elif not isinstance(error, ProposalLimitError):
                self.failed.append(name)
            self.keep(name, "\n".join([*format_error(error), repr(vars(error))]).encode())

    def keep(self, name, content):
        """Keep an answer."""
        self.told[name] = self.told.get(name, b"") + content


def write_everything(store, scope, view, answers, folder):
    """Write all there is to write, as the acting role."""
    for layer in LAYER_NAMES:
        for replace in (False, True):
            for file in (DEMO_FOLDER / f"{layer}.geojson", moved_file(folder, layer)):
                with answers.to(f"import {layer}, {replace}, {file.parent.name}"):
                    report = import_layer(store, seeding.SLUG, layer, file, replace=replace)
                    lines = [*format_import_report(report), repr(report)]
                    answers.keep(f"report of {layer}", "\n".join(lines).encode())
    with answers.to("boundary"):
        set_boundary(store, seeding.SLUG, IN_TOWN.buffer(0.01))
    with answers.to("settings"):
        answers.keep(
            "settings",
            repr(update_settings(store, seeding.SLUG, own_day=None, stale_days=30)).encode(),
        )
    with answers.to("streets"):
        told = import_streets(store, seeding.SLUG, DEMO_FOLDER / "chancala.osm", source="Otra")
        answers.keep("streets", repr(told).encode())
    for number, osm_id in enumerate(view.candidates["osm_id"][:4]):
        with answers.to(f"candidate {number}"):
            if number % 2:
                refuse_service_candidate(store, view, osm_id)
            else:
                corrections = CandidateCorrections(name="Puerta corregida")
                accept_service_candidate(store, view, osm_id, corrections=corrections)
    change_single_services(store, view, answers)
    draw_everything(store, scope, answers)
    with answers.to("agree"):
        answers.keep("agree", repr(agree_drawing(store, seeding.SLUG, scope.code)).encode())


def change_single_services(store, view, answers):
    """Add, correct, confirm, delete and bring back services, hidden ones too, by their ids."""
    hidden = hidden_rows(read_layer(store, seeding.SLUG, "services"))
    here = f"{IN_TOWN.y},{IN_TOWN.x}"
    entries = [
        ServiceEntry("health", "Posta nueva", coordinates=here),
        ServiceEntry("shelter", "Otra casa", gateway="Línea 100", coordinates=here),
        ServiceEntry("shelter", "Otra casa", "0", coordinates="aquí"),
    ]
    for number, entry in enumerate(entries):
        with answers.to(f"service {number}"):
            added = add_service(store, seeding.SLUG, entry, accepts_doubts=number % 2 == 0)
            answers.keep(f"service {number}", repr(added).encode())
    for service_id in [*view.services["id"][:3], *hidden["id"]]:
        for act in (
            lambda one: edit_service(store, seeding.SLUG, one, {"phone": "7000 0001"}),
            lambda one: confirm_service(store, seeding.SLUG, one),
            lambda one: delete_service(store, seeding.SLUG, one),
            lambda one: restore_service(store, seeding.SLUG, one),
        ):
            with answers.to("one service"):
                answers.keep("one service", repr(act(service_id)).encode())
    removed = list_removed_services(store, seeding.SLUG, view.audience)
    answers.keep("removed services", removed.to_json(default=str).encode())


def moved_file(folder, layer) -> Path:
    """Write a layer of the demonstration a little beside itself."""
    frame = gpd.read_file(DEMO_FOLDER / f"{layer}.geojson")
    frame = frame.set_geometry(frame.geometry.translate(0.0001, 0.0001))
    return written(folder, layer, frame)


def written(folder, layer, frame) -> Path:
    """Write a file to bring in."""
    path = folder / "moved" / f"{layer}.geojson"
    path.parent.mkdir(exist_ok=True)
    path.write_text(frame.to_json(default=lambda at: at.date().isoformat()), encoding="utf-8")
    return path


def draw_everything(store, scope, answers):
    """Draw a mark of every category, change it and remove it, as a phone sends it."""
    operations = [
        operation
        for kind, categories in MARK_CATEGORIES.items()
        for category in categories
        for operation in mark_operations(kind, category)
    ]
    since = {"since": 0, "shared_groups": {}}
    for start in range(0, len(operations), 40):
        with answers.to("marks"):
            sent = {**since, "operations": operations[start : start + 40]}
            response = synchronise_marks(store, scope, sent, locale="es")
            assert response["acknowledged"]
            answers.keep("marks", json.dumps(response, default=str).encode())
    answers.keep("names", json.dumps(list_place_names(store, seeding.SLUG), default=str).encode())


def mark_operations(kind, category):
    """Put a mark, and another that is removed again."""
    shape = IN_TOWN.buffer(0.0005, 2) if kind == "risk_area" else IN_TOWN
    mark = {"kind": kind, "category": category, "geometry": mapping(shape)}
    mark |= {"severity": 3, "holds": "always"} if kind == "risk_area" else {"name": "Aquí"}
    kept, removed = str(uuid.uuid4()), str(uuid.uuid4())
    for one in (kept, removed):
        yield {"opid": str(uuid.uuid4()), "id": one, "act": "put", "base": 0, "mark": mark}
    yield {"opid": str(uuid.uuid4()), "id": removed, "act": "remove", "base": 1}


# --- what is read --------------------------------------------------------------------------------


def read_everything(store, audience, answers, folder):
    """Read what the audience is given: files, tables, ways, coverage, tiles, candidates."""
    for line in lines_to_read():
        told = requests.told_by(store.path.parent, folder / "x", line, audience)
        for part, content in told.items():
            answers.keep(f"{' '.join(line.words)} {part}", content)
    view = open_view(store, seeding.SLUG, audience)
    answers.keep("candidates", view.candidates.to_json().encode())
    answers.keep("sessions", repr(view.sessions).encode())
    answers.keep("counts", repr(view.street_counts).encode())
    for layer in LAYER_NAMES:
        answers.keep(f"view of {layer}", view.layer(layer).to_json(default=str).encode())
        answers.keep(f"history of {layer}", repr(view.history(layer, 1000)).encode())
    answers.keep("tile", render_tile(store, seeding.SLUG, zoom=14, x=4102, y=7556))


def lines_to_read():
    """Choose lines for the types that are hidden; `test_commands_leak_nothing.py` reads all."""
    lines = requests.for_somebody()
    files = [line for line in lines if line.family in READ]
    ways = [line for line in lines if line.family == "route" and "shelter" in line.words]
    steps = [line for line in lines if line.family == "pathway"]
    counts = [line for line in lines if "700" in line.words]
    return [*files, *ways[:1], *steps[1:2], *counts]


def untouchable(store, role) -> dict[str, bytes]:
    """Write the rows that a role may not touch as bytes, and their history."""
    told = {}
    for layer in LAYER_NAMES:
        stored = read_layer(store, seeding.SLUG, layer)
        if layer in MAY_CHANGE.get(role, ()):
            stored = hidden_rows(stored)
        else:
            told[f"history of {layer}"] = repr(read_history(store, seeding.SLUG, layer)).encode()
        rows = to_feature_rows(stored).sort_values("id")
        told[layer] = repr([(*row[:2], bytes(row[2])) for row in rows.to_numpy()]).encode()
        if "id" in stored:
            told[f"ids of {layer}"] = repr(sorted(stored["id"])).encode()
    community = read_community(store, seeding.SLUG)
    told["boundary"] = community.boundary.wkb
    if "streets" not in MAY_CHANGE.get(role, ()):
        told["streets"] = read_street_edges(store, seeding.SLUG).to_json().encode()
        told["settings"] = repr((community.stale_days, community.daylight_hours)).encode()
    return told


def hidden_rows(stored):
    """Select the seeded services that the network is not shown."""
    if "name" not in stored:
        return stored.iloc[:0]
    return stored[stored["name"].isin([one["name"] for one in seeding.TOLD.values()])]


@pytest.mark.parametrize("role", WRITERS)
def test_writing_everything_shows_and_changes_nothing_hidden(opened, tmp_path, role):
    store, scope = opened
    audience, answers = WRITERS[role], Answers()
    before = untouchable(store, role)
    with acting_as(f"cuenta-{role}", role):
        view = open_view(store, seeding.SLUG, audience)
        assert len(view.candidates) >= 2
        write_everything(store, scope, view, answers, tmp_path)
        read_everything(store, audience, answers, tmp_path)
    rows, faults = [], []
    for name, content in answers.told.items():
        found = search(name, content, seeding.SECRETS[audience])
        rows.append((name[:60], len(content), len(found)))
        faults += found
    table(f"What a {role} is told who writes everything", ("asked", "bytes", "findings"), rows)
    assert not faults
    assert untouchable(store, role) == before
    assert len(answers.told) > 40
    expected = {"one service", *(f"service {number}" for number in range(20))}
    assert set(answers.failed) <= expected, (
        "every attempt ends in a change, a proposal or a refusal"
    )
    if role in MAY_CHANGE:
        assert {"boundary", "zones", "demand"} <= {one.target for one in list_proposals(store)}
        never = {"boundary", *(f"import {layer}, True, demo" for layer in ("zones", "demand"))}
        assert not never & set(answers.refused)
        not_hers = {"settings", *(f"import {layer}, True, demo" for layer in DRAWN)}
        assert (not_hers <= set(answers.refused)) == (role == "planner")
    else:
        assert {
            "boundary",
            "settings",
            "streets",
            *(f"import {layer}, {how}, demo" for layer in LAYER_NAMES for how in (True, False)),
        } <= set(answers.refused)
    assert ("marks" in answers.refused) == (role == "planner")


def test_the_search_finds_it_in_what_a_coordinator_reads(opened):
    view = open_view(opened[0], seeding.SLUG, "coordinator")
    found = search("services", view.services.to_json(default=str).encode(), seeding.DOORS)
    assert {one.secret for one in found} == {one.name for one in seeding.DOORS}


# --- the attacks ---------------------------------------------------------------------------------

each_writer = pytest.mark.parametrize("role", MAY_CHANGE)


def told_of_services(store) -> bytes:
    """Write what the network is told of services and homes."""
    view = open_view(store, seeding.SLUG, "network")
    return b"".join(
        view.layer(layer).to_json(default=str).encode() for layer in ("services", "demand", "zones")
    )


def halves(bounds, step):
    """Part a rectangle in two, by turns from west to east and from south to north."""
    west, south, east, north = bounds
    if step % 2:
        middle = (south + north) / 2
        return (west, south, east, middle), (west, middle, east, north)
    middle = (west + east) / 2
    return (west, south, middle, north), (middle, south, east, north)


def two_zones(folder, parts) -> Path:
    """Write zones with one code each."""
    frame = gpd.GeoDataFrame(
        {"code": ["a", "b"], "name": ["A", "B"]}, geometry=[box(*one) for one in parts], crs=WGS84
    )
    return written(folder, "zones", frame)


def test_zones_halved_around_the_shelter_tell_nothing(opened, tmp_path):
    store, _ = opened
    before = told_of_services(store)
    lat, lon = seeding.SHELTER["here"]
    bounds = read_community(store, seeding.SLUG).boundary.bounds
    for step in range(HALVINGS):
        role = sorted(MAY_CHANGE)[step % len(MAY_CHANGE)]
        parts = halves(bounds, step)
        file = two_zones(tmp_path, parts)
        for replace in (True, False):
            with acting_as(f"cuenta-{role}", role), suppress(ProposalLimitError):
                assert import_layer(store, seeding.SLUG, "zones", file, replace=replace).proposed
        with acting_as(f"cuenta-{role}", role), suppress(ProposalLimitError):
            assert set_boundary(store, seeding.SLUG, box(*parts[0])) is None
        assert told_of_services(store) == before, f"halving {step}"
        bounds = next(one for one in parts if box(*one).covers(Point(lon, lat)))


def test_a_coordinator_halves_zones_so_that_the_attack_would_be_seen(opened, tmp_path):
    """The same file is written where it may be: a refusal above is not the file's fault."""
    store, _ = opened
    before = told_of_services(store)
    parts = halves(read_community(store, seeding.SLUG).boundary.bounds, 0)
    import_layer(store, seeding.SLUG, "zones", two_zones(tmp_path, parts), replace=True)
    assert told_of_services(store) != before


def test_homes_added_beside_real_ones_cannot_be_subtracted(opened, tmp_path):
    store, _ = opened
    before = told_of_services(store)
    stored = read_layer(store, seeding.SLUG, "demand")
    for number in range(10):
        role = sorted(MAY_CHANGE)[number % len(MAY_CHANGE)]
        real = stored.geometry.iloc[number]
        beside = gpd.GeoDataFrame(
            {"people": [number + 1]}, geometry=[Point(real.x + 1e-5, real.y)], crs=WGS84
        )
        file = written(tmp_path, "demand", beside)
        for replace in (False, True):
            with acting_as(f"cuenta-{role}", role), suppress(ProposalLimitError):
                assert import_layer(store, seeding.SLUG, "demand", file, replace=replace).proposed
        assert told_of_services(store) == before, f"home {number}"
    assert to_feature_rows(read_layer(store, seeding.SLUG, "demand")).equals(
        to_feature_rows(stored)
    )


@each_writer
def test_services_that_are_replaced_do_not_show_whether_hidden_ones_vanish(opened, tmp_path, role):
    store, _ = opened
    before, hidden = (
        told_of_services(store),
        hidden_rows(read_layer(store, seeding.SLUG, "services")),
    )
    for number in range(5):
        one = service(Point(IN_TOWN.x + number * 1e-4, IN_TOWN.y), "health")
        file = written(tmp_path, "services", one)
        with acting_as(f"cuenta-{role}", role), suppress(ProposalLimitError):
            assert import_layer(store, seeding.SLUG, "services", file, replace=True).proposed
    assert told_of_services(store) == before
    left = hidden_rows(read_layer(store, seeding.SLUG, "services"))
    assert to_feature_rows(left).equals(to_feature_rows(hidden))
    assert len(left) == len(seeding.TOLD)


@each_writer
def test_a_guess_of_the_shelter_is_answered_as_a_wrong_guess(opened, tmp_path, role):
    """A right guess is one service more for the network, as a wrong one is."""
    store, _ = opened
    answers, counts = [], []
    for spot in (seeding.SHELTER["here"], seeding.SHELTER["there"]):
        guess = service(Point(spot[1], spot[0]), "shelter").assign(
            **seeding.TOLD["shelter"], opening_hours="24/7", confidential=True
        )
        file = written(tmp_path, "services", guess)
        before = len(open_view(store, seeding.SLUG, "network").services)
        with acting_as(f"cuenta-{role}", role):
            told = import_layer(store, seeding.SLUG, "services", file)
            # The second file comes under the name of the first, so it changes what that brought.
            answers.append(dataclasses.replace(told, batch="", changed=0))
            again = import_layer(store, seeding.SLUG, "services", file)
        assert (again.added, again.unchanged) == (0, 1)  # what she brought herself she may know
        counts.append(len(open_view(store, seeding.SLUG, "network").services) - before)
    assert answers[0] == answers[1]
    assert counts == [1, 1]


@each_writer
def test_a_row_that_equals_a_hidden_one_in_everything_is_stored_as_any_other(
    opened, tmp_path, role
):
    store, layer = opened[0], "services"
    stored = open_view(store, seeding.SLUG, "coordinator").layer(layer)
    hidden = stored[stored["confidential"]].drop(columns="id").head(1)
    file = written(tmp_path, layer, hidden)
    with acting_as(f"cuenta-{role}", role):
        report = import_layer(store, seeding.SLUG, layer, file)
    assert (report.added, report.unchanged) == (1, 0)
    assert len(open_view(store, seeding.SLUG, "coordinator").layer(layer)) == len(stored) + 1


def service(place, kind):
    """Write one service."""
    return gpd.GeoDataFrame(
        {"type": [kind], "name": ["Puerta"], "phone": ["7000 0000"], "source": ["visto"]},
        geometry=[place],
        crs=WGS84,
    )

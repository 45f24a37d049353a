"""What was confidential once stays so: agreed again, drawn again, or brought by a coordinator."""

from __future__ import annotations

import uuid

import pytest

from geo.imports.layer_import import import_layer
from geo.privacy.view import open_view
from geo.store.actor import acting_as
from geo.workshop.mark_operations import read_marks
from geo.workshop.publication import agree_drawing
from geo.workshop.records import DrawingScope
from geo.workshop.synchronisation import synchronise_marks
from tests.workshop.conftest import SLUG

DOT = {"type": "Point", "coordinates": [-89.001, 14.001]}
CENTRE = {"kind": "service", "category": "womens_centre", "name": "Casa Luna", "geometry": DOT}


def send(store, drawing, mark_id, act="put", *, base=0, **mark):
    operation = {"opid": str(uuid.uuid4()), "id": mark_id, "act": act, "base": base}
    if mark:
        operation["mark"] = mark
    answer = synchronise_marks(
        store, DrawingScope(SLUG, drawing.code), {"operations": [operation]}, locale="es"
    )
    assert answer["refused"] == []


def located_services(store):
    services = open_view(store, SLUG, "network").services
    return services["name"][services.geometry.notna()].tolist()


@pytest.mark.parametrize("role", ["coordinator", "trainer"])
@pytest.mark.parametrize(
    ("place", "replace"),
    [
        ("Casa Luna,14.001,-89.001", True),
        ("Casa Luna,14.001,-89.001", False),
        ("CASA  LUNA,14.002,-89.001", True),
    ],
)
def test_a_drawing_agreed_again_does_not_open_what_a_coordinator_made_confidential(
    store, drawing, tmp_path, role, replace, place
):
    with acting_as("ana", "trainer"):
        send(store, drawing, str(uuid.uuid4()), **CENTRE)
        agree_drawing(store, SLUG, drawing.code)
    assert located_services(store) == ["Casa Luna"]
    file = tmp_path / "services.csv"
    file.write_text(f"type,name,lat,lon,source,confidential\nwomens_centre,{place},workshop,yes\n")
    with acting_as("eva", "coordinator"):
        import_layer(store, SLUG, "services", file, replace=replace)
    assert located_services(store) == []
    with acting_as("ana", role):
        agree_drawing(store, SLUG, drawing.code)
    assert located_services(store) == []


def test_drawing_a_place_tells_no_trainer_that_it_is_stored(store, drawing, tmp_path):
    file = tmp_path / "services.csv"
    file.write_text("type,name,lat,lon,confidential\nwomens_centre,Casa Luna,14.001,-89.001,yes\n")
    with acting_as("eva", "coordinator"):
        import_layer(store, SLUG, "services", file)
    with acting_as("ana", "trainer"):
        send(store, drawing, str(uuid.uuid4()), **CENTRE)
        agree_drawing(store, SLUG, drawing.code)
        agree_drawing(store, SLUG, drawing.code)
    assert located_services(store) == ["Casa Luna"]


@pytest.mark.parametrize("base", [1, 2])
def test_a_removed_mark_that_is_drawn_again_keeps_its_flag(store, drawing, base):
    mark_id = str(uuid.uuid4())
    with acting_as("phone", "participant"):
        send(store, drawing, mark_id, **CENTRE, confidential=True)
        send(store, drawing, mark_id, "remove", base=1)
        send(store, drawing, mark_id, base=base, **CENTRE)
    [stored] = read_marks(store, DrawingScope(SLUG, drawing.code)).values()
    assert stored.mark.confidential

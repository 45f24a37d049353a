"""Preparar: rows with a doubt wait, and are decided on with buttons; an import is undone."""

from __future__ import annotations

import geopandas as gpd
import pytest
import shapely

from geo.imports.waiting_rows import read_waiting_batches
from geo.language import gettext, ngettext
from geo.model import Community
from geo.store import communities as records
from geo.store import open_store
from geo.store.layers import read_layer
from tests.feature_edits import add_features
from tests.imports.test_waiting_rows import CANTON, HEAD, ROWS
from tests.pages import protected
from tests.pages.test_setup import bring, faults, press, screen, words

FILE = "\n".join([HEAD, *ROWS, ""]).encode()


@pytest.fixture
def store(monkeypatch):
    protected.at_low_cost(monkeypatch)
    opened = open_store()
    protected.protect(opened, ["coordinator"])
    protected.send(monkeypatch, protected.enter(opened, "coordinator"))
    records.add_community(
        opened,
        Community(slug="vega", name="La Vega", country="SV", boundary=CANTON),
    )
    yield opened
    opened.close()


def names(store):
    return sorted(read_layer(store, "vega", "services")["name"])


ZONES = gpd.GeoDataFrame(
    {"code": ["01", "02", "03"], "name": ["Loma", "San Juan", "San Juan"]},
    geometry=[shapely.box(-89.94 + 0.05 * n, 13.75, -89.90 + 0.05 * n, 13.85) for n in range(3)],
    crs=4326,
)
PEOPLE = b"distrito,people\nLoma,1200\nSan Juan,300\nOtra,50\n"


def test_the_zone_of_a_homonym_is_chosen_and_one_unknown_is_left_out_or_told(store):
    add_features(store, "vega", "zones", ZONES)
    app = press(bring(screen("people"), "censo.csv", PEOPLE), "load")
    app = press(app, "load_sure")
    [batch] = read_waiting_batches(store, "vega")
    app = press(app, "here")
    boxes = {box.label: box for box in app.selectbox if (box.key or "").startswith("correct_")}
    several = boxes[gettext("waiting.zone", word="San Juan")]
    assert several.options == ["02 San Juan", "03 San Juan"]
    unknown = boxes[gettext("waiting.zone", word="Otra")]
    assert unknown.options == ["01 Loma", "02 San Juan", "03 San Juan"]
    app = several.set_value(several.options[1]).run()
    app = press(app, f"take_{batch.batch.id}_{several.key.rpartition('_')[2]}")
    homes = read_layer(store, "vega", "demand").set_index("people")
    assert ZONES.geometry[2].contains(homes.geometry[300])
    left = next(one for one in keys(app) if one.startswith(f"proposal_{batch.batch.id}"))
    app = press(app, left)
    assert read_waiting_batches(store, "vega") == []


def keys(app):
    return [button.key for button in app.button]


def test_rows_without_a_doubt_are_taken_and_the_others_decided_on_and_undone(store):
    app = bring(screen("services"), "lista.csv", FILE)
    assert "load_sure" not in keys(app)
    app = press(app, "load")
    assert faults(app)
    assert names(store) == []
    app = press(app, "load_sure")
    assert names(store) == ["Uno"]
    assert ngettext("import.waiting", 8) in words(app)
    app = press(app, "here")
    assert ngettext("waiting.title", 8, file="lista.csv") in words(app)
    [batch] = read_waiting_batches(store, "vega")
    app = press(app, f"proposal_{batch.batch.id}_all")
    assert names(store) == ["Siete", "Tres", "Uno"]
    assert ngettext("waiting.taken", 2) in words(app)
    word = next(box for box in app.selectbox if (box.key or "").startswith("correct_"))
    app = word.set_value("legal_aid").run()
    number = word.key.rpartition("_")[2]
    app = press(app, f"take_{batch.batch.id}_{number}")
    assert "Dos" in names(store)
    app = press(app, f"undo_{batch.batch.id}")
    assert gettext("undo.done", file="lista.csv", removed=4, restored=0) in words(app)
    assert names(store) == []
    assert read_waiting_batches(store, "vega") == []

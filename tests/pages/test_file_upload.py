"""Preparar: a file with several things; what is sure comes in, and a doubt is decided by groups."""

from __future__ import annotations

import json

import pytest
import shapely

from geo.language import gettext
from geo.model import Community
from geo.store import communities as records
from geo.store import open_store
from geo.store.layers import read_layer
from tests.imports.test_waiting_rows import CANTON
from tests.pages import protected
from tests.pages.test_setup import bring, press, screen, words

MOST_PRESSES = 9  # for 500 rows with 40 doubts of six kinds; a choice counts as one


def feature(shape, **properties):
    geometry = json.loads(shapely.to_geojson(shape))
    return {"type": "Feature", "properties": properties, "geometry": geometry}


def spot(number):
    return shapely.Point(-89.94 + number % 20 / 120 + 1e-5, 13.71 + number // 20 / 160 + 1e-5)


def square(number):
    return spot(number).buffer(0.0004, quad_segs=1)


def workshop_map():
    """Make 500 rows, of which 40 have a doubt."""
    sure = "Servicios"
    rows = [feature(spot(one), folder=sure, name=f"S{one}", tipo="salud") for one in range(300)]
    rows += [
        feature(spot(one), folder="Lugares seguros", name=f"L{one}", tipo="tienda")
        for one in range(90)
    ]
    risk = "Zonas de riesgo"
    rows += [feature(square(one), folder=risk, tipo="bar", gravedad=3) for one in range(70)]
    rows += [feature(spot(one), folder="Varios", name=f"V{one}") for one in range(10)]
    rows += [feature(spot(one), folder=sure, name=f"C{one}", tipo="choza") for one in range(8)]
    swapped = [shapely.Point(spot(one).y, spot(one).x) for one in range(6)]
    rows += [feature(one, folder=sure, name=f"X{one.x}", tipo="salud") for one in swapped]
    zero = shapely.Point(0, 0)
    rows += [feature(zero, folder=sure, name=f"Z{one}", tipo="salud") for one in range(5)]
    rows += [feature(square(one), folder=risk, tipo="bar") for one in range(6)]
    far = [shapely.Point(-71.51234 - one / 1000, -16.41234) for one in range(5)]
    rows += [feature(one, folder=sure, name=f"F{one.x}", tipo="salud") for one in far]
    return json.dumps({"type": "FeatureCollection", "features": rows}).encode()


@pytest.fixture
def store(monkeypatch):
    protected.at_low_cost(monkeypatch)
    opened = open_store()
    protected.protect(opened, ["coordinator"])
    protected.send(monkeypatch, protected.enter(opened, "coordinator"))
    records.add_community(
        opened, Community(slug="vega", name="La Vega", country="SV", boundary=CANTON)
    )
    yield opened
    opened.close()


def counts(store):
    layers = ("risk_areas", "safe_zones", "services")
    return [len(read_layer(store, "vega", layer)) for layer in layers]


class Walk:
    """Presses and choices of somebody who decides on everything, counted."""

    def __init__(self, app):
        self.app, self.presses = app, 0

    def press(self, start):
        button = next(one for one in self.app.button if (one.key or "").startswith(start))
        self.presses += 1
        self.app = press(self.app, button.key)

    def choose(self, value, *, start="", label=""):
        box = next(
            one
            for one in self.app.selectbox
            if (one.key or "").startswith(start) and label in one.label
        )
        self.presses += 1
        self.app = box.set_value(value).run()
        assert not self.app.exception
        return box.key


def test_forty_doubts_in_five_hundred_rows_are_decided_with_few_presses(store):
    app = bring(screen("file"), "mapa.geojson", workshop_map())
    counted = {"read": "500", "taken": "460", "waiting": "40", "left_out": "0"}
    assert gettext("meaning.counts", **counted) in words(app)
    walk = Walk(app)
    walk.choose("safe_zones", start="meaning_")  # what is in the folder "Varios"
    walk.choose("other", start="meaning_kind")
    walk.press("take_sure")
    assert counts(store) == [70, 100, 300]
    walk.press("proposal_")  # exchanged places come right, those at 0 stay out
    assert counts(store) == [70, 100, 306]
    for value, label in (("legal_aid", "choza"), ("2", gettext("waiting.code_blank"))):
        key = walk.choose(value, start="correct_", label=label)
        batch, _, number = key.removeprefix("correct_").split("_")
        walk.press(f"take_{batch}_{number}")
    walk.press("take_")  # those that lie far, as they are
    assert counts(store) == [76, 100, 319]
    assert walk.presses == MOST_PRESSES

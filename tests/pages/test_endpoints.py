"""Start and destination, chosen by touching the map on two screens."""

from __future__ import annotations

from types import SimpleNamespace

import pytest

from geo.errors import LocationOutsideError
from geo.routes.planning import Location
from pages.ui.route import endpoints
from pages.ui.route.endpoints import END_KEY, ERROR_KEY, START_KEY, Endpoint

LOMA = (13.9026, -89.8479)
UNIT = Endpoint("Unidad", Location(13.904935, -89.836473))


@pytest.fixture
def session(monkeypatch, demo):
    """A session of somebody who looks at the demonstration."""
    from geo.communities.demonstration import DEMO_SLUG
    from geo.privacy.view import open_view

    stored = {}
    monkeypatch.setattr(endpoints, "st", SimpleNamespace(session_state=stored))
    view = open_view(demo, DEMO_SLUG, "public")
    monkeypatch.setattr(endpoints.state, "view", lambda: view)
    return stored


def test_a_start_touched_on_puertas_leaves_the_destination_of_camino(session):
    session[END_KEY] = UNIT
    session[START_KEY] = Endpoint("Otro", Location(13.9, -89.84))
    endpoints.select_clicked_start(*LOMA)
    assert session[START_KEY].location == Location(*LOMA)
    assert session[END_KEY] == UNIT


def test_on_camino_the_first_touch_is_the_start_and_the_second_the_destination(session):
    endpoints.select_clicked_location(*LOMA)
    endpoints.select_clicked_location(13.904935, -89.836473)
    assert session[START_KEY].location == Location(*LOMA)
    assert session[END_KEY].location == UNIT.location


def test_a_start_outside_is_said_and_the_destination_stays(session):
    session[END_KEY] = UNIT
    endpoints.select_clicked_start(14.6, -89.8)
    assert isinstance(session[ERROR_KEY], LocationOutsideError)
    assert (session[START_KEY], session[END_KEY]) == (None, UNIT)

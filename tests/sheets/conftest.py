"""The demonstration, opened once, and a support route through it that says all it can say."""

from __future__ import annotations

import shutil

import pytest

from geo.communities.demonstration import DEMO_SLUG
from geo.privacy.view import View, open_view
from geo.store import open_store
from tests.sheets import plans


@pytest.fixture(scope="session")
def store(built_demo, tmp_path_factory):
    home = tmp_path_factory.mktemp("sheets") / "home"
    opened = open_store(shutil.copytree(built_demo / "home", home))
    yield opened
    opened.close()


@pytest.fixture(scope="session")
def view(store):
    return open_view(store, DEMO_SLUG, "network")


@pytest.fixture(scope="session")
def plan(view):
    return plans.plan(view)


@pytest.fixture(autouse=True)
def today(monkeypatch):
    """Make files on the day before the plan: what a sheet says of both must differ."""
    read_moment = View.moment
    monkeypatch.setattr(
        View, "moment", lambda view, text=None: read_moment(view, text or "2026-11-16T18:00")
    )


@pytest.fixture
def no_map(monkeypatch):
    """Put a blank in the place of maps, for tests that look at words."""
    blank = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 6" width="9" height="6"/>'
    monkeypatch.setattr("geo.sheets.support_sheet.draw_plan_map", lambda *_, **__: blank)

"""The demonstration, loaded once."""

from __future__ import annotations

import shutil

import pytest

from geo.communities.demonstration import DEMO_SLUG
from geo.privacy.view import open_view
from geo.store import open_store


@pytest.fixture(scope="session")
def chancala(built_demo, tmp_path_factory):
    """Look at the demonstration as a member of the network does."""
    home = tmp_path_factory.mktemp("chancala") / "home"
    store = open_store(shutil.copytree(built_demo / "home", home))
    yield open_view(store, DEMO_SLUG, "network")
    store.close()

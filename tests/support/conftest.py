"""The demonstration, loaded once."""

from __future__ import annotations

import pytest

from geo.communities.demonstration import SLUG, load_demo
from geo.privacy.view import open_view
from geo.store import open_store


@pytest.fixture(scope="session")
def chancala(tmp_path_factory):
    """Look at the demonstration as a member of the network does."""
    store = open_store(tmp_path_factory.mktemp("chancala"))
    load_demo(store)
    yield open_view(store, SLUG, "network")
    store.close()

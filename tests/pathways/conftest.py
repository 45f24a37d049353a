"""A place of its own with a network that has its own pathways."""

from __future__ import annotations

import pytest

from geo.model import Community
from geo.store import open_store
from geo.store.communities import add_community

SLUG = "vega"


@pytest.fixture
def store(home):
    opened = open_store(home)
    add_community(opened, Community(SLUG, "La Vega", country="PE", timezone="America/Lima"))
    add_community(opened, Community("loma", "La Loma", country="SV"))
    yield opened
    opened.close()

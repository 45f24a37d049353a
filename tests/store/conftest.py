import pytest

from geo.store import open_store
from geo.store.communities import add_community
from tests.store.napkin import VILLAGE


@pytest.fixture
def store(home):
    """Open a store with one community."""
    store = open_store(home)
    add_community(store, VILLAGE)
    yield store
    store.close()

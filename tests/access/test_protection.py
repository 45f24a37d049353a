"""What an installation lacks to be protected, and whom that lets pass."""

import pytest

from geo.access.accounts import accounts, add_account, change_role, remove_account
from geo.access.protection import exposed, insist, lacks
from geo.errors import InstallationOpenError
from geo.model import Community
from geo.store import open_store
from tests.access.conftest import PASSWORD

PASSPHRASE = "cuatro palabras juntas aquí"
VEGA = Community("vega", "La Vega", timezone="America/El_Salvador")
INVENTED = Community("chancala", "Chancala", timezone="America/El_Salvador", demonstration=True)


@pytest.fixture
def bare(home):
    opened = open_store(home)
    yield opened
    opened.close()


def refused(store):
    with pytest.raises(InstallationOpenError):
        insist(store)
    return lacks(store)


def test_it_takes_a_passphrase_and_a_coordinator_in_either_order(bare):
    assert refused(bare) == ("passphrase", "coordinator")
    add_account(bare, "integrante", role="member", password=PASSWORD)
    assert refused(bare) == ("passphrase", "coordinator"), "another role does not coordinate"
    add_account(bare, "coordinacion", role="coordinator", password=PASSWORD)
    assert refused(bare) == ("passphrase",)
    bare.protect(PASSPHRASE)
    insist(bare)
    assert lacks(bare) == lacks(bare, accounts(bare)) == ()


def test_a_passphrase_alone_is_not_enough(bare):
    bare.protect(PASSPHRASE)
    assert refused(bare) == ("coordinator",)


def test_it_is_asked_anew_each_time(store):
    store.protect(PASSPHRASE)
    insist(store)
    change_role(store, "planificadora-1", role="coordinator")
    change_role(store, "coordinacion", role="member")
    insist(store)
    remove_account(store, "coordinacion")
    remove_account(store, "planificadora-1")
    assert refused(store) == ("coordinator",)


def test_a_real_place_in_a_file_without_a_passphrase_is_exposed(store):
    assert exposed(store, VEGA)
    assert not exposed(store, INVENTED)
    store.protect(PASSPHRASE)
    assert not exposed(store, VEGA)

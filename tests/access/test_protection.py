"""What an installation lacks to be protected, and whom that lets pass."""

import pytest

from geo.access.accounts import add_account, change_role, list_accounts, remove_account
from geo.access.protection import find_missing_protection, is_exposed, require_protection
from geo.errors import InstallationUnprotectedError
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
    with pytest.raises(InstallationUnprotectedError):
        require_protection(store)
    return find_missing_protection(store)


def test_it_takes_a_passphrase_and_a_coordinator_in_either_order(bare):
    assert refused(bare) == ("passphrase", "coordinator")
    add_account(bare, "integrante", role="member", password=PASSWORD)
    assert refused(bare) == ("passphrase", "coordinator"), "another role does not coordinate"
    add_account(bare, "coordinacion", role="coordinator", password=PASSWORD)
    assert refused(bare) == ("passphrase",)
    bare.protect(PASSPHRASE)
    require_protection(bare)
    assert find_missing_protection(bare) == find_missing_protection(bare, list_accounts(bare)) == ()


def test_a_passphrase_alone_is_not_enough(bare):
    bare.protect(PASSPHRASE)
    assert refused(bare) == ("coordinator",)


def test_it_is_asked_anew_each_time(store):
    store.protect(PASSPHRASE)
    require_protection(store)
    change_role(store, "planificadora-1", role="coordinator")
    change_role(store, "coordinacion", role="member")
    require_protection(store)
    remove_account(store, "coordinacion")
    remove_account(store, "planificadora-1")
    assert refused(store) == ("coordinator",)


def test_a_real_place_in_a_file_without_a_passphrase_is_exposed(store):
    assert is_exposed(store, VEGA)
    assert not is_exposed(store, INVENTED)
    store.protect(PASSPHRASE)
    assert not is_exposed(store, VEGA)

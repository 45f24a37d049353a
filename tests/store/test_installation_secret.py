"""A secret of the installation is made once, however many threads ask for it first."""

from concurrent.futures import ThreadPoolExecutor

from geo.store import open_store
from geo.store.installation_secret import HMAC_KEY_BYTES, load_installation_secret


def test_threads_that_ask_at_once_get_the_same_secret(home):
    store = open_store(home)
    with ThreadPoolExecutor(8) as pool:
        for purpose in range(10):
            names = [f"p{purpose}"] * 16
            found = set(pool.map(lambda name: load_installation_secret(store, name), names))
            assert len(found) == 1
            assert {len(secret) for secret in found} == {HMAC_KEY_BYTES}
    store.close()


def test_it_is_the_same_after_opening_again(home):
    store = open_store(home)
    before = load_installation_secret(store, "one"), load_installation_secret(store, "other")
    store.close()
    again = open_store(home)
    assert (
        load_installation_secret(again, "one"),
        load_installation_secret(again, "other"),
    ) == before
    assert before[0] != before[1]
    again.close()

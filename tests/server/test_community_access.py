"""Tiles and names of a community that was not published: as if there were none of that name."""

from __future__ import annotations

import anyio
import httpx
import pytest
from argon2 import PasswordHasher
from starlette.applications import Starlette

from geo.access import passwords
from geo.access.accounts import add_account
from geo.access.publication import publish_community, unpublish_community
from geo.access.sessions import SESSION_COOKIE
from geo.access.sign_in import sign_in
from geo.model import Community
from geo.store import open_store
from geo.store.communities import add_community
from geo.store.passphrase_change import set_passphrase
from geo.store.transaction import Transaction
from server import application, paths
from server.responses import CACHE_ONE_YEAR, CACHE_PRIVATELY

PASSWORD = "lluvia tambor limón"


@pytest.fixture
def store(home, monkeypatch):
    monkeypatch.setattr(passwords, "HASHER", PasswordHasher(1, 64, 1))
    store = open_store(home)
    add_community(store, Community(slug="villa", name="Villa", timezone="America/Lima"))
    set_passphrase(store, "una frase larga que nadie adivina")
    add_account(store, "coordinacion", role="coordinator", password=PASSWORD)
    add_account(store, "integrante", role="member", password=PASSWORD)
    yield store
    store.close()


def get(path, token=None):
    return request("GET", path, token)


def post(path, sent):
    return request("POST", path, json=sent)


def request(method, path, token=None, **options):
    async def ask():
        reach = httpx.ASGITransport(app=Starlette(routes=application.ROUTES))
        async with httpx.AsyncClient(transport=reach, base_url="http://amparo") as client:
            headers = {"cookie": f"{SESSION_COOKIE}={token}"} if token else {}
            headers["origin"] = "http://amparo"
            return await client.request(method, path, headers=headers, **options)

    return anyio.run(ask)


def tile(slug, token=None):
    return get(f"/amparo/tiles/{slug}/0/14/8192/8191.mvt", token)


def test_a_tile_of_an_unpublished_community_answers_as_one_of_none(store):
    unknown, unpublished = tile("nowhere"), tile("villa")
    assert unpublished.status_code == 404
    assert unpublished.content == unknown.content
    assert dict(unpublished.headers) == dict(unknown.headers)


def test_who_signed_in_gets_it_and_nobody_on_the_way_may_cache_it(store):
    token = sign_in(store, "integrante", PASSWORD, client="10.0.0.7")
    found = tile("villa", token)
    assert found.status_code == 200
    assert found.headers["cache-control"] == CACHE_PRIVATELY


def test_a_published_one_is_for_everybody(store):
    publish_community(store, "villa")
    found = tile("villa")
    assert (found.status_code, found.headers["cache-control"]) == (200, CACHE_ONE_YEAR)


def test_street_names_of_an_unpublished_community_answer_as_of_none(store):
    unknown, unpublished = (get(f"/amparo/street-names/{slug}/0") for slug in ("nowhere", "villa"))
    assert (unknown.status_code, unknown.content) == (unpublished.status_code, unpublished.content)


def test_the_drawing_page_says_the_same_of_both(store):
    pages = [get(f"/amparo/draw?community={slug}&session=S1") for slug in ("nowhere", "villa")]
    assert len({(page.status_code, page.headers["location"]) for page in pages}) == 1


ROUTES_BY_NAME = {
    "tile": "/amparo/tiles/{}/0/14/8192/8191.mvt",
    "street names": "/amparo/street-names/{}/0",
    "drawing page": "/amparo/draw?community={}&session=S1",
    "people": "/amparo/people/{}/public/0/14/8192/8191.json",
    "people for the network": "/amparo/people/{}/network/0/14/8192/8191.json",
    "history": paths.HISTORY_PATH + "?community={}&session=S1",
    "marks": paths.MARKS_PATH,
}


@pytest.fixture
def statements(monkeypatch):
    """Names of the queries that were run."""
    names = []
    run = Transaction._execute_query

    def noted(self, name, parameters):
        names.append(name)
        return run(self, name, parameters)

    monkeypatch.setattr(Transaction, "_execute_query", noted)
    return names


@pytest.mark.parametrize("path", ROUTES_BY_NAME.values(), ids=ROUTES_BY_NAME)
def test_the_store_is_asked_the_same_for_an_unpublished_community_and_for_none(
    store, statements, path
):
    asked = []
    # The first reads the list of all that is published, as the first after each change does.
    for slug in ("elsewhere", "nowhere", "villa"):
        statements.clear()
        response = (
            post(path, {"community": slug, "session": "S1"})
            if path == paths.MARKS_PATH
            else get(path.format(slug))
        )
        asked.append((response.status_code, response.content, list(statements)))
    assert asked[1] == asked[2]
    assert statements, "no store was asked: this is no route"


def test_a_tile_costs_a_few_short_queries(store, statements):
    """Not one for each community: an installation may have hundreds of them."""
    publish_community(store, "villa")
    tile("villa")
    statements.clear()
    tile("villa")
    few = list(statements)
    for number in range(30):
        add_community(store, Community(slug=f"villa-{number}", name="Villa"))
    statements.clear()
    tile("villa")
    assert len(statements) <= len(few) + 1  # the list of what is published is read anew
    statements.clear()
    tile("villa")
    assert statements == few


def test_unpublishing_takes_effect_with_the_next_tile(store):
    publish_community(store, "villa")
    assert tile("villa").status_code == 200
    unpublish_community(store, "villa")
    assert tile("villa").status_code == 404

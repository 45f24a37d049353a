"""Tiles of where people live tell each reader what the layer tells, and nobody anything else."""

from __future__ import annotations

import json
from datetime import date
from itertools import product

import anyio
import geopandas as gpd
import httpx
import numpy as np
import pytest
from argon2 import PasswordHasher
from shapely.geometry import Point
from starlette.applications import Starlette

from geo.access import passwords
from geo.access.accounts import add_account
from geo.access.layer_reader import encode_reader
from geo.access.publication import publish_community
from geo.access.sessions import SESSION_COOKIE
from geo.access.sign_in import sign_in
from geo.cartography.demand_tiles import TILE_PX, project_degrees
from geo.cartography.offline_map import MAX_ZOOM
from geo.model import Community
from geo.privacy.view import open_view
from geo.store import open_store
from geo.store.communities import add_community
from geo.store.passphrase_change import set_passphrase
from geo.workshop.drawing_sessions import SessionDetails, open_drawing
from geo.workshop.participation import PARTICIPATION_COOKIE, join_drawing
from server import application
from server.responses import NO_STORE
from tests.feature_edits import add_features, remove_features

PASSWORD = "lluvia tambor limón"
WEST, SOUTH = -76.94, -12.22
FAMILY = Point(WEST + 0.0123, SOUTH + 0.0057)  # two persons, far from the others
SLUG = "villa"
PIXEL_DEG = 360 / 2**MAX_ZOOM / TILE_PX


@pytest.fixture
def store(home, monkeypatch):
    monkeypatch.setattr(passwords, "HASHER", PasswordHasher(1, 64, 1))
    store = open_store(home)
    add_community(store, Community(slug=SLUG, name="Villa", timezone="America/Lima"))
    set_passphrase(store, "una frase larga que nadie adivina")
    for role in ("coordinator", "planner", "trainer", "member"):
        add_account(store, f"cuenta-{role}", role=role, password=PASSWORD)
    places = [Point(WEST + x / 2000, SOUTH + y / 2000) for x, y in product(range(6), range(5))]
    homes = gpd.GeoDataFrame(
        {"people": [4.0] * len(places) + [2.0], "women": np.nan},
        geometry=[*places, FAMILY],
        crs="EPSG:4326",
    )
    add_features(store, SLUG, "demand", homes)
    yield store
    store.close()


def signed_in(store, role):
    return sign_in(store, f"cuenta-{role}", PASSWORD, client="10.0.0.7")


def get(paths, token=None, joined=None):
    """Ask for several addresses, as one visitor."""

    async def ask():
        reach = httpx.ASGITransport(app=Starlette(routes=application.ROUTES))
        async with httpx.AsyncClient(transport=reach, base_url="http://amparo") as client:
            held = {SESSION_COOKIE: token, PARTICIPATION_COOKIE: joined}
            cookies = "; ".join(f"{name}={value}" for name, value in held.items() if value)
            headers = {"cookie": cookies} if cookies else {}
            return [await client.get(path, headers=headers) for path in paths]

    return anyio.run(ask)


def address(reader, *, zoom=MAX_ZOOM, point=FAMILY, slug=SLUG):
    x, y = project_degrees(np.array([point.x]), np.array([point.y]))
    column, row = int(x[0] * 2**zoom), int(y[0] * 2**zoom)
    return f"/amparo/people/{slug}/{reader}/1/{zoom}/{column}/{row}.json"


def dots_of(reader, token=None):
    """Give longitude, latitude and people of all dots around the town, once each."""
    zoom = 13
    x, y = project_degrees(np.array([WEST, WEST + 0.02]), np.array([SOUTH + 0.02, SOUTH]))
    columns, rows = (range(int(axis[0] * 2**zoom), int(axis[1] * 2**zoom) + 1) for axis in (x, y))
    where = list(product(columns, rows))
    told = get([f"/amparo/people/{SLUG}/{reader}/1/{zoom}/{x}/{y}.json" for x, y in where], token)
    found = []
    for (column, row), answer in zip(where, told, strict=True):
        assert answer.status_code == 200
        for left, top, people in np.reshape(json.loads(answer.content)["dots"], (-1, 3)):
            if 0 <= left < TILE_PX and 0 <= top < TILE_PX:
                found.append((column + left / TILE_PX, row + top / TILE_PX, people))
    return sorted(found)


def rows_of(store, audience):
    """Give the rows of the layer, where a tile would have to draw them."""
    demand = open_view(store, SLUG, audience).demand
    x, y = project_degrees(demand.geometry.x.to_numpy(), demand.geometry.y.to_numpy())
    return sorted(zip(x * 2**13, y * 2**13, demand["people"], strict=True))


@pytest.mark.parametrize("reader", ["public", "network"])
def test_tiles_hold_the_rows_of_the_readers_layer_and_no_others(store, reader):
    publish_community(store, SLUG)
    dots = dots_of(reader, None if reader == "public" else signed_in(store, "planner"))
    layer = rows_of(store, reader)
    assert np.allclose(dots, layer, atol=1 / TILE_PX)
    assert sum(people for *_, people in dots) == 4 * 30 + 2
    assert min(people for *_, people in dots) >= 5


def test_a_family_is_at_its_place_for_who_asked_for_exact_places_only(store):
    publish_community(store, SLUG)
    coordinator = signed_in(store, "coordinator")
    code = encode_reader(store, SLUG, "coordinator", coordinator)
    (exact,) = get([address(code)], coordinator)
    assert 2.0 in exact.json()["dots"][2::3]
    for reader, token in (
        ("public", None),
        ("network", signed_in(store, "planner")),
        ("network", coordinator),
    ):
        (told,) = get([address(reader)], token)
        assert told.json() == {"dots": []}, "the nearest block is kilometres away"


@pytest.mark.parametrize("role", [None, "member", "trainer", "planner", "coordinator"])
def test_nobody_guesses_the_code_of_exact_places(store, role):
    publish_community(store, SLUG)
    others = encode_reader(store, SLUG, "coordinator", signed_in(store, "coordinator"))
    token = signed_in(store, role) if role else None
    elsewhere = encode_reader(store, "another", "coordinator", token)
    codes = [others, elsewhere, "coordinator", "0" * 32, "é", "exact"]
    unknown, *told = get(
        [
            address(one, slug=slug)
            for slug, one in [("nowhere", "public"), *((SLUG, code) for code in codes)]
        ],
        token,
    )
    for answer in told:
        assert (answer.status_code, answer.content) == (404, unknown.content)
        assert dict(answer.headers) == dict(unknown.headers)


def test_a_coordinator_who_signed_out_or_became_a_member_has_no_exact_tiles(store):
    publish_community(store, SLUG)
    token = signed_in(store, "coordinator")
    code = encode_reader(store, SLUG, "coordinator", token)
    assert [answer.status_code for answer in get([address(code)], token)] == [200]
    assert [answer.status_code for answer in get([address(code)])] == [404]
    assert [a.status_code for a in get([address(code)], signed_in(store, "member"))] == [404]


def test_who_did_not_sign_in_reads_no_blocks_of_the_network_and_nothing_unpublished(store):
    before = get([address("public"), address("public", slug="nowhere")])
    publish_community(store, SLUG)
    after = get([address("network"), address("public")])
    assert [answer.status_code for answer in (*before, *after)] == [404, 404, 404, 200]
    assert before[0].content == before[1].content == after[0].content


def test_a_phone_that_joined_by_a_word_has_no_homes_of_an_unpublished_community(store):
    details = SessionDetails(date(2026, 11, 20), "18-29", 6, "night", "teacher", consent=True)
    drawing = open_drawing(store, SLUG, details)
    joined = join_drawing(store, drawing.join_code, client="10.0.0.9")
    (tile,) = get([f"/amparo/tiles/{SLUG}/0/14/8192/8191.mvt"], joined=joined)
    (people,) = get([address("public")], joined=joined)
    assert (tile.status_code, people.status_code) == (200, 404)


def test_no_browser_keeps_a_tile(store):
    publish_community(store, SLUG)
    (told,) = get([address("public")])
    assert told.headers["cache-control"] == NO_STORE


def test_a_home_that_was_removed_is_gone_from_the_next_tile(store):
    token = signed_in(store, "coordinator")
    code = encode_reader(store, SLUG, "coordinator", token)
    homes = open_view(store, SLUG, "coordinator").demand
    family = homes.loc[homes["people"] == 2, "id"]
    remove_features(store, SLUG, "demand", list(family), who="coordinator")
    (told,) = get([address(code)], token)
    assert told.json() == {"dots": []}


def test_a_tile_beyond_the_world_is_not_found(store):
    publish_community(store, SLUG)
    paths = [f"/amparo/people/{SLUG}/public/1/{where}.json" for where in ("19/0/0", "3/8/0")]
    assert {answer.status_code for answer in get(paths)} == {404}

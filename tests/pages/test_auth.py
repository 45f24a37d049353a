"""The door: the cookie of a visit, tries in vain, signing out, and posts from elsewhere."""

from __future__ import annotations

from http.cookies import SimpleCookie

import anyio
import httpx
import pytest
from argon2 import PasswordHasher
from starlette.applications import Starlette

from geo.access import passwords
from geo.access.accounts import add_account
from geo.access.sessions import SESSION_COOKIE, read_session
from geo.access.sign_in_attempts import FREE_ATTEMPTS_PER_ACCOUNT
from geo.store import open_store
from geo.store.audit import read_audit_lines
from server import application
from server.paths import SIGN_IN_PATH, SIGN_OUT_PATH
from server.routes.auth import MAX_SIGN_IN_BYTES

PASSWORD = "lluvia tambor limón"
HERE = {"sec-fetch-site": "same-origin"}
RIGHT = {"account": "coordinacion", "password": PASSWORD}


@pytest.fixture
def store(home, monkeypatch):
    monkeypatch.setattr(passwords, "HASHER", PasswordHasher(1, 64, 1))
    passwords._dummy_hash.cache_clear()
    store = open_store(home)
    add_account(store, "coordinacion", role="coordinator", password=PASSWORD)
    yield store
    store.close()
    passwords._dummy_hash.cache_clear()


def post(path, form, headers=HERE, base="http://amparo"):
    async def ask():
        reach = httpx.ASGITransport(
            app=Starlette(routes=application.ROUTES), client=("10.0.0.7", 1)
        )
        async with httpx.AsyncClient(transport=reach, base_url=base) as client:
            return await client.post(path, data=form, headers=headers)

    return anyio.run(ask)


def cookie_of(response):
    cookies = SimpleCookie(response.headers.get("set-cookie", ""))
    return cookies.get(SESSION_COOKIE)


def test_the_right_password_gives_a_cookie_that_no_script_and_no_other_site_can_use(store):
    response = post(SIGN_IN_PATH, RIGHT)
    assert (response.status_code, response.headers["location"]) == (303, "/")
    cookie = cookie_of(response)
    assert read_session(store, cookie.value).account == "coordinacion"
    assert (cookie["httponly"], cookie["samesite"].lower(), cookie["path"]) == (True, "strict", "/")
    assert not cookie["secure"]
    assert not cookie["max-age"], "it ends with the browser"
    assert not cookie["expires"]
    assert response.headers["cache-control"] == "no-store"


def test_under_https_the_cookie_never_travels_open(store):
    assert cookie_of(post(SIGN_IN_PATH, RIGHT, base="https://amparo"))["secure"]


def test_she_comes_back_to_her_place_in_her_language_and_nowhere_else(store):
    whence = {"spoken": "en", "community": "la-vega"}
    assert post(SIGN_IN_PATH, RIGHT | whence).headers["location"] == "/?lang=en&community=la-vega"
    invalid_fields = {"spoken": "//x.org", "community": "../?told=x"}
    assert post(SIGN_IN_PATH, RIGHT | invalid_fields).headers["location"] == "/"


@pytest.mark.parametrize("form", [{}, {"account": "nadie", "password": PASSWORD}])
def test_a_wrong_password_gives_no_cookie_and_says_the_same_as_a_wrong_name(store, form):
    wrong = post(SIGN_IN_PATH, {"account": "coordinacion", "password": "otra cosa"})
    other = post(SIGN_IN_PATH, form)
    assert cookie_of(wrong) is cookie_of(other) is None
    assert wrong.headers["location"] == other.headers["location"] == "/access?told=refused"


def test_too_many_tries_have_to_wait_even_with_the_right_password(store):
    for _ in range(FREE_ATTEMPTS_PER_ACCOUNT):
        post(SIGN_IN_PATH, RIGHT | {"password": "otra cosa"})
    response = post(SIGN_IN_PATH, RIGHT)
    assert response.headers["location"] == "/access?told=wait&seconds=2"
    assert cookie_of(response) is None


@pytest.mark.parametrize(
    "headers",
    [
        {"sec-fetch-site": "cross-site", "origin": "http://amparo"},
        {"sec-fetch-site": "same-site"},
        {"origin": "http://elsewhere.org"},
        {"origin": "null"},
        {"origin": "http://amparo.elsewhere.org"},
        {"referer": "http://elsewhere.org/amparo"},
        {},
    ],
)
@pytest.mark.parametrize("path", [SIGN_IN_PATH, SIGN_OUT_PATH])
def test_a_post_from_another_site_is_refused(store, path, headers):
    token = cookie_of(post(SIGN_IN_PATH, RIGHT)).value
    response = post(path, RIGHT, headers=headers | {"cookie": f"{SESSION_COOKIE}={token}"})
    assert response.status_code == 403
    assert "set-cookie" not in response.headers
    assert read_session(store, token)


@pytest.mark.parametrize("headers", [{"origin": "http://amparo"}, {"referer": "http://amparo/x"}])
def test_an_older_browser_shows_by_origin_that_it_is_ours(store, headers):
    assert cookie_of(post(SIGN_IN_PATH, RIGHT, headers=headers))


def test_signing_out_ends_the_session_and_takes_the_cookie_back(store):
    token = cookie_of(post(SIGN_IN_PATH, RIGHT)).value
    other = cookie_of(post(SIGN_IN_PATH, RIGHT)).value
    response = post(SIGN_OUT_PATH, {}, headers=HERE | {"cookie": f"{SESSION_COOKIE}={token}"})
    assert (cookie_of(response).value, cookie_of(response)["max-age"]) == ("", "0")
    assert read_session(store, token) is None
    assert read_session(store, other)
    assert (read_audit_lines(store)[0].who, read_audit_lines(store)[0].action) == (
        "coordinacion",
        "sign_out",
    )


def test_signing_out_everywhere_ends_all_sessions(store):
    tokens = [cookie_of(post(SIGN_IN_PATH, RIGHT)).value for _ in range(2)]
    headers = HERE | {"cookie": f"{SESSION_COOKIE}={tokens[0]}"}
    post(SIGN_OUT_PATH, {"everywhere": "1"}, headers=headers)
    assert [read_session(store, token) for token in tokens] == [None, None]
    assert read_audit_lines(store)[0].who == "coordinacion"


def test_who_is_not_inside_can_sign_out_nobody(store):
    token = cookie_of(post(SIGN_IN_PATH, RIGHT)).value
    number, at, signature = token.rsplit(".", 2)
    forged = HERE | {"cookie": f"{SESSION_COOKIE}={number}.{at}.{signature[::-1]}"}
    assert post(SIGN_OUT_PATH, {"everywhere": "1"}, headers=forged).status_code == 303
    assert read_session(store, token)


def test_a_form_too_large_is_not_read(store):
    assert post(SIGN_IN_PATH, {"account": "x" * MAX_SIGN_IN_BYTES}).status_code == 413


def test_before_the_file_is_open_the_service_leads_to_its_lock(store, home):
    store.protect("cuatro palabras juntas aquí")
    store.close()
    response = post(SIGN_IN_PATH, RIGHT)
    assert (response.headers["location"], cookie_of(response)) == ("/", None)
    assert post(SIGN_OUT_PATH, {}).status_code == 303


def test_the_service_answers_posts_only(store):
    async def ask():
        reach = httpx.ASGITransport(app=Starlette(routes=application.ROUTES))
        async with httpx.AsyncClient(transport=reach, base_url="http://amparo") as client:
            return [(await client.get(path)).status_code for path in (SIGN_IN_PATH, SIGN_OUT_PATH)]

    assert anyio.run(ask) == [405, 405]

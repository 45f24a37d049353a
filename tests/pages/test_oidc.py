"""Signing in by a provider: what comes of an honest one, of a lying one, and of a stolen answer."""

from __future__ import annotations

import json
import tomllib
from http.cookies import SimpleCookie
from urllib.parse import urlsplit

import anyio
import httpx
import pytest
from argon2 import PasswordHasher
from joserfc.jwk import RSAKey
from starlette.applications import Starlette
from starlette.middleware import Middleware
from streamlit.auth_util import encode_provider_token
from streamlit.runtime.secrets import secrets_singleton
from streamlit.web.server.starlette.starlette_app import create_streamlit_middleware
from streamlit.web.server.starlette.starlette_auth_routes import create_auth_routes

from geo.access import passwords
from geo.access.accounts import add_account, remove_account
from geo.access.identities import link_identity, unlink_identities
from geo.access.rights import ACCESS_RIGHTS
from geo.access.sessions import SESSION_COOKIE, read_session
from geo.access.sign_in import sign_in
from geo.errors import ProviderSetupError
from geo.language import gettext
from geo.store import open_store
from geo.store.audit import read_audit_lines
from pages.ui import visitor
from server import application, oidc_settings
from server.middleware.response_headers import ResponseHeadersMiddleware
from server.middleware.security_headers import COMMON_HEADERS
from server.paths import LOGIN_PATH, OIDC_CALLBACK_PATH, QUICK_EXIT_PATH
from server.routes import oidc
from tests.oidc_provider import fields, running_provider, secrets_toml
from tests.pages.conftest import ScreenSession

HOST = "https://amparo"
HERE = {"sec-fetch-site": "same-origin", "referer": f"{HOST}/access?lang=en&community=la-vega"}
EMAIL = "planificacion@municipio.example"
PASSWORD = "lluvia tambor limón"
NOT_VOUCHED = "/access?lang=en&community=la-vega&told=municipal"


@pytest.fixture(scope="module")
def served():
    with running_provider() as provider:
        yield provider


@pytest.fixture
def provider(served, monkeypatch):
    served.be_honest()
    told = tomllib.loads(secrets_toml(served, HOST))
    monkeypatch.setattr(secrets_singleton, "_secrets", told)
    return served


@pytest.fixture
def store(home, monkeypatch):
    monkeypatch.setattr(passwords, "HASHER", PasswordHasher(1, 64, 1))
    store = open_store(home)
    add_account(store, "coordinacion", role="coordinator", password=PASSWORD)
    add_account(store, "planificadora", role="planner", password=PASSWORD)
    yield store
    store.close()


@pytest.fixture
def linked(store, provider):
    link_identity(store, "planificadora", EMAIL, issuer=provider.url)
    return store


class Browser:
    """A browser before Streamlit's own routes, with our two layers around them."""

    def __init__(self, host: str = HOST) -> None:
        self.host = host
        self.cookies: dict[str, str] = {}
        self.told: list[str] = []
        layers = [
            Middleware(ResponseHeadersMiddleware, application.SCRIPT_HASHES),
            Middleware(oidc.OidcMiddleware),
        ]
        self.app = Starlette(
            routes=[*create_auth_routes(""), *application.ROUTES],
            middleware=[*layers, *create_streamlit_middleware()],
        )

    def get(self, path, headers=HERE, method="GET"):
        async def ask():
            reach = httpx.ASGITransport(app=self.app, client=("10.0.0.7", 1))
            sent = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
            async with httpx.AsyncClient(transport=reach, base_url=self.host) as client:
                return await client.request(method, path, headers={**headers, "cookie": sent})

        answer = anyio.run(ask)
        for line in answer.headers.get_list("set-cookie"):
            self.told.append(line)
            for one in SimpleCookie(line).values():
                gone = one["max-age"] == "0" or "1970" in one["expires"]
                self.cookies.pop(one.key, None)
                if not gone:
                    self.cookies[one.key] = one.value
        return answer

    def leave_for_the_provider(self):
        answer = self.get(f"{LOGIN_PATH}?provider={encode_provider_token('default')}")
        return fields(urlsplit(answer.headers["location"]).query)

    def come_back(self, provider, email=EMAIL):
        """Go the whole way, as st.login leads; give the last answer and its address."""
        asked = self.leave_for_the_provider()
        path = f"{OIDC_CALLBACK_PATH}?code={provider.code(email, asked)}&state={asked['state']}"
        return self.get(path, {"sec-fetch-site": "cross-site"}), path


def test_who_is_linked_gets_the_cookie_of_a_session_and_nothing_else(linked, provider):
    her = Browser()
    answer, _ = her.come_back(provider)
    assert (answer.status_code, answer.headers["location"]) == (303, "/?lang=en&community=la-vega")
    assert set(her.cookies) == {SESSION_COOKIE}
    visit = read_session(linked, her.cookies[SESSION_COOKIE])
    assert (visit.account, visit.role) == ("planificadora", "planner")
    (cookie,) = [line.lower() for line in her.told if line.startswith(SESSION_COOKIE)]
    assert all(word in cookie for word in ("httponly", "samesite=strict", "secure"))
    assert "max-age" not in cookie, "it ends with the browser"
    line = read_audit_lines(linked)[0]
    assert (line.who, line.action) == ("planificadora", "identity_sign_in")


def test_no_name_no_email_and_no_token_of_the_provider_reaches_a_browser(linked, provider):
    provider.bend = {"groups": ["a-long-name-of-a-group"] * 400}  # a cookie in several pieces
    her = Browser()
    her.come_back(provider)
    assert read_session(linked, her.cookies[SESSION_COOKIE])
    assert not [line for line in her.told if "_streamlit_user" in line and "Max-Age=0" not in line]
    assert not [line for line in her.told if "Max-Age=1209600" in line or "Max-Age=2592000" in line]


def test_who_is_not_linked_gets_a_sentence_and_no_cookie(linked, provider):
    her = Browser()
    answer, _ = her.come_back(provider, "otra@municipio.example")
    assert answer.headers["location"] == "/access?lang=en&community=la-vega&told=unlinked"
    assert not her.cookies
    line = read_audit_lines(linked)[0]
    assert (line.who, line.action, set(line.details)) == ("unknown", "identity_refused", {"client"})


def test_an_email_that_is_not_verified_opens_nothing(linked, provider):
    provider.bend = {"email_verified": False}
    her = Browser()
    answer, _ = her.come_back(provider)
    assert answer.headers["location"].endswith("told=unlinked")
    assert not her.cookies


@pytest.mark.parametrize(
    "bend",
    [
        {"nonce": "of another sign-in"},
        {"nonce": None},
        {"aud": "another client"},
        {"iss": "https://elsewhere.example"},
        {"exp": 1_700_000_000},
        {"sub": None},
    ],
)
def test_what_the_provider_says_wrongly_is_refused(linked, provider, bend):
    provider.bend = bend
    her = Browser()
    answer, _ = her.come_back(provider)
    assert answer.headers["location"] == NOT_VOUCHED
    assert not her.cookies


def test_what_another_key_signed_is_refused(linked, provider):
    provider.signing = RSAKey.generate_key(2048, {"kid": "one"})
    her = Browser()
    answer, _ = her.come_back(provider)
    assert answer.headers["location"] == NOT_VOUCHED
    assert not her.cookies


def test_an_answer_counts_once_even_with_the_cookies_of_then(linked, provider):
    her = Browser()
    asked = her.leave_for_the_provider()
    then = dict(her.cookies)
    path = f"{OIDC_CALLBACK_PATH}?code={provider.code(EMAIL, asked)}&state={asked['state']}"
    assert her.get(path).headers["location"].startswith("/?")
    her.cookies.clear()
    assert her.get(path).headers["location"] == "/access?told=municipal"
    her.cookies = dict(then)
    assert her.get(path).headers["location"] == NOT_VOUCHED
    assert SESSION_COOKIE not in her.cookies


def test_an_answer_counts_once_even_where_the_provider_takes_a_code_twice(linked, provider):
    provider.forgetful = True
    her = Browser()
    asked = her.leave_for_the_provider()
    then = dict(her.cookies)
    path = f"{OIDC_CALLBACK_PATH}?code={provider.code(EMAIL, asked)}&state={asked['state']}"
    assert her.get(path).headers["location"].startswith("/?")
    his = Browser()
    his.cookies = then
    provider.asked.clear()
    assert his.get(path).headers["location"] == NOT_VOUCHED
    assert "token" in provider.asked, "the provider vouched again; it is the store that refused"
    assert not his.cookies


def test_the_answer_to_one_browser_signs_in_no_other(linked, provider):
    his, hers = Browser(), Browser()
    asked = his.leave_for_the_provider()
    hers.leave_for_the_provider()
    path = f"{OIDC_CALLBACK_PATH}?code={provider.code(EMAIL, asked)}&state={asked['state']}"
    assert hers.get(path).headers["location"] == NOT_VOUCHED
    assert SESSION_COOKIE not in hers.cookies


@pytest.mark.parametrize(
    "query",
    [
        "",
        "?code=x&state=y",
        "?state=",
        "?error=access_denied&error_description=<script>",
        "?code=x&state=y&lang=en&community=//elsewhere.org",
    ],
)
def test_an_answer_that_nobody_asked_for_leads_back_with_a_sentence(linked, provider, query):
    her = Browser()
    answer = her.get(OIDC_CALLBACK_PATH + query)
    assert answer.headers["location"] == "/access?told=municipal"
    assert not her.cookies
    assert not provider.asked


def test_a_forged_cookie_of_streamlit_opens_nothing(linked, provider):
    claims = {"iss": provider.url, "sub": "1", "email": EMAIL, "email_verified": True}
    her = Browser()
    her.cookies = {"_streamlit_user": json.dumps(claims), oidc.RETURN_COOKIE: "spoken=//x.org"}
    answer = her.get(OIDC_CALLBACK_PATH)
    assert answer.headers["location"] == "/access?told=municipal"
    assert not her.cookies, "and it is taken back"


def test_an_account_removed_meanwhile_or_a_link_opens_nothing(linked, provider):
    her = Browser()
    asked = her.leave_for_the_provider()
    unlink_identities(linked, "planificadora")
    path = f"{OIDC_CALLBACK_PATH}?code={provider.code(EMAIL, asked)}&state={asked['state']}"
    assert her.get(path).headers["location"].endswith("told=unlinked")
    link_identity(linked, "planificadora", EMAIL, issuer=provider.url)
    remove_account(linked, "planificadora")
    assert her.come_back(provider)[0].headers["location"].endswith("told=unlinked")
    assert not her.cookies


@pytest.mark.parametrize(
    "headers",
    [
        {"sec-fetch-site": "cross-site"},
        {"sec-fetch-site": "none"},
        {"referer": "https://elsewhere.org/"},
        {},
    ],
)
def test_no_other_site_sends_anybody_to_the_provider(linked, provider, headers):
    her = Browser()
    path = f"{LOGIN_PATH}?provider={encode_provider_token('default')}"
    assert her.get(path, headers).status_code == 403
    assert not provider.asked


@pytest.mark.parametrize("token", ["", "?provider=forged", "?provider=a.b.c"])
def test_without_the_token_of_the_button_nobody_is_sent(linked, provider, token):
    assert Browser().get(LOGIN_PATH + token).headers["location"] == NOT_VOUCHED
    assert not provider.asked


def test_a_provider_that_is_not_reached_gives_a_sentence(linked, provider, monkeypatch):
    gone = provider.url.rpartition(":")[0] + ":9"
    told = tomllib.loads(secrets_toml(provider, HOST).replace(provider.url, gone))
    monkeypatch.setattr(secrets_singleton, "_secrets", told)
    her = Browser()
    path = f"{LOGIN_PATH}?provider={encode_provider_token('default')}"
    assert her.get(path).headers["location"] == NOT_VOUCHED


def test_before_the_file_is_open_the_route_leads_to_its_lock(linked, provider):
    linked.protect("cuatro palabras juntas aquí")
    linked.close()
    her = Browser()
    assert her.come_back(provider)[0].headers["location"] == "/?lang=en&community=la-vega"
    assert not her.cookies


def test_without_a_provider_the_addresses_are_not_there(store, monkeypatch):
    monkeypatch.setattr(secrets_singleton, "_secrets", {})
    for path in (LOGIN_PATH, OIDC_CALLBACK_PATH, "/auth/logout"):
        answer = Browser().get(f"{path}?code=x&state=y")
        assert (answer.status_code, "set-cookie" in answer.headers) == (404, False)


def test_the_end_of_a_sign_in_elsewhere_is_not_ours_to_ask_for(linked, provider):
    her = Browser()
    assert her.get("/auth/logout").status_code == 404
    assert her.get(OIDC_CALLBACK_PATH, method="POST").status_code == 404
    assert not provider.asked


def test_every_answer_on_the_way_carries_the_headers(linked, provider):
    her = Browser()
    token = encode_provider_token("default")
    ways = [f"{LOGIN_PATH}?provider={token}", LOGIN_PATH, "/auth/logout"]
    for answer in [her.get(path) for path in ways] + [her.come_back(provider)[0]]:
        assert {name: answer.headers[name] for name in COMMON_HEADERS} == COMMON_HEADERS
        assert "form-action 'self'" in answer.headers["content-security-policy"]
        assert answer.headers["cache-control"] == "no-store"


def test_leaving_takes_back_what_was_begun(linked, provider):
    her = Browser()
    her.leave_for_the_provider()
    assert set(her.cookies) == {"_streamlit_session", oidc.RETURN_COOKIE}
    her.get(QUICK_EXIT_PATH, method="POST")
    assert not her.cookies


def test_no_way_of_streamlits_leads_past_the_layer(linked, provider):
    paths = {route.path for route in create_auth_routes("")}
    assert paths == {LOGIN_PATH, OIDC_CALLBACK_PATH, "/auth/logout"}
    assert {"route:auth_login", "route:oauth2callback"} <= set(ACCESS_RIGHTS)
    for path in paths:
        for end in ("%0A", "/", "//", "%2F", "%00", ";x"):
            answer = Browser().get(path + end)
            assert (answer.status_code, "set-cookie" in answer.headers) == (404, False), path + end
    assert not provider.asked


# --- what the municipality writes ----------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "written"),
    [
        ("client_id", ""),
        ("client_secret", None),
        ("cookie_secret", "short"),
        ("redirect_uri", "http://10.0.0.7:8501/oauth2callback"),
        ("redirect_uri", "https://amparo/"),
        ("server_metadata_url", "http://entrada.example.org/.well-known/openid-configuration"),
        ("server_metadata_url", "https://entrada.example.org/"),
        ("server_metadata_url", 7),
    ],
)
def test_what_cannot_work_or_not_safely_is_named(provider, monkeypatch, name, written):
    told = tomllib.loads(secrets_toml(provider, HOST))
    told["auth"][name] = written
    monkeypatch.setattr(secrets_singleton, "_secrets", told)
    with pytest.raises(ProviderSetupError) as raised:
        oidc_settings.configured_issuer()
    assert raised.value.placeholders == {"setting": name}
    assert not oidc_settings.is_configured()


def test_the_whole_section_may_be_wrong(monkeypatch):
    monkeypatch.setattr(secrets_singleton, "_secrets", {"auth": "yes"})
    with pytest.raises(ProviderSetupError):
        oidc_settings.configured_issuer()


# --- on the screens ------------------------------------------------------------------------------


def test_the_button_is_there_where_a_provider_is_and_asks_it_nothing(linked, provider):
    came = ScreenSession().open("access")
    assert gettext("access.municipal") in came.words
    assert not provider.asked


def test_without_a_provider_the_sheet_is_as_it_was(store, monkeypatch):
    monkeypatch.setattr(secrets_singleton, "_secrets", {})
    came = ScreenSession().open("access")
    assert gettext("access.why_sign_in") in came.words
    assert gettext("access.municipal") not in came.words


def test_a_provider_set_up_wrongly_is_shown_and_the_password_stays(store, provider, monkeypatch):
    monkeypatch.setattr(secrets_singleton, "_secrets", {"auth": {"client_id": "x"}})
    came = ScreenSession().open("access")
    assert "client_secret" in came.fault
    assert 'action="/amparo/sign-in"' in "".join(part.body for part in came.at.get("html"))


@pytest.mark.parametrize(
    ("told", "key"),
    [("unlinked", "error.identity_unknown"), ("municipal", "error.identity_refused")],
)
def test_the_sentence_says_why_and_nothing_of_accounts(linked, provider, told, key):
    came = ScreenSession(told=told).open("access")
    assert came.fault.strip() == gettext(key)
    assert "planificadora" not in came.words


def test_a_coordinator_links_and_takes_back(linked, provider, monkeypatch):
    linked.protect("cuatro palabras juntas aquí")
    token = sign_in(linked, "coordinacion", PASSWORD, client="")
    monkeypatch.setattr(visitor, "_token", lambda: token)
    came = ScreenSession().open("access", part="accounts")
    came.at.radio(key="chosen_account").set_value("planificadora").run()
    assert "Tiene 1 enlace." in came.words
    came.at.text_input(key="identity").set_value("otra@municipio.example")
    assert "enlazado" in came.press("link").words
    assert "Tiene 2 enlaces." in came.words
    assert "otra@municipio.example" not in came.words
    came.at.text_input(key="identity").set_value("nadie@municipio.example")
    assert came.press("unlink").fault
    came.at.text_input(key="identity").set_value("otra@municipio.example")
    came.press("unlink")
    assert "Tiene 1 enlace." in came.words
    came.press("unlink_all")
    assert "Tiene 0 enlaces." in came.words
    assert not provider.asked

"""Signing in by a provider: what comes of an honest one, of a lying one, and of a stolen answer."""

from __future__ import annotations

import json
import time
import tomllib
from base64 import b64decode, b64encode
from http.cookies import SimpleCookie
from urllib.parse import urlsplit

import anyio
import httpx
import pytest
from argon2 import PasswordHasher
from itsdangerous import TimestampSigner
from joserfc.jwk import RSAKey
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.routing import Route
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
from server.paths import OIDC_CALLBACK_PATH, OIDC_LOGIN_PATH, QUICK_EXIT_PATH
from server.routes import oidc
from server.routes.oidc import OIDC_COOKIE, OIDC_COOKIE_MAX_AGE_S
from tests.oidc_provider import CLIENT, fields, running_provider, secrets_toml
from tests.pages.conftest import ScreenSession

HOST = "https://amparo"
HERE = {"sec-fetch-site": "same-origin"}
EMAIL = "planificacion@municipio.example"
PASSWORD = "lluvia tambor limón"
LOGIN = f"{OIDC_LOGIN_PATH}?spoken=en&community=la-vega"
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
    """A browser before our routes and Streamlit's own, in the order that Streamlit gives them."""

    def __init__(self, host: str = HOST) -> None:
        self.host = host
        self.cookies: dict[str, str] = {}
        self.told: list[str] = []
        headers = Middleware(ResponseHeadersMiddleware, application.SCRIPT_HASHES)
        self.app = Starlette(
            routes=[*application.ROUTES, *create_auth_routes("")],
            middleware=[headers, *create_streamlit_middleware()],
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
        answer = self.get(LOGIN)
        return fields(urlsplit(answer.headers["location"]).query)

    def come_back(self, provider, email=EMAIL):
        """Go to the provider and back; give the last answer and its address."""
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
    provider.bend = {"groups": ["a-long-name-of-a-group"] * 400}
    her = Browser()
    asked = her.leave_for_the_provider()
    path = f"{OIDC_CALLBACK_PATH}?code={provider.code(EMAIL, asked)}&state={asked['state']}"
    answer = her.get(path, {"sec-fetch-site": "cross-site"})
    assert read_session(linked, her.cookies[SESSION_COOKIE])
    assert {line.partition("=")[0] for line in her.told} == {SESSION_COOKIE, OIDC_COOKIE}
    # What is only signed can be read: the cookies of the way there, too.
    held = [line.partition("=")[2].partition(";")[0] for line in her.told]
    readable = [b64decode(text.partition(".")[0] + "==", validate=False) for text in held]
    said = b"".join([*readable, str(answer.headers).encode(), answer.content, str(held).encode()])
    assert b"code_verifier" in said, "the cookie of the way there was read"
    for word in (EMAIL, "Nombre", "a-long-name", *provider.tokens):
        assert word.encode() not in said


def test_the_cookie_of_the_way_there_is_short_lived_and_for_no_script(linked, provider):
    for host, secure in ((HOST, True), ("http://amparo", False)):
        her = Browser(host)
        her.leave_for_the_provider()
        (line,) = [line.lower() for line in her.told]
        assert line.startswith(f"{OIDC_COOKIE}=")
        assert all(word in line for word in ("httponly", "samesite=lax", "max-age=600", "path=/"))
        assert ("secure" in line) == secure
        her.get(OIDC_CALLBACK_PATH)
        assert not her.cookies


def test_after_ten_minutes_an_answer_comes_too_late(linked, provider, monkeypatch):
    her = Browser()
    asked = her.leave_for_the_provider()
    path = f"{OIDC_CALLBACK_PATH}?code={provider.code(EMAIL, asked)}&state={asked['state']}"
    late = time.time() + OIDC_COOKIE_MAX_AGE_S + 1
    with monkeypatch.context() as patched:
        patched.setattr(time, "time", lambda: late)
        assert her.get(path).headers["location"] == "/access?told=municipal"
    assert not her.cookies
    assert "token" not in provider.asked


def test_a_cookie_that_another_key_signed_opens_nothing(linked, provider):
    her = Browser()
    asked = her.leave_for_the_provider()
    content = her.cookies[OIDC_COOKIE].partition(".")[0]
    her.cookies = {OIDC_COOKIE: TimestampSigner("0" * 32).sign(content).decode()}
    path = f"{OIDC_CALLBACK_PATH}?code={provider.code(EMAIL, asked)}&state={asked['state']}"
    assert her.get(path).headers["location"] == "/access?told=municipal"
    assert not her.cookies
    assert "token" not in provider.asked


def test_state_nonce_and_a_challenge_are_sent_and_the_configured_address(linked, provider):
    first = Browser("https://other.example").leave_for_the_provider()
    second = Browser().leave_for_the_provider()
    for asked in (first, second):
        assert asked["redirect_uri"] == f"{HOST}{OIDC_CALLBACK_PATH}"
        assert (asked["code_challenge_method"], asked["prompt"]) == ("S256", "login")
        assert len(asked["code_challenge"]) == 43, "a SHA-256, base64url without padding"
        assert min(len(asked["state"]), len(asked["nonce"])) >= 20
    for name in ("state", "nonce", "code_challenge"):
        assert first[name] != second[name]


def test_without_the_verifier_of_the_challenge_a_code_counts_for_nothing(linked, provider):
    her = Browser()
    asked = her.leave_for_the_provider() | {"code_challenge": "of another browser"}
    path = f"{OIDC_CALLBACK_PATH}?code={provider.code(EMAIL, asked)}&state={asked['state']}"
    assert her.get(path).headers["location"] == NOT_VOUCHED
    assert not her.cookies


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
        {"aud": "another client", "azp": CLIENT},
        {"aud": None},
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


def test_what_nobody_signed_is_refused(linked, provider):
    provider.unsigned = True
    her = Browser()
    answer, _ = her.come_back(provider)
    assert answer.headers["location"] == NOT_VOUCHED
    assert not her.cookies


@pytest.mark.parametrize(
    "said",
    [
        {},
        {"access_token": "x", "token_type": "Bearer"},
        {"access_token": "x", "token_type": "Bearer", "id_token": "x"},
        {"access_token": "x", "token_type": "Bearer", "id_token": ["x"]},
        [],
        "x",
    ],
)
def test_an_answer_of_the_provider_that_is_none_gives_a_sentence(linked, provider, said):
    provider.instead = said
    her = Browser()
    answer, _ = her.come_back(provider)
    assert answer.headers["location"] == NOT_VOUCHED
    assert not her.cookies


@pytest.mark.parametrize("said", [{}, [], "x", {"authorization_endpoint": 7}])
def test_a_description_of_the_provider_that_is_none_gives_a_sentence(linked, provider, said):
    provider.described = said
    her = Browser()
    assert her.get(LOGIN).headers["location"] == NOT_VOUCHED
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


def test_a_forged_cookie_opens_nothing(linked, provider):
    claims = {"iss": provider.url, "sub": "1", "email": EMAIL, "email_verified": True}
    forged = json.dumps(claims | {"spoken": "//x.org", "community": "//x.org", "userinfo": claims})
    key = "0123456789abcdef" * 2
    for value in (forged, b64encode(forged.encode()).decode()):
        her = Browser()
        her.cookies = {OIDC_COOKIE: value, "_streamlit_user": value}
        assert her.get(OIDC_CALLBACK_PATH).headers["location"] == "/access?told=municipal"
        assert set(her.cookies) == {"_streamlit_user"}, "ours is taken back, and nothing read"
    his = Browser()  # whoever has the key writes where he came from, and comes no further
    his.cookies = {OIDC_COOKIE: TimestampSigner(key).sign(b64encode(forged.encode())).decode()}
    assert his.get(OIDC_CALLBACK_PATH).headers["location"] == "/access?told=municipal"
    assert not his.cookies
    assert not provider.asked


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
    assert her.get(LOGIN, headers).status_code == 403
    assert not provider.asked
    assert not her.cookies


def test_without_a_word_of_the_browser_on_its_site_the_page_before_counts(linked, provider):
    answer = Browser("http://amparo").get(LOGIN, {"referer": "http://amparo/access"})
    assert answer.headers["location"].startswith(f"{provider.url}/authorize?")


@pytest.mark.parametrize(
    "query", ["", "&provider=forged", "&redirect_uri=https://x.org", "&scope=all", "&state=x"]
)
def test_what_else_stands_in_the_link_changes_nothing(linked, provider, query):
    answer = Browser().get(LOGIN + query)
    address, _, sent = answer.headers["location"].partition("?")
    assert address == f"{provider.url}/authorize"
    asked = fields(sent)
    assert asked["redirect_uri"] == f"{HOST}{OIDC_CALLBACK_PATH}"
    assert (asked["client_id"], asked["scope"]) == (CLIENT, "openid email profile")
    assert asked["state"] != "x"


def test_a_provider_that_is_not_reached_gives_a_sentence(linked, provider, monkeypatch):
    gone = provider.url.rpartition(":")[0] + ":9"
    told = tomllib.loads(secrets_toml(provider, HOST).replace(provider.url, gone))
    monkeypatch.setattr(secrets_singleton, "_secrets", told)
    her = Browser()
    assert her.get(LOGIN).headers["location"] == NOT_VOUCHED
    assert not her.cookies


def test_a_provider_that_is_gone_before_the_answer_gives_a_sentence(linked, provider, monkeypatch):
    her = Browser()
    asked = her.leave_for_the_provider()
    path = f"{OIDC_CALLBACK_PATH}?code={provider.code(EMAIL, asked)}&state={asked['state']}"
    gone = provider.url.rpartition(":")[0] + ":9"
    told = tomllib.loads(secrets_toml(provider, HOST).replace(provider.url, gone))
    monkeypatch.setattr(secrets_singleton, "_secrets", told)
    assert her.get(path).headers["location"] == NOT_VOUCHED
    assert not her.cookies


def test_a_provider_that_takes_too_long_gives_a_sentence(linked, provider, monkeypatch):
    assert oidc.PROVIDER_TIMEOUT_S <= 10
    her = Browser()
    asked = her.leave_for_the_provider()
    path = f"{OIDC_CALLBACK_PATH}?code={provider.code(EMAIL, asked)}&state={asked['state']}"
    monkeypatch.setattr(oidc, "PROVIDER_TIMEOUT_S", 0.3)
    provider.delay_s = 3
    began = time.monotonic()
    assert Browser().get(LOGIN).headers["location"] == NOT_VOUCHED
    assert her.get(path).headers["location"] == NOT_VOUCHED
    assert time.monotonic() - began < 2 * provider.delay_s
    assert not her.cookies


def test_before_the_file_is_open_the_route_leads_to_its_lock(linked, provider):
    linked.protect("cuatro palabras juntas aquí")
    linked.close()
    her = Browser()
    assert her.come_back(provider)[0].headers["location"] == "/?lang=en&community=la-vega"
    assert not her.cookies


def test_without_a_provider_the_addresses_are_not_there(store, monkeypatch):
    monkeypatch.setattr(secrets_singleton, "_secrets", {})
    for path in (OIDC_LOGIN_PATH, OIDC_CALLBACK_PATH, "/auth/login", "/auth/logout"):
        for method in ("GET", "HEAD", "POST"):
            answer = Browser().get(f"{path}?code=x&state=y", method=method)
            assert (answer.status_code, "set-cookie" in answer.headers) == (404, False)


def test_the_end_of_a_sign_in_elsewhere_is_not_ours_to_ask_for(linked, provider):
    her = Browser()
    assert her.get("/auth/logout").status_code == 404
    for method in ("POST", "HEAD", "PUT"):
        assert her.get(OIDC_CALLBACK_PATH, method=method).status_code == 404
        assert her.get(LOGIN, method=method).status_code == 404
    assert not provider.asked


def test_every_answer_on_the_way_carries_the_headers(linked, provider):
    her = Browser()
    ways = [LOGIN, OIDC_LOGIN_PATH, "/auth/login", "/auth/logout"]
    for answer in [her.get(path) for path in ways] + [her.come_back(provider)[0]]:
        assert {name: answer.headers[name] for name in COMMON_HEADERS} == COMMON_HEADERS
        assert "form-action 'self'" in answer.headers["content-security-policy"]
        assert answer.headers["cache-control"] == "no-store"


def test_leaving_takes_back_what_was_begun(linked, provider):
    her = Browser()
    her.leave_for_the_provider()
    assert set(her.cookies) == {OIDC_COOKIE}
    her.get(QUICK_EXIT_PATH, method="POST")
    assert not her.cookies


def test_no_route_of_streamlits_sign_in_is_reached(linked, provider):
    paths = {route.path for route in create_auth_routes("")}
    assert paths == {"/auth/login", "/auth/logout", OIDC_CALLBACK_PATH}
    token = f"?provider={encode_provider_token('default')}"
    for path in ("/auth/login", "/auth/logout", "/auth/", "/auth/none"):
        for method in ("GET", "HEAD", "POST"):
            assert Browser().get(path + token, method=method).status_code == 404, path
    assert Browser().get(f"{OIDC_LOGIN_PATH}%0A").status_code == 404
    for path in paths:
        for end in ("%0A", "/", "//", "%2F", "%00", ";x"):
            answer = Browser().get(path + end + token)
            refused = 400 if end == "%00" else 404  # Streamlit refuses that sign in every path
            assert (answer.status_code, "set-cookie" in answer.headers) == (refused, False), end
    assert not provider.asked


def test_our_routes_have_a_row_of_rights():
    names = {route.endpoint.__name__ for route in application.ROUTES if isinstance(route, Route)}
    assert {"redirect_to_provider", "handle_provider_callback"} <= names
    assert {"route:redirect_to_provider", "route:handle_provider_callback"} <= set(ACCESS_RIGHTS)


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
        ("client_kwargs", "login"),
    ],
)
def test_what_cannot_work_or_not_safely_is_named(provider, monkeypatch, name, written):
    told = tomllib.loads(secrets_toml(provider, HOST))
    told["auth"][name] = written
    monkeypatch.setattr(secrets_singleton, "_secrets", told)
    with pytest.raises(ProviderSetupError) as raised:
        oidc_settings.configured_issuer()
    assert raised.value.placeholders == {"setting": name}
    assert Browser().get(LOGIN).status_code == Browser().get(OIDC_CALLBACK_PATH).status_code == 404


def test_the_whole_section_may_be_wrong(monkeypatch):
    monkeypatch.setattr(secrets_singleton, "_secrets", {"auth": "yes"})
    with pytest.raises(ProviderSetupError):
        oidc_settings.configured_issuer()


# --- on the screens ------------------------------------------------------------------------------


def test_the_button_is_there_where_a_provider_is_and_asks_it_nothing(linked, provider):
    came = ScreenSession(comes_home=False).open("access")
    assert gettext("access.municipal") in came.words
    (link,) = [part.body for part in came.at.get("html") if OIDC_LOGIN_PATH in part.body]
    assert "spoken=es" in link
    assert not provider.asked


def test_without_a_provider_the_sheet_is_as_it_was(store, monkeypatch):
    monkeypatch.setattr(secrets_singleton, "_secrets", {})
    came = ScreenSession(comes_home=False).open("access")
    assert gettext("access.why_sign_in") in came.words
    assert gettext("access.municipal") not in came.words


def test_a_provider_set_up_wrongly_is_shown_and_the_password_stays(store, provider, monkeypatch):
    monkeypatch.setattr(secrets_singleton, "_secrets", {"auth": {"client_id": "x"}})
    came = ScreenSession(comes_home=False).open("access")
    assert "client_secret" in came.fault
    assert 'action="/amparo/sign-in"' in "".join(part.body for part in came.at.get("html"))


@pytest.mark.parametrize(
    ("told", "key"),
    [("unlinked", "error.identity_unknown"), ("municipal", "error.identity_refused")],
)
def test_the_sentence_says_why_and_nothing_of_accounts(linked, provider, told, key):
    came = ScreenSession(comes_home=False, told=told).open("access")
    assert came.fault.strip() == gettext(key)
    assert "planificadora" not in came.words


def test_a_coordinator_links_and_takes_back(linked, provider, monkeypatch):
    linked.protect("cuatro palabras juntas aquí")
    token = sign_in(linked, "coordinacion", PASSWORD, client="")
    monkeypatch.setattr(visitor, "_token", lambda: token)
    came = ScreenSession(comes_home=False).open("access", part="accounts")
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

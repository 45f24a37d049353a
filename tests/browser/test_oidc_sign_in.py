"""Signing in with a municipality's account, in a real Chromium, at a provider on this machine."""

from __future__ import annotations

import os
import time
from unittest import mock

import httpx
import pytest
from playwright.sync_api import expect
from streamlit.auth_util import encode_provider_token

from geo.access.accounts import add_account
from geo.language import gettext
from geo.store import open_store
from tests.browser.conftest import copy_demo, guarded_page, running_app
from tests.browser.screens import at_rest, wait_until_still
from tests.oidc_provider import running_provider, secrets_toml
from tests.thorough import choose

EMAIL = "planificacion@municipio.example"
PASSWORD = "lluvia tambor limón"
PASSPHRASE = "cuatro palabras juntas aquí"
PATIENCE = 30_000  # ms; two cores, and others at work on them
ROLES = {"coordinacion": "coordinator", "integrante": "member"}


@pytest.fixture(scope="module")
def provider():
    with running_provider() as started:
        yield started


@pytest.fixture(scope="module")
def installation(built_demo, tmp_path_factory, chromium, provider):
    """Serve a protected installation whose municipality has written down its provider."""
    folder = copy_demo(built_demo, tmp_path_factory.mktemp("municipal"))
    written = folder / ".streamlit" / "secrets.toml"
    written.parent.mkdir()
    written.write_text(secrets_toml(provider, "http://127.0.0.1:{port}"), encoding="utf-8")
    store = open_store(folder / "home")
    for name, role in ROLES.items():
        add_account(store, name, role=role, password=PASSWORD)
    store.protect(PASSPHRASE)
    store.close()
    # Streamlit reads what a user wrote in her own folder; here it is the test's.
    mine = {"HOME": str(folder), "USERPROFILE": str(folder), "AMPARO_PASSPHRASE": PASSPHRASE}
    with mock.patch.dict(os.environ, mine), running_app(folder) as running:
        yield running


def go(page, path):
    """Go to an address; Streamlit looks for its own files below it first, which are not there."""
    page.goto(path)
    expect(page.locator("h1").first).to_be_visible(timeout=PATIENCE)
    page.guard.broken = [told for told in page.guard.broken if "404" not in told]


def titled(page, title):
    expect(page.locator(".st-key-ask h1, .st-key-sheet h1").first).to_have_text(
        title, timeout=PATIENCE
    )
    page.guard.broken = [told for told in page.guard.broken if "404" not in told]


def at_the_municipality(page, provider, email=EMAIL):
    """Press the button, and say there who one is; the provider's page may be asked, no other."""
    assert not page.guard.foreign
    assert not provider.asked
    page.get_by_role("link", name=gettext("access.municipal")).click()
    page.get_by_label("Correo").fill(email)
    assert page.url.startswith(provider.url)
    page.get_by_role("button", name="Continuar").click()
    page.wait_for_url(lambda url: not url.startswith(provider.url), timeout=PATIENCE)
    assert not [url for url in page.guard.foreign if not url.startswith(provider.url)]
    page.guard.foreign.clear()
    provider.asked.clear()


def cookies(page):
    return {one["name"]: one for one in page.context.cookies()}


def link(page):
    """Sign in with a password as the coordinator, and link an e-mail with an account."""
    go(page, "/access")
    page.locator("input[name=account]").fill("coordinacion")
    page.locator("input[name=password]").fill(PASSWORD)
    page.locator("form.door button").click()
    titled(page, gettext("home.title"))
    go(page, "/access")
    page.locator(".st-key-part").get_by_text(gettext("access.part.accounts"), exact=True).click()
    page.get_by_text(gettext("access.change"), exact=True).click()
    page.locator(".st-key-chosen_account").get_by_text("integrante", exact=True).click()
    why = gettext("access.identity_why", account="integrante")
    expect(page.get_by_text(why)).to_be_visible(timeout=PATIENCE)
    page.get_by_label(gettext("access.identity")).fill(EMAIL)
    page.get_by_label(gettext("access.identity")).press("Tab")
    at_rest(page)
    wait_until_still(page)  # leaving the field draws the screen anew, its button as well
    page.get_by_role("button", name=gettext("access.link"), exact=True).click()
    expect(page.locator(".done")).to_have_text(
        gettext("access.linked", account="integrante"), timeout=PATIENCE
    )
    page.get_by_role("button", name=gettext("access.sign_out"), exact=True).click()
    titled(page, gettext("home.title"))


@pytest.fixture(scope="module")
def linked(browser, installation):
    """Link the account once, on a wide screen."""
    with guarded_page(browser, installation.url, "desktop") as page:
        link(page)


@pytest.mark.parametrize("screen", choose(["phone"], ["desktop", "phone"]))
def test_sign_in_with_the_role_sign_out_and_refuse_everybody_else(
    installation, provider, linked, open_guarded, screen
):
    with open_guarded(installation.url, screen) as page:
        page.add_init_script(
            "window.refused = []; document.addEventListener('securitypolicyviolation', (event) =>"
            " window.refused.push(event.violatedDirective + ' ' + event.blockedURI))"
        )
        go(page, "/access")
        at_the_municipality(page, provider, "otra.persona@municipio.example")
        titled(page, gettext("access.title.out"))
        expect(page.locator(".fault")).to_have_text(gettext("error.identity_unknown"))
        assert not {"amparo_visit", "amparo_oidc"} & set(cookies(page))

        go(page, "/access?lang=es&community=chancala")
        at_the_municipality(page, provider)
        titled(page, gettext("home.title"))
        assert page.url == f"{installation.url}/?lang=es&community=chancala"
        held = cookies(page)
        assert (held["amparo_visit"]["httpOnly"], held["amparo_visit"]["sameSite"]) == (
            True,
            "Strict",
        )
        assert not [
            name
            for name in held
            if name.startswith(("_streamlit_user", "_streamlit_session", "amparo_oidc"))
        ]
        expect(page.get_by_role("link", name=gettext("menu.setup"))).to_have_count(0)
        go(page, "/access")
        titled(page, gettext("access.title.in"))
        expect(page.locator(".st-key-sheet")).to_contain_text("integrante")
        assert set(page.evaluate("window.refused")) <= {"script-src wasm-eval"}

        page.get_by_role("button", name=gettext("access.sign_out"), exact=True).click()
        titled(page, gettext("home.title"))
        assert "amparo_visit" not in cookies(page)


def test_no_route_of_streamlits_sign_in_is_reached_on_the_server(installation, provider):
    """Where the application was not found, Streamlit would answer all of these itself."""
    token = encode_provider_token("default")
    for path in ("/auth/login", "/auth/logout", "/oauth2callback/"):
        answer = httpx.get(f"{installation.url}{path}?provider={token}")
        assert (answer.status_code, "set-cookie" in answer.headers) == (404, False), path
    answer = httpx.get(f"{installation.url}/oauth2callback?code=x&state=y")
    assert (answer.status_code, answer.headers["location"]) == (303, "/access?told=municipal")
    assert httpx.get(f"{installation.url}/amparo/sign-in/provider").status_code == 403
    assert not provider.asked


def test_leaving_in_a_hurry_ends_it_as_well(installation, provider, linked, open_guarded):
    with open_guarded(installation.url) as page:
        go(page, "/access")
        at_the_municipality(page, provider)
        titled(page, gettext("home.title"))
        page.keyboard.press("Escape")
        page.keyboard.press("Escape")
        page.keyboard.press("Escape")
        page.wait_for_url("**/calendar", timeout=PATIENCE)
        # What the server forgets last is the cookie, after the page has gone.
        until = time.monotonic() + 5
        while cookies(page):
            assert time.monotonic() < until, "the server was not told"
            page.wait_for_timeout(50)
        go(page, "/access")
        titled(page, gettext("access.title.out"))
    said = installation.log.read_text(encoding="utf-8")
    assert not [word for word in (EMAIL, "otra.persona", "Nombre", "code=") if word in said]

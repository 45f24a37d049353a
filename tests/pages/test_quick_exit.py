"""What the server forgets when somebody leaves in a hurry, and who may tell it to."""

import anyio
import httpx
import pytest
from starlette.applications import Starlette

from geo.access.accounts import add_account
from geo.access.sessions import SESSION_COOKIE, read_session
from geo.access.sign_in import sign_in
from geo.store.opening import open_store
from server import application, streamlit_internals
from server.paths import QUICK_EXIT_PATH
from server.routes import auth, quick_exit

SESSION = "0f8fad5b-d9cb-469f-a165-70867728950e"
PASSWORD = "cuatro caballos verdes"
FROM_HERE = {"Sec-Fetch-Site": "same-origin"}


class Streamlit:
    """A runtime that writes down which sessions it was told to close."""

    closed: list[str]

    def __init__(self):
        self.closed = []

    def exists(self):
        return True

    def instance(self):
        return self

    def close_session(self, session):
        self.closed.append(session)


@pytest.fixture
def streamlit(monkeypatch):
    runtime = Streamlit()
    monkeypatch.setattr(streamlit_internals, "Runtime", runtime)
    return runtime


@pytest.fixture
def store(home, monkeypatch):
    opened = open_store(home)
    monkeypatch.setattr(auth, "open_store", lambda: opened)
    yield opened
    opened.close()


def leave(body=SESSION, headers=FROM_HERE, cookies=None):
    async def ask():
        reach = httpx.ASGITransport(app=Starlette(routes=application.ROUTES))
        async with httpx.AsyncClient(
            transport=reach, base_url="http://amparo", cookies=cookies
        ) as client:
            return await client.post(QUICK_EXIT_PATH, content=body, headers=headers)

    return anyio.run(ask)


def test_the_session_is_closed_and_the_browser_is_made_to_forget(streamlit):
    response = leave(cookies={"_streamlit_xsrf": "x", "other": "y"})
    assert response.status_code == 204
    assert streamlit.closed == [SESSION]
    assert response.headers["clear-site-data"] == '"cache", "storage"'
    (cookie,) = response.headers.get_list("set-cookie")
    assert cookie.startswith('_streamlit_xsrf="";')
    assert "Max-Age=0" in cookie


def test_a_session_is_over(streamlit, store):
    add_account(store, "coordinadora", role="coordinator", password=PASSWORD)
    token = sign_in(store, "coordinadora", PASSWORD, client="")
    assert read_session(store, token) is not None
    response = leave(cookies={SESSION_COOKIE: token})
    assert response.status_code == 204
    assert read_session(store, token) is None
    assert any(
        header.startswith(f'{SESSION_COOKIE}="";')
        for header in response.headers.get_list("set-cookie")
    )


@pytest.mark.parametrize("body", [b"", b"\xff\xfe", b"x" * 1_000_000])
def test_a_session_that_cannot_be_is_no_fault(streamlit, body):
    assert leave(body).status_code == 204
    assert len(streamlit.closed[0]) <= quick_exit.MAX_BODY_BYTES


@pytest.mark.parametrize(
    "headers", [{"Sec-Fetch-Site": "cross-site"}, {"Origin": "http://elsewhere.example"}, {}]
)
def test_another_site_makes_nobody_leave(streamlit, headers):
    response = leave(headers=headers)
    assert response.status_code == 403
    assert not streamlit.closed
    assert "clear-site-data" not in response.headers

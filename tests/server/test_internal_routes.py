"""Routes that tell about the server itself answer nobody from the network."""

from __future__ import annotations

import anyio
import httpx
import pytest
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.responses import PlainTextResponse
from starlette.routing import Route

from server.application import application_options
from server.middleware.internal_routes import InternalRoutesMiddleware

OUTSIDE, HERE = ("10.0.0.7", 1), ("127.0.0.1", 1)


def answer(path, client=OUTSIDE, headers=None):
    async def ask():
        route = Route("/{path:path}", lambda _: PlainTextResponse("sessions 7"))
        app = Starlette(routes=[route], middleware=[Middleware(InternalRoutesMiddleware)])
        reach = httpx.ASGITransport(app=app, client=client)
        async with httpx.AsyncClient(transport=reach, base_url="http://amparo") as browser:
            return await browser.get(path, headers=headers or {})

    return anyio.run(ask)


@pytest.mark.parametrize(
    "path",
    ["/_stcore/metrics", "/_stcore/metrics/", "/_stcore/metrics%0a", "/a/_stcore/metrics",
     "/_stcore/script-health-check", "/_stcore/agent/openapi.json", "/_stcore/agent/mcp"],
)  # fmt: skip
def test_nobody_from_outside_is_told(path):
    response = answer(path)
    assert (response.status_code, response.text) == (404, "Not found.\n")


def test_this_machine_may_ask():
    assert answer("/_stcore/metrics", HERE).text == "sessions 7"
    assert answer("/_stcore/metrics", ("::1", 1)).text == "sessions 7"


@pytest.mark.parametrize("header", ["X-Forwarded-For", "Forwarded", "X-Real-IP", "Via"])
def test_who_comes_through_a_proxy_on_this_machine_is_from_outside(header):
    assert answer("/_stcore/metrics", HERE, {header: "for=10.0.0.7"}).status_code == 404


@pytest.mark.parametrize("path", ["/_stcore/health", "/_stcore/host-config", "/metrics"])
def test_other_routes_answer_as_before(path):
    assert answer(path).text == "sessions 7"


def test_the_server_has_it():
    layers = [layer.cls for layer in application_options()["middleware"]]
    assert InternalRoutesMiddleware in layers

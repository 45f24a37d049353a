"""An answer that something broke is guarded as any other, and tells nothing of what it was."""

from __future__ import annotations

import anyio
import httpx
from starlette.applications import Starlette
from starlette.routing import Route

from geo.language import gettext, list_locales
from server import application
from server.middleware.security_headers import COMMON_HEADERS


async def breaks(_):
    message = "secret/path.py"
    raise OSError(message)


def test_what_broke_is_shown_calmly():
    site = Starlette(
        routes=[Route("/amparo/x", breaks)],
        exception_handlers={Exception: application.handle_server_error},
    )

    async def ask():
        reach = httpx.ASGITransport(app=site, raise_app_exceptions=False)
        async with httpx.AsyncClient(transport=reach, base_url="http://amparo") as client:
            return await client.get("/amparo/x")

    response = anyio.run(ask)
    assert response.status_code == 500
    # A draft that lacks the sentence says it in Spanish, and it is not said twice.
    texts = dict.fromkeys(gettext("refusal.broken", one) for one in list_locales())
    assert response.text.splitlines() == list(texts)
    assert {name: response.headers[name] for name in COMMON_HEADERS} == COMMON_HEADERS
    assert "object-src 'none'" in response.headers["Content-Security-Policy"]
    assert response.headers["Cache-Control"] == "no-store"
